// Applies a rulebook to counts, exactly (rulebook.proto has the arithmetic).
//
//   - R and points are rounded half up to two decimals once, from the counts.
//   - A group is the sum of its rounded indicators, the total that of the groups.
//   - Null is not zero: an indicator without points is left out, a group of which all
//     are null is null.
//
// Pure: everything it knows comes from `counts`.
#pragma once

#include "absl/status/statusor.h"
#include "lienthong/v1/rulebook.pb.h"
#include "lienthong/v1/score.pb.h"
#include "services/score/counts.h"

namespace lienthong::score {

// Fills `rulebook`, `groups`, `total`, `total_of` and `band` of a card. The rulebook
// must have passed CheckRulebook: one that has not may give an INTERNAL error, never
// wrong points. OUT_OF_RANGE: a sum of counts does not fit into 63 bits. Else fails as
// `counts` does.
absl::StatusOr<v1::Scorecard> Evaluate(const v1::Rulebook& rulebook, Counts& counts);

// 100 * R in percent and the points that R gives: what an indicator is made of.
struct Rated {
  uint64_t ratio_hundredths = 0;
  uint64_t points_hundredths = 0;
};

// min(max, max * R / full_at), R = numerator / denominator, at most 1. `max` and
// `full_at` in millionths, full_at in (0, 1], max at most kDigitsMax digits. The
// denominator must not be 0.
Rated Rate(uint64_t numerator, uint64_t denominator, uint64_t max, uint64_t full_at);

}  // namespace lienthong::score
