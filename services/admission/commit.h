// The steps of one commit, one function a kind of work (admission.h).
#pragma once

#include "services/admission/transaction.h"

namespace lienthong::admission {

// What the steps share.
struct CommitContext {
  Transaction& transaction;
  // As committed so far.
  const Journal& journal;
  Calendars& calendars;
  const DatedRules& rules;
  // This node's live origin.
  uint32_t own;
  const std::string& node;
  // Admission time of this commit, milliseconds.
  int64_t now_ms;
  const Admission::Options& options;
  // Position of the reference data in force.
  uint64_t reference_sequence;
  // Units of this node whose hand-over is not complete: their records are parked.
  std::set<uint32_t> awaited;
};

// Keys of the records that `work` will read, so that one MultiGet fetches all of them.
void CollectKeys(const Work& work, std::vector<std::string>& keys);

absl::Status Perform(CommitContext& context, SubmitWork& work);
absl::Status Perform(CommitContext& context, SubmitPetitionsWork& work);
absl::Status Perform(CommitContext& context, SubmitObservationsWork& work);
absl::Status Perform(CommitContext& context, ReplicateWork& work);
absl::Status Perform(CommitContext& context, ReferenceWork& work);
absl::Status Perform(CommitContext& context, ImportWork& work);
absl::Status Perform(CommitContext& context, ProgressWork& work);
absl::Status Perform(CommitContext& context, AcknowledgeWork& work);
absl::Status Perform(CommitContext& context, UnparkWork& work);
absl::Status Perform(CommitContext& context, HandoverWork& work);
absl::Status Perform(CommitContext& context, TakeoverWork& work);
absl::Status Perform(CommitContext& context, CredentialWork& work);

// Finds out which units the node still has to take over, by the registry and the
// milestones as of this commit.
absl::StatusOr<std::set<uint32_t>> FindAwaited(const Transaction& transaction,
                                               const std::string& node);

// Says in this commit what an administrator did in it.
absl::Status AppendAudit(CommitContext& context, v1::Audit audit);

// Whether a status concerns one piece of work only; the others stop the commit.
bool IsLocal(const absl::Status& status);

// Folds a fact of `origin` that is in the journal draft as `sequence`: into the
// books, or parked when this node cannot or must not count it.
absl::Status FoldFact(CommitContext& context, uint32_t origin, uint64_t sequence, v1::Fact fact);
// Numbers and chains a fact of this node, and folds it; its sequence.
absl::StatusOr<uint64_t> AppendOwn(CommitContext& context, v1::Fact fact);
// Notes a takeover: records of the unit that waited at other nodes wait at this one now.
absl::Status FoldTakeover(CommitContext& context, const v1::Takeover& takeover);
// Whether a dossier that came from outside is one that the books can hold.
bool IsCountable(const v1::Dossier& dossier);
// What a fact waits for here; empty: it can be folded.
std::vector<v1::MissingReference> MissingFor(const CommitContext& context, uint32_t origin,
                                             const v1::Fact& fact);

}  // namespace lienthong::admission
