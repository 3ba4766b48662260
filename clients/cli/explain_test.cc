#include "clients/cli/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/app.h"
#include "clients/cli/test_support.h"
#include "lienthong/v1/explain.grpc.pb.h"

namespace lienthong::cli {
namespace {

using testing::HasSubstr;

void SetValue(v1::RateValue& value, int64_t in_time, int64_t base, const std::string& ratio,
              const std::string& points) {
  value.set_in_time(in_time);
  value.set_base(base);
  value.set_ratio(ratio);
  value.set_points(points);
  value.mutable_known()->set_time(1788224400);
  value.mutable_known()->set_position(4211);
}

void SetChange(v1::RateChange& change, int64_t in_time, int64_t base, const std::string& points) {
  change.set_in_time(in_time);
  change.set_base(base);
  change.set_points(points);
}

class TestExplain : public v1::ExplainService::Service {
 public:
  grpc::Status ExplainChange(grpc::ServerContext*, const v1::ExplainChangeRequest* request,
                             v1::ExplainChangeResponse* response) override {
    asked = *request;
    SetValue(*response->mutable_before(), 29, 32, "90.63", "18.13");
    SetValue(*response->mutable_after(), 30, 34, "88.24", "17.65");
    response->set_as_of(1788195599);
    auto& late = *response->add_causes();
    late.set_cause(v1::CAUSE_LATE_ARRIVAL);
    late.set_dossiers(1200);
    SetChange(*late.mutable_change(), 0, 1, "-0.53");
    auto& completed = *response->add_causes();
    completed.set_cause(v1::CAUSE_LATE_COMPLETION);
    completed.set_dossiers(1);
    SetChange(*completed.mutable_change(), 1, 1, "0.05");
    auto& dossier = *response->add_dossiers();
    dossier.set_dossier("H44-1");
    dossier.set_unit("H44.19");
    dossier.set_procedure("1.001");
    dossier.set_cause(v1::CAUSE_LATE_COMPLETION);
    dossier.set_in_time(1);
    dossier.set_base(1);
    response->set_dossiers_left_out(3);
    response->mutable_left_out()->set_base(1);
    return answer;
  }
  grpc::Status ListAtRisk(grpc::ServerContext*, const v1::ListAtRiskRequest* request,
                          v1::ListAtRiskResponse* response) override {
    asked_at_risk = *request;
    auto& row = *response->add_rows();
    row.set_dossier("H44-2");
    row.set_unit("H44.19");
    row.set_procedure("1.001");
    row.set_due(1788224400);
    row.set_unit_points("0.63");
    response->set_dossiers(1);
    response->set_points("0.01");
    response->set_through(1788400800);
    response->set_calendar_provisional(true);
    return answer;
  }

  v1::ExplainChangeRequest asked;
  v1::ListAtRiskRequest asked_at_risk;
  grpc::Status answer;
};

class ExplainTest : public testing::Test {
 protected:
  ExitCode Run(std::vector<std::string> arguments) {
    world_.out.str("");
    world_.err.str("");
    arguments.insert(arguments.begin() + 1, {"--node", node_.address()});
    return RunCli(arguments, {.out = world_.out,
                              .err = world_.err,
                              .clock = world_.clock,
                              .sleep = world_.context.sleep,
                              .environment = [](const char*) { return ""; }});
  }

  std::string Out() const { return world_.out.str(); }

  TestExplain service_;
  TestNode node_{service_};
  TestWorld world_;
};

TEST_F(ExplainTest, AsksForWhatTheOptionsSay) {
  EXPECT_EQ(Run({"explain", "--unit", "H44", "--period", "2026-08", "--known-at", "1234.1",
                 "--and-at", "2026-08-15", "--as-of", "2026-08-15", "--rate", "due", "--dossiers",
                 "7"}),
            ExitCode::kDone);

  EXPECT_EQ(service_.asked.unit(), "H44");
  EXPECT_EQ(service_.asked.from(), "2026-08-01");
  EXPECT_EQ(service_.asked.to(), "2026-08-31");
  EXPECT_EQ(service_.asked.as_of(), 1786813199);
  EXPECT_EQ(service_.asked.before().position(), 1234u);
  EXPECT_EQ(service_.asked.before().step(), 1u);
  EXPECT_EQ(service_.asked.after().time(), 1786813199);
  EXPECT_EQ(service_.asked.rate(), v1::RATE_DUE);
  EXPECT_EQ(service_.asked.dossiers_max(), 7u);
}

TEST_F(ExplainTest, PrintsCausesWithTheirSignsAndTheDossiers) {
  EXPECT_EQ(Run({"explain", "--unit", "H44", "--period", "2026-08", "--known-at", "4211"}),
            ExitCode::kDone);

  EXPECT_EQ(Out(),
            "known at 2026-09-01 08:00:00, position 4,211: 29 of 32, 90.63 %, 18.13 points\n"
            "known at 2026-09-01 08:00:00, position 4,211: 30 of 34, 88.24 %, 17.65 points\n"
            "\n"
            "cause                 dossiers  in time  base  points\n"
            "--------------------  --------  -------  ----  ------\n"
            "dossier came late        1,200        0    +1   -0.53\n"
            "completion came late         1       +1    +1   +0.05\n"
            "\n"
            "dossier  unit    procedure  cause                 in time  base\n"
            "-------  ------  ---------  --------------------  -------  ----\n"
            "H44-1    H44.19  1.001      completion came late       +1    +1\n"
            "3 more dossiers: in time 0, base +1\n"
            "\n"
            "rate dvcqg, handling unit; 2026-08-01 to 2026-08-31, as of 2026-08-31 23:59:59\n");
}

TEST_F(ExplainTest, MachinesReadWordsAndPlainNumbers) {
  const std::vector<std::string> asked = {"explain", "--unit",     "H44",  "--period",
                                          "2026-08", "--known-at", "4211", "--output"};
  auto json = asked, csv = asked;
  json.push_back("json");
  csv.push_back("csv");

  EXPECT_EQ(Run(json), ExitCode::kDone);
  EXPECT_THAT(Out(), HasSubstr("\"cause\": \"late_arrival\""));
  EXPECT_THAT(Out(), HasSubstr("\"points\": \"-0.53\""));
  EXPECT_EQ(Run(csv), ExitCode::kDone);
  EXPECT_EQ(Out(), "dossier,unit,procedure,cause,in_time,base,position\n"
                   "H44-1,H44.19,1.001,late_completion,1,1,0\n");
}

TEST_F(ExplainTest, NamesTheOptionThatIsWrong) {
  EXPECT_EQ(Run({"explain", "--unit", "H44", "--period", "2026-08", "--known-at", "then"}),
            ExitCode::kUsage);
  EXPECT_THAT(world_.err.str(), HasSubstr("--known-at"));
  EXPECT_EQ(Run({"explain", "--unit", "H44", "--period", "2026-08"}), ExitCode::kUsage);
  EXPECT_THAT(world_.err.str(), HasSubstr("--known-at"));
}

TEST_F(ExplainTest, AtRiskSaysWhatFallsDueAndWhatItCosts) {
  EXPECT_EQ(Run({"at-risk", "--unit", "H44", "--days", "5"}), ExitCode::kDone);

  EXPECT_EQ(service_.asked_at_risk.working_days(), 5u);
  EXPECT_EQ(service_.asked_at_risk.role(), v1::UNIT_ROLE_HANDLING);
  EXPECT_EQ(Out(),
            "dossier  unit    procedure  due                  costs its unit\n"
            "-------  ------  ---------  -------------------  --------------\n"
            "H44-2    H44.19  1.001      2026-09-01 08:00:00            0.63\n"
            "\n"
            "1 dossiers fall due by 2026-09-03 09:00:00; all of them together cost H44 0.01 points "
            "of 20\n"
            "the holidays of that year are not decided: weekends and fixed holidays only\n");
}

}  // namespace
}  // namespace lienthong::cli
