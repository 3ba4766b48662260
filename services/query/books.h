// Reads the books of a set of units through one consistent view.
#pragma once

#include <map>
#include <vector>

#include "services/accounting/figures.h"
#include "storage/base/clock.h"
#include "storage/engine/engine.h"

namespace lienthong::query {

// A period of local days, counted as of an instant within it (inclusive).
struct Period {
  Day from = 0;
  Day to = 0;
  Instant as_of = 0;

  bool operator==(const Period&) const = default;
};

// What was posted at `unit` before the period and in it. Whole days come from the
// ledger; the day of `as_of`, when it is not over then, from the records of that
// day by their instants.
absl::StatusOr<PeriodLines> ReadLines(const View& view, uint32_t unit, const Period& period);

}  // namespace lienthong::query
