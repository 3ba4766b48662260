// What must hold at a quiet moment, when everything has been delivered, whatever
// happened before. Each function names the first thing that does not.
#pragma once

#include <string>
#include <vector>

#include "storage/journal/journal.h"
#include "storage/registry/registry.h"

namespace lienthong::simulation {

// A node at rest.
struct Memory {
  std::string name;
  const Engine& engine;
  const Journal& journal;
  const ReferenceLog& references;
};

// Every origin's facts chain from the first to its head, no position is missing.
absl::Status CheckChains(const Memory& memory);
// Days are the sum of the records' postings, months and years the sum of days, cells by
// procedure those of the dossiers; the index names exactly the records that post.
absl::Status CheckBooks(const Memory& memory);
// The history ends where the journal does, and what was learned from its first position to its
// last adds up to the books.
absl::Status CheckHistory(const Memory& memory);
// Records are what an independent fold of the journal gives: of each dossier, petition and
// observation the greatest state, once; nothing was let in twice; movements are the oracle's.
absl::Status CheckRecords(const Memory& memory);
// No stock is below zero, and there are as many coins in the books as records that post.
absl::Status CheckBalances(const Memory& memory);
// Nothing of the node's own is parked that could go in or be settled: once everything is
// mapped, only what waits for its dossier or for a right.
absl::Status CheckNothingParked(const Memory& memory);
// The parent holds every origin of the child equally far, the same reference data
// and parked facts, and of the child's dossiers the same records and books, but for those that
// another origin reports as well.
absl::Status CheckParentHoldsChild(const Memory& parent, const Memory& child);

// Whoever has the right to write for a unit, and has taken it over, holds every dossier and petition
// that the root knows of it: else the next update would be the first one there.
absl::Status CheckHolders(const Memory& root, const std::vector<Memory>& nodes);

// All of one node.
absl::Status CheckNode(const Memory& memory, bool everything_is_mapped);

}  // namespace lienthong::simulation
