// Procedures of a unit's catalogue, by how they are offered and made public.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "lienthong/v1/reference.pb.h"
#include "lienthong/v1/rulebook.pb.h"
#include "storage/base/clock.h"

namespace lienthong::score {

// What anybody states in the reference data at hand, whatever the unit. A catalogue is kept
// by people who may not fill every column: what stands nowhere is not known, which is not
// "none".
struct CatalogueFacts {
  // Any day of an Offering: announced, made public, updated.
  bool publication = false;
  bool online_payment = false;
  bool citizen = false;
  bool population_data = false;

  void Add(const v1::Offering& offering);
  void Add(const v1::Procedure& procedure);
  // Whether a count of this aspect is known.
  bool Tell(v1::CatalogueCount::Aspect aspect) const;
};

// Whether a procedure, as it is offered on the last day of [from, to], has an aspect.
// Days that are 0 in an Offering are not known and never in the period.
bool HasAspect(const v1::Procedure& procedure, v1::CatalogueCount::Aspect aspect, Day from, Day to);

// Ids of those that have it.
std::set<uint32_t> WithAspect(const std::vector<v1::Procedure>& catalogue,
                              v1::CatalogueCount::Aspect aspect, Day from, Day to);

}  // namespace lienthong::score
