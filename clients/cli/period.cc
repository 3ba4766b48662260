#include "clients/cli/period.h"

#include <fmt/format.h>

namespace lienthong::cli {
namespace {

// The number in `text`, all of whose characters are digits; -1 otherwise.
int Number(std::string_view text) {
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return text.empty() ? -1 : number;
}

std::optional<Period> Months(int year, int first_month, int months) {
  const auto first = DayFromDate(year, first_month, 1);
  if (!first) return std::nullopt;
  return Period{*first, FirstDayOfMonth(MonthOf(*first) + months) - 1};
}

// The statistical month ends with the 14th: half a month and a day of the civil one behind.
std::optional<Period> Statistical(const std::optional<Period>& civil) {
  if (!civil || civil->first <= kFirstDay) return std::nullopt;
  return Period{FirstDayOfMonth(MonthOf(civil->first) - 1) + 14,
                FirstDayOfMonth(MonthOf(civil->last)) + 13};
}

std::optional<Period> CivilPeriod(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  const int year = Number(text.substr(0, 4));
  const std::string_view rest = text.substr(4);
  if (rest.empty()) return Months(year, 1, 12);
  if (rest.size() != 3 || rest[0] != '-') return std::nullopt;
  if (rest[1] == 'Q' || rest[1] == 'q') {
    const int quarter = Number(rest.substr(2));
    if (quarter < 1 || quarter > 4) return std::nullopt;
    return Months(year, 3 * quarter - 2, 3);
  }
  if (rest == "-H1" || rest == "-H2") return Months(year, rest == "-H1" ? 1 : 7, 6);
  if (rest == "-M9") return Months(year, 1, 9);
  return Months(year, Number(rest.substr(1)), 1);
}

}  // namespace

std::optional<PeriodCalendar> ParsePeriodCalendar(std::string_view name) {
  if (name == "civil") return PeriodCalendar::kCivil;
  if (name == "statistical") return PeriodCalendar::kStatistical;
  return std::nullopt;
}

std::optional<Period> ParsePeriod(std::string_view text, PeriodCalendar calendar) {
  const std::optional<Period> civil = CivilPeriod(text);
  return calendar == PeriodCalendar::kCivil ? civil : Statistical(civil);
}

std::optional<Instant> ParseMoment(std::string_view text) {
  const auto day = ParseDate(text.substr(0, 10));
  if (!day) return std::nullopt;
  if (text.size() == 10) return EndOfDay(*day);
  if (text.size() != 19 || (text[10] != ' ' && text[10] != 'T') || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  const int hour = Number(text.substr(11, 2));
  const int minute = Number(text.substr(14, 2));
  const int second = Number(text.substr(17, 2));
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return std::nullopt;
  }
  return StartOfDay(*day) + Instant{hour} * 3600 + Instant{minute} * 60 + second;
}

std::string FormatTimestamp(Instant instant) {
  std::string text = FormatInstant(instant);
  text[10] = 'T';
  return text + "+07:00";
}

std::string FormatTimestampMs(int64_t ms) {
  std::string text = FormatTimestamp(ms / 1000);
  text.insert(19, fmt::format(".{:03}", ms % 1000));
  return text;
}

}  // namespace lienthong::cli
