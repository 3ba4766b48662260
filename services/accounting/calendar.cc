#include "services/accounting/calendar.h"

#include <algorithm>

#include "services/accounting/lunar_days.h"
#include "storage/base/calendar_date.h"

namespace lienthong {
namespace {

bool IsFixedHoliday(Day day) {
  const Day in_year = day - FirstDayOfYear(YearOf(day));
  const Day leap = FirstDayOfYear(YearOf(day) + 1) - FirstDayOfYear(YearOf(day)) - 365;
  return in_year == 0 || in_year == 119 + leap || in_year == 120 + leap || in_year == 244 + leap;
}

bool IsLunarHoliday(Day day) {
  if (day < kFirstDay || day > kLastDay) return false;
  const Day of_tet = day - TetOf(YearOf(day));
  return (of_tet >= -1 && of_tet <= 2) || day == HungKingsOf(YearOf(day));
}

// The day of `instant` where anybody works on it; any instant is safe.
Day DayWithin(Instant instant) {
  if (instant < StartOfDay(kFirstDay)) return kFirstDay;
  return instant > EndOfDay(kLastDay) ? kLastDay + 1 : DayOf(instant);
}

}  // namespace

bool IsWeekend(Day day) {
  const int weekday = ((day + 4) % 7 + 7) % 7;  // 1970-01-01 was a Thursday; 0 is Sunday
  return weekday == 0 || weekday == 6;
}

Calendar::Calendar() { hours_[kFirstDay] = UsualHours(); }

void Calendar::SetHours(Day first, std::vector<Span> spans) {
  hours_[std::max(first, kFirstDay)] = std::move(spans);
}

void Calendar::SetDay(Day day, bool working, Standing standing) {
  days_[day] = working;
  provisional_days_.erase(day);
  if (standing == Standing::kProvisional) provisional_days_.insert(day);
  if (standing == Standing::kDecided) decided_years_.insert(YearOf(day));
}

bool Calendar::IsWorking(Day day) const {
  if (const auto known = days_.find(day); known != days_.end()) return known->second;
  if (IsWeekend(day)) return false;
  if (decided_years_.contains(YearOf(day))) return true;
  return !IsFixedHoliday(day) && !IsLunarHoliday(day);
}

bool Calendar::IsProvisional(Day day) const {
  return provisional_days_.contains(day) || !decided_years_.contains(YearOf(day));
}

const std::vector<Calendar::Span>& Calendar::HoursOf(Day day) const {
  auto later = hours_.upper_bound(day);
  return later == hours_.begin() ? later->second : std::prev(later)->second;
}

Instant Calendar::CloseOf(Day day) const { return StartOfDay(day) + HoursOf(day).back().end; }

int64_t Calendar::WorkingSeconds(Instant from, Instant to) const {
  int64_t sum = 0;
  for (Day day = DayWithin(from); day <= DayWithin(to) && day <= kLastDay; ++day) {
    if (!IsWorking(day)) continue;
    for (const Span& span : HoursOf(day)) {
      const Instant start = std::max(from, StartOfDay(day) + span.start);
      const Instant end = std::min(to, StartOfDay(day) + span.end);
      sum += std::max<int64_t>(0, end - start);
    }
  }
  return sum;
}

Instant Calendar::AddWorkingSeconds(Instant from, int64_t seconds) const {
  if (seconds <= 0) return from;
  for (Day day = DayWithin(from); day <= kLastDay; ++day) {
    if (!IsWorking(day)) continue;
    for (const Span& span : HoursOf(day)) {
      const Instant start = std::max(from, StartOfDay(day) + span.start);
      const int64_t here = std::max<int64_t>(0, StartOfDay(day) + span.end - start);
      if (seconds <= here) return start + seconds;
      seconds -= here;
    }
  }
  return CloseOf(kLastDay);
}

Instant Calendar::ComputedPromise(Instant accepted, int32_t working_days) const {
  Day day = DayWithin(accepted);
  if (working_days == 0) {
    while (!IsWorking(day) && day < kLastDay) ++day;
    return CloseOf(day);
  }
  for (int32_t left = working_days; left > 0 && day < kLastDay;) {
    if (IsWorking(++day)) --left;
  }
  return CloseOf(day);
}

}  // namespace lienthong
