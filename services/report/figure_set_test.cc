#include "services/report/figure_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/report/report_testing.h"

namespace lienthong::report {
namespace {

using testing::HasSubstr;
using Figure = v1::ReportFigure;

class FigureSetTest : public testing::Test {
 protected:
  FigureSetTest() { template_.add_rulebooks("766-2026"); }

  const Figure& Find(const std::string& name) {
    if (!figures_) figures_.emplace(facts_, template_);
    return figures_->Find(name);
  }

  Facts facts_ = NovemberFacts();
  v1::ReportTemplate template_;
  std::optional<FigureSet> figures_;
};

TEST_F(FigureSetTest, ReadsTheBooks) {
  const Figure& figure = Find("books/in_hand");

  EXPECT_EQ(figure.state(), Figure::STATE_KNOWN);
  EXPECT_EQ(figure.value(), "19933");
  EXPECT_EQ(figure.printed(), "19.933");
  EXPECT_EQ(figure.measure(), v1::MEASURE_COUNT);
  EXPECT_EQ(figure.definition(), "books/in_hand");
  EXPECT_THAT(figure.definition_text(), HasSubstr("phải giải quyết"));
  EXPECT_EQ(figure.origin(), Figure::ORIGIN_BOOKS);
  EXPECT_EQ(figure.unit(), "H99");
  EXPECT_EQ(figure.from(), "2023-11-01");
  EXPECT_EQ(figure.to(), "2023-11-30");
  EXPECT_EQ(figure.as_of(), facts_.books.frame.as_of());
  EXPECT_EQ(figure.coverage(), "H99");
  EXPECT_EQ(figure.rulebook(), "");
}

TEST_F(FigureSetTest, SumsOfAccountsAreThoseOfThePublishedReport) {
  EXPECT_EQ(Find("books/resolved").value(), "18057");
  EXPECT_EQ(Find("books/resolved_in_time").value(), "18039");
  EXPECT_EQ(Find("books/resolved_late").value(), "18");
  EXPECT_EQ(Find("books/open").value(), "1497");
  EXPECT_EQ(Find("books/open_not_due").value(), "1488");
  EXPECT_EQ(Find("books/open_overdue").value(), "9");
  EXPECT_EQ(Find("books/paused").value(), "300");
  EXPECT_EQ(Find("books/cancelled").value(), "79");
}

TEST_F(FigureSetTest, RatesKeepTheirCounts) {
  const Figure& rate = Find("rate/resolved");

  EXPECT_EQ(rate.value(), "99.9");
  EXPECT_EQ(rate.printed(), "99,9 %");
  EXPECT_EQ(rate.numerator(), 18039u);
  EXPECT_EQ(rate.denominator(), 18057u);
  EXPECT_EQ(Find("rate/resolved/late").value(), "0.1");
  EXPECT_EQ(Find("rate/resolved/numerator").value(), "18039");
  EXPECT_EQ(Find("rate/due").state(), Figure::STATE_NOTHING);
  EXPECT_EQ(Find("rate/due").printed(), "không phát sinh");
}

TEST_F(FigureSetTest, AbsenceIsNeverZero) {
  facts_.books.total.lines = {};
  facts_.books.total.coverage = CoverageOf(3, 0, 0, 2, 1);
  facts_.catalogue.Clear();
  facts_.observations.clear();

  for (const char* name : {"books/in_hand", "books/paused", "rate/dvcqg", "rate/due/numerator",
                           "catalogue/procedures", "catalogue/other", "observed/report/received",
                           "average/*/1/points", "indicator/1.1/ratio", "indicator/4.3/points",
                           "group/4/points", "group/6/points", "group/9/points", "total/points"}) {
    EXPECT_EQ(Find(name).state(), Figure::STATE_NOT_KNOWN) << name;
    EXPECT_EQ(Find(name).value(), "") << name;
    EXPECT_EQ(Find(name).printed(), "chưa có số liệu") << name;
  }
}

TEST_F(FigureSetTest, AZeroThatWasReportedIsAZero) {
  facts_.books.total.lines = {};
  facts_.books.total.coverage = CoverageOf(1, 1);

  EXPECT_EQ(Find("books/in_hand").value(), "0");
  EXPECT_EQ(Find("rate/dvcqg").state(), Figure::STATE_NOTHING);
}

TEST_F(FigureSetTest, ReadsTheScorecard) {
  EXPECT_EQ(Find("group/2/points").printed(), "19,87");
  EXPECT_EQ(Find("group/2/points").rulebook(), "766-2026");
  EXPECT_EQ(Find("group/2/points").definition(), "766-2026/2/points");
  EXPECT_EQ(Find("group/2/max").printed(), "20");
  EXPECT_EQ(Find("group/2/max").coverage(), "");
  EXPECT_EQ(Find("indicator/2.1/ratio").printed(), "99,36 %");
  EXPECT_EQ(Find("indicator/2.1/ratio").definition(), "766-2026/2.1/rate");
  EXPECT_EQ(Find("indicator/2.1/ratio").numerator(), 19806u);
  EXPECT_EQ(Find("total/points").printed(), "22,94");
  EXPECT_EQ(Find("total/max").printed(), "60");
}

TEST_F(FigureSetTest, TellsNotKnownFromNothingAndComputedFromObserved) {
  EXPECT_EQ(Find("indicator/1.1/points").state(), Figure::STATE_NOT_KNOWN);
  EXPECT_EQ(Find("group/1/points").state(), Figure::STATE_NOT_KNOWN);
  EXPECT_EQ(Find("group/1/max").state(), Figure::STATE_KNOWN);
  EXPECT_EQ(Find("indicator/1.2/points").state(), Figure::STATE_NOTHING);
  EXPECT_EQ(Find("indicator/4.3/points").value(), "0");
  EXPECT_EQ(Find("indicator/4.3/ratio").state(), Figure::STATE_NOTHING);
  EXPECT_EQ(Find("indicator/5.1/ratio").origin(), Figure::ORIGIN_SCORECARD_OBSERVED);
  EXPECT_EQ(Find("indicator/5.2/ratio").origin(), Figure::ORIGIN_SCORECARD);
  EXPECT_EQ(Find("group/5/points").origin(), Figure::ORIGIN_SCORECARD_OBSERVED);
  EXPECT_THAT(Find("indicator/5.2/ratio").definition_text(), HasSubstr("chưa được kiểm chứng"));
}

TEST_F(FigureSetTest, PointsForTheAbsenceOfCountsHaveNoRate) {
  v1::IndicatorScore& indicator = *facts_.card->mutable_groups(4)->add_indicators();
  indicator = IndicatorOf("5.7", "Chứng thực điện tử", "2", 0, 0, "", "2");
  indicator.set_rule(v1::IndicatorScore::RULE_ABSENT_POINTS);
  indicator.set_provenance(v1::IndicatorScore::PROVENANCE_UNKNOWN);

  EXPECT_EQ(Find("indicator/5.7/points").value(), "2");
  for (const char* part : {"ratio", "numerator", "denominator"}) {
    EXPECT_EQ(Find(std::string("indicator/5.7/") + part).state(), Figure::STATE_NOT_KNOWN) << part;
  }
}

TEST_F(FigureSetTest, SaysWhatNoSourceHasStated) {
  facts_.card->mutable_groups(5)->mutable_indicators(0)->add_unheard(v1::FLAG_COMPLAINED);

  EXPECT_THAT(Find("indicator/6.1/points").definition_text(),
              HasSubstr("chưa có nguồn về hồ sơ bị phản ánh, kiến nghị"));
}

TEST_F(FigureSetTest, AGroupThatTheRulebookLeavesOutIsNotKnown) {
  facts_.card->mutable_groups(4)->clear_indicators();
  facts_.card->mutable_groups(4)->set_points("");

  EXPECT_EQ(Find("group/5/points").state(), Figure::STATE_NOT_KNOWN);
}

// 6 of 18 points are no score of the group when nobody knows how the other 12 are given.
TEST_F(FigureSetTest, AGroupOfWhichTheRulebookLeavesOutAPartIsNotKnown) {
  facts_.card->mutable_groups(1)->set_max("20.5");

  EXPECT_EQ(Find("group/2/points").state(), Figure::STATE_NOT_KNOWN);
  EXPECT_EQ(Find("group/2/max").value(), "20.5");
  EXPECT_EQ(Find("indicator/2.1/points").state(), Figure::STATE_KNOWN);
}

// Group 3 of one rulebook is not group 3 of another.
TEST_F(FigureSetTest, NumbersOfAnotherRulebookAreNotKnown) {
  facts_.card->set_rulebook("767");

  EXPECT_EQ(Find("group/2/points").state(), Figure::STATE_NOT_KNOWN);
  EXPECT_EQ(Find("total/points").state(), Figure::STATE_NOT_KNOWN);
  EXPECT_EQ(Find("observed/*/1/points").value(), "7.7");
}

TEST_F(FigureSetTest, ObservedFiguresSayWhereAndWhen) {
  const Figure& figure = Find("observed/*/1/points");

  EXPECT_EQ(figure.value(), "7.7");
  EXPECT_EQ(figure.printed(), "7,7");
  EXPECT_EQ(figure.definition(), "766-2026/1/points");
  EXPECT_EQ(figure.origin(), Figure::ORIGIN_OBSERVED);
  EXPECT_EQ(figure.source(), "dichvucong.gov.vn");
  EXPECT_EQ(figure.observed_at(), StartOfDay(*ParseDate("2023-12-01")) + 8 * 3600);
  EXPECT_EQ(figure.coverage(), "");
  EXPECT_EQ(Find("observed/766-2026/1/rate").printed(), "39,56 %");
  EXPECT_EQ(Find("observed/766-2025/1/rate").state(), Figure::STATE_NOT_KNOWN);
  EXPECT_EQ(Find("average/*/1/points").printed(), "10,8");
  EXPECT_EQ(Find("average/*/1/points").unit(), "VN");
}

TEST_F(FigureSetTest, OfSeveralObservationsTheNearestUnitThenTheLatestMomentCounts) {
  Observed later = ObservedOf("766-2026/1/points", "8", v1::MEASURE_POINTS);
  later.figure.mutable_observation()->set_as_of(later.figure.observation().as_of() + 1);
  later.figure.mutable_observation()->set_source("z");
  facts_.observations.insert(facts_.observations.begin(), later);
  Observed farther = ObservedOf("766-2026/1/points/average", "1", v1::MEASURE_POINTS, 2);
  farther.figure.mutable_observation()->set_as_of(later.figure.observation().as_of());
  facts_.observations.insert(facts_.observations.begin(), farther);

  EXPECT_EQ(Find("observed/*/1/points").value(), "8");
  EXPECT_EQ(Find("average/*/1/points").value(), "10.8");
}

v1::DerivedFigure Ratio(const char* name, const char* numerator, const char* denominator) {
  v1::DerivedFigure derived;
  derived.set_name(name);
  derived.set_definition("tỷ lệ riêng");
  derived.mutable_ratio()->set_numerator(numerator);
  derived.mutable_ratio()->set_denominator(denominator);
  return derived;
}

v1::DerivedFigure Difference(const char* name, const char* plus, const char* minus) {
  v1::DerivedFigure derived;
  derived.set_name(name);
  derived.set_definition("chênh lệch");
  derived.mutable_sum()->add_plus(plus);
  derived.mutable_sum()->add_minus(minus);
  return derived;
}

TEST_F(FigureSetTest, DerivesSumsAndRates) {
  *template_.add_derived() = Ratio("my/full", "catalogue/online_full", "catalogue/procedures");
  *template_.add_derived() =
      Difference("my/left", "observed/report/received", "observed/report/resolved");
  *template_.add_derived() = Difference("my/negative", "books/open", "books/in_hand");
  *template_.add_derived() = Difference("my/mixed", "observed/report/received", "books/in_hand");
  *template_.add_derived() = Ratio("my/above", "books/in_hand", "books/open");

  EXPECT_EQ(Find("my/full").printed(), "31,04 %");
  EXPECT_EQ(Find("my/full").origin(), Figure::ORIGIN_CATALOGUE);
  EXPECT_EQ(Find("my/left").value(), "1876");
  EXPECT_EQ(Find("my/left").origin(), Figure::ORIGIN_OBSERVED);
  EXPECT_EQ(Find("my/left").source(), "dichvucong.gov.vn");
  EXPECT_EQ(Find("my/negative").printed(), "-18.436");
  EXPECT_EQ(Find("my/mixed").value(), "0");
  EXPECT_EQ(Find("my/mixed").origin(), Figure::ORIGIN_TEMPLATE);
  EXPECT_EQ(Find("my/above").value(), "1331.53");
}

TEST_F(FigureSetTest, WhatIsDerivedFromTheUnknownIsNotKnown) {
  *template_.add_derived() = Difference("my/left", "books/open", "observed/nowhere");
  *template_.add_derived() = Difference("my/points", "books/open", "observed/*/1/points");
  *template_.add_derived() = Difference("my/whole_points", "books/open", "observed/whole");
  facts_.observations.push_back(ObservedOf("whole", "8", v1::MEASURE_POINTS));
  *template_.add_derived() = Ratio("my/nothing", "books/open", "books/reopened");
  *template_.add_derived() = Ratio("my/again", "my/left", "books/open");

  EXPECT_EQ(Find("my/left").state(), Figure::STATE_NOT_KNOWN);
  EXPECT_EQ(Find("my/points").state(), Figure::STATE_NOT_KNOWN);
  EXPECT_EQ(Find("my/whole_points").state(), Figure::STATE_NOT_KNOWN);
  EXPECT_EQ(Find("my/nothing").state(), Figure::STATE_NOTHING);
  EXPECT_EQ(Find("my/again").state(), Figure::STATE_NOT_KNOWN);
}

TEST_F(FigureSetTest, UsedFiguresStandOnceInTheOrderOfFirstUse) {
  Find("books/open");

  EXPECT_EQ(figures_->Use("books/paused"), 0u);
  EXPECT_EQ(figures_->Use("books/open"), 1u);
  EXPECT_EQ(figures_->Use("books/paused"), 0u);
  EXPECT_EQ(figures_->used().size(), 2u);
}

TEST(PercentTest, RoundsHalfUpFromTheCounts) {
  EXPECT_EQ(PercentOf(538, 1733), "31.04");
  EXPECT_EQ(PercentOf(35, 1733), "2.02");
  EXPECT_EQ(PercentOf(29, 32), "90.63");
  EXPECT_EQ(PercentOf(1, 2), "50");
  EXPECT_EQ(PercentOf(1, 200), "0.5");
  EXPECT_EQ(PercentOf(0, 7), "0");
  EXPECT_EQ(PercentOf(UINT64_MAX, UINT64_MAX), "100");
}

}  // namespace
}  // namespace lienthong::report
