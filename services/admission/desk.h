// What updates from this node's own desks have in common, whatever they are about.
#pragma once

#include <string>
#include <vector>

#include "services/admission/commit.h"
#include "services/admission/resolve.h"

namespace lienthong::admission {

// Answers a record that is not taken.
void Refuse(const Refusal& refusal, v1::RecordResult& result);

// Whether `unit` lies in the scope of a desk, on today's tree, whatever arrival its batch
// states. A unit that is not known yet (0) could turn out to be anybody's: it is in no scope
// but that of every unit.
bool IsInScope(const CommitContext& context, const access::Scope& scope, uint32_t unit);

// Journals a record that waits, in the tenure in force, and answers it. The one
// that waits last is known by its print: sent again, it makes no second fact.
absl::Status ParkRecord(CommitContext& context, v1::Parked parked, v1::RecordResult& result);

// Whether a node wrote `known` that is lost, and whose unit is this node's now: what that
// one may still send must not win.
bool IsTakenOver(const CommitContext& context, const node::v1::Record& known);

// The reporting unit of a state that this node is about to write: that of the state, where
// its grant is this node's, else that of the update. An older update, or a deletion, leaves the
// state's as it is, which may be of another owner, by whose right this node cannot write.
uint32_t ReportingUnitOf(const CommitContext& context, uint32_t of_state, uint32_t of_update);

// Notes that a dossier or petition came into being here, which parked records may wait for.
absl::Status WakeParked(CommitContext& context, const std::string& key);

// The admission of a record that waited as fact `sequence`, as it came; `result` is
// UNSPECIFIED when it still waits, for a word or a right that reference data may bring; REFUSED when
// it contradicts what is known by now.
absl::Status TakeParkedDossier(CommitContext& context, const v1::Parked& parked, uint64_t sequence,
                               v1::RecordResult& result);
absl::Status TakeParkedPetition(CommitContext& context, const v1::Parked& parked, uint64_t sequence,
                                v1::RecordResult& result);

}  // namespace lienthong::admission
