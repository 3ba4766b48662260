#include "clients/cli/token.h"

#include <algorithm>

#include "clients/cli/connection.h"
#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "clients/cli/table.h"
#include "lienthong/v1/admin.grpc.pb.h"
#include "storage/base/calendar_date.h"

namespace lienthong::cli {
namespace {

constexpr int64_t kDaysDefault = 365;
constexpr int64_t kDaysMax = 3650;

constexpr std::pair<std::string_view, v1::Role> kRoles[] = {{"submit", v1::ROLE_SUBMIT},
                                                            {"read", v1::ROLE_READ},
                                                            {"publish", v1::ROLE_PUBLISH},
                                                            {"administer", v1::ROLE_ADMINISTER}};

std::string_view NameOf(int role) {
  for (const auto& [name, known] : kRoles) {
    if (known == role) return name;
  }
  return "unknown";
}

// False after saying what is wrong.
bool ReadRoles(const Context& context, const TokenOptions& options,
               v1::CreateCredentialRequest& request) {
  for (const std::string& word : options.roles) {
    const auto* const role = std::find_if(std::begin(kRoles), std::end(kRoles),
                                          [&](const auto& known) { return known.first == word; });
    if (role == std::end(kRoles)) {
      FailUsage(context, messages::kBadRole);
      return false;
    }
    request.add_roles(role->second);
  }
  return true;
}

bool ReadDays(const Context& context, const TokenOptions& options,
              v1::CreateCredentialRequest& request) {
  const int64_t days = options.days.value_or(options.certificate ? 0 : kDaysDefault);
  if (days < (options.certificate ? 0 : 1) || days > kDaysMax) {
    FailUsage(context, messages::kBadDays, options.certificate ? 0 : 1, kDaysMax);
    return false;
  }
  request.set_days(static_cast<uint32_t>(days));
  return true;
}

std::string_view StateOf(const Context& context, const v1::Credential& credential) {
  const bool expired =
      credential.expires_ms() != 0 && credential.expires_ms() <= context.clock.NowMs();
  return Say(context.language, credential.revoked_ms() != 0 ? messages::kRevoked
                               : expired                    ? messages::kExpired
                                                            : messages::kStillValid);
}

Json CredentialJson(const v1::Credential& credential) {
  Json roles = Json::array();
  for (const int role : credential.roles()) roles.push_back(NameOf(role));
  Json units = Json::array();
  for (const std::string& unit : credential.scope().units()) units.push_back(unit);
  return {{"id", credential.id()},
          {"name", credential.name()},
          {"certificate", credential.certificate()},
          {"roles", roles},
          {"units", units},
          {"every_unit", credential.scope().every_unit()},
          {"created_ms", credential.created_ms()},
          {"expires_ms", credential.expires_ms()},
          {"revoked_ms", credential.revoked_ms()}};
}

std::string JoinRoles(const v1::Credential& credential) {
  std::vector<std::string_view> names;
  for (const int role : credential.roles()) names.push_back(NameOf(role));
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string ScopeText(const Context& context, const v1::Credential& credential) {
  if (credential.scope().every_unit())
    return std::string(Say(context.language, messages::kEveryUnit));
  return fmt::format("{}", fmt::join(credential.scope().units(), ", "));
}

void PrintTable(const Context& context, const v1::ListCredentialsResponse& response) {
  const auto title = [&](const Message& message) {
    return std::string(Say(context.language, message));
  };
  Table table({{title(messages::kId)},
               {title(messages::kName)},
               {title(messages::kKind)},
               {title(messages::kRolesHeld)},
               {title(messages::kScope)},
               {title(messages::kUntil)},
               {title(messages::kState)}});
  for (const v1::Credential& credential : response.credentials()) {
    table.AddRow({credential.id(), credential.name(),
                  credential.certificate() ? "certificate" : "token", JoinRoles(credential),
                  ScopeText(context, credential),
                  credential.expires_ms() == 0 ? std::string("-")
                                               : FormatInstant(credential.expires_ms() / 1000),
                  std::string(StateOf(context, credential))});
  }
  table.Print(context.out);
}

}  // namespace

ExitCode RunTokenCreate(const Context& context, const TokenOptions& options) {
  v1::CreateCredentialRequest request;
  request.set_name(options.name);
  request.set_certificate(options.certificate);
  if (!ReadRoles(context, options, request) || !ReadDays(context, options, request))
    return ExitCode::kUsage;
  for (const std::string& unit : options.units) request.mutable_scope()->add_units(unit);
  request.mutable_scope()->set_every_unit(options.every_unit);

  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::CreateCredentialResponse response;
  const auto stub = v1::AdminService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->CreateCredential(&call, request, &response);
  if (!status.ok()) return FailCall(context, "token create", options.name, status);
  Json json = CredentialJson(response.credential());
  json["token"] = response.token();
  if (context.output == Output::kJson) {
    PrintJson(context.out, json);
  } else if (context.output == Output::kCsv) {
    PrintCsv(context.out, json, Json::array({json}));
  } else {
    context.out << (options.certificate ? response.credential().id() : response.token()) << '\n';
    context.err << Say(context.language, messages::kTokenKept, response.credential().id(),
                       response.credential().name())
                << '\n';
  }
  return ExitCode::kDone;
}

ExitCode RunTokenList(const Context& context) {
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::ListCredentialsResponse response;
  const auto stub = v1::AdminService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->ListCredentials(&call, v1::ListCredentialsRequest(), &response);
  if (!status.ok()) return FailCall(context, "token list", context.node, status);
  if (context.output == Output::kTable) {
    PrintTable(context, response);
    return ExitCode::kDone;
  }
  Json rows = Json::array();
  for (const v1::Credential& credential : response.credentials())
    rows.push_back(CredentialJson(credential));
  if (context.output == Output::kJson) {
    PrintJson(context.out, rows);
  } else {
    PrintCsv(context.out, CredentialJson(v1::Credential()), rows);
  }
  return ExitCode::kDone;
}

ExitCode RunTokenRevoke(const Context& context, const TokenOptions& options) {
  v1::RevokeCredentialRequest request;
  request.set_id(options.id);
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::RevokeCredentialResponse response;
  const auto stub = v1::AdminService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->RevokeCredential(&call, request, &response);
  if (!status.ok()) return FailCall(context, "token revoke", options.id, status);
  const Json json = CredentialJson(response.credential());
  if (context.output == Output::kJson) {
    PrintJson(context.out, json);
  } else if (context.output == Output::kCsv) {
    PrintCsv(context.out, json, Json::array({json}));
  } else {
    context.out << response.credential().id() << ' ' << response.credential().name() << ": "
                << Say(context.language, messages::kRevoked) << '\n';
  }
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
