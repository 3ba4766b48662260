// The public definitions of "on-time rate" and the score of group 2 of Decision
// 766/QĐ-TTg, exact: from integer counts, rounded half up to two decimals once.
//
// Source of the definitions and of the rounding: what the national public service
// portal showed in 2026 (docs of each in rate.cc); others call other things by the
// same name, so a displayed rate always carries its definition id.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lienthong/v1/ledger.pb.h"
#include "lienthong/v1/query.pb.h"

namespace lienthong::score {

// Greatest score of group 2 (timeliness): 20 points, 20 R.
inline constexpr uint64_t kTimelinessPointsMax = 20;

// A rate as two counts.
struct Fraction {
  uint64_t numerator = 0;
  uint64_t denominator = 0;
};

// The rate of `figures` under a definition; RATE_UNSPECIFIED is `dvcqg`.
Fraction RateOf(const v1::Figures& figures, v1::Rate rate);

// factor * numerator / denominator, rounded half up to two decimals from the
// counts, without trailing zeros; "0" when the denominator is 0. A numerator above
// the denominator counts as equal to it.
std::string Decimal(uint64_t factor, const Fraction& fraction);

}  // namespace lienthong::score
