// Time as a thing that is handed in: the node plugs in the system's clock, tests
// and the simulation their own.
#pragma once

#include <cstdint>

namespace lienthong {

// Seconds since 1970-01-01T00:00:00Z: the instants of the business.
using Instant = int64_t;

// Local calendar days since 1970-01-01 in Asia/Ho_Chi_Minh.
using Day = int32_t;

// Asia/Ho_Chi_Minh has been UTC+7 without daylight saving since 1975.
inline constexpr int64_t kLocalOffsetSeconds = 7 * 3600;
inline constexpr int64_t kSecondsPerDay = 86400;

// The local day in which `instant` lies; 00:00:00 belongs to the day it begins.
constexpr Day DayOf(Instant instant) {
  const int64_t local = instant + kLocalOffsetSeconds;
  const int64_t day = local / kSecondsPerDay - (local % kSecondsPerDay < 0 ? 1 : 0);
  return static_cast<Day>(day);
}

// 00:00:00 local of `day`.
constexpr Instant StartOfDay(Day day) { return day * kSecondsPerDay - kLocalOffsetSeconds; }

// 23:59:59 local of `day`.
constexpr Instant EndOfDay(Day day) { return StartOfDay(day + 1) - 1; }

// Tells the time. Implementations are safe to call from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  // Milliseconds since 1970-01-01T00:00:00Z.
  virtual int64_t NowMs() const = 0;
  Instant Now() const { return NowMs() / 1000; }
};

}  // namespace lienthong
