// The timeline part of merge.h: steps into a dossier's timeline.
#pragma once

#include "services/admission/merge.h"

namespace lienthong::admission {

// The status entered last; UNSPECIFIED for an empty timeline.
v1::Status CurrentStatus(const v1::Dossier& dossier);
// The unit that handles it now.
uint32_t CurrentUnit(const v1::Dossier& dossier);
// The last finish that no later stated step reopened; 0 when it is not finished.
Instant FinishedAt(const v1::Dossier& dossier);
// Whether a stated step ever followed a finish.
bool WasReopened(const v1::Dossier& dossier);
// The stated or inferred instant of acceptance; 0: not accepted.
Instant AcceptedAt(const v1::Dossier& dossier);

bool IsOpenStatus(v1::Status status);
bool IsRequestStatus(v1::Status status);
bool IsDecisionStatus(v1::Status status);
bool IsCancelStatus(v1::Status status);

// True when the record names an instant of a finish.
bool StatesFinish(const v1::SourceRecord& record);
// XXH32 of a supplement's id, 0 for none.
uint32_t SupplementKey(const std::string& id);

// Adds every step of `update` to `dossier`'s timeline, which is sorted before and
// after. `older`: it may add stated steps only. `reopens`: the update reopens a
// finished dossier at its arrival.
void MergeTimeline(const Update& update, bool older, bool reopens, v1::Dossier& dossier);

}  // namespace lienthong::admission
