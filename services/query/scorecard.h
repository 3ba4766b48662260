// A rulebook applied to one unit of the books: what ScoreService answers and what reports
// print.
//
//   SharedBooks books(view, registry, period);
//   ASSIGN_OR_RETURN(const v1::Rulebook rulebook, FindRulebook(registry, id, period.to));
//   ASSIGN_OR_RETURN(v1::Scorecard card, MakeScorecard(books, coverage, rulebook, unit));
#pragma once

#include <string>
#include <vector>

#include "lienthong/v1/score.pb.h"
#include "services/query/coverage.h"
#include "services/query/unit_counts.h"
#include "storage/registry/registry.h"

namespace lienthong::query {

// The rulebook of that id; "": the one that holds on `day`. NOT_FOUND: no such id.
// FAILED_PRECONDITION: none holds then, or it was written by a newer version and cannot be
// applied by this one.
absl::StatusOr<v1::Rulebook> FindRulebook(const Registry& registry, const std::string& id, Day day);

// The card of a unit's subtree on the tree of the period's last day, on which the unit must
// exist; with what was read elsewhere about exactly this period. The rulebook must have
// passed score::CheckRulebook. Fails as the store does.
absl::StatusOr<v1::Scorecard> MakeScorecard(SharedBooks& books, const CoverageReader& coverage,
                                            const v1::Rulebook& rulebook, uint32_t unit);

}  // namespace lienthong::query
