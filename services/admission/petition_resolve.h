// Looks up the words of one petition: unit, procedure, and whether this node may write
// for the unit. Pure.
//
// The node must hold the grant of the reporting unit; the unit that has to handle the
// petition may be any below a unit whose grant it holds, since petitions come in at one
// place and go to whoever is concerned.
#pragma once

#include "services/admission/petition_merge.h"
#include "services/admission/resolve.h"

namespace lienthong::admission {

using ResolvedPetition = std::variant<PetitionUpdate, Refusal, Missing>;

// `record` must outlive the update.
ResolvedPetition Resolve(const v1::PetitionRecord& record, const ResolveContext& context);

}  // namespace lienthong::admission
