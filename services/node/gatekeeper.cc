#include "services/node/gatekeeper.h"

#include "services/access/rules.h"
#include "services/access/wire_status.h"

namespace lienthong::node {
namespace {

using access::Caller;
using access::Rule;

// A short flood is work, not an attack: two seconds' worth may come at once.
constexpr double kBurstSeconds = 2;

absl::Status Unauthenticated(std::string_view why) {
  return MakeStatus(absl::StatusCode::kUnauthenticated, "{}", why);
}

std::string_view ViewOf(const grpc::string_ref& text) { return {text.data(), text.size()}; }

// The same as the doorman saw, from within the call. What it points to lives in the context.
Knock KnockOf(const grpc::ServerContextBase& context,
              const std::shared_ptr<const grpc::AuthContext>& authentication) {
  const auto property = [&](const char* name) {
    const auto values = authentication->FindPropertyValues(name);
    return values.empty() ? std::string_view() : ViewOf(values.front());
  };
  Knock knock;
  const auto& metadata = context.client_metadata();
  const auto authorization = metadata.find("authorization");
  if (authorization != metadata.end()) knock.authorization = ViewOf(authorization->second);
  knock.tls =
      property(GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME) == GRPC_SSL_TRANSPORT_SECURITY_TYPE;
  knock.peer_uri = property(GRPC_PEER_SPIFFE_ID_PROPERTY_NAME);
  return knock;
}

bool MayCall(const Caller& caller, const Rule& rule) {
  if (rule.who == Rule::Who::kAnybody) return true;
  if (rule.who == Rule::Who::kNode) return caller.kind == Caller::Kind::kNode;
  for (const lienthong::v1::Role role : rule.roles) {
    if (caller.Has(role)) return true;
  }
  return false;
}

}  // namespace

Gatekeeper::Gatekeeper(const access::CredentialBook& credentials, Incidents& incidents,
                       const Clock& clock, Options options)
    : credentials_(credentials),
      incidents_(incidents),
      clock_(clock),
      options_(std::move(options)),
      calls_({.per_second = options_.calls_per_second_max,
              .burst = options_.calls_per_second_max * kBurstSeconds}) {}

absl::Status Gatekeeper::Judge(const Knock& knock) {
  std::string who = "somebody";
  absl::Status status = JudgeQuietly(knock, who);
  if (!status.ok()) {
    const bool known = status.code() == absl::StatusCode::kPermissionDenied;
    incidents_.Note(known ? "forbidden" : "unauthenticated", who, MessageOf(status));
  }
  return status;
}

absl::Status Gatekeeper::JudgeQuietly(const Knock& knock, std::string& who) const {
  const Rule* const rule = access::FindRule(knock.method);
  if (rule != nullptr && rule->who == Rule::Who::kAnybody) return absl::OkStatus();
  // Nodes without TLS have nothing to show; the port is open to this machine alone.
  const bool plain_node = rule != nullptr && rule->who == Rule::Who::kNode && options_.tree.empty();
  if (plain_node) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Caller caller, Identify(knock));
  who = caller.ToString();
  if (rule != nullptr && MayCall(caller, *rule)) return absl::OkStatus();
  if (rule == nullptr) return PermissionDenied("{}: open to nobody", knock.method);
  if (rule->who == Rule::Who::kNode)
    return PermissionDenied("{}: open to nodes; {} is none", knock.method, who);
  return PermissionDenied("{}: needs the role {}, {} has {}", knock.method,
                          access::RolesToString(rule->roles), who,
                          caller.roles.empty() ? "none" : access::RolesToString(caller.roles));
}

absl::StatusOr<Caller> Gatekeeper::Identify(const Knock& knock) const {
  if (!knock.authorization.empty()) {
    constexpr std::string_view kBearer = "Bearer ";
    if (!knock.authorization.starts_with(kBearer))
      return Unauthenticated("authorization: expected Bearer TOKEN");
    return credentials_.FindToken(knock.authorization.substr(kBearer.size()), clock_.NowMs());
  }
  if (!knock.peer_uri.empty()) return IdentifyPeer(knock.peer_uri);
  if (knock.tls)
    return Unauthenticated("show a token or a certificate with one name spiffe://lienthong/...");
  if (options_.require_tokens) return Unauthenticated("show a token; this node requires it");
  return Caller::Local();
}

absl::StatusOr<Caller> Gatekeeper::IdentifyPeer(std::string_view uri) const {
  const std::optional<PeerName> peer = PeerName::FromUri(uri);
  if (!peer.has_value() || peer->tree != options_.tree)
    return Unauthenticated("the certificate names nobody of this tree");
  if (peer->kind == PeerName::Kind::kNode)
    return Caller{.kind = Caller::Kind::kNode, .name = peer->name};
  return credentials_.FindCertificate(peer->name, clock_.NowMs());
}

absl::StatusOr<Caller> Gatekeeper::Enter(const grpc::ServerContextBase* context) {
  if (context == nullptr) return Caller::Local();
  const auto authentication = context->auth_context();
  ASSIGN_OR_RETURN(Caller caller, Identify(KnockOf(*context, authentication)));
  if (caller.kind == Caller::Kind::kLocal) return caller;
  const std::string who = caller.ToString();
  const int64_t wait_ms = calls_.Take(who, 1, clock_.NowMs());
  if (wait_ms == 0) return caller;
  const absl::Status status = ResourceExhausted("calls: more than {} a second; again after {} ms",
                                                options_.calls_per_second_max, wait_ms);
  incidents_.Note("flood", who, MessageOf(status));
  return access::WithRetry(access::WithReason(status, "CALLS_TOO_OFTEN"), wait_ms);
}

absl::StatusOr<std::string> Gatekeeper::NodeOf(const grpc::ServerContextBase& context) const {
  if (options_.tree.empty()) return std::string();
  const auto authentication = context.auth_context();
  ASSIGN_OR_RETURN(const Caller caller, Identify(KnockOf(context, authentication)));
  if (caller.kind != Caller::Kind::kNode)
    return PermissionDenied("{}: is no node", caller.ToString());
  return caller.name;
}

}  // namespace lienthong::node
