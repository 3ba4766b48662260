// What a fact of another kind than a dossier waits for here (replicate.cc), and the words
// for it.
#pragma once

#include <string>
#include <vector>

#include "services/admission/commit.h"

namespace lienthong::admission {

v1::MissingReference MakeMissing(v1::ReferenceKind kind, std::string value);

// The grant of `unit` where the node of `origin` never held it; else nothing.
std::vector<v1::MissingReference> MissingGrant(const CommitContext& context, uint32_t origin,
                                               uint32_t unit);

// True for an instant on a day that the books can hold.
bool IsPlausible(Instant instant);

// Whether a petition that came from outside is one that the books can hold.
bool IsCountable(const v1::Petition& petition);

// A petition waits for its reporting unit's grant, for unit and procedure to be known, and
// for ever when it cannot be counted. Whether its reporting unit might write about its unit
// was asked at the door; it goes along when the reporting unit is handed over, to a node that
// may have no such right.
std::vector<v1::MissingReference> MissingForPetition(const CommitContext& context, uint32_t origin,
                                                     const v1::Petition& petition);

// An observation waits for its unit and for the right to write about it.
std::vector<v1::MissingReference> MissingForObservation(const CommitContext& context,
                                                        uint32_t origin,
                                                        const v1::Observation& observation);

}  // namespace lienthong::admission
