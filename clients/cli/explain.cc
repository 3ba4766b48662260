#include "clients/cli/explain.h"

#include "clients/cli/connection.h"
#include "clients/cli/coverage_text.h"
#include "clients/cli/explain_messages.h"
#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "clients/cli/period_options.h"
#include "clients/cli/table.h"
#include "lienthong/v1/explain.grpc.pb.h"
#include "storage/base/calendar_date.h"

namespace lienthong::cli {
namespace {

std::string CauseLabel(Language language, v1::Cause cause) {
  const auto place = static_cast<size_t>(cause) - 1;
  if (place >= messages::kCauses.size()) return OptionWordOf(cause);
  return std::string(Say(language, messages::kCauses[place]));
}

// With its sign, since it is a difference.
std::string Signed(Language language, int64_t count) {
  const uint64_t size = count < 0 ? -static_cast<uint64_t>(count) : count;
  return (count < 0 ? "-" : count > 0 ? "+" : "") + FormatCount(language, size);
}

std::string SignedPoints(Language language, const std::string& points) {
  if (points.starts_with('-')) return "-" + FormatDecimal(language, points.substr(1));
  return (points == "0" ? "" : "+") + FormatDecimal(language, points);
}

Json ValueJson(const v1::RateValue& value) {
  return {{"in_time", value.in_time()},
          {"base", value.base()},
          {"ratio", value.ratio()},
          {"points", value.points()},
          {"known_at", MomentJson(value.known().time())},
          {"position", value.known().position()},
          {"step", value.known().step()}};
}

Json ChangeJson(const v1::RateChange& change) {
  return {{"in_time", change.in_time()}, {"base", change.base()}, {"points", change.points()}};
}

Json DossierJson(const v1::ExplainChangeResponse::DossierRow& row) {
  return {{"dossier", row.dossier()},     {"unit", row.unit()},
          {"procedure", row.procedure()}, {"cause", WordOf(row.cause())},
          {"in_time", row.in_time()},     {"base", row.base()},
          {"position", row.position()}};
}

Json DossiersJson(const v1::ExplainChangeResponse& response) {
  Json rows = Json::array();
  for (const auto& row : response.dossiers()) rows.push_back(DossierJson(row));
  return rows;
}

void PrintExplainJson(const Context& context, const v1::ExplainChangeRequest& request,
                      const v1::ExplainChangeResponse& response) {
  Json json = {{"unit", request.unit()},
               {"from", request.from()},
               {"to", request.to()},
               {"as_of", MomentJson(response.as_of())},
               {"rate", OptionWordOf(request.rate())},
               {"role", OptionWordOf(request.role())},
               {"before", ValueJson(response.before())},
               {"after", ValueJson(response.after())}};
  json["causes"] = Json::array();
  for (const auto& row : response.causes()) {
    json["causes"].push_back({{"cause", WordOf(row.cause())},
                              {"dossiers", row.dossiers()},
                              {"change", ChangeJson(row.change())}});
  }
  json["units"] = Json::array();
  for (const auto& row : response.units()) {
    json["units"].push_back(
        {{"unit", row.unit()}, {"name", row.name()}, {"change", ChangeJson(row.change())}});
  }
  json["dossiers"] = DossiersJson(response);
  json["dossiers_left_out"] = response.dossiers_left_out();
  json["left_out"] = {{"in_time", response.left_out().in_time()},
                      {"base", response.left_out().base()}};
  PrintJson(context.out, json);
}

class ExplainPrinter {
 public:
  ExplainPrinter(const Context& context, const v1::ExplainChangeRequest& request,
                 const v1::ExplainChangeResponse& response)
      : context_(context), language_(context.language), request_(request), response_(response) {}

  void Print() {
    PrintValue(response_.before());
    PrintValue(response_.after());
    context_.out << '\n';
    PrintCauses();
    if (response_.units_size() > 1) PrintUnits();
    if (response_.dossiers_size() > 0) PrintDossiers();
    context_.out << '\n'
                 << Say(language_, messages::kExplainAsOf, OptionWordOf(request_.rate()),
                        LabelOf(language_, request_.role()), request_.from(), request_.to(),
                        FormatInstant(response_.as_of()))
                 << '\n';
  }

 private:
  std::string Word(const Message& message) const { return std::string(Say(language_, message)); }

  void PrintValue(const v1::RateValue& value) {
    context_.out << Say(language_, messages::kKnownBefore, FormatInstant(value.known().time()),
                        FormatCount(language_, value.known().position()),
                        FormatCount(language_, static_cast<uint64_t>(value.in_time())),
                        FormatCount(language_, static_cast<uint64_t>(value.base())),
                        FormatPercent(language_, value.ratio()),
                        FormatDecimal(language_, value.points()))
                 << '\n';
  }

  std::vector<std::string> Change(const v1::RateChange& change) const {
    return {Signed(language_, change.in_time()), Signed(language_, change.base()),
            SignedPoints(language_, change.points())};
  }

  void AddRow(Table& table, std::vector<std::string> cells, const v1::RateChange& change) const {
    for (std::string& cell : Change(change)) cells.push_back(std::move(cell));
    table.AddRow(std::move(cells));
  }

  void PrintCauses() {
    using enum Table::Align;
    Table table({{Word(messages::kCause), kLeft},
                 {Word(messages::kDossiers), kRight},
                 {Word(messages::kInTime), kRight},
                 {Word(messages::kBase), kRight},
                 {Word(messages::kPoints), kRight}});
    for (const auto& row : response_.causes()) {
      AddRow(table, {CauseLabel(language_, row.cause()), FormatCount(language_, row.dossiers())},
             row.change());
    }
    table.Print(context_.out);
  }

  void PrintUnits() {
    using enum Table::Align;
    Table table({{Word(messages::kUnit), kLeft},
                 {Word(messages::kName), kLeft},
                 {Word(messages::kInTime), kRight},
                 {Word(messages::kBase), kRight},
                 {Word(messages::kPoints), kRight}});
    for (const auto& row : response_.units()) AddRow(table, {row.unit(), row.name()}, row.change());
    context_.out << '\n';
    table.Print(context_.out);
  }

  void PrintDossiers() {
    using enum Table::Align;
    Table table({{Word(messages::kDossierCode), kLeft},
                 {Word(messages::kUnit), kLeft},
                 {Word(messages::kProcedureCode), kLeft},
                 {Word(messages::kCause), kLeft},
                 {Word(messages::kInTime), kRight},
                 {Word(messages::kBase), kRight}});
    for (const auto& row : response_.dossiers()) {
      table.AddRow({row.dossier(), row.unit(), row.procedure(), CauseLabel(language_, row.cause()),
                    Signed(language_, row.in_time()), Signed(language_, row.base())});
    }
    context_.out << '\n';
    table.Print(context_.out);
    if (response_.dossiers_left_out() == 0) return;
    context_.out << Say(language_, messages::kDossiersLeftOut,
                        FormatCount(language_, response_.dossiers_left_out()),
                        Signed(language_, response_.left_out().in_time()),
                        Signed(language_, response_.left_out().base()))
                 << '\n';
  }

  const Context& context_;
  const Language language_;
  const v1::ExplainChangeRequest& request_;
  const v1::ExplainChangeResponse& response_;
};

void PrintExplain(const Context& context, const v1::ExplainChangeRequest& request,
                  const v1::ExplainChangeResponse& response) {
  switch (context.output) {
    case Output::kJson:
      return PrintExplainJson(context, request, response);
    case Output::kCsv:
      return PrintCsv(context.out, DossierJson({}), DossiersJson(response));
    case Output::kTable:
      return ExplainPrinter(context, request, response).Print();
  }
}

Json RiskJson(const v1::ListAtRiskResponse::Row& row) {
  return {{"dossier", row.dossier()},
          {"unit", row.unit()},
          {"procedure", row.procedure()},
          {"due", MomentJson(row.due())},
          {"unit_points", row.unit_points()}};
}

Json RisksJson(const v1::ListAtRiskResponse& response) {
  Json rows = Json::array();
  for (const auto& row : response.rows()) rows.push_back(RiskJson(row));
  return rows;
}

void PrintRiskTable(const Context& context, const AtRiskOptions& options,
                    const v1::ListAtRiskResponse& response) {
  using enum Table::Align;
  const Language language = context.language;
  const auto title = [&](const Message& message) { return std::string(Say(language, message)); };
  Table table({{title(messages::kDossierCode), kLeft},
               {title(messages::kUnit), kLeft},
               {title(messages::kProcedureCode), kLeft},
               {title(messages::kDue), kLeft},
               {title(messages::kCost), kRight}});
  for (const auto& row : response.rows()) {
    table.AddRow({row.dossier(), row.unit(), row.procedure(), FormatInstant(row.due()),
                  FormatDecimal(language, row.unit_points())});
  }
  table.Print(context.out);
  context.out << '\n'
              << Say(language, messages::kAtRiskClosing, FormatCount(language, response.dossiers()),
                     FormatInstant(response.through()), options.unit,
                     FormatDecimal(language, response.points()))
              << '\n';
  if (response.calendar_provisional())
    context.out << Say(language, messages::kProvisionalCalendar) << '\n';
}

void PrintAtRisk(const Context& context, const AtRiskOptions& options,
                 const v1::ListAtRiskResponse& response) {
  switch (context.output) {
    case Output::kJson:
      return PrintJson(context.out, {{"unit", options.unit},
                                     {"through", MomentJson(response.through())},
                                     {"dossiers", response.dossiers()},
                                     {"points", response.points()},
                                     {"calendar_provisional", response.calendar_provisional()},
                                     {"position", response.known().position()},
                                     {"rows", RisksJson(response)},
                                     {"left_out", response.left_out()}});
    case Output::kCsv:
      return PrintCsv(context.out, RiskJson({}), RisksJson(response));
    case Output::kTable:
      return PrintRiskTable(context, options, response);
  }
}

}  // namespace

std::optional<v1::ExplainChangeRequest> MakeExplainRequest(const Context& context,
                                                           const ExplainOptions& options) {
  const auto period =
      ReadPeriod(context, {options.period, options.period_calendar, options.from, options.to});
  const auto rate = ReadWord<v1::Rate>(context, "--rate", options.rate);
  const auto role = ReadWord<v1::UnitRole>(context, "--role", options.role);
  if (!period || !rate || !role) return std::nullopt;
  v1::ExplainChangeRequest request;
  request.set_unit(options.unit);
  request.set_from(FormatDate(period->first));
  request.set_to(FormatDate(period->last));
  request.set_rate(*rate);
  request.set_role(*role);
  request.set_dossiers_max(options.dossiers);
  if (!options.as_of.empty()) {
    const auto as_of = ParseMoment(options.as_of);
    if (!as_of) return FailUsage(context, messages::kBadMoment, "--as-of"), std::nullopt;
    request.set_as_of(*as_of);
  }
  const auto before = ReadKnownAt(context, options.known_before);
  if (!before) return std::nullopt;
  *request.mutable_before() = *before;
  if (options.known_after.empty()) return request;
  const auto after = ReadKnownAt(context, options.known_after);
  if (!after) return std::nullopt;
  *request.mutable_after() = *after;
  return request;
}

ExitCode RunExplain(const Context& context, const ExplainOptions& options) {
  const auto request = MakeExplainRequest(context, options);
  if (!request) return ExitCode::kUsage;
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::ExplainChangeResponse response;
  const auto stub = v1::ExplainService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->ExplainChange(&call, *request, &response);
  if (!status.ok()) return FailCall(context, "explain", options.unit, status);
  PrintExplain(context, *request, response);
  return ExitCode::kDone;
}

ExitCode RunAtRisk(const Context& context, const AtRiskOptions& options) {
  const auto role = ReadWord<v1::UnitRole>(context, "--role", options.role);
  if (!role) return ExitCode::kUsage;
  v1::ListAtRiskRequest request;
  request.set_unit(options.unit);
  request.set_role(*role);
  request.set_working_days(options.days);
  request.set_dossiers_max(options.dossiers);
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::ListAtRiskResponse response;
  const auto stub = v1::ExplainService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->ListAtRisk(&call, request, &response);
  if (!status.ok()) return FailCall(context, "at-risk", options.unit, status);
  PrintAtRisk(context, options, response);
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
