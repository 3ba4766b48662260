// What an administrator does with credentials, and reads of what administrators did.
#include <algorithm>

#include "services/node/services.h"
#include "storage/access/credentials.h"
#include "storage/base/calendar_date.h"

namespace lienthong::node {
namespace {

using lienthong::v1::Audit;
using lienthong::v1::Credential;

constexpr uint32_t kAuditDefault = 100;
constexpr uint32_t kAuditMax = 1000;

std::string SubjectOf(const Credential& credential) {
  return fmt::format("{} {} ({})", credential.certificate() ? "certificate" : "token",
                     credential.id(), credential.name());
}

Audit AuditOf(Audit::Action action, const access::Caller& caller, const Credential& credential) {
  Audit audit;
  audit.set_action(action);
  audit.set_actor(caller.ToString());
  audit.set_subject(SubjectOf(credential));
  return audit;
}

}  // namespace

// For people: "submit for H44.1, until 2027-01-01 00:00:00".
std::string DescribeRights(const Credential& credential) {
  std::vector<lienthong::v1::Role> roles;
  for (const int role : credential.roles()) roles.push_back(static_cast<lienthong::v1::Role>(role));
  std::string text = fmt::format("{} for {}", access::RolesToString(roles),
                                 access::Scope(credential.scope()).ToString());
  if (credential.expires_ms() != 0)
    text += fmt::format(", until {}", FormatInstant(credential.expires_ms() / 1000));
  return text;
}

absl::Status AdminService::Create(const grpc::ServerContext* context,
                                  const lienthong::v1::CreateCredentialRequest& request,
                                  lienthong::v1::CreateCredentialResponse& response) {
  ASSIGN_OR_RETURN(const access::Caller caller, parts_.door.Enter(context));
  ASSIGN_OR_RETURN(access::NewCredential made,
                   access::MakeCredential(request, parts_.clock.NowMs()));
  const std::shared_ptr<const Registry> registry = parts_.writer.registry();
  const bool knows_units = registry->next_unit_id() > 1;  // else they have not arrived yet
  for (const std::string& unit : request.scope().units()) {
    if (knows_units && !registry->UnitByCode(unit).has_value())
      return InvalidArgument("scope: unit \"{}\" is not known here", unit);
  }
  Audit audit = AuditOf(Audit::ACTION_CREDENTIAL_CREATED, caller, made.row.credential());
  audit.set_detail(DescribeRights(made.row.credential()));
  RETURN_IF_ERROR(parts_.writer.Keep(made.row, std::move(audit)));
  parts_.credentials.Take(made.row);
  *response.mutable_credential() = made.row.credential();
  response.set_token(made.token);
  return absl::OkStatus();
}

absl::Status AdminService::Revoke(const grpc::ServerContext* context, const std::string& id,
                                  lienthong::v1::RevokeCredentialResponse& response) {
  ASSIGN_OR_RETURN(const access::Caller caller, parts_.door.Enter(context));
  ASSIGN_OR_RETURN(node::v1::CredentialRow row, parts_.credentials.Find(id));
  *response.mutable_credential() = row.credential();
  if (row.credential().revoked_ms() != 0) return absl::OkStatus();
  row.mutable_credential()->set_revoked_ms(parts_.clock.NowMs());
  RETURN_IF_ERROR(
      parts_.writer.Keep(row, AuditOf(Audit::ACTION_CREDENTIAL_REVOKED, caller, row.credential())));
  parts_.credentials.Take(row);
  *response.mutable_credential() = row.credential();
  return absl::OkStatus();
}

absl::Status AdminService::ReadAudit(const lienthong::v1::ListAuditRequest& request,
                                     lienthong::v1::ListAuditResponse& response) const {
  if (request.limit() > kAuditMax) return InvalidArgument("limit: expected 1 to {}", kAuditMax);
  const size_t limit = request.limit() == 0 ? kAuditDefault : request.limit();
  const View view = parts_.engine.Snapshot();
  ASSIGN_OR_RETURN(std::vector<AuditedFact> facts, AuditIndex::ReadAll(view));
  std::erase_if(facts, [&](const AuditedFact& fact) {
    return request.before_ms() != 0 && fact.time_ms >= request.before_ms();
  });
  std::stable_sort(facts.begin(), facts.end(),
                   [](const auto& a, const auto& b) { return a.time_ms > b.time_ms; });
  if (facts.size() > limit) facts.resize(limit);
  for (const AuditedFact& audited : facts) {
    ASSIGN_OR_RETURN(const std::string bytes,
                     parts_.journal.ReadFact(view, audited.origin, audited.sequence));
    lienthong::v1::Fact fact;
    if (!fact.ParseFromString(bytes) || !fact.has_audit()) continue;
    lienthong::v1::ListAuditResponse::Entry& entry = *response.add_entries();
    *entry.mutable_audit() = fact.audit();
    *entry.mutable_node() = parts_.journal.origin(audited.origin).id.ToProto();
    entry.set_time_ms(fact.admitted_time_ms());
    entry.set_sequence(audited.sequence);
  }
  return absl::OkStatus();
}

grpc::Status AdminService::CreateCredential(grpc::ServerContext* context,
                                            const lienthong::v1::CreateCredentialRequest* request,
                                            lienthong::v1::CreateCredentialResponse* response) {
  return ToGrpc(Create(context, *request, *response));
}

grpc::Status AdminService::ListCredentials(grpc::ServerContext*,
                                           const lienthong::v1::ListCredentialsRequest*,
                                           lienthong::v1::ListCredentialsResponse* response) {
  for (Credential& credential : parts_.credentials.List())
    *response->add_credentials() = std::move(credential);
  return grpc::Status::OK;
}

grpc::Status AdminService::RevokeCredential(grpc::ServerContext* context,
                                            const lienthong::v1::RevokeCredentialRequest* request,
                                            lienthong::v1::RevokeCredentialResponse* response) {
  return ToGrpc(Revoke(context, request->id(), *response));
}

grpc::Status AdminService::ListAudit(grpc::ServerContext*,
                                     const lienthong::v1::ListAuditRequest* request,
                                     lienthong::v1::ListAuditResponse* response) {
  return ToGrpc(ReadAudit(*request, *response));
}

}  // namespace lienthong::node
