// Reference data: authored at the root, taken from the parent elsewhere.
#include "services/admission/commit.h"
#include "services/admission/reference_rows.h"

namespace lienthong::admission {

// What follows in this commit is judged by the grants that just arrived.
static absl::Status NoteGrants(CommitContext& context) {
  ASSIGN_OR_RETURN(context.awaited, FindAwaited(context.transaction, context.node));
  return absl::OkStatus();
}

absl::Status Perform(CommitContext& context, ReferenceWork& work) {
  ReferenceLog::Draft& draft = context.transaction.references();
  const v1::ReferenceRun& run = work.run;
  if (context.is_root)
    return FailedPrecondition("reference data: this node is the root and authors it");
  if (!draft.position.has_author()) draft.position = FirstReferencePosition(run.author());
  if (OriginId::From(draft.position.author()) != OriginId::From(run.author())) {
    return FailedPrecondition(
        "reference data: held from {}, offered from {}; this is another tree's parent",
        OriginId::From(draft.position.author()).ToString(),
        OriginId::From(run.author()).ToString());
  }
  if (run.first_sequence() != draft.position.sequence() + 1) {
    return OutOfRange("reference data: offered from {}, held up to {}", run.first_sequence(),
                      draft.position.sequence());
  }
  if (run.previous_hash() != draft.position.hash())
    return FailedPrecondition("reference data: the chains differ");
  for (const std::string& entry : run.entries())
    RETURN_IF_ERROR(ReferenceLog::Append(draft, entry));
  return NoteGrants(context);
}

absl::Status Perform(CommitContext& context, ImportWork& work) {
  if (!context.is_root)
    return FailedPrecondition("reference data is authored at the root of the tree; send it there");
  ReferenceLog::Draft trial = context.transaction.references();
  trial.registry = std::make_shared<Registry>(*trial.registry);
  if (!trial.position.has_author()) {
    trial.position =
        FirstReferencePosition(context.transaction.journal().origin(context.own).id.ToProto());
  }
  RETURN_IF_ERROR(AddRows(work.request.rows(), trial, work.response));
  if (work.response.errors().empty() && !work.request.dry_run()) {
    context.transaction.references() = std::move(trial);
    RETURN_IF_ERROR(NoteGrants(context));
  }
  *work.response.mutable_position() = context.transaction.references().position;
  return absl::OkStatus();
}

}  // namespace lienthong::admission
