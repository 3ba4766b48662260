#include "clients/cli/score.h"

#include <vector>

#include "clients/cli/connection.h"
#include "clients/cli/coverage_text.h"
#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "clients/cli/period_options.h"
#include "clients/cli/table.h"
#include "clients/cli/words.h"
#include "lienthong/v1/query.grpc.pb.h"

namespace lienthong::cli {
namespace {

// Every figure under its name in the contract.
void AddFigures(const v1::Figures& figures, Json& row) {
  const auto& type = *v1::Figures::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    if (row.contains(type.field(i)->name())) continue;
    row[type.field(i)->name()] = figures.GetReflection()->GetUInt64(figures, type.field(i));
  }
}

Json RowJson(const v1::ScoreRow& row) {
  Json json = {
      {"unit", row.unit()},       {"name", row.name()},       {"in_hand", row.figures().in_hand()},
      {"in_time", row.in_time()}, {"overdue", row.overdue()}, {"base", row.base()},
      {"ratio", row.ratio()},     {"points", row.points()}};
  AddFigures(row.figures(), json);
  json["coverage"] = CoverageJson(row.coverage());
  return json;
}

Json FrameJson(const v1::GetScoreRequest& request, const v1::GetScoreResponse& response) {
  return {{"unit", request.unit()},
          {"from", request.from()},
          {"to", request.to()},
          {"as_of", MomentJson(response.as_of())},
          {"rate", OptionWordOf(request.rate())},
          {"role", OptionWordOf(request.role())},
          {"projection", response.projection()},
          {"position", response.position()},
          {"step", response.known().step()},
          {"known_at", MomentMsJson(response.known_at_ms())}};
}

void PrintScoreJson(const Context& context, const v1::GetScoreRequest& request,
                    const v1::GetScoreResponse& response) {
  Json json = FrameJson(request, response);
  json["rows"] = Json::array();
  for (const v1::ScoreRow& row : response.rows()) json["rows"].push_back(RowJson(row));
  PrintJson(context.out, json);
}

// A line is complete by itself: what was asked stands in each.
void PrintScoreCsv(const Context& context, const v1::GetScoreRequest& request,
                   const v1::GetScoreResponse& response) {
  const auto flat = [&](const v1::ScoreRow& row) {
    Json json = RowJson(row);
    const Json frame = FrameJson(request, response);
    for (const auto& [key, value] : frame.items()) {
      if (key != "unit") json[key] = value;
    }
    return json;
  };
  Json rows = Json::array();
  for (const v1::ScoreRow& row : response.rows()) rows.push_back(flat(row));
  PrintCsv(context.out, flat(v1::ScoreRow()), rows);
}

// `resolved` and `due` divide by something else than what is in hand.
bool HasOwnBase(v1::Rate rate) { return rate == v1::RATE_RESOLVED || rate == v1::RATE_DUE; }

void PrintScoreTable(const Context& context, const v1::GetScoreRequest& request,
                     const v1::GetScoreResponse& response) {
  const Language language = context.language;
  const auto title = [&](const Message& message) { return std::string(Say(language, message)); };
  using enum Table::Align;
  std::vector<Table::Column> columns = {{title(messages::kUnit), kLeft},
                                        {title(messages::kName), kLeft},
                                        {title(messages::kInHand), kRight}};
  if (HasOwnBase(request.rate())) columns.push_back({title(messages::kBase), kRight});
  for (const Message& message : {messages::kInTime, messages::kOverdue, messages::kRatio,
                                 messages::kPoints, messages::kCoverage}) {
    columns.push_back({title(message), kRight});
  }
  Table table(std::move(columns));
  for (const v1::ScoreRow& row : response.rows()) {
    std::vector<std::string> cells = {row.unit(), row.name(),
                                      FormatCount(language, row.figures().in_hand())};
    if (HasOwnBase(request.rate())) cells.push_back(FormatCount(language, row.base()));
    cells.push_back(FormatCount(language, row.in_time()));
    cells.push_back(FormatCount(language, row.overdue()));
    cells.push_back(FormatPercent(language, row.ratio()));
    cells.push_back(FormatDecimal(language, row.points()));
    cells.push_back(CoverageCell(row.coverage()));
    table.AddRow(std::move(cells));
  }
  table.Print(context.out);
}

void PrintClosing(const Context& context, const v1::GetScoreRequest& request,
                  const v1::GetScoreResponse& response) {
  const Language language = context.language;
  context.out << '\n'
              << Say(language, messages::kScoreClosing, OptionWordOf(request.rate()),
                     LabelOf(language, request.role()), request.from(), request.to(),
                     FormatInstant(response.as_of()), FormatInstant(response.known_at_ms() / 1000),
                     FormatCount(language, response.position()))
              << '\n';
  if (response.projection()) context.out << Say(language, messages::kProjection) << '\n';
  if (response.rows_size() > 0) {
    context.out << CoverageSentence(language, response.rows(0).coverage()) << '\n';
  }
}

}  // namespace

std::optional<v1::GetScoreRequest> MakeScoreRequest(const Context& context,
                                                    const ScoreOptions& options) {
  const auto period = ReadPeriod(
      context, {options.period, options.period_calendar, options.from, options.to});
  if (!period) return std::nullopt;
  v1::GetScoreRequest request;
  request.set_unit(options.unit);
  request.set_from(FormatDate(period->first));
  request.set_to(FormatDate(period->last));
  const auto rate = ReadWord<v1::Rate>(context, "--rate", options.rate);
  const auto role = ReadWord<v1::UnitRole>(context, "--role", options.role);
  if (!rate || !role) return std::nullopt;
  request.set_rate(*rate);
  request.set_role(*role);
  request.set_children(options.children);
  if (!ReadMoments(context, options.as_of, options.known_at, request)) return std::nullopt;
  return request;
}

void PrintScore(const Context& context, const v1::GetScoreRequest& request,
                const v1::GetScoreResponse& response) {
  switch (context.output) {
    case Output::kJson:
      return PrintScoreJson(context, request, response);
    case Output::kCsv:
      return PrintScoreCsv(context, request, response);
    case Output::kTable:
      PrintScoreTable(context, request, response);
      return PrintClosing(context, request, response);
  }
}

ExitCode RunScore(const Context& context, const ScoreOptions& options) {
  const auto request = MakeScoreRequest(context, options);
  if (!request) return ExitCode::kUsage;
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::GetScoreResponse response;
  const auto stub = v1::QueryService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->GetScore(&call, *request, &response);
  if (!status.ok()) return FailCall(context, "score", options.unit, status);
  PrintScore(context, *request, response);
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
