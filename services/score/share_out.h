// What parts of a change come to: in counts and in points, adding up to the last digit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/score/rate.h"

namespace lienthong::score {

// By how much a part changes a rate.
struct RateDelta {
  int64_t in_time = 0;
  int64_t base = 0;

  bool empty() const { return in_time == 0 && base == 0; }
  void Add(const RateDelta& more) {
    in_time += more.in_time;
    base += more.base;
  }
  bool operator==(const RateDelta&) const = default;
};

// What the rate gains when lines whose figures are `posted` take the place of `taken`.
// Rates are ratios of sums, so what each part gains adds up to what all gain.
RateDelta DeltaOf(const v1::Figures& posted, const v1::Figures& taken, v1::Rate rate);

// The points of each part of the way from `before` to before + all of `parts`, as decimals
// with their sign. factor * (n2/d2 - n1/d1) = factor * sum(n_i d1 - n1 d_i) / (d1 d2), so
// each part has an exact share; of a rate without a base the points are 0, as Decimal says.
// Running totals are rounded half up to two decimals, so that the parts add up to the
// difference of the rounded points; one part may differ from its own rounding by 0.01.
std::vector<std::string> ShareOut(uint64_t factor, const Fraction& before,
                                  const std::vector<RateDelta>& parts);

}  // namespace lienthong::score
