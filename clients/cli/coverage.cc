#include "clients/cli/coverage.h"

#include "clients/cli/connection.h"
#include "clients/cli/coverage_text.h"
#include "clients/cli/messages.h"
#include "clients/cli/period.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "lienthong/v1/query.grpc.pb.h"
#include "storage/base/calendar_date.h"

namespace lienthong::cli {
namespace {

Json SourceJson(const v1::SourceCoverage& source) {
  return {{"unit", source.unit()},
          {"source", source.source()},
          {"node", source.node()},
          {"state", WordOf(source.state())},
          {"complete_through", MomentJson(source.complete_through())},
          {"node_progress", MomentMsJson(source.node_progress_ms())},
          {"parked", source.parked()},
          {"go_live", source.go_live() == 0 ? Json() : Json(FormatDate(source.go_live()))}};
}

Json SourcesJson(const v1::GetCoverageResponse& response) {
  Json sources = Json::array();
  for (const auto& source : response.sources()) sources.push_back(SourceJson(source));
  return sources;
}

void PrintCoverageJson(const Context& context, const std::string& unit,
                       const v1::GetCoverageResponse& response) {
  Json json = {{"unit", unit},
               {"total", CoverageJson(response.total())},
               {"sources", SourcesJson(response)}};
  json["parked"] = Json::array();
  for (const v1::ParkedReason& reason : response.parked()) {
    json["parked"].push_back({{"kind", WordOf(reason.missing().kind())},
                              {"source", reason.missing().source()},
                              {"value", reason.missing().value()},
                              {"records", reason.records()},
                              {"detail", reason.missing().detail()}});
  }
  PrintJson(context.out, json);
}

std::string StateCell(Language language, const v1::SourceCoverage& source) {
  const std::string state = LabelOf(language, source.state());
  if (source.state() != v1::SourceCoverage::STATE_NOT_YET_LIVE) return state;
  return Say(language, messages::kNotYetLive, state, FormatDate(source.go_live()));
}

void PrintSources(const Context& context, const v1::GetCoverageResponse& response) {
  const Language language = context.language;
  const auto title = [&](const Message& message) { return std::string(Say(language, message)); };
  Table table({{title(messages::kUnit)},
               {title(messages::kSource)},
               {title(messages::kNode)},
               {title(messages::kState)},
               {title(messages::kCompleteThrough)},
               {title(messages::kLastSign)},
               {title(messages::kParked), Table::Align::kRight}});
  for (const v1::SourceCoverage& source : response.sources()) {
    table.AddRow({source.unit(), source.source(), source.node(), StateCell(language, source),
                  MomentCell(language, source.complete_through()),
                  MomentCell(language, source.node_progress_ms() / 1000),
                  FormatCount(language, source.parked())});
  }
  table.Print(context.out);
}

void PrintParked(const Context& context, const v1::GetCoverageResponse& response) {
  const Language language = context.language;
  const auto title = [&](const Message& message) { return std::string(Say(language, message)); };
  Table table({{title(messages::kWaitsFor)},
               {title(messages::kSource)},
               {title(messages::kWord)},
               {title(messages::kRecords), Table::Align::kRight},
               {title(messages::kWhy)}});
  for (const v1::ParkedReason& reason : response.parked()) {
    table.AddRow({LabelOf(language, reason.missing().kind()), reason.missing().source(),
                  reason.missing().value(), FormatCount(language, reason.records()),
                  reason.missing().detail()});
  }
  context.out << '\n';
  table.Print(context.out);
}

}  // namespace

void PrintCoverage(const Context& context, const std::string& unit,
                   const v1::GetCoverageResponse& response) {
  switch (context.output) {
    case Output::kJson:
      return PrintCoverageJson(context, unit, response);
    case Output::kCsv:
      return PrintCsv(context.out, SourceJson(v1::SourceCoverage()), SourcesJson(response));
    case Output::kTable:
      PrintSources(context, response);
      if (response.parked_size() > 0) PrintParked(context, response);
      context.out << '\n' << CoverageSentence(context.language, response.total()) << '\n';
  }
}

ExitCode RunCoverage(const Context& context, const CoverageOptions& options) {
  v1::GetCoverageRequest request;
  request.set_unit(options.unit);
  if (!options.through.empty()) {
    const auto through = ParseMoment(options.through);
    if (!through) return FailUsage(context, messages::kBadMoment, "--through");
    request.set_through(*through);
  }
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::GetCoverageResponse response;
  const auto stub = v1::QueryService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->GetCoverage(&call, request, &response);
  if (!status.ok()) return FailCall(context, "coverage", options.unit, status);
  PrintCoverage(context, options.unit, response);
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
