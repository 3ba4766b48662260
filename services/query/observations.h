// Figures that were read somewhere, by unit and period: those that nodes of this tree
// wrote (records) and those that came with the reference data, from above.
#pragma once

#include <vector>

#include "lienthong/v1/observation.pb.h"
#include "lienthong/v1/score.pb.h"
#include "services/query/known.h"
#include "storage/base/clock.h"
#include "storage/registry/registry.h"

namespace lienthong::query {

// An observation and where it came from.
struct Observed {
  v1::Observation observation;
  // It came with the reference data.
  bool from_above = false;
};

// The observations that were known about `units` whose period touches [from, to], by unit, definition,
// period and source; what was withdrawn is left out. `from_above`: those that the registry
// holds, about whatever units (Registry::AllObservations); of two with one key the later `as_of`
// stands, and at one moment the one from above.
//
// A rule that asks for a figure of exactly its own period compares `first_day` and
// `last_day` itself. DATA_LOSS: a record that cannot be read.
absl::StatusOr<std::vector<Observed>> ReadObservations(
    Known& known, const std::vector<const v1::Observation*>& from_above,
    const std::vector<uint32_t>& units, Day from, Day to);

// An observation as answers show it, with the unit's code on `day`.
v1::ObservedFigure FigureOf(const Registry& registry, const Observed& observed, Day day);

}  // namespace lienthong::query
