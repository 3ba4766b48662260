// Working time: which days and seconds count towards a deadline.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "storage/base/clock.h"

namespace lienthong {

// Monday to Friday within office hours, less days off, plus swap working days.
// A year without any decided day uses weekends and the fixed holidays (1 January,
// 30 April, 1 May, 2 September: Labour Code 2019, article 112) and is provisional.
// A value: copy it, hand it to several threads.
class Calendar {
 public:
  // Half-open span of a day in seconds after midnight.
  struct Span {
    uint32_t start;
    uint32_t end;
  };

  // 07:30-11:30 and 13:00-17:00 on every working day until told otherwise.
  Calendar();

  // From `first` on a working day has these spans: in order, not empty.
  void SetHours(Day first, std::vector<Span> spans);
  // `day` departs from Monday to Friday, and its year counts as decided.
  void SetDay(Day day, bool working);

  bool IsWorking(Day day) const;
  // True when `day` lies in a year without a decided day.
  bool IsProvisional(Day day) const;
  // The closing hour of `day`, also of a day off.
  Instant CloseOf(Day day) const;
  // Working seconds in [from, to); 0 when `to` is not later.
  int64_t WorkingSeconds(Instant from, Instant to) const;
  // The earliest t >= from with WorkingSeconds(from, t) == seconds. Ends at the
  // close of kLastDay, so that no calendar makes it run for ever.
  Instant AddWorkingSeconds(Instant from, int64_t seconds) const;
  // The close of the n-th working day after the day of `accepted`; n = 0: that
  // day, or the next working day.
  Instant ComputedPromise(Instant accepted, int32_t working_days) const;

 private:
  const std::vector<Span>& HoursOf(Day day) const;

  std::map<Day, std::vector<Span>> hours_;
  std::map<Day, bool> days_;
  std::map<int, bool> decided_years_;
};

// An online dossier must be accepted or refused within 8 working hours.
inline constexpr int64_t kAcceptanceSeconds = 8 * 3600;

}  // namespace lienthong
