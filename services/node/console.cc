#include "services/node/console.h"

#include "services/access/credential_book.h"
#include "services/admission/admission.h"
#include "services/node/stores.h"

namespace lienthong::node {

absl::StatusOr<std::string> NewAdministrator(const v1::NodeConfig& config,
                                             const std::string& name) {
  const SystemClock clock;
  lienthong::v1::CreateCredentialRequest wish;
  wish.set_name(name);
  wish.add_roles(lienthong::v1::ROLE_ADMINISTER);
  wish.set_days(kConsoleDays);
  ASSIGN_OR_RETURN(const access::NewCredential made, access::MakeCredential(wish, clock.NowMs()));
  ASSIGN_OR_RETURN(const Stores stores, Stores::Open(config));
  admission::Admission admission(*stores.engine, *stores.journal, *stores.references, clock,
                                 {.is_root = !config.has_parent()});
  admission::Work work{admission::CredentialWork{made.row, {}}, {}};
  lienthong::v1::Audit& audit = std::get<admission::CredentialWork>(work.body).audit;
  audit.set_action(lienthong::v1::Audit::ACTION_CREDENTIAL_CREATED);
  audit.set_actor("console");
  audit.set_subject(fmt::format("token {} ({})", made.row.credential().id(), name));
  audit.set_detail(fmt::format("administer, for {} days", kConsoleDays));
  RETURN_IF_ERROR(admission.Commit({&work}).status());
  RETURN_IF_ERROR(work.status);
  return made.token;
}

}  // namespace lienthong::node
