// Questions to a node.
#include "lienthong/v1/query.grpc.pb.h"
#include "lienthong/v1/score.grpc.pb.h"
#include "tests/benchmark/months.h"
#include "tests/benchmark/node_client.h"
#include "tests/benchmark/records.h"

namespace lienthong::benchmark {
namespace {

constexpr char kRulebook[] = "766-2026";
// Answers before the clock runs: caches are warm, as they are for everybody asked here.
constexpr int kWarmUp = 3;

class Asker {
 public:
  explicit Asker(const std::shared_ptr<grpc::Channel>& channel)
      : query_(v1::QueryService::NewStub(channel)), score_(v1::ScoreService::NewStub(channel)) {}

  v1::GetScoreResponse Score(const std::string& unit, const Span& span, bool children) {
    v1::GetScoreRequest request;
    request.set_unit(unit);
    request.set_from(DateOf(span.from));
    request.set_to(DateOf(span.to));
    request.set_children(children);
    grpc::ClientContext context;
    v1::GetScoreResponse response;
    const grpc::Status status = query_->GetScore(&context, request, &response);
    if (!status.ok()) Fail("score: " + status.error_message());
    return response;
  }

  v1::Scorecard Card(const Span& span) {
    v1::GetScorecardRequest request;
    request.set_unit(kProvince);
    request.set_from(DateOf(span.from));
    request.set_to(DateOf(span.to));
    request.set_rulebook(kRulebook);
    grpc::ClientContext context;
    v1::GetScorecardResponse response;
    const grpc::Status status = score_->GetScorecard(&context, request, &response);
    if (!status.ok()) Fail("scorecard: " + status.error_message());
    return response.cards(0);
  }

 private:
  const std::unique_ptr<v1::QueryService::Stub> query_;
  const std::unique_ptr<v1::ScoreService::Stub> score_;
};

void AskOnce(Asker& asker, const std::string& what, const Span& span) {
  if (what == "scorecard") {
    asker.Card(span);
  } else if (what == "unit") {
    asker.Score(UnitCode(90), span, false);
  } else {
    asker.Score(kProvince, span, what == "table");
  }
}

// The columns that every system can give.
Json ColumnsOf(const v1::Figures& figures) {
  return {figures.carried_over(),
          figures.new_(),
          figures.new_online(),
          figures.resolved_early(),
          figures.resolved_on_day(),
          figures.resolved_late(),
          figures.cancelled_in_time() + figures.cancelled_late(),
          figures.open_in_time() + figures.paused_in_time(),
          figures.open_overdue() + figures.paused_overdue()};
}

Json CountsOf(const v1::Scorecard& card) {
  Json counts = Json::object();
  for (const v1::GroupScore& group : card.groups()) {
    for (const v1::IndicatorScore& indicator : group.indicators()) {
      if (indicator.id() == "4.3") counts["paid"] = indicator.numerator();
      if (indicator.id() == "4.3") counts["fee"] = indicator.denominator();
      if (indicator.id() == "5.2") counts["digitised"] = indicator.numerator();
      if (indicator.id() == "5.3") counts["reused"] = indicator.numerator();
    }
  }
  return counts;
}

}  // namespace

void Ask(const Arguments& arguments) {
  const std::string what = arguments.Text("what");
  const bool any_dates = arguments.Text("dates", "months") == "any";
  const std::vector<Span> months = WholeMonths();
  Asker asker(Target(arguments).ConnectAll(1).front());
  Latencies latencies;
  const int count = static_cast<int>(arguments.Number("count"));
  for (int i = -kWarmUp; i < count; ++i) {
    const Span span = any_dates ? AnySpan(i + kWarmUp) : months[(i + kWarmUp) % months.size()];
    const double start = Now();
    AskOnce(asker, what, span);
    if (i >= 0) latencies.Add(Now() - start);
  }
  Print(latencies.Summary());
}

void PrintFigures(const Arguments& arguments) {
  Asker asker(Target(arguments).ConnectAll(1).front());
  Json figures = Json::object();
  for (const Span& month : WholeMonths()) {
    Json& of_month = figures[DateOf(month.from)];
    const v1::GetScoreResponse score = asker.Score(kProvince, month, true);
    for (const v1::ScoreRow& row : score.rows()) of_month[row.unit()] = ColumnsOf(row.figures());
    of_month["flags"] = CountsOf(asker.Card(month));
  }
  Print(figures);
}

}  // namespace lienthong::benchmark
