// The reference data of a run: what is imported at the start, and what comes late.
#pragma once

#include <vector>

#include "lienthong/v1/reference.pb.h"
#include "tests/simulation/basics.h"
#include "tests/simulation/desk.h"

namespace lienthong::simulation {

// A unit of the tree with the code of the one above.
struct UnitPlan {
  Place place;
  std::string type;
  std::string parent;
};

// Imports in their order; the first is made at the start. A unit, its grant, a
// procedure, a mapping, a holiday and a rule may come in a later one.
std::vector<v1::ImportReferenceRequest> PlanReferences(const std::vector<UnitPlan>& units,
                                                       Random& random);

}  // namespace lienthong::simulation
