#include "clients/cli/units.h"

#include "clients/cli/connection.h"
#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "lienthong/v1/reference.grpc.pb.h"
#include "storage/base/calendar_date.h"

namespace lienthong::cli {
namespace {

// A first day, null for "always".
Json DayJson(Day day) { return day == 0 ? Json() : Json(FormatDate(day)); }

// The first day of live service; what is counted before it is migrated history.
Day GoLiveOf(const v1::Grant& grant) {
  return grant.go_live() != 0 ? grant.go_live() : grant.valid_from();
}

Json GrantJson(const v1::Grant& grant) {
  Json sources = Json::array();
  for (const std::string& source : grant.sources()) sources.push_back(source);
  return {{"node", grant.node()},
          {"sources", std::move(sources)},
          {"term", grant.term()},
          {"valid_from", DayJson(grant.valid_from())},
          {"go_live", DayJson(GoLiveOf(grant))}};
}

Json UnitJson(const v1::ListUnitsResponse::Row& row) {
  return {{"code", row.unit().code()},
          {"name", row.unit().name()},
          {"type", WordOf(row.unit().type())},
          {"parent", row.parent_code()},
          {"depth", row.depth()},
          {"valid_from", DayJson(row.unit().valid_from())},
          {"abolished", row.unit().abolished()},
          {"grant", row.has_grant() ? GrantJson(row.grant()) : Json()}};
}

// Has a grant, so that CSV has its columns.
v1::ListUnitsResponse::Row FullRow() {
  v1::ListUnitsResponse::Row row;
  row.mutable_grant();
  return row;
}

Json UnitsJson(const v1::ListUnitsResponse& response) {
  Json rows = Json::array();
  for (const auto& row : response.rows()) rows.push_back(UnitJson(row));
  return rows;
}

void PrintUnitsTable(const Context& context, const v1::ListUnitsResponse& response) {
  const Language language = context.language;
  const auto title = [&](const Message& message) { return std::string(Say(language, message)); };
  Table table({{title(messages::kUnit)},
               {title(messages::kName)},
               {title(messages::kType)},
               {title(messages::kParent)},
               {title(messages::kNode)},
               {title(messages::kSources)},
               {title(messages::kGoLive)}});
  for (const v1::ListUnitsResponse::Row& row : response.rows()) {
    std::string sources;
    for (const std::string& source : row.grant().sources()) {
      sources += (sources.empty() ? "" : ", ") + source;
    }
    table.AddRow(
        {std::string(2 * size_t{row.depth()}, ' ') + row.unit().code(), row.unit().name(),
         LabelOf(language, row.unit().type()), row.parent_code(), row.grant().node(), sources,
         row.has_grant() && GoLiveOf(row.grant()) != 0 ? FormatDate(GoLiveOf(row.grant())) : ""});
  }
  table.Print(context.out);
}

}  // namespace

void PrintUnits(const Context& context, const v1::ListUnitsResponse& response) {
  switch (context.output) {
    case Output::kJson:
      return PrintJson(context.out, {{"rows", UnitsJson(response)}});
    case Output::kCsv:
      return PrintCsv(context.out, UnitJson(FullRow()), UnitsJson(response));
    case Output::kTable:
      return PrintUnitsTable(context, response);
  }
}

ExitCode RunUnits(const Context& context, const UnitsOptions& options) {
  if (!options.tree_at.empty() && !ParseDate(options.tree_at)) {
    return FailUsage(context, messages::kBadDate, "--tree-at");
  }
  v1::ListUnitsRequest request;
  request.set_unit(options.unit);
  request.set_tree_at(options.tree_at);
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::ListUnitsResponse response;
  const auto stub = v1::ReferenceService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->ListUnits(&call, request, &response);
  if (!status.ok()) return FailCall(context, "units", options.unit, status);
  PrintUnits(context, response);
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
