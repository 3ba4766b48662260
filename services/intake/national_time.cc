#include "services/intake/national_time.h"

#include <algorithm>

#include "storage/base/calendar_date.h"

namespace lienthong::intake {
namespace {

int Digits(std::string_view text) {
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

std::optional<NationalTime> ParseNationalTime(std::string_view text) {
  if (text.size() != 8 && text.size() != 14) return std::nullopt;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  const auto day =
      DayFromDate(Digits(text.substr(0, 4)), Digits(text.substr(4, 2)), Digits(text.substr(6, 2)));
  if (!day) return std::nullopt;
  if (text.size() == 8) return NationalTime{.instant = StartOfDay(*day), .day_only = true};

  const int hour = Digits(text.substr(8, 2));
  const int minute = Digits(text.substr(10, 2));
  const int second = Digits(text.substr(12, 2));
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const int second_of_day = hour * 3600 + minute * 60 + second;
  return NationalTime{.instant = StartOfDay(*day) + second_of_day, .day_only = second_of_day == 0};
}

}  // namespace lienthong::intake
