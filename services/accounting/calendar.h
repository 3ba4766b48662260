// Working time: which days and seconds count towards a deadline.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "storage/base/clock.h"

namespace lienthong {

// Whether `day` is a Saturday or a Sunday.
bool IsWeekend(Day day);

// Monday to Friday within office hours, less days off, plus swap working days.
// A year without any decided day is provisional: it has its weekends, the fixed holidays
// (1 January, 30 April, 1 May, 2 September), the 10th of the third lunar month, and of Tết
// the last day of the old year and the first three of the new one (Labour Code 2019,
// article 112; the Government adds a fifth day of Tết before or after them, and days for
// those that fall on a weekend, so that a provisional deadline may only move later).
// A value: copy it, hand it to several threads.
class Calendar {
 public:
  // Half-open span of a day in seconds after midnight.
  struct Span {
    uint32_t start;
    uint32_t end;
  };

  // 07:30-11:30 and 13:00-17:00.
  static std::vector<Span> UsualHours() { return {{27000, 41400}, {46800, 61200}}; }

  // The usual hours on every working day until told otherwise.
  Calendar();

  // From `first` on a working day has these spans: in order, not empty.
  void SetHours(Day first, std::vector<Span> spans);
  // What a day that departs from Monday to Friday says of its year.
  enum class Standing {
    kDecided,      // the year is decided
    kProvisional,  // nothing: the day itself is only expected
    kLocal,        // nothing: it is one unit's own
  };
  // The last word on a day holds.
  void SetDay(Day day, bool working, Standing standing = Standing::kDecided);

  bool IsWorking(Day day) const;
  // True when `day` is only expected, or lies in a year without a decided day.
  bool IsProvisional(Day day) const;
  // The closing hour of `day`, also of a day off.
  Instant CloseOf(Day day) const;
  // Working seconds in [from, to); 0 when `to` is not later. Here and below nobody works before
  // kFirstDay or after kLastDay, and any instant is safe.
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
  std::set<Day> provisional_days_;
  std::set<int> decided_years_;
};

// An online dossier must be accepted or refused within 8 working hours.
inline constexpr int64_t kAcceptanceSeconds = 8 * 3600;

}  // namespace lienthong
