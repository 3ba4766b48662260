#include "clients/cli/scorecard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/app.h"
#include "clients/cli/test_support.h"
#include "lienthong/v1/score.grpc.pb.h"
#include "services/score/builtin_rulebooks.h"

namespace lienthong::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

v1::IndicatorScore& AddIndicator(v1::GroupScore& group, const std::string& id,
                                 const std::string& max, const std::string& points) {
  v1::IndicatorScore& score = *group.add_indicators();
  score.set_id(id);
  score.set_name("chỉ số " + id);
  score.set_name_en("indicator " + id);
  score.set_max(max);
  score.set_points(points);
  score.set_rule(v1::IndicatorScore::RULE_RATE);
  score.set_provenance(v1::IndicatorScore::PROVENANCE_COMPUTED);
  score.set_confidence(v1::CONFIDENCE_HIGH);
  return score;
}

// A card with one indicator of each kind.
v1::Scorecard CardOf(const std::string& unit) {
  v1::Scorecard card;
  card.set_unit(unit);
  card.set_name("Tỉnh " + unit);
  card.set_rulebook("766-2026");
  v1::GroupScore& group = *card.add_groups();
  group.set_id("2");
  group.set_name("Tiến độ");
  group.set_name_en("Timeliness");
  group.set_max("20");
  group.set_points("18.13");
  auto& rate = AddIndicator(group, "2.1", "20", "18.13");
  rate.set_numerator(29);
  rate.set_denominator(32);
  rate.set_ratio("90.63");
  AddIndicator(group, "2.2", "4", "").set_rule(v1::IndicatorScore::RULE_NOT_KNOWN);
  AddIndicator(group, "2.3", "6", "6").set_rule(v1::IndicatorScore::RULE_ZERO_POINTS);
  auto& observed = AddIndicator(group, "2.4", "2", "1.5");
  observed.set_provenance(v1::IndicatorScore::PROVENANCE_OBSERVED);
  observed.add_unheard(v1::FLAG_COMPLAINED);
  v1::GroupScore& none = *card.add_groups();
  none.set_id("5");
  none.set_name("Số hóa");
  none.set_max("22");
  card.set_total("18.13");
  card.set_total_of("20");
  auto& figure = *card.add_observations();
  figure.mutable_observation()->set_definition("766-2026/2/points");
  figure.mutable_observation()->set_value("16.1");
  figure.mutable_observation()->set_source("dichvucong.gov.vn");
  return card;
}

class TestScore : public v1::ScoreService::Service {
 public:
  grpc::Status GetScorecard(grpc::ServerContext*, const v1::GetScorecardRequest* request,
                            v1::GetScorecardResponse* response) override {
    asked = *request;
    *response->add_cards() = CardOf(request->unit());
    if (request->children()) *response->add_cards() = CardOf(request->unit() + ".1");
    response->set_as_of(request->as_of());
    response->set_position(4211);
    return answer;
  }

  v1::GetScorecardRequest asked;
  grpc::Status answer;
};

class ScorecardTest : public testing::Test {
 protected:
  ExitCode Run(std::vector<std::string> arguments) {
    world_.out.str("");
    world_.err.str("");
    arguments.insert(arguments.begin(), {"scorecard", "--node", node_.address()});
    return RunCli(arguments, {.out = world_.out,
                              .err = world_.err,
                              .clock = world_.clock,
                              .sleep = world_.context.sleep,
                              .environment = [](const char*) { return ""; }});
  }

  std::string Out() const { return world_.out.str(); }
  std::string Err() const { return world_.err.str(); }

  TestScore service_;
  TestNode node_{service_};
  TestWorld world_;
  TestDirectory files_;
};

TEST_F(ScorecardTest, AsksForWhatTheOptionsSay) {
  EXPECT_EQ(Run({"--unit", "H44", "--period", "2026-08", "--as-of", "2026-08-15", "--rulebook",
                 "766-2026", "--children"}),
            ExitCode::kDone);

  EXPECT_EQ(service_.asked.unit(), "H44");
  EXPECT_EQ(service_.asked.from(), "2026-08-01");
  EXPECT_EQ(service_.asked.to(), "2026-08-31");
  EXPECT_EQ(service_.asked.as_of(), 1786813199);
  EXPECT_EQ(service_.asked.rulebook(), "766-2026");
  EXPECT_TRUE(service_.asked.children());
  EXPECT_FALSE(service_.asked.has_trial());
}

TEST_F(ScorecardTest, PrintsEachGroupAndIndicatorAndWhereItComesFrom) {
  EXPECT_EQ(Run({"--unit", "H44", "--period", "2026-08"}), ExitCode::kDone);

  EXPECT_EQ(Out(),
            "H44  Tỉnh H44\n"
            "\n"
            "item  indicator      numerator  denominator    ratio  points  at most  remark\n"
            "----  -------------  ---------  -----------  -------  ------  -------  "
            "-----------------------------------\n"
            "2     Timeliness                                       18.13    20.00\n"
            "2.1   indicator 2.1         29           32  90.63 %   18.13    20.00\n"
            "2.2   indicator 2.2          -            -        -       -     4.00  not known\n"
            "2.3   indicator 2.3          0            0        -    6.00     6.00  denominator 0: "
            "fixed points\n"
            "2.4   indicator 2.4          0            0        -    1.50     2.00  observed; "
            "nobody states: complained\n"
            "5     Số hóa                                               -    22.00\n"
            "      total                                            18.13    20.00\n"
            "\n"
            "Read elsewhere about this period\n"
            "figure             value  source             at\n"
            "-----------------  -----  -----------------  -------------------\n"
            "766-2026/2/points   16.1  dichvucong.gov.vn  1970-01-01 07:00:00\n"
            "\n"
            "rulebook 766-2026; 2026-08-01 to 2026-08-31, as of 1970-01-01 07:00:00; known at "
            "1970-01-01 07:00:00, position 4,211\n"
            "coverage: INCOMPLETE, 0 of 0 sources complete; 0 behind, 0 never heard of\n");
}

TEST_F(ScorecardTest, SpeaksVietnamese) {
  EXPECT_EQ(Run({"--unit", "H44", "--period", "2026-08", "--lang", "vi", "--children"}),
            ExitCode::kDone);

  for (const char* text : {"chỉ số 2.1", "90,63 %", "18,13", "chưa biết",
                           "mẫu số bằng 0: điểm cố định", "số quan sát; chưa có nguồn: bị phản ánh",
                           "bộ quy tắc 766-2026;", "H44.1   Tỉnh H44.1  18,13  -"}) {
    EXPECT_THAT(Out(), HasSubstr(text));
  }
}

TEST_F(ScorecardTest, MachinesTellNullFromZero) {
  EXPECT_EQ(Run({"--unit", "H44", "--period", "2026-08", "--output", "json"}), ExitCode::kDone);

  EXPECT_THAT(Out(), HasSubstr(R"("numerator": null)"));
  EXPECT_THAT(Out(), HasSubstr(R"("points": null)"));
  EXPECT_THAT(Out(), HasSubstr(R"("rule": "zero_points")"));
  EXPECT_THAT(Out(), HasSubstr(R"("provenance": "observed")"));
  EXPECT_THAT(Out(), HasSubstr(R"("band": null)"));
  EXPECT_EQ(Run({"--unit", "H44", "--period", "2026-08", "--output", "csv"}), ExitCode::kDone);
  EXPECT_TRUE(
      Out().starts_with("unit,unit_name,rulebook,item,name,numerator,denominator,ratio,"
                        "points,max,rule,provenance,coverage_expected,"))
      << Out();
  EXPECT_THAT(Out(), HasSubstr("\nH44,Tỉnh H44,766-2026,2.1,chỉ số 2.1,29,32,90.63,18.13,20,rate,"
                               "computed,"));
  EXPECT_THAT(Out(), HasSubstr("\nH44,Tỉnh H44,766-2026,2.2,chỉ số 2.2,,,,,4,not_known,"));
  EXPECT_THAT(Out(), HasSubstr("\nH44,Tỉnh H44,766-2026,total,,,,,18.13,20,,,"));
}

TEST_F(ScorecardTest, AFileIsATrialAndCheckedFirst) {
  std::string text(score::BuiltinRulebooks()[1].text);
  const std::string good = files_.Write("trial.textproto", text);
  const size_t place = text.find("max: \"20\"");
  const std::string bad = files_.Write("bad.textproto", text.replace(place, 9, "max: \"21\""));

  EXPECT_EQ(Run({"--unit", "H44", "--period", "2026-08", "--rulebook", good}), ExitCode::kDone);
  EXPECT_EQ(service_.asked.trial().groups_size(), 6);
  EXPECT_THAT(Out(), HasSubstr("trial: the rulebook was sent with the question"));
  service_.asked.Clear();
  EXPECT_EQ(Run({"--unit", "H44", "--period", "2026-08", "--rulebook", bad}), ExitCode::kUsage);
  EXPECT_THAT(Err(), HasSubstr("groups[2].max: is 21, but"));
  EXPECT_EQ(service_.asked.unit(), "");
}

TEST_F(ScorecardTest, SaysWhyTheNodeRefuses) {
  service_.answer = {grpc::StatusCode::FAILED_PRECONDITION, "rulebook: none that is held here"};

  EXPECT_EQ(Run({"--unit", "H44", "--period", "2026-08"}), ExitCode::kRefused);
  EXPECT_THAT(Err(), HasSubstr("scorecard, H44: rulebook: none that is held here"));
  EXPECT_EQ(Out(), "");
}

}  // namespace
}  // namespace lienthong::cli
