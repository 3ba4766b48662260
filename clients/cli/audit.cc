#include "clients/cli/audit.h"

#include <optional>

#include "clients/cli/connection.h"
#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "clients/cli/period.h"
#include "clients/cli/table.h"
#include "lienthong/v1/admin.grpc.pb.h"

namespace lienthong::cli {
namespace {

// "credential created"; a newer node's action by its number.
std::string ActionText(v1::Audit::Action action) {
  constexpr std::string_view kPrefix = "ACTION_";
  std::string text = v1::Audit::Action_Name(action);
  if (!text.starts_with(kPrefix)) return fmt::format("action {}", static_cast<int>(action));
  text.erase(0, kPrefix.size());
  for (char& c : text) c = c == '_' ? ' ' : static_cast<char>(c - 'A' + 'a');
  return text;
}

Json EntryJson(const v1::ListAuditResponse::Entry& entry) {
  return {{"time", entry.time_ms() == 0 ? Json() : Json(FormatTimestampMs(entry.time_ms()))},
          {"node", entry.node().node()},
          {"action", ActionText(entry.audit().action())},
          {"actor", entry.audit().actor()},
          {"subject", entry.audit().subject()},
          {"detail", entry.audit().detail()},
          {"sequence", entry.sequence()}};
}

void PrintTable(const Context& context, const v1::ListAuditResponse& response) {
  const auto title = [&](const Message& message) {
    return std::string(Say(context.language, message));
  };
  Table table({{title(messages::kAt)},
               {title(messages::kNode)},
               {title(messages::kAction)},
               {title(messages::kActor)},
               {title(messages::kSubject)},
               {title(messages::kDetail)}});
  for (const auto& entry : response.entries()) {
    table.AddRow({FormatInstant(entry.time_ms() / 1000), entry.node().node(),
                  ActionText(entry.audit().action()), entry.audit().actor(),
                  entry.audit().subject(), entry.audit().detail()});
  }
  table.Print(context.out);
}

}  // namespace

ExitCode RunAudit(const Context& context, const AuditOptions& options) {
  v1::ListAuditRequest request;
  request.set_limit(options.limit);
  if (!options.before.empty()) {
    const std::optional<Instant> before = ParseMoment(options.before);
    if (!before.has_value()) return FailUsage(context, messages::kBadMoment, "--before");
    request.set_before_ms(*before * 1000);
  }
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::ListAuditResponse response;
  const auto stub = v1::AdminService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->ListAudit(&call, request, &response);
  if (!status.ok()) return FailCall(context, "audit", context.node, status);
  if (context.output == Output::kTable) {
    PrintTable(context, response);
    return ExitCode::kDone;
  }
  Json rows = Json::array();
  for (const auto& entry : response.entries()) rows.push_back(EntryJson(entry));
  if (context.output == Output::kJson) {
    PrintJson(context.out, rows);
  } else {
    PrintCsv(context.out, EntryJson({}), rows);
  }
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
