// From what is known of a petition and one update of it to its next state, in the manner
// of merge.h: the union of the stated instants.
//  - A step that was not known is added, whatever the order of arrival; none is taken back
//    but by a tombstone.
//  - Another instant for a known step corrects it, unless the update is *older*: the greatest
//    instant it states lies before the one already known, and it has no greater revision.
//  - What the sender says of the handling, the unit and the procedure follow the newer one;
//    what an update does not name stays.
// The result is resolved (services/accounting/petitions.h) and compared: an update that
// changes nothing makes no fact.
#pragma once

#include "lienthong/v1/intake.pb.h"
#include "lienthong/v1/petition.pb.h"
#include "services/accounting/calendar.h"
#include "services/admission/merge.h"

namespace lienthong::admission {

// A petition's record whose words have been looked up.
struct PetitionUpdate {
  const v1::PetitionRecord* record = nullptr;
  // Internal ids; 0 where the record names none.
  uint32_t unit = 0;
  uint32_t reporting_unit = 0;
  uint32_t procedure = 0;
  std::string source;
};

// What merging gave.
struct MergedPetition {
  std::optional<Refusal> refusal;
  // True when `petition` says something that was not known.
  bool changed = false;
  // The next state, resolved; without origin and sequence.
  v1::Petition petition;
};

// Merges `update` into `known` (null: not known yet). Pure.
MergedPetition Merge(const v1::Petition* known, const PetitionUpdate& update,
                     const Calendar& calendar);

}  // namespace lienthong::admission
