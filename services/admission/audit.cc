// What administrators do, as facts: in the commit of what they did.
#include "services/admission/commit.h"
#include "storage/access/credentials.h"

namespace lienthong::admission {

absl::Status AppendAudit(CommitContext& context, v1::Audit audit) {
  v1::Fact fact;
  *fact.mutable_audit() = std::move(audit);
  return AppendOwn(context, std::move(fact)).status();
}

absl::Status Perform(CommitContext& context, CredentialWork& work) {
  Credentials::Put(work.row, context.transaction.batch());
  return AppendAudit(context, work.audit);
}

}  // namespace lienthong::admission
