#include "clients/cli/books_card.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/test_support.h"
#include "lienthong/v1/query.grpc.pb.h"
#include "lienthong/v1/score.grpc.pb.h"

namespace lienthong::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Indicator = v1::IndicatorScore;

class CardMaker {
 public:
  CardMaker() {
    card_.set_unit("H44");
    card_.set_rulebook("766-2026");
  }
  CardMaker& Group(const std::string& id, const std::string& points) {
    v1::GroupScore& group = *card_.add_groups();
    group.set_id(id);
    group.set_points(points);
    return *this;
  }
  // The next one of the last group, 1 of 4.
  CardMaker& Rate(const std::string& id, Indicator::Rule rule = Indicator::RULE_RATE,
                  Indicator::Provenance provenance = Indicator::PROVENANCE_COMPUTED) {
    Indicator& indicator = *card_.mutable_groups(card_.groups_size() - 1)->add_indicators();
    indicator.set_id(id);
    indicator.set_rule(rule);
    indicator.set_provenance(provenance);
    indicator.set_numerator(1);
    indicator.set_denominator(4);
    return *this;
  }
  CardMaker& Observed(const std::string& definition, const std::string& value,
                      const std::string& unit = "H44") {
    v1::ObservedFigure& figure = *card_.add_observations();
    figure.set_unit(unit);
    figure.mutable_observation()->set_definition(definition);
    figure.mutable_observation()->set_value(value);
    figure.mutable_observation()->set_source("portal");
    return *this;
  }
  const v1::Scorecard& card() const { return card_; }

 private:
  v1::Scorecard card_;
};

// Figure, outcome and definition of each row.
std::vector<std::string> RowsOf(const std::string& report, const CardMaker& maker) {
  const inspect::Inspection inspection = inspect::Inspect(report);
  Books books;
  AddCard(maker.card(), books);
  std::vector<std::string> rows;
  for (const BookRow& row : Compare(inspection, books)) {
    constexpr const char* kOutcomes[] = {"equal", "different", "not held"};
    rows.push_back(inspection.claims.claims[row.claim].figure.text + " " +
                   kOutcomes[static_cast<size_t>(row.outcome)] + " " + row.definition);
  }
  return rows;
}

TEST(BooksCardTest, HoldsTheScoresOfGroups) {
  const CardMaker card = CardMaker().Group("5", "3.5").Rate("5.1").Group("6", "18").Rate("6.1");

  EXPECT_THAT(RowsOf("Số hóa hồ sơ: 3,5/22 điểm; mức độ hài lòng: 17,9/18 điểm.", card),
              ElementsAre("3,5/22 equal 766-2026", "17,9/18 different 766-2026"));
}

TEST(BooksCardTest, AGroupOfWhichSomethingIsNotKnownIsNotHeld) {
  const CardMaker card = CardMaker()
                             .Group("5", "3.5")
                             .Rate("5.1")
                             .Rate("5.2", Indicator::RULE_NOT_KNOWN)
                             .Group("6", "");

  EXPECT_THAT(RowsOf("Số hóa hồ sơ: 3,5/22 điểm; mức độ hài lòng: 17,9/18 điểm.", card),
              ElementsAre("3,5/22 not held ", "17,9/18 not held "));
}

TEST(BooksCardTest, SaysWhenACountWasReadElsewhere) {
  const CardMaker card = CardMaker()
                             .Group("5", "3.5")
                             .Rate("5.1", Indicator::RULE_RATE, Indicator::PROVENANCE_OBSERVED);

  EXPECT_THAT(RowsOf("Số hóa hồ sơ: 3,5/22 điểm.", card),
              ElementsAre("3,5/22 equal 766-2026 (observed)"));
}

TEST(BooksCardTest, HoldsTheTotalWhenAllGroupsAreHeld) {
  CardMaker card;
  for (const char* id : {"1", "2", "3", "4", "5"}) card.Group(id, "10.25");
  const std::string report = "Tổng điểm đạt 61,5/100 điểm.";
  EXPECT_THAT(RowsOf(report, card), ElementsAre("61,5/100 not held "));

  card.Group("6", "10.25");

  EXPECT_THAT(RowsOf(report, card), ElementsAre("61,5/100 equal 766-2026"));
}

TEST(BooksCardTest, HoldsTheRatesOfIndicators) {
  const CardMaker card = CardMaker().Group("4", "5").Rate("4.3").Group("5", "5").Rate(
      "5.2", Indicator::RULE_ABSENT_POINTS);

  EXPECT_THAT(RowsOf("Tỷ lệ thanh toán trực tuyến đạt 25%; tỷ lệ số hóa hồ sơ đạt 25%.", card),
              ElementsAre("25% equal 766-2026/4.3", "25% not held "));
}

TEST(BooksCardTest, HoldsWhatWasReadElsewhereAboutTheUnitItself) {
  const CardMaker card = CardMaker()
                             .Observed("766-2026/5/points", "12.1")
                             .Observed("766-2026/6/points", "1", "H44.1")
                             .Observed("766-2026/4.3/rate", "39.56");

  EXPECT_THAT(RowsOf("Số hóa hồ sơ: 12,1/22 điểm; mức độ hài lòng: 1/18 điểm. Tỷ lệ thanh toán "
                     "trực tuyến đạt 39,56%.",
                     card),
              ElementsAre("12,1/22 equal 766-2026/5/points (portal)", "1/18 not held ",
                          "39,56% equal 766-2026/4.3/rate (portal)"));
}

TEST(BooksCardTest, HoldsTheNumberOfProcedures) {
  const CardMaker card = CardMaker().Group("3", "2").Rate("3.1");

  EXPECT_THAT(RowsOf("Tổng số thủ tục hành chính là 4 thủ tục.", card),
              ElementsAre("4 equal 766-2026/3.1"));
}

TEST(BooksCardTest, ReadsPointsAsANodeSendsThem) {
  EXPECT_EQ(ToString(*ReadDecimal("14")), "14.00");
  EXPECT_EQ(ReadDecimal(""), std::nullopt);
  EXPECT_EQ(ReadDecimal("-1"), std::nullopt);
}

// A node with books and a card.
class TestQuery : public v1::QueryService::Service {
  grpc::Status GetScore(grpc::ServerContext*, const v1::GetScoreRequest*,
                        v1::GetScoreResponse* response) override {
    v1::ScoreRow& row = *response->add_rows();
    row.mutable_figures()->set_in_hand(10);
    row.mutable_coverage()->set_expected(1);
    return grpc::Status::OK;
  }
};
class TestScores : public v1::ScoreService::Service {
 public:
  grpc::Status GetScorecard(grpc::ServerContext*, const v1::GetScorecardRequest* request,
                            v1::GetScorecardResponse* response) override {
    asked = request->unit() + " " + request->from() + " " + request->to();
    *response->add_cards() = CardMaker().Group("5", "3.5").card();
    return answer;
  }
  std::string asked;
  grpc::Status answer;
};

class AgainstCardTest : public testing::Test {
 protected:
  ExitCode Run() {
    world_.out.str("");
    world_.context.output = Output::kJson;
    return RunCheckReport(world_.context,
                          {.file = directory_.Write("report.txt",
                                                    "Báo cáo tháng 8/2026. Tiếp nhận 10 hồ sơ. Số "
                                                    "hóa hồ sơ: 3,5/22 điểm."),
                           .against = node_.address(),
                           .unit = "H44"});
  }

  TestWorld world_;
  TestDirectory directory_;
  TestQuery query_;
  TestScores scores_;
  const TestNode node_{{&query_, &scores_}};
};

TEST_F(AgainstCardTest, TheCardIsAskedForTheSameUnitAndDays) {
  EXPECT_EQ(Run(), ExitCode::kDone) << world_.err.str();

  EXPECT_EQ(scores_.asked, "H44 2026-08-01 2026-08-31");
  EXPECT_THAT(world_.out.str(), HasSubstr("766-2026"));
}

TEST_F(AgainstCardTest, WithoutARulebookThereIsNoCard) {
  scores_.answer = {grpc::StatusCode::FAILED_PRECONDITION, "no rulebook holds on 2026-08-31"};

  EXPECT_EQ(Run(), ExitCode::kDone) << world_.err.str();

  EXPECT_THAT(world_.out.str(), testing::Not(HasSubstr("766-2026")));
}

TEST_F(AgainstCardTest, ANodeThatGoesAwayIsSaid) {
  scores_.answer = {grpc::StatusCode::UNAVAILABLE, "going down"};

  EXPECT_EQ(Run(), ExitCode::kUnavailable);
}

}  // namespace
}  // namespace lienthong::cli
