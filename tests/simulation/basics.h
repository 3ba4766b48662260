// Time, chance, and the story of a run.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "storage/base/clock.h"

namespace lienthong::simulation {

// The world's time; moves only when told.
class VirtualClock final : public Clock {
 public:
  int64_t NowMs() const override { return now_ms_; }
  void Advance(int64_t ms) { now_ms_ += ms; }

 private:
  // 3 August 2026, 08:00 local time, a Monday.
  int64_t now_ms_ = int64_t{1785718800} * 1000;
};

// A node's own clock, which may be wrong.
class SkewedClock final : public Clock {
 public:
  SkewedClock(const Clock& clock, int64_t skew_ms) : clock_(clock), skew_ms_(skew_ms) {}
  int64_t NowMs() const override { return clock_.NowMs() + skew_ms_; }

 private:
  const Clock& clock_;
  const int64_t skew_ms_;
};

// All chance of a run, from its seed.
class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed * 0x9e3779b97f4a7c15u + 1) {}

  uint64_t Next() { return engine_(); }
  // In [0, n).
  int Below(int n) { return static_cast<int>(engine_() % static_cast<uint64_t>(n)); }
  // In [low, high].
  int64_t Between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(engine_() % static_cast<uint64_t>(high - low + 1));
  }
  bool Chance(int percent) { return Below(100) < percent; }
  template <typename Vector>
  auto& Pick(Vector& from) {
    return from[Below(static_cast<int>(from.size()))];
  }

 private:
  std::mt19937_64 engine_;
};

// The last events, as a reader would tell them.
class Story {
 public:
  explicit Story(const Clock& clock) : clock_(clock) {}

  template <typename... Args>
  void Say(fmt::format_string<Args...> format, Args&&... args) {
    lines_.push_back(Time() + "  " + fmt::format(format, std::forward<Args>(args)...));
    if (lines_.size() > kLinesMax) lines_.pop_front();
  }

  std::string Last(size_t lines) const {
    std::string text;
    for (size_t i = lines_.size() - std::min(lines, lines_.size()); i < lines_.size(); ++i)
      text += lines_[i] + "\n";
    return text;
  }

 private:
  static constexpr size_t kLinesMax = 400;

  std::string Time() const {
    const int64_t ms = clock_.NowMs() + kLocalOffsetSeconds * 1000;
    const int64_t s = ms / 1000 % kSecondsPerDay;
    return fmt::format("day {} {:02}:{:02}:{:02}.{:03}", ms / 1000 / kSecondsPerDay - 20668,
                       s / 3600, s / 60 % 60, s % 60, ms % 1000);
  }

  const Clock& clock_;
  std::deque<std::string> lines_;
};

}  // namespace lienthong::simulation
