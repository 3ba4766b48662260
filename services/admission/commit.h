// The steps of one commit, one function a kind of work (admission.h).
#pragma once

#include "services/admission/transaction.h"

namespace lienthong::admission {

// What the steps share.
struct CommitContext {
  Transaction& transaction;
  // As committed so far.
  const Journal& journal;
  const Calendar& calendar;
  const DatedRules& rules;
  // This node's live origin.
  uint32_t own;
  const std::string& node;
  // Admission time of this commit, milliseconds.
  int64_t now_ms;
  bool is_root;
  // Position of the reference data in force.
  uint64_t reference_sequence;
};

// Dossiers that `work` will read, so that one MultiGet fetches all of them.
void CollectDossiers(const Work& work, std::vector<std::string>& dossiers);

absl::Status Perform(CommitContext& context, SubmitWork& work);
absl::Status Perform(CommitContext& context, ReplicateWork& work);
absl::Status Perform(CommitContext& context, ReferenceWork& work);
absl::Status Perform(CommitContext& context, ImportWork& work);
absl::Status Perform(CommitContext& context, ProgressWork& work);
absl::Status Perform(CommitContext& context, AcknowledgeWork& work);
absl::Status Perform(CommitContext& context, UnparkWork& work);

// Whether a status concerns one piece of work only; the others stop the commit.
bool IsLocal(const absl::Status& status);

// Folds a fact of `origin` that is in the journal draft as `sequence`: into the
// books, or parked when this node cannot or must not count it.
absl::Status FoldFact(CommitContext& context, uint32_t origin, uint64_t sequence,
                      const v1::Fact& fact);
// What a fact waits for here; empty: it can be folded.
std::vector<v1::MissingReference> MissingFor(const CommitContext& context, uint32_t origin,
                                             const v1::Fact& fact);

}  // namespace lienthong::admission
