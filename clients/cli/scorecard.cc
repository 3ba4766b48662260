#include "clients/cli/scorecard.h"

#include "clients/cli/connection.h"
#include "clients/cli/coverage_text.h"
#include "clients/cli/json.h"
#include "clients/cli/messages.h"
#include "clients/cli/period_options.h"
#include "clients/cli/rulebook.h"
#include "clients/cli/scorecard_text.h"
#include "lienthong/v1/score.grpc.pb.h"

namespace lienthong::cli {
namespace {

// A number as the node sends it; null where there is none.
Json DecimalJson(const std::string& decimal) { return decimal.empty() ? Json() : Json(decimal); }

Json FrameJson(const v1::GetScorecardRequest& request, const v1::GetScorecardResponse& response) {
  return {{"unit", request.unit()},
          {"from", request.from()},
          {"to", request.to()},
          {"as_of", MomentJson(response.as_of())},
          {"trial", request.has_trial()},
          {"projection", response.projection()},
          {"position", response.position()},
          {"step", response.known().step()},
          {"known_at", MomentMsJson(response.known_at_ms())}};
}

Json ObservationJson(const v1::ObservedFigure& figure) {
  const v1::Observation& observation = figure.observation();
  return {{"unit", figure.unit()},
          {"definition", observation.definition()},
          {"value", observation.value()},
          {"measure", WordOf(observation.measure())},
          {"source", observation.source()},
          {"as_of", MomentJson(observation.as_of())},
          {"from_above", figure.from_above()}};
}

template <typename Figures>
Json ObservationsJson(const Figures& figures) {
  Json json = Json::array();
  for (const v1::ObservedFigure& figure : figures) json.push_back(ObservationJson(figure));
  return json;
}

bool HasCounts(const v1::IndicatorScore& score) {
  return score.rule() != v1::IndicatorScore::RULE_NOT_KNOWN &&
         score.rule() != v1::IndicatorScore::RULE_ABSENT_POINTS;
}

Json IndicatorJson(const v1::IndicatorScore& score) {
  Json unheard = Json::array();
  for (const int flag : score.unheard()) unheard.push_back(WordOf(static_cast<v1::Flag>(flag)));
  return {{"id", score.id()},
          {"name", score.name()},
          {"name_en", score.name_en()},
          {"max", score.max()},
          {"numerator", HasCounts(score) ? Json(score.numerator()) : Json()},
          {"denominator", HasCounts(score) ? Json(score.denominator()) : Json()},
          {"ratio", DecimalJson(score.ratio())},
          {"points", DecimalJson(score.points())},
          {"rule", WordOf(score.rule())},
          {"provenance", WordOf(score.provenance())},
          {"unheard", unheard},
          {"confidence", WordOf(score.confidence())},
          {"clause", score.clause()},
          {"observed", ObservationsJson(score.observed())}};
}

Json GroupJson(const v1::GroupScore& group) {
  Json json = {{"id", group.id()},
               {"name", group.name()},
               {"name_en", group.name_en()},
               {"max", group.max()},
               {"points", DecimalJson(group.points())},
               {"indicators", Json::array()}};
  for (const auto& score : group.indicators()) json["indicators"].push_back(IndicatorJson(score));
  return json;
}

Json FiguresJson(const v1::Figures& figures) {
  Json json = Json::object();
  const auto& type = *v1::Figures::descriptor();
  for (int i = 0; i < type.field_count(); ++i)
    json[type.field(i)->name()] = figures.GetReflection()->GetUInt64(figures, type.field(i));
  return json;
}

Json CardJson(const v1::Scorecard& card) {
  Json json = {{"unit", card.unit()},
               {"name", card.name()},
               {"rulebook", card.rulebook()},
               {"groups", Json::array()},
               {"total", DecimalJson(card.total())},
               {"total_of", DecimalJson(card.total_of())},
               {"band", card.band().empty() ? Json() : Json(card.band())},
               {"figures", FiguresJson(card.figures())},
               {"coverage", CoverageJson(card.coverage())},
               {"observations", ObservationsJson(card.observations())}};
  for (const v1::GroupScore& group : card.groups()) json["groups"].push_back(GroupJson(group));
  return json;
}

// One line for each indicator, each group and the total, complete by itself.
class CsvRows {
 public:
  explicit CsvRows(const Json& frame) : frame_(frame) {}

  Json Of(const v1::Scorecard& card) const {
    Json rows = Json::array();
    for (const v1::GroupScore& group : card.groups()) {
      for (const v1::IndicatorScore& score : group.indicators())
        rows.push_back(Row(card, score.id(), score.name(), score.max(), score.points(), &score));
      rows.push_back(Row(card, group.id(), group.name(), group.max(), group.points(), nullptr));
    }
    rows.push_back(Row(card, "total", card.band(), card.total_of(), card.total(), nullptr));
    return rows;
  }

  Json Row(const v1::Scorecard& card, const std::string& item, const std::string& name,
           const std::string& max, const std::string& points,
           const v1::IndicatorScore* score) const {
    const bool counted = score != nullptr && HasCounts(*score);
    Json row = {{"unit", card.unit()},
                {"unit_name", card.name()},
                {"rulebook", card.rulebook()},
                {"item", item},
                {"name", name},
                {"numerator", counted ? Json(score->numerator()) : Json()},
                {"denominator", counted ? Json(score->denominator()) : Json()},
                {"ratio", DecimalJson(score == nullptr ? "" : score->ratio())},
                {"points", DecimalJson(points)},
                {"max", DecimalJson(max)},
                {"rule", score == nullptr ? "" : WordOf(score->rule())},
                {"provenance", score == nullptr ? "" : WordOf(score->provenance())},
                {"coverage", CoverageJson(card.coverage())}};
    for (const auto& [key, value] : frame_.items()) {
      if (key != "unit") row[key] = value;
    }
    return row;
  }

 private:
  const Json& frame_;
};

void PrintScorecardCsv(const Context& context, const Json& frame,
                       const v1::GetScorecardResponse& response) {
  const CsvRows csv(frame);
  Json rows = Json::array();
  for (const v1::Scorecard& card : response.cards()) {
    for (Json& row : csv.Of(card)) rows.push_back(std::move(row));
  }
  PrintCsv(context.out, csv.Row({}, "", "", "", "", nullptr), rows);
}

}  // namespace

std::optional<v1::GetScorecardRequest> MakeScorecardRequest(const Context& context,
                                                            const ScorecardOptions& options) {
  const auto period = ReadPeriod(
      context, {options.period, options.period_calendar, options.from, options.to});
  if (!period) return std::nullopt;
  v1::GetScorecardRequest request;
  request.set_unit(options.unit);
  request.set_from(FormatDate(period->first));
  request.set_to(FormatDate(period->last));
  request.set_children(options.children);
  if (IsRulebookFile(options.rulebook)) {
    const auto trial = LoadRulebook(context, options.rulebook);
    if (!trial) return std::nullopt;
    *request.mutable_trial() = *trial;
  } else {
    request.set_rulebook(options.rulebook);
  }
  if (!ReadMoments(context, options.as_of, options.known_at, request)) return std::nullopt;
  return request;
}

void PrintScorecard(const Context& context, const v1::GetScorecardRequest& request,
                    const v1::GetScorecardResponse& response) {
  Json json = FrameJson(request, response);
  switch (context.output) {
    case Output::kJson:
      json["cards"] = Json::array();
      for (const v1::Scorecard& card : response.cards()) json["cards"].push_back(CardJson(card));
      return PrintJson(context.out, json);
    case Output::kCsv:
      return PrintScorecardCsv(context, json, response);
    case Output::kTable:
      return PrintScorecardTable(context, request, response);
  }
}

ExitCode RunScorecard(const Context& context, const ScorecardOptions& options) {
  const auto request = MakeScorecardRequest(context, options);
  if (!request) return ExitCode::kUsage;
  grpc::ClientContext call;
  SetDeadline(context, call);
  v1::GetScorecardResponse response;
  const auto stub = v1::ScoreService::NewStub(OpenChannel(context));
  const grpc::Status status = stub->GetScorecard(&call, *request, &response);
  if (!status.ok()) return FailCall(context, "scorecard", options.unit, status);
  PrintScorecard(context, *request, response);
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
