#include "services/score/evaluate.h"

#include <gtest/gtest.h>

#include "services/score/builtin_rulebooks.h"
#include "services/score/decimal.h"
#include "services/score/evaluate_testing.h"
#include "services/score/rulebook_check.h"
#include "storage/base/calendar_date.h"

namespace lienthong::score {
namespace {

using Score = v1::IndicatorScore;

Score ScoreOf(const v1::RulebookIndicator& indicator, Counts& counts) {
  return Evaluate(RulebookOf({indicator}, indicator.max()), counts)->groups(0).indicators(0);
}

TEST(EvaluateTest, RoundsRatioAndPointsHalfUpFromTheCounts) {
  FakeCounts counts;
  counts.known = {{kPart, 29}, {kWhole, 32}};

  const Score score = ScoreOf(IndicatorOf(R"(max: "20")"), counts);

  EXPECT_EQ(score.ratio(), "90.63");
  EXPECT_EQ(score.points(), "18.13");
  EXPECT_EQ(score.rule(), Score::RULE_RATE);
  EXPECT_EQ(score.provenance(), Score::PROVENANCE_COMPUTED);
  EXPECT_EQ(score.numerator(), 29u);
  EXPECT_EQ(score.denominator(), 32u);
}

TEST(EvaluateTest, GivesAllPointsFromTheThresholdOn) {
  FakeCounts counts;
  const auto points = [&](int64_t part, int64_t whole) {
    counts.known = {{kPart, part}, {kWhole, whole}};
    return ScoreOf(IndicatorOf(R"(max: "2" full_at: "0.80")"), counts).points();
  };

  EXPECT_EQ(points(79, 100), "1.98");
  EXPECT_EQ(points(80, 100), "2");
  EXPECT_EQ(points(90, 100), "2");
  EXPECT_EQ(points(1, 3), "0.83");
  EXPECT_EQ(points(0, 3), "0");
}

TEST(EvaluateTest, CapsTheRateAtOne) {
  FakeCounts counts;
  counts.known = {{kPart, 7}, {kWhole, 5}};

  const Score score = ScoreOf(IndicatorOf(""), counts);

  EXPECT_EQ(score.ratio(), "100");
  EXPECT_EQ(score.points(), "6");
}

// Each of them must not be taken for another.
TEST(EvaluateTest, AppliesTheThreeRulesForAZeroDenominator) {
  FakeCounts counts;
  counts.known = {{kPart, 0}, {kWhole, 0}};
  counts.last_year = std::make_unique<FakeCounts>();
  counts.last_year->known = {{kWhole, 1206}};

  const Score null = ScoreOf(IndicatorOf("when_zero { null: true }"), counts);
  const Score points = ScoreOf(IndicatorOf(R"(when_zero { points: "6" })"), counts);
  const Score last_year = ScoreOf(IndicatorOf("when_zero { last_year: true }"), counts);

  EXPECT_EQ(null.rule(), Score::RULE_ZERO_NULL);
  EXPECT_EQ(null.points(), "");
  EXPECT_EQ(null.ratio(), "");
  EXPECT_EQ(points.rule(), Score::RULE_ZERO_POINTS);
  EXPECT_EQ(points.points(), "6");
  EXPECT_EQ(last_year.rule(), Score::RULE_ZERO_LAST_YEAR);
  EXPECT_EQ(last_year.denominator(), 101u);  // 1206 / 12 = 100.5
  EXPECT_EQ(last_year.points(), "0");
}

TEST(EvaluateTest, LastYearIsTakenByTheMonthsOfThePeriod) {
  FakeCounts counts;
  counts.known = {{kWhole, 0}, {"observation line/numerator", 25}};
  counts.last_year = std::make_unique<FakeCounts>();
  counts.last_year->known = {{kWhole, 1200}};
  auto indicator = IndicatorOf("when_zero { last_year: true }");
  indicator.mutable_numerator()->mutable_terms(0)->set_observation("line/numerator");
  const auto denominator = [&](int months) {
    counts.months = months;
    return ScoreOf(indicator, counts).denominator();
  };

  EXPECT_EQ(denominator(1), 100u);
  EXPECT_EQ(denominator(3), 300u);
  EXPECT_EQ(denominator(12), 1200u);
  EXPECT_EQ(denominator(0), 0u);
  counts.months = 1;
  EXPECT_EQ(ScoreOf(indicator, counts).points(), "1.5");  // 6 * 25 / 100
  counts.last_year->known = {{kWhole, 0}};
  EXPECT_EQ(ScoreOf(indicator, counts).points(), "0");
}

TEST(EvaluateTest, WhatIsNotKnownIsNullWhateverTheZeroRule) {
  for (const char* rule : {"when_zero { null: true }", R"(when_zero { points: "6" })",
                           "when_zero { last_year: true }"}) {
    FakeCounts counts;
    const Score neither = ScoreOf(IndicatorOf(rule), counts);
    counts.known = {{kWhole, 5}};
    const Score no_numerator = ScoreOf(IndicatorOf(rule), counts);
    counts.known = {{kPart, 5}};
    const Score no_denominator = ScoreOf(IndicatorOf(rule), counts);

    for (const Score& score : {neither, no_numerator, no_denominator}) {
      EXPECT_EQ(score.rule(), Score::RULE_NOT_KNOWN) << rule;
      EXPECT_EQ(score.points(), "") << rule;
      EXPECT_EQ(score.provenance(), Score::PROVENANCE_UNKNOWN) << rule;
    }
  }
}

TEST(EvaluateTest, AZeroDenominatorNeedsNoNumerator) {
  FakeCounts counts;
  counts.known = {{kWhole, 0}};

  EXPECT_EQ(ScoreOf(IndicatorOf(R"(when_zero { points: "6" })"), counts).points(), "6");
}

TEST(EvaluateTest, FixedPointsForAbsenceNeedBothCountsAbsent) {
  const auto indicator = IndicatorOf(R"(when_absent: "2")");
  FakeCounts counts;
  const Score neither = ScoreOf(indicator, counts);
  counts.known = {{kWhole, 5}};
  const Score one = ScoreOf(indicator, counts);

  EXPECT_EQ(neither.rule(), Score::RULE_ABSENT_POINTS);
  EXPECT_EQ(neither.points(), "2");
  EXPECT_EQ(neither.provenance(), Score::PROVENANCE_UNKNOWN);
  EXPECT_EQ(one.rule(), Score::RULE_NOT_KNOWN);
  EXPECT_EQ(one.points(), "");
}

TEST(EvaluateTest, ObservedCountsStandInOnlyTogetherAndOnlyForWhatIsNotKnown) {
  const auto indicator = IndicatorOf(R"(observed: "line")");
  FakeCounts counts;
  counts.known = {{"observation line/numerator", 3}};
  const Score half = ScoreOf(indicator, counts);
  counts.known["observation line/denominator"] = 4;
  const Score both = ScoreOf(indicator, counts);
  counts.known[kWhole] = 10;
  const Score numerator_missing = ScoreOf(indicator, counts);
  counts.known[kPart] = 5;
  const Score computed = ScoreOf(indicator, counts);

  EXPECT_EQ(half.rule(), Score::RULE_NOT_KNOWN);
  for (const Score& score : {both, numerator_missing}) {
    EXPECT_EQ(score.ratio(), "75");
    EXPECT_EQ(score.provenance(), Score::PROVENANCE_OBSERVED);
    ASSERT_EQ(score.observed_size(), 2);
    EXPECT_EQ(score.observed(0).observation().definition(), "line/numerator");
  }
  EXPECT_EQ(computed.ratio(), "50");
  EXPECT_EQ(computed.provenance(), Score::PROVENANCE_COMPUTED);
  EXPECT_EQ(computed.observed_size(), 0);
}

TEST(EvaluateTest, TheGreatestLeavesOutWhatIsNotKnown) {
  auto indicator = IndicatorOf("");
  *indicator.mutable_denominator() = FromText<v1::Count>(R"(
      terms { greatest {
        of { terms { dossiers { basis: BASIS_NEW } } }
        of { terms { observation: "portal/received" } } } })");
  FakeCounts counts;
  counts.known = {{kPart, 30}, {"dossiers BASIS_NEW", 40}};
  const Score ours = ScoreOf(indicator, counts);
  counts.known["observation portal/received"] = 60;
  const Score theirs = ScoreOf(indicator, counts);
  counts.known = {{kPart, 30}};
  const Score neither = ScoreOf(indicator, counts);

  EXPECT_EQ(ours.ratio(), "75");
  EXPECT_EQ(ours.provenance(), Score::PROVENANCE_COMPUTED);
  EXPECT_EQ(theirs.ratio(), "50");
  EXPECT_EQ(theirs.provenance(), Score::PROVENANCE_OBSERVED);
  EXPECT_EQ(neither.rule(), Score::RULE_NOT_KNOWN);
}

TEST(EvaluateTest, TermsAreTakenAwayDownToZero) {
  auto indicator = IndicatorOf("");
  *indicator.mutable_numerator() = FromText<v1::Count>(R"(
      terms { dossiers { basis: BASIS_RESOLVED } }
      terms { minus: true dossiers { basis: BASIS_RESOLVED judgement: JUDGEMENT_LATE } })");
  FakeCounts counts;
  counts.known = {{kWhole, 10}, {kWhole + " JUDGEMENT_LATE", 4}};
  EXPECT_EQ(ScoreOf(indicator, counts).numerator(), 6u);
  counts.known[kWhole + " JUDGEMENT_LATE"] = 11;
  EXPECT_EQ(ScoreOf(indicator, counts).numerator(), 0u);
}

TEST(EvaluateTest, SumsThatDoNotFitAreAnErrorAndNoNumber) {
  auto indicator = IndicatorOf("");
  *indicator.mutable_numerator() = FromText<v1::Count>(R"(
      terms { dossiers { basis: BASIS_RESOLVED } } terms { dossiers { basis: BASIS_RESOLVED } })");
  FakeCounts counts;
  counts.known = {{kWhole, INT64_MAX / 2 + 1}};

  const auto card = Evaluate(RulebookOf({indicator}, "6"), counts);

  EXPECT_EQ(card.status().code(), absl::StatusCode::kOutOfRange);
}

TEST(EvaluateTest, AGroupIsTheSumOfRoundedIndicatorsAndNullIsLeftOut) {
  FakeCounts counts;
  counts.known = {{kPart, 1}, {kWhole, 3}};  // 6 / 3, 1 / 3, 1 / 3 points
  auto third = IndicatorOf(R"(id: "1.2" max: "1")");
  auto another = IndicatorOf(R"(id: "1.3" max: "1")");
  auto unknown = IndicatorOf(R"(id: "1.4" max: "1")");
  unknown.mutable_denominator()->mutable_terms(0)->set_observation("none");

  const auto card = *Evaluate(RulebookOf({IndicatorOf(""), third, another, unknown}, "9"), counts);

  EXPECT_EQ(card.groups(0).points(), "2.66");  // 2 + 0.33 + 0.33, not 2.67
  EXPECT_EQ(card.total(), "2.66");
  EXPECT_EQ(card.total_of(), "8");  // 9, less the one that is not known
}

TEST(EvaluateTest, AGroupWithoutPointsIsNullAndTakesTheBandWithIt) {
  FakeCounts counts;
  counts.known = {{kPart, 1}, {kWhole, 1}};
  v1::Rulebook rulebook = RulebookOf({IndicatorOf("")}, "6");
  rulebook.add_bands()->set_name("all");
  rulebook.mutable_bands(0)->set_from("0");
  EXPECT_EQ(Evaluate(rulebook, counts)->band(), "all");
  v1::RulebookGroup second = rulebook.groups(0);
  second.set_id("2");
  second.mutable_indicators(0)->mutable_denominator()->mutable_terms(0)->set_observation("none");
  *rulebook.add_groups() = second;

  const auto card = *Evaluate(rulebook, counts);
  counts.known.clear();
  const auto nothing = *Evaluate(rulebook, counts);

  EXPECT_EQ(card.groups(1).points(), "");
  EXPECT_EQ(card.total(), "6");
  EXPECT_EQ(card.total_of(), "6");
  EXPECT_EQ(card.band(), "");
  EXPECT_EQ(nothing.total(), "");
  EXPECT_EQ(nothing.total_of(), "");
}

// Null by its rule is an answer; not known is none, and its total no class.
TEST(EvaluateTest, WhatIsNotKnownTakesItsPointsAndTheBandWithIt) {
  v1::Rulebook rulebook = RulebookOf(
      {IndicatorOf(""), IndicatorOf(R"(id: "1.2" max: "4" when_zero { null: true })")}, "10");
  rulebook.mutable_groups(0)
      ->mutable_indicators(1)
      ->mutable_denominator()
      ->mutable_terms(0)
      ->set_observation("seen");
  rulebook.add_bands()->set_name("all");
  rulebook.mutable_bands(0)->set_from("0");
  FakeCounts counts;
  counts.known = {{kPart, 1}, {kWhole, 2}};
  const auto unknown = *Evaluate(rulebook, counts);
  counts.known["observation seen"] = 0;
  const auto null = *Evaluate(rulebook, counts);

  EXPECT_EQ(unknown.total_of(), "6");
  EXPECT_EQ(unknown.band(), "");
  EXPECT_EQ(null.total_of(), "10");
  EXPECT_EQ(null.band(), "all");
}

TEST(EvaluateTest, BandsBeginAtTheirLeastTotal) {
  v1::Rulebook rulebook = RulebookOf({IndicatorOf(R"(max: "100")")}, "100");
  rulebook.mutable_bands()->CopyFrom(FromText<v1::Rulebook>(R"(
      bands { name: "A" from: "90" } bands { name: "B" from: "50" } bands { name: "C" from: "0" })")
                                         .bands());
  const auto band = [&](int64_t part) {
    FakeCounts counts;
    counts.known = {{kPart, part}, {kWhole, 10000}};
    return Evaluate(rulebook, counts)->band();
  };

  EXPECT_EQ(band(9000), "A");
  EXPECT_EQ(band(8999), "B");
  EXPECT_EQ(band(5000), "B");
  EXPECT_EQ(band(0), "C");
}

TEST(EvaluateTest, WhatARulebookLeavesOutIsNoTotal) {
  v1::Rulebook rulebook = RulebookOf({IndicatorOf("")}, "18");
  rulebook.mutable_groups(0)->set_left_out("12");
  rulebook.add_bands()->set_from("0");
  FakeCounts counts;
  counts.known = {{kPart, 1}, {kWhole, 2}};

  const auto card = *Evaluate(rulebook, counts);

  EXPECT_EQ(card.total(), "3");
  EXPECT_EQ(card.total_of(), "6");
  EXPECT_EQ(card.band(), "");
}

TEST(EvaluateTest, WhatNobodyHasStatedIsNamed) {
  FakeCounts counts;
  counts.known = {{kPart, 1}, {kWhole, 2}};
  counts.unheard = {{kPart, {v1::FLAG_COMPLAINED}}};

  const Score score = ScoreOf(IndicatorOf(""), counts);

  ASSERT_EQ(score.unheard_size(), 1);
  EXPECT_EQ(score.unheard(0), v1::FLAG_COMPLAINED);
}

TEST(WholeMonthsTest, BothCalendarsHaveThem) {
  const auto months = [](const char* from, const char* to) {
    return WholeMonths(*ParseDate(from), *ParseDate(to));
  };

  EXPECT_EQ(months("2026-08-01", "2026-08-31"), 1);
  EXPECT_EQ(months("2026-02-01", "2026-02-28"), 1);
  EXPECT_EQ(months("2026-07-15", "2026-08-14"), 1);
  EXPECT_EQ(months("2026-07-01", "2026-09-30"), 3);
  EXPECT_EQ(months("2025-12-15", "2026-12-14"), 12);
  EXPECT_EQ(months("2026-01-01", "2026-12-31"), 12);
  EXPECT_EQ(months("2026-08-01", "2026-08-30"), 0);
  EXPECT_EQ(months("2026-08-05", "2026-08-20"), 0);
  EXPECT_EQ(months("2026-01-01", "2027-12-31"), 0);
  EXPECT_EQ(months("2026-08-01", "2026-08-01"), 0);
}

TEST(DecimalTextTest, TakesDigitsAndOnePointOnly) {
  EXPECT_EQ(ParseMillionths("0.80"), 800000u);
  EXPECT_EQ(ParseMillionths("6"), 6000000u);
  EXPECT_EQ(ParseMillionths("999.999999"), 999999999u);
  for (const char* text : {"", ".", "1.", ".5", "-1", "+1", "1,5", "1e3", " 1", "1 ", "1.2.3",
                           "0.1234567", "1234567890", "१"}) {
    EXPECT_EQ(ParseMillionths(text), std::nullopt) << text;
  }
  EXPECT_EQ(ParseMillionths("0.125", kPointDecimalsMax), std::nullopt);
  EXPECT_EQ(ParseWhole("19933"), 19933u);
  EXPECT_EQ(ParseWhole("19933.5"), std::nullopt);
  EXPECT_EQ(ParseWhole("9999999999999999"), std::nullopt);
}

// The whole rulebook on one set of counts, by hand from its own table.
TEST(EvaluateTest, AppliesTheRulebookOf2026) {
  const v1::Rulebook rulebook = *ParseRulebook(BuiltinRulebooks()[1].text);
  FakeCounts counts;
  counts.known = {{"catalogue ASPECT_PUBLISHED", 12},
                  {"catalogue ASPECT_PUBLISHED_IN_TIME", 11},
                  {"catalogue ASPECT_UPDATE_DUE", 0},
                  {"catalogue ASPECT_UPDATED_IN_TIME", 0},
                  {"catalogue ASPECT_PUBLIC", 1733},
                  {"catalogue ASPECT_COMPLETE", 1700},
                  {"catalogue ASPECT_UNSPECIFIED", 1733},
                  {"catalogue ASPECT_ONLINE", 573},
                  {"catalogue ASPECT_FEE", 300},
                  {"catalogue ASPECT_FEE_ONLINE_PAYMENT", 120},
                  {"catalogue ASPECT_CITIZEN", 900},
                  {"catalogue ASPECT_CITIZEN_POPULATION_DATA", 450},
                  {"procedures ASPECT_ONLINE", 211},
                  {"procedures ASPECT_FEE", 31},
                  {"dossiers BASIS_NEW", 19933},
                  {"dossiers BASIS_NEW FLAG_SYNCHRONISED", 15000},
                  {"observation portal/received", 20000},
                  {"dossiers BASIS_NEW FLAG_ONLINE", 565},
                  {"dossiers BASIS_NEW FLAG_FEE_DUE", 9000},
                  {"dossiers BASIS_NEW FLAG_PAID_ONLINE", 491},
                  {"dossiers BASIS_RESOLVED FLAG_WRITTEN_RESULT_DUE", 8000},
                  {"dossiers BASIS_RESOLVED FLAG_WRITTEN_RESULT_DUE FLAG_ELECTRONIC_RESULT", 250},
                  {"dossiers BASIS_NEW FLAG_DIGITISED", 564},
                  {"dossiers BASIS_NEW FLAG_REUSED", 0},
                  {"dossiers BASIS_NEW FLAG_PERSONAL_STORE", 10},
                  {"dossiers BASIS_NEW FLAG_POPULATION_DATA", 17000},
                  {"dossiers BASIS_IN_HAND", 184513},
                  {"dossiers BASIS_IN_HAND JUDGEMENT_IN_TIME", 144625},
                  {"dossiers BASIS_IN_HAND JUDGEMENT_LATE or FLAG_COMPLAINED", 39900},
                  {"petitions ASPECT_UNSPECIFIED", 0}};

  const v1::Scorecard card = *Evaluate(rulebook, counts);

  std::map<std::string, std::string> points;
  for (const auto& group : card.groups()) {
    points[group.id()] = group.points();
    for (const auto& indicator : group.indicators()) points[indicator.id()] = indicator.points();
  }
  const std::map<std::string, std::string> expected = {
      {"1.1", "5.5"},   {"1.2", ""},     {"1.3", "1.96"}, {"1.4", "4.5"},  {"1", "11.96"},
      {"2.1", "15.68"}, {"2", "15.68"},  {"3.1", "0.83"}, {"3.2", "1.47"}, {"3.3", "0.34"},
      {"3", "2.64"},    {"4.1", "1"},    {"4.2", "0.26"}, {"4.3", "0.33"}, {"4", "1.59"},
      {"5.1", "0.19"},  {"5.2", "0.11"}, {"5.3", "0"},    {"5.4", "0"},    {"5.5", "1"},
      {"5.6", "1.71"},  {"5.7", "2"},    {"5", "5.01"},   {"6.1", "6"},    {"6.2", "6"},
      {"6.3", "5.23"},  {"6", "17.23"}};
  EXPECT_EQ(points, expected);
  EXPECT_EQ(card.total(), "54.11");
  EXPECT_EQ(card.total_of(), "100");
  EXPECT_EQ(card.band(), "Trung bình");
}

}  // namespace
}  // namespace lienthong::score
