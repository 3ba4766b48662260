// The books of a node against its records, by brute force.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>

#include "services/admission/admission_testing.h"
#include "storage/ledger/ledger.h"

namespace lienthong::books {

// (kind, unit, period, procedure) -> line -> count: what ledger cells say.
using Cells = std::map<std::tuple<char, uint32_t, uint32_t, uint32_t>, std::map<uint32_t, int64_t>>;
// (unit, day, dossier).
using Places = std::set<std::tuple<uint32_t, Day, std::string>>;

// As they stand on disk.
Cells CellsOf(const admission::TestNode& node);
// What the postings of `record` sum up to.
void AddPostings(const node::v1::Record& record, int64_t count, Cells& cells);

// The ledger is the sum of the postings of all records, the index names their places, and
// every record's postings are those that its state makes.
void ExpectBooksAreTheSumOfTheRecords(const admission::TestNode& node);
// For every unit, day and role: carried over + new + reopened + in - out = resolved +
// cancelled + open + paused.
void ExpectBalances(const admission::TestNode& node);
// The same books and the same records, each with its origin, sequence and rivals.
void ExpectSameBooks(const admission::TestNode& a, const admission::TestNode& b);
// Everything is on disk: opened again, nothing differs.
void ExpectSameAfterReopening(admission::TestNode& node);

}  // namespace lienthong::books
