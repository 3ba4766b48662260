// Procedures of a unit's catalogue, by how they are offered and made public.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "lienthong/v1/reference.pb.h"
#include "lienthong/v1/rulebook.pb.h"
#include "storage/base/clock.h"

namespace lienthong::score {

// Whether a procedure, as it is offered on the last day of [from, to], has an aspect.
// Days that are 0 in an Offering are not known and never in the period.
bool HasAspect(const v1::Procedure& procedure, v1::CatalogueCount::Aspect aspect, Day from, Day to);

// Ids of those that have it.
std::set<uint32_t> WithAspect(const std::vector<v1::Procedure>& catalogue,
                              v1::CatalogueCount::Aspect aspect, Day from, Day to);

}  // namespace lienthong::score
