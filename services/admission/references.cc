// Reference data: authored at the root, taken from the parent elsewhere.
#include "services/admission/commit.h"
#include "services/admission/reference_rows.h"

namespace lienthong::admission {
namespace {

absl::Status AuditImport(CommitContext& context, const ImportWork& work) {
  const uint64_t last = context.transaction.references().position.sequence();
  v1::Audit audit;
  audit.set_action(v1::Audit::ACTION_REFERENCE_IMPORTED);
  audit.set_actor(work.actor);
  audit.set_subject(
      fmt::format("reference data, entries {} to {}", last - work.response.added() + 1, last));
  audit.set_detail(fmt::format("{} rows added, {} held already", work.response.added(),
                               work.response.unchanged()));
  return AppendAudit(context, std::move(audit));
}

// What follows in this commit is judged by the grants that just arrived.
absl::Status NoteGrants(CommitContext& context) {
  ASSIGN_OR_RETURN(context.awaited, FindAwaited(context.transaction, context.node));
  return absl::OkStatus();
}

// A part of a draft that can be dropped again.
ReferenceLog::Draft Branch(const ReferenceLog::Draft& draft) {
  ReferenceLog::Draft branch = draft;
  branch.registry = std::make_shared<Registry>(*draft.registry);
  return branch;
}

// Whose log it is, and where the run goes on.
absl::Status CheckPlace(const v1::ReferenceRun& run, const v1::ReferencePosition& held) {
  if (OriginId::From(held.author()) != OriginId::From(run.author())) {
    return FailedPrecondition(
        "reference data: held from {}, offered from {}; this is another tree's parent",
        OriginId::From(held.author()).ToString(), OriginId::From(run.author()).ToString());
  }
  if (run.entries().empty()) return InvalidArgument("reference data: a run without entries");
  if (run.first_sequence() != held.sequence() + 1) {
    return OutOfRange("reference data: offered from {}, held up to {}", run.first_sequence(),
                      held.sequence());
  }
  if (run.previous_hash() != held.hash())
    return FailedPrecondition("reference data: the chains differ");
  return absl::OkStatus();
}

// The key that the author must have: configured, pinned with an earlier run, or the one
// that comes first.
const std::string& KeyOfAuthor(const CommitContext& context, const v1::ReferencePosition& held,
                               const v1::ReferenceRun& run) {
  const std::string& required = context.options.reference_author_key;
  if (!required.empty()) return required;
  return held.author_key().empty() ? run.author_key() : held.author_key();
}

absl::Status Author(CommitContext& context, ReferenceLog::Draft& trial) {
  if (!context.options.signing_key.has_value())
    return FailedPrecondition("reference data: this node has no signing key");
  const SigningKey& key = *context.options.signing_key;
  const v1::Origin own = context.transaction.journal().origin(context.own).id.ToProto();
  RETURN_IF_ERROR(ReferenceLog::CheckAuthor(trial.position, own, key));
  ReferenceLog::Sign(trial, key);
  return absl::OkStatus();
}

}  // namespace

absl::Status Perform(CommitContext& context, ReferenceWork& work) {
  const v1::ReferenceRun& run = work.run;
  if (context.options.is_root)
    return FailedPrecondition("reference data: this node is the root and authors it");
  ReferenceLog::Draft& draft = context.transaction.references();
  ReferenceLog::Draft trial = Branch(draft);
  if (!trial.position.has_author()) trial.position = FirstReferencePosition(run.author());
  RETURN_IF_ERROR(CheckPlace(run, trial.position));
  const std::string& key = KeyOfAuthor(context, trial.position, run);
  RETURN_IF_ERROR(CheckSignature(run, key));
  for (const std::string& entry : run.entries())
    RETURN_IF_ERROR(ReferenceLog::Append(trial, entry));
  ReferenceLog::KeepSignature(trial, run.signature());
  trial.position.set_author_key(key);
  draft = std::move(trial);
  return NoteGrants(context);
}

absl::Status Perform(CommitContext& context, ImportWork& work) {
  if (!context.options.is_root)
    return FailedPrecondition("reference data is authored at the root of the tree; send it there");
  ReferenceLog::Draft& draft = context.transaction.references();
  ReferenceLog::Draft trial = Branch(draft);
  if (!trial.position.has_author()) {
    trial.position =
        FirstReferencePosition(context.transaction.journal().origin(context.own).id.ToProto());
  }
  const size_t entries = trial.entries.size();
  RETURN_IF_ERROR(
      AddRows(work.request.rows(), context.options.check_rulebook, trial, work.response));
  const bool adds = work.response.errors().empty() && trial.entries.size() > entries;
  if (adds && !work.request.dry_run()) {
    RETURN_IF_ERROR(Author(context, trial));
    draft = std::move(trial);
    RETURN_IF_ERROR(NoteGrants(context));
    if (work.response.added() > 0 && !work.actor.empty())
      RETURN_IF_ERROR(AuditImport(context, work));
  }
  *work.response.mutable_position() = draft.position;
  return absl::OkStatus();
}

}  // namespace lienthong::admission
