#include "storage/base/calendar_date.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace lienthong {
namespace {

// From the 1st to the 14th.
constexpr Day kDaysOfFirstHalf = 14;

std::chrono::year_month_day CivilOf(Day day) {
  return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(day)));
}

std::optional<int> ParseDigits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.front() == '-')
    return std::nullopt;
  return value;
}

}  // namespace

std::optional<Day> DayFromDate(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (year < 1970 || year > 9999 || !date.ok()) return std::nullopt;
  const Day result = std::chrono::sys_days(date).time_since_epoch().count();
  if (result < kFirstDay || result > kLastDay) return std::nullopt;
  return result;
}

std::optional<Day> ParseDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = ParseDigits(text.substr(0, 4));
  const auto month = ParseDigits(text.substr(5, 2));
  const auto day = ParseDigits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return DayFromDate(*year, *month, *day);
}

std::string FormatDate(Day day) {
  const auto date = CivilOf(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string FormatInstant(Instant instant) {
  const Day day = DayOf(instant);
  const int64_t second = instant - StartOfDay(day);
  return fmt::format("{} {:02}:{:02}:{:02}", FormatDate(day), second / 3600, second / 60 % 60,
                     second % 60);
}

int YearOf(Day day) { return static_cast<int>(CivilOf(day).year()); }

int MonthOf(Day day) {
  const auto date = CivilOf(day);
  return (static_cast<int>(date.year()) - 1970) * 12 +
         static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

Day FirstDayOfMonth(int month) {
  const std::chrono::year_month_day date(std::chrono::year(1970 + month / 12),
                                         std::chrono::month(static_cast<unsigned>(month % 12 + 1)),
                                         std::chrono::day(1));
  return std::chrono::sys_days(date).time_since_epoch().count();
}

Day FirstDayOfYear(int year) { return FirstDayOfMonth((year - 1970) * 12); }

int HalfOf(Day day) {
  const int month = MonthOf(day);
  return 2 * month + (day - FirstDayOfMonth(month) < kDaysOfFirstHalf ? 0 : 1);
}

Day FirstDayOfHalf(int half) {
  return FirstDayOfMonth(half / 2) + (half % 2 == 0 ? 0 : kDaysOfFirstHalf);
}

}  // namespace lienthong
