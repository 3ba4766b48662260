// From lines of the books to the figures of a set of units over a period.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "lienthong/v1/ledger.pb.h"
#include "services/accounting/line.h"

namespace lienthong {

// Lines (packed) with their counts.
using Lines = std::vector<std::pair<uint32_t, uint64_t>>;

// What was posted at a set of units: before the period, and in it up to the
// instant as of which it is counted.
struct PeriodLines {
  Lines before;
  Lines within;
};

// Adds `more` to `sum`; both ascending by line.
void AddLines(const Lines& more, Lines& sum);

// Reads the figures of dossiers for one role; lines of other books are passed over.
// `net_moves`: the lines are of several units, so
// what moved among them is set off and moved in and out are net.
v1::Figures FiguresOf(const PeriodLines& lines, uint8_t role, bool net_moves);

}  // namespace lienthong
