// What changed from one rulebook to another, line by line: for `lienthong rulebook diff`
// and for whoever wonders why the same counts give other points.
#pragma once

#include <string>
#include <vector>

#include "lienthong/v1/rulebook.pb.h"
#include "services/score/formula.h"

namespace lienthong::score {

// One difference. Texts are in the language that was asked for, as `rulebook show` has
// them.
struct Difference {
  // "" for the rulebook itself, a group's id, or an indicator's: "3.3".
  std::string where;
  // Name of the field: "max", "full_at", "numerator", ...; "" when the group or the
  // indicator as a whole stands only in one of them.
  std::string field;
  // As it was and as it is; "" where it stands only in the other.
  std::string before;
  std::string after;
};

// Groups and indicators are compared by id, those of `before` first in their order, then
// what only `after` has. What changes no points (names, notes, sources, clauses,
// confidence) is left out unless `everything` is asked for.
std::vector<Difference> Differences(const v1::Rulebook& before, const v1::Rulebook& after,
                                    Tongue tongue, bool everything);

}  // namespace lienthong::score
