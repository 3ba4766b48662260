// What falls due next: dossiers whose move to overdue stands in the books of the coming
// working days, because nobody has finished them yet.
//
// A dossier costs what one more overdue takes from the points of group 2 (rate dvcqg) in the
// current month: 20 / in hand. A small unit loses more by one dossier than a large one, so the
// dearest come first.
//
// Working days and hours are those of the asked unit, so that the answer looks ahead to one
// instant for its whole subtree; a part with a holiday of its own is looked at as far.
//
// Costs by the dossiers that are due in those days. What waits for its citizen is not listed:
// it has no such move until it goes on.
#pragma once

#include "lienthong/v1/explain.pb.h"
#include "storage/base/status.h"
#include "storage/engine/engine.h"
#include "storage/journal/journal.h"
#include "storage/registry/registry.h"

namespace lienthong::query {

inline constexpr uint32_t kWorkingDaysMax = 60;

// INVALID_ARGUMENT: the numbers. NOT_FOUND: no such unit today.
absl::StatusOr<v1::ListAtRiskResponse> ListAtRisk(const View& view, const Journal& journal,
                                                  const Registry& registry,
                                                  const v1::ListAtRiskRequest& request,
                                                  int64_t now_ms);

}  // namespace lienthong::query
