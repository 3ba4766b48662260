#include "clients/cli/move_unit.h"

#include "clients/cli/connection.h"
#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "lienthong/v1/reference.grpc.pb.h"
#include "storage/base/calendar_date.h"

namespace lienthong::cli {
namespace {

// The unit as the root knows it today, with its grant.
grpc::Status FindUnit(const Context& context, v1::ReferenceService::Stub& stub,
                      const std::string& code, v1::ListUnitsResponse::Row& row) {
  v1::ListUnitsRequest request;
  request.set_unit(code);
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::ListUnitsResponse response;
  const grpc::Status status = stub.ListUnits(&call, request, &response);
  if (status.ok() && !response.rows().empty()) row = response.rows(0);
  return status;
}

v1::GrantRow RowFor(const MoveUnitOptions& options, const std::string& day,
                    const std::string& source) {
  v1::GrantRow row;
  row.set_unit(options.unit);
  row.set_node(options.to);
  row.set_source(source);
  row.set_valid_from(day);
  row.set_without_release(options.without_release ? "1" : "");
  return row;
}

void Print(const Context& context, const MoveUnitOptions& options, const std::string& from,
           const std::string& day) {
  const Json json = {{"unit", options.unit},
                     {"from", from},
                     {"to", options.to},
                     {"valid_from", day},
                     {"without_release", options.without_release}};
  if (context.output == Output::kJson) return PrintJson(context.out, json);
  if (context.output == Output::kCsv) return PrintCsv(context.out, json, Json::array({json}));
  context.out << Say(context.language,
                     options.without_release ? messages::kUnitMovedAtOnce : messages::kUnitMoved,
                     options.unit, from, options.to)
              << '\n';
}

}  // namespace

ExitCode RunMoveUnit(const Context& context, const MoveUnitOptions& options) {
  if (!options.from_day.empty() && !ParseDate(options.from_day))
    return FailUsage(context, messages::kBadDate, "--from");
  const auto stub = v1::ReferenceService::NewStub(OpenChannel(context));
  v1::ListUnitsResponse::Row unit;
  grpc::Status status = FindUnit(context, *stub, options.unit, unit);
  if (!status.ok()) return FailCall(context, "move-unit", options.unit, status);
  const std::string& from = unit.grant().node();
  if (from.empty()) return FailUsage(context, messages::kUnitHasNoNode, options.unit);
  if (from == options.to) return FailUsage(context, messages::kUnitIsThere, options.unit, from);

  const std::string day = !options.from_day.empty()
                              ? options.from_day
                              : FormatDate(DayOf(context.clock.NowMs() / 1000));
  v1::ImportReferenceRequest request;
  for (const std::string& source : unit.grant().sources())
    *request.add_rows()->mutable_grant() = RowFor(options, day, source);
  if (request.rows().empty()) *request.add_rows()->mutable_grant() = RowFor(options, day, "");
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::ImportReferenceResponse response;
  status = stub->ImportReference(&call, request, &response);
  if (!status.ok()) return FailCall(context, "move-unit", options.unit, status);
  Print(context, options, from, day);
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
