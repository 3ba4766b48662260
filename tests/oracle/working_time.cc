#include <algorithm>
#include <chrono>

#include "oracle.h"

namespace oracle {
namespace {

constexpr int64_t kSecondsOfDay = 24 * 60 * 60;
constexpr int64_t kUtcOffset = 7 * 60 * 60;
constexpr int64_t kDaysMax = 20 * 366;  // a calendar without office hours must not hang us

// What of the office hours of `day` lies in [from, to).
int64_t WorkingSecondsOf(const Calendar& calendar, int64_t day, int64_t from, int64_t to) {
  if (!IsWorkingDay(calendar, day)) return 0;

  int64_t sum = 0;
  for (const auto& [start, end] : calendar.office_hours) {
    const int64_t first = std::max(from, StartOfDay(day) + start);
    const int64_t last = std::min(to, StartOfDay(day) + end);
    sum += std::max<int64_t>(0, last - first);
  }
  return sum;
}

}  // namespace

int64_t LocalDay(int64_t at) {
  const int64_t local = at + kUtcOffset;
  return local >= 0 ? local / kSecondsOfDay : -((-local + kSecondsOfDay - 1) / kSecondsOfDay);
}

int64_t StartOfDay(int64_t day) { return day * kSecondsOfDay - kUtcOffset; }

int64_t LocalDate(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  return std::chrono::sys_days(date).time_since_epoch().count();
}

int64_t LocalTime(int64_t day, int hour, int minute, int second) {
  return StartOfDay(day) + hour * 3600 + minute * 60 + second;
}

bool IsWorkingDay(const Calendar& calendar, int64_t day) {
  if (calendar.swap_days.contains(day)) return true;
  if (calendar.holidays.contains(day)) return false;
  const std::chrono::weekday weekday{std::chrono::sys_days(std::chrono::days(day))};
  return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
}

int64_t ClosingInstant(const Calendar& calendar, int64_t day) {
  return StartOfDay(day) + calendar.office_hours.back().second;
}

int64_t WorkingSecondsBetween(const Calendar& calendar, int64_t from, int64_t to) {
  int64_t sum = 0;
  for (int64_t day = LocalDay(from); from < to && day <= LocalDay(to); ++day) {
    sum += WorkingSecondsOf(calendar, day, from, to);
  }
  return sum;
}

int64_t AddWorkingSeconds(const Calendar& calendar, int64_t from, int64_t seconds) {
  if (seconds <= 0) return from;

  const int64_t first_day = LocalDay(from);
  for (int64_t day = first_day; day < first_day + kDaysMax; ++day) {
    if (!IsWorkingDay(calendar, day)) continue;
    for (const auto& [start, end] : calendar.office_hours) {
      const int64_t begin = std::max(from, StartOfDay(day) + start);
      const int64_t length = std::max<int64_t>(0, StartOfDay(day) + end - begin);
      if (seconds <= length) return begin + seconds;
      seconds -= length;
    }
  }
  return kNever;
}

int64_t ComputedPromise(const Calendar& calendar, int64_t acceptance, int days) {
  int64_t day = LocalDay(acceptance);
  for (int left = days; left > 0; --left) {
    do ++day;
    while (!IsWorkingDay(calendar, day));
  }
  while (!IsWorkingDay(calendar, day)) ++day;
  return ClosingInstant(calendar, day);
}

}  // namespace oracle
