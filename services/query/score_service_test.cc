#include "services/query/score_service.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "services/accounting/petitions.h"
#include "services/query/query_service.h"
#include "services/query/query_testing.h"
#include "services/score/builtin_rulebooks.h"
#include "services/score/rulebook_check.h"

namespace lienthong::query {
namespace {

using testing::HasSubstr;
using Score = v1::IndicatorScore;

uint32_t LineWith(Account from, Account to, std::initializer_list<v1::Flag> flags) {
  Line line{from, to};
  for (const v1::Flag flag : flags) line.flags |= static_cast<uint16_t>(1 << (flag - 1));
  return line.Pack();
}

uint32_t Accepted(std::initializer_list<v1::Flag> flags) {
  return LineWith(Account::kOutside, Account::kOpenInTime, flags);
}

uint32_t ReceivedPetition() {
  Line line{Account::kOutside, Account::kOpenInTime};
  line.book = Book::kPetitions;
  return line.Pack();
}

v1::Rulebook Builtin(int place) {
  return score::ReadRulebook(score::BuiltinRulebooks()[place].text).rulebook;
}

// Province 1 above communes 2 and 3; two online procedures, one of them with a fee, and one
// that is not online.
class ScoreServiceTest : public testing::Test {
 protected:
  ScoreServiceTest() {
    clock_.now = At("2026-09-02 09:00:00");
    memory_.AddUnit(1, "P", 0);
    memory_.AddUnit(2, "P.2", 1);
    memory_.AddUnit(3, "P.3", 1);
    memory_.Grant(2, "province", {"igate"});
    memory_.Grant(3, "far", {"igate"});
    AddProcedure(7, "online: ONLINE_LEVEL_FULL fee: true offering { online_payment: true }");
    AddProcedure(8, "online: ONLINE_LEVEL_PARTIAL");
    AddProcedure(9, "online: ONLINE_LEVEL_OTHER");
    AddRulebook(Builtin(1));
  }

  void AddProcedure(uint32_t id, const std::string& text) {
    v1::ReferenceEntry entry;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, entry.mutable_procedure()));
    entry.mutable_procedure()->set_id(id);
    entry.mutable_procedure()->set_code("1." + std::to_string(id));
    memory_.registry()->Add(entry);
  }

  void AddRulebook(const v1::Rulebook& rulebook) {
    v1::ReferenceEntry entry;
    *entry.mutable_rulebook() = rulebook;
    memory_.registry()->Add(entry);
  }

  // A whole number about August 2026.
  static v1::Observation About(uint32_t unit, const std::string& definition,
                               const std::string& value, const std::string& as_of) {
    v1::Observation observation;
    observation.set_unit(unit);
    observation.set_definition(definition);
    observation.set_first_day(On("2026-08-01"));
    observation.set_last_day(On("2026-08-31"));
    observation.set_value(value);
    observation.set_measure(v1::MEASURE_COUNT);
    observation.set_source("dichvucong.gov.vn");
    observation.set_as_of(At(as_of));
    return observation;
  }

  void ObserveFromAbove(const v1::Observation& observation) {
    v1::ReferenceEntry entry;
    *entry.mutable_observation() = observation;
    memory_.registry()->Add(entry);
  }

  v1::GetScorecardRequest August(const std::string& unit = "P") const {
    v1::GetScorecardRequest request;
    request.set_unit(unit);
    request.set_from("2026-08-01");
    request.set_to("2026-08-31");
    return request;
  }

  grpc::Status Ask(const v1::GetScorecardRequest& request) {
    response_.Clear();
    return service_.GetScorecard(nullptr, &request, &response_);
  }

  // The indicator on a unit's card of August.
  Score Of(const std::string& indicator, const std::string& unit = "P") {
    EXPECT_TRUE(Ask(August(unit)).ok());
    for (const auto& group : response_.cards(0).groups()) {
      for (const auto& score : group.indicators()) {
        if (score.id() == indicator) return score;
      }
    }
    return {};
  }

  TestMemory memory_;
  FixedClock clock_;
  TestDoor door_;
  ScoreService service_{memory_.engine(), memory_.journal(), clock_, door_,
                        [this] { return memory_.registry(); }};
  v1::GetScorecardResponse response_;
};

TEST_F(ScoreServiceTest, TimelinessIsWhatGetScoreSays) {
  for (int i = 0; i < 32; ++i) {
    std::vector<StoredPosting> postings = {{At("2026-08-03 08:00:00"), 2u + i % 2, kAccepted}};
    if (i < 3) postings.push_back({At("2026-08-20 17:00:00"), 2u + i % 2, kPassed});
    memory_.Post("d" + std::to_string(i), postings, 7);
  }
  v1::GetScoreRequest asked;
  asked.set_unit("P");
  asked.set_from("2026-08-01");
  asked.set_to("2026-08-31");
  v1::GetScoreResponse figures;
  QueryService queries(memory_.engine(), memory_.journal(), clock_, door_,
                       [this] { return memory_.registry(); });
  ASSERT_TRUE(queries.GetScore(nullptr, &asked, &figures).ok());

  const Score score = Of("2.1");

  EXPECT_EQ(score.ratio(), "90.63");
  EXPECT_EQ(score.points(), "18.13");
  EXPECT_EQ(score.points(), figures.rows(0).points());
  EXPECT_EQ(score.provenance(), Score::PROVENANCE_COMPUTED);
  const v1::Scorecard& card = response_.cards(0);
  EXPECT_EQ(card.rulebook(), "766-2026");
  EXPECT_EQ(card.figures().in_hand(), 32u);
  EXPECT_EQ(card.coverage().expected(), figures.rows(0).coverage().expected());
  EXPECT_EQ(response_.position(), memory_.journal().position());
}

// Procedure 7 and 8 in one commune, 7 in the other: two, not three; 9 is not online.
TEST_F(ScoreServiceTest, AProcedureCountsOnceOverTheSubtree) {
  memory_.Post("a", {{At("2026-08-03 08:00:00"), 2, kAccepted}}, 7);
  memory_.Post("b", {{At("2026-08-17 08:00:00"), 2, kAccepted}}, 8);
  memory_.Post("c", {{At("2026-08-18 08:00:00"), 3, kAccepted}}, 7);
  memory_.Post("d", {{At("2026-08-18 08:00:00"), 3, kAccepted}}, 9);
  memory_.Post("old", {{At("2026-07-31 08:00:00"), 3, kAccepted}}, 8);

  EXPECT_EQ(Of("3.2").numerator(), 2u);
  EXPECT_EQ(Of("3.2").denominator(), 2u);
  EXPECT_EQ(Of("3.2").points(), "4");
  EXPECT_EQ(Of("3.2", "P.3").numerator(), 1u);
  EXPECT_EQ(Of("3.1").ratio(), "66.67");
  EXPECT_EQ(Of("4.1").ratio(), "100");
}

// Days that no half-month expresses are counted from the records.
TEST_F(ScoreServiceTest, DistinctCountsAreExactForAnyDays) {
  memory_.Post("a", {{At("2026-08-03 08:00:00"), 2, kAccepted}}, 7);
  memory_.Post("b", {{At("2026-08-17 08:00:00"), 2, kAccepted}}, 8);
  v1::GetScorecardRequest request = August();
  request.set_from("2026-08-04");
  request.set_to("2026-08-20");

  ASSERT_TRUE(Ask(request).ok());

  EXPECT_EQ(response_.cards(0).groups(2).indicators(1).numerator(), 1u);
}

TEST_F(ScoreServiceTest, FlagsAndBasesReachTheirIndicators) {
  memory_.Post("a",
               {{At("2026-08-03 08:00:00"), 2, Accepted({v1::FLAG_ONLINE, v1::FLAG_FEE_DUE})},
                {At("2026-08-04 08:00:00"), 2,
                 LineWith(Account::kOpenInTime, Account::kResolvedEarly,
                          {v1::FLAG_ONLINE, v1::FLAG_FEE_DUE})}},
               7);
  memory_.Post("b",
               {{At("2026-08-03 08:00:00"), 2,
                 Accepted({v1::FLAG_FEE_DUE, v1::FLAG_PAID_ONLINE, v1::FLAG_DIGITISED,
                           v1::FLAG_WRITTEN_RESULT_DUE, v1::FLAG_ELECTRONIC_RESULT})},
                {At("2026-08-05 08:00:00"), 2,
                 LineWith(Account::kOpenInTime, Account::kResolvedEarly,
                          {v1::FLAG_FEE_DUE, v1::FLAG_PAID_ONLINE, v1::FLAG_DIGITISED,
                           v1::FLAG_WRITTEN_RESULT_DUE, v1::FLAG_ELECTRONIC_RESULT})}},
               7);
  memory_.Post("c", {{At("2026-08-06 08:00:00"), 3, Accepted({v1::FLAG_REUSED})}}, 8);

  EXPECT_EQ(Of("3.3").ratio(), "33.33");
  EXPECT_EQ(Of("3.3").points(), "4");
  EXPECT_EQ(Of("4.2").ratio(), "100");
  EXPECT_EQ(Of("4.3").ratio(), "50");
  EXPECT_EQ(Of("5.1").ratio(), "100");
  EXPECT_EQ(Of("5.2").points(), "1.33");
  EXPECT_EQ(Of("5.3").points(), "0.83");
  EXPECT_EQ(Of("5.6").points(), "0");
}

// The union: late, complained about, and one that is both.
TEST_F(ScoreServiceTest, OverdueOrComplainedAboutIsAUnion) {
  const auto open = Accepted({v1::FLAG_COMPLAINED});
  memory_.Post("fine", {{At("2026-08-03 08:00:00"), 2, kAccepted}}, 7);
  memory_.Post("late",
               {{At("2026-08-03 08:00:00"), 2, kAccepted}, {At("2026-08-20 17:00:00"), 2, kPassed}},
               7);
  EXPECT_EQ(Of("6.3").numerator(), 1u);
  ASSERT_EQ(Of("6.3").unheard_size(), 1);  // nobody has stated a complaint

  memory_.Post("complained", {{At("2026-08-03 08:00:00"), 2, open}}, 7);
  memory_.Post("both",
               {{At("2026-08-03 08:00:00"), 3, open},
                {At("2026-08-20 17:00:00"), 3,
                 LineWith(Account::kOpenInTime, Account::kOpenOverdue, {v1::FLAG_COMPLAINED})}},
               7);

  const Score score = Of("6.3");
  EXPECT_EQ(score.numerator(), 1u);
  EXPECT_EQ(score.denominator(), 4u);
  EXPECT_EQ(score.points(), "1.67");  // min(6, 6 * 0.25 / 0.9)
  EXPECT_EQ(score.unheard_size(), 0);
}

TEST_F(ScoreServiceTest, WhatNobodyStatesIsNotKnownAndOnceStatedInTheSubtreeItIsZero) {
  memory_.Post("a", {{At("2026-08-03 08:00:00"), 2, kAccepted}}, 7);
  EXPECT_EQ(Of("1.4").rule(), Score::RULE_NOT_KNOWN);
  EXPECT_EQ(Of("1.4").points(), "");

  memory_.Post("b", {{At("2026-08-03 08:00:00"), 3, Accepted({v1::FLAG_SYNCHRONISED})}}, 7);

  EXPECT_EQ(Of("1.4").ratio(), "50");
  EXPECT_EQ(Of("1.4", "P.3").points(), "6");
  EXPECT_EQ(Of("1.4", "P.2").rule(), Score::RULE_NOT_KNOWN);  // a sibling's word is not its own

  memory_.Post("c", {{At("2024-02-01 08:00:00"), 2, Accepted({v1::FLAG_SYNCHRONISED})}}, 7);

  EXPECT_EQ(Of("1.4", "P.2").points(), "0");  // once is enough, however long ago
  EXPECT_EQ(Of("1.4", "P.2").rule(), Score::RULE_RATE);
}

// What a province holds of the siblings of a unit is no business of the unit's card.
TEST_F(ScoreServiceTest, AUnitHasOneCardHereAndAtItsOwnNode) {
  const auto post_own = [](TestMemory& memory) {
    memory.Post("own", {{At("2026-08-03 08:00:00"), 2, kAccepted}}, 7);
    memory.Post("done",
                {{At("2026-08-03 08:00:00"), 2, Accepted({v1::FLAG_ONLINE})},
                 {At("2026-08-05 08:00:00"), 2, kDecided}},
                8);
  };
  TestMemory own_node;
  post_own(own_node);
  post_own(memory_);
  memory_.Post(
      "sibling's",
      {{At("2026-08-03 08:00:00"), 3, Accepted({v1::FLAG_SYNCHRONISED, v1::FLAG_COMPLAINED})}}, 7);
  memory_.PostPetition("sibling's", {{At("2026-08-03 08:00:00"), 3, ReceivedPetition()}});
  ScoreService service(own_node.engine(), own_node.journal(), clock_, door_,
                       [&] { return memory_.registry(); });
  v1::GetScorecardResponse there;
  const auto request = August("P.2");
  ASSERT_TRUE(service.GetScorecard(nullptr, &request, &there).ok());

  ASSERT_TRUE(Ask(request).ok());

  EXPECT_EQ(response_.cards(0).DebugString(), there.cards(0).DebugString());
  for (const std::string unit : {"P", "P.3"}) {
    EXPECT_EQ(Of("1.4", unit).rule(), Score::RULE_RATE) << unit;
    EXPECT_EQ(Of("6.1", unit).rule(), Score::RULE_RATE) << unit;
    EXPECT_EQ(Of("6.3", unit).unheard_size(), 0) << unit;
  }
}

TEST_F(ScoreServiceTest, WithoutDossiersTheDenominatorIsLastYears) {
  for (int i = 0; i < 24; ++i)
    memory_.Post("old" + std::to_string(i),
                 {{At("2025-03-0" + std::to_string(1 + i % 9) + " 08:00:00"), 2,
                   Accepted({v1::FLAG_SYNCHRONISED})}},
                 7);
  memory_.Post("older", {{At("2024-12-31 08:00:00"), 2, kAccepted}}, 7);

  const Score month = Of("1.4");

  EXPECT_EQ(month.rule(), Score::RULE_ZERO_LAST_YEAR);
  EXPECT_EQ(month.denominator(), 2u);
  EXPECT_EQ(month.points(), "0");
  v1::GetScorecardRequest quarter = August();
  quarter.set_from("2026-07-01");
  quarter.set_to("2026-09-30");
  ASSERT_TRUE(Ask(quarter).ok());
  EXPECT_EQ(response_.cards(0).groups(0).indicators(3).denominator(), 6u);
}

TEST_F(ScoreServiceTest, ObservationsStandOnlyForTheirOwnPeriodAndTheLatestCounts) {
  EXPECT_EQ(Of("5.7").rule(), Score::RULE_ABSENT_POINTS);
  EXPECT_EQ(Of("5.7").points(), "2");
  memory_.Observe(About(1, "766-2026/5.7/numerator", "3", "2026-09-01"));
  memory_.Observe(About(1, "766-2026/5.7/denominator", "4", "2026-09-01"));
  v1::Observation other = About(1, "766-2026/5.7/denominator", "9", "2026-09-02");
  other.set_first_day(On("2026-07-01"));
  memory_.Observe(other);

  const Score score = Of("5.7");

  EXPECT_EQ(score.points(), "1.5");
  EXPECT_EQ(score.provenance(), Score::PROVENANCE_OBSERVED);
  ASSERT_EQ(score.observed_size(), 2);
  EXPECT_EQ(score.observed(0).unit(), "P");
  EXPECT_EQ(Of("5.7", "P.2").rule(), Score::RULE_ABSENT_POINTS);  // it is about P alone
  ObserveFromAbove(About(1, "766-2026/5.7/denominator", "6", "2026-09-02"));
  EXPECT_EQ(Of("5.7").points(), "1");
  EXPECT_TRUE(Of("5.7").observed(1).from_above());
}

TEST_F(ScoreServiceTest, AFigureThatIsNoCountIsShownAndNotUsed) {
  v1::Observation rate = About(1, "766-2026/5.7/numerator", "39.56", "2026-09-01");
  rate.set_measure(v1::MEASURE_PERCENT);
  memory_.Observe(rate);
  memory_.Observe(About(1, "766-2026/5.7/denominator", "12.5", "2026-09-01"));

  EXPECT_EQ(Of("5.7").rule(), Score::RULE_ABSENT_POINTS);
  EXPECT_EQ(response_.cards(0).observations_size(), 2);
}

TEST_F(ScoreServiceTest, PetitionsAreNotKnownUntilSomebodyReportsThem) {
  EXPECT_EQ(Of("6.1").rule(), Score::RULE_NOT_KNOWN);
  const auto line = [](Account from, Account to, uint16_t flags) {
    Line made{from, to};
    made.flags = flags;
    made.book = Book::kPetitions;
    return made.Pack();
  };
  memory_.PostPetition(
      "p",
      {{At("2026-08-03 08:00:00"), 3, line(Account::kOutside, Account::kOpenInTime, kSatisfied)},
       {At("2026-08-05 08:00:00"), 3, line(Account::kOpenInTime, kHandledInTime, kSatisfied)}});
  memory_.PostPetition(
      "q", {{At("2026-08-03 08:00:00"), 3, line(Account::kOutside, Account::kOpenInTime, 0)},
            {At("2026-08-20 08:00:00"), 3, line(Account::kOpenInTime, Account::kOpenOverdue, 0)}});

  EXPECT_EQ(Of("6.1", "P.3").points(), "3");
  EXPECT_EQ(Of("6.2", "P.3").points(), "3");
  EXPECT_EQ(Of("6.1").denominator(), 2u);
  EXPECT_EQ(Of("6.1", "P.2").rule(), Score::RULE_NOT_KNOWN);
  memory_.PostPetition(
      "long ago", {{At("2025-01-06 08:00:00"), 2, line(Account::kOutside, Account::kOpenInTime, 0)},
                   {At("2025-01-07 08:00:00"), 2, line(Account::kOpenInTime, kHandledInTime, 0)}});
  EXPECT_EQ(Of("6.1", "P.2").rule(), Score::RULE_ZERO_POINTS);
  EXPECT_EQ(Of("6.1", "P.2").points(), "6");
}

// A catalogue without a word on publication must not shut out what the portal said of it.
TEST_F(ScoreServiceTest, WhatTheCatalogueIsSilentOnIsTakenAsObserved) {
  EXPECT_EQ(Of("1.1").rule(), Score::RULE_NOT_KNOWN);
  EXPECT_EQ(Of("5.5").rule(), Score::RULE_NOT_KNOWN);
  memory_.Observe(About(1, "766-2026/1.1/numerator", "11", "2026-09-01"));
  memory_.Observe(About(1, "766-2026/1.1/denominator", "12", "2026-09-01"));
  EXPECT_EQ(Of("1.1").points(), "5.5");
  EXPECT_EQ(Of("1.1").provenance(), Score::PROVENANCE_OBSERVED);

  AddProcedure(10, fmt::format("citizen: true offering {{ published: {} }}", On("2026-08-05")));

  EXPECT_EQ(Of("1.1").points(), "6");
  EXPECT_EQ(Of("1.1").provenance(), Score::PROVENANCE_COMPUTED);
  EXPECT_EQ(Of("1.2").rule(), Score::RULE_ZERO_NULL);
}

TEST_F(ScoreServiceTest, WithoutACatalogueNothingOfItIsKnown) {
  TestMemory bare;
  bare.AddUnit(1, "P", 0);
  v1::ReferenceEntry entry;
  *entry.mutable_rulebook() = Builtin(1);
  bare.registry()->Add(entry);
  ScoreService service(bare.engine(), bare.journal(), clock_, door_,
                       [&] { return bare.registry(); });
  const auto request = August();

  ASSERT_TRUE(service.GetScorecard(nullptr, &request, &response_).ok());

  for (const auto& score : response_.cards(0).groups(2).indicators())
    EXPECT_EQ(score.points(), score.id() == "3.3" ? "0" : "") << score.id();
}

TEST_F(ScoreServiceTest, ChildrenGetCardsOfTheirOwn) {
  memory_.Post("a", {{At("2026-08-03 08:00:00"), 2, kAccepted}}, 7);
  memory_.Post(
      "b", {{At("2026-08-03 08:00:00"), 3, kAccepted}, {At("2026-08-20 17:00:00"), 3, kPassed}}, 7);
  v1::GetScorecardRequest request = August();
  request.set_children(true);

  ASSERT_TRUE(Ask(request).ok());

  ASSERT_EQ(response_.cards_size(), 3);
  EXPECT_EQ(response_.cards(0).groups(1).points(), "10");
  EXPECT_EQ(response_.cards(1).unit(), "P.2");
  EXPECT_EQ(response_.cards(1).groups(1).points(), "20");
  EXPECT_EQ(response_.cards(2).groups(1).points(), "0");
}

TEST_F(ScoreServiceTest, CountsUpToTheInstantThatIsAsked) {
  memory_.Post(
      "a", {{At("2026-08-03 08:00:00"), 2, kAccepted}, {At("2026-08-20 17:00:00"), 2, kPassed}}, 7);
  v1::GetScorecardRequest request = August();
  request.set_as_of(At("2026-08-20 16:59:59"));
  ASSERT_TRUE(Ask(request).ok());
  EXPECT_EQ(response_.cards(0).groups(1).points(), "20");
  request.set_as_of(At("2026-08-20 17:00:00"));
  ASSERT_TRUE(Ask(request).ok());
  EXPECT_EQ(response_.cards(0).groups(1).points(), "0");
  request.set_as_of(At("2026-09-01"));
  EXPECT_EQ(Ask(request).error_code(), grpc::StatusCode::OUT_OF_RANGE);
}

TEST_F(ScoreServiceTest, ATrialIsCheckedUsedAndNotKept) {
  memory_.Post("a", {{At("2026-08-03 08:00:00"), 2, Accepted({v1::FLAG_DIGITISED})}}, 7);
  memory_.Post("b", {{At("2026-08-03 08:00:00"), 2, kAccepted}}, 7);
  v1::GetScorecardRequest request = August();
  *request.mutable_trial() = Builtin(1);
  request.mutable_trial()->mutable_groups(4)->mutable_indicators(1)->set_full_at("0.80");
  ASSERT_TRUE(Ask(request).ok());
  EXPECT_EQ(response_.cards(0).groups(4).indicators(1).points(), "2.5");
  EXPECT_EQ(Of("5.2").points(), "2");

  request.mutable_trial()->mutable_groups(4)->set_max("21");
  const grpc::Status refused = Ask(request);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(refused.error_message(), HasSubstr("trial: rulebook \"766-2026\", groups[5].max: is "
                                                 "21, but its indicators"));
}

TEST_F(ScoreServiceTest, SaysWhichRulebookIsMissing) {
  v1::GetScorecardRequest request = August();
  request.set_rulebook("767");
  EXPECT_EQ(Ask(request).error_code(), grpc::StatusCode::NOT_FOUND);
  request.clear_rulebook();
  request.set_from("2025-12-01");
  request.set_to("2025-12-31");
  const grpc::Status none = Ask(request);
  EXPECT_EQ(none.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(none.error_message(), HasSubstr("none that is held here holds on 2025-12-31"));
  AddRulebook(Builtin(0));
  ASSERT_TRUE(Ask(request).ok());
  EXPECT_EQ(response_.cards(0).rulebook(), "766-2022");
  EXPECT_EQ(response_.cards(0).band(), "");
  request.set_unit("Q");
  EXPECT_EQ(Ask(request).error_code(), grpc::StatusCode::NOT_FOUND);
}

// What a newer author wrote must not end in wrong points, nor end the node.
TEST_F(ScoreServiceTest, ARulebookOfANewerVersionIsRefused) {
  v1::Rulebook newer = Builtin(1);
  auto& term =
      *newer.mutable_groups(1)->mutable_indicators(0)->mutable_numerator()->mutable_terms(0);
  term.clear_dossiers();
  term.GetReflection()->MutableUnknownFields(&term)->AddVarint(99, 1);
  AddRulebook(newer);

  const grpc::Status refused = Ask(August());

  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.error_message(), HasSubstr("this version cannot apply it"));
}

TEST_F(ScoreServiceTest, ListsRulebooksByDayAndObservationsByPeriod) {
  AddRulebook(Builtin(0));
  v1::ListRulebooksRequest asked;
  v1::ListRulebooksResponse held;
  ASSERT_TRUE(service_.ListRulebooks(nullptr, &asked, &held).ok());
  ASSERT_EQ(held.rulebooks_size(), 2);
  EXPECT_EQ(held.rulebooks(0).id(), "766-2022");
  asked.set_id("767");
  held.Clear();
  EXPECT_EQ(service_.ListRulebooks(nullptr, &asked, &held).error_code(),
            grpc::StatusCode::NOT_FOUND);

  memory_.Observe(About(2, "portal/received", "5", "2026-09-01"));
  ObserveFromAbove(About(1, "766-2026/2/average", "14.8", "2026-09-01"));
  v1::ListObservationsRequest request;
  request.set_unit("P");
  request.set_from("2026-08-15");
  request.set_to("2026-08-20");
  v1::ListObservationsResponse found;
  ASSERT_TRUE(service_.ListObservations(nullptr, &request, &found).ok());
  ASSERT_EQ(found.observations_size(), 1);
  EXPECT_TRUE(found.observations(0).from_above());
  request.set_subtree(true);
  found.Clear();
  ASSERT_TRUE(service_.ListObservations(nullptr, &request, &found).ok());
  ASSERT_EQ(found.observations_size(), 2);
  EXPECT_EQ(found.observations(1).unit(), "P.2");
}

// "-" is null.
std::string OrNull(const std::string& text) { return text.empty() ? "-" : text; }

// A line for each group and indicator.
std::string LinesOf(const v1::Scorecard& card) {
  std::string text = fmt::format("{}, {} of {}, band {}\n", card.unit(), OrNull(card.total()),
                                 OrNull(card.total_of()), OrNull(card.band()));
  for (const v1::GroupScore& group : card.groups()) {
    text += fmt::format("  {} {} of {}\n", group.id(), OrNull(group.points()), group.max());
    for (const Score& score : group.indicators()) {
      text +=
          fmt::format("  {} {} of {}: {}/{}, {} %, {} {}", score.id(), OrNull(score.points()),
                      score.max(), score.numerator(), score.denominator(), OrNull(score.ratio()),
                      Score::Rule_Name(score.rule()), Score::Provenance_Name(score.provenance()));
      for (const auto& figure : score.observed()) text += " " + figure.observation().definition();
      for (const int flag : score.unheard())
        text += " without " + v1::Flag_Name(static_cast<v1::Flag>(flag));
      text += "\n";
    }
  }
  return text;
}

// Whole cards, as they stand in services/query/golden; LIENTHONG_WRITE_GOLDEN=1 writes them
// anew.
TEST_F(ScoreServiceTest, WholeCardsAreAsTheyWere) {
  memory_.Post(
      "carried",
      {{At("2026-07-20 08:00:00"), 2, kAccepted}, {At("2026-08-05 08:00:00"), 2, kDecided}}, 7);
  memory_.Post("online",
               {{At("2026-08-03 08:00:00"), 2, Accepted({v1::FLAG_ONLINE, v1::FLAG_SYNCHRONISED})}},
               7);
  memory_.Post("late",
               {{At("2026-08-04 08:00:00"), 3, kAccepted}, {At("2026-08-20 17:00:00"), 3, kPassed}},
               8);
  memory_.Observe(About(1, "portal/received", "4", "2026-09-01"));
  v1::GetScorecardRequest request = August();
  request.set_children(true);
  ASSERT_TRUE(Ask(request).ok());
  std::string text;
  for (const v1::Scorecard& card : response_.cards()) text += LinesOf(card);
  const std::string path = "services/query/golden/scorecards.txt";

  if (std::getenv("LIENTHONG_WRITE_GOLDEN") != nullptr) std::ofstream(path) << text;
  std::ostringstream golden;
  golden << std::ifstream(path).rdbuf();

  EXPECT_EQ(text, golden.str());
}

TEST_F(ScoreServiceTest, AnswersForTheUnitsOfTheCallersScopeOnly) {
  const auto code_of = [&](const std::string& unit) {
    const v1::GetScorecardRequest request = August(unit);
    v1::GetScorecardResponse response;
    return service_.GetScorecard(nullptr, &request, &response).error_code();
  };
  const auto observations_of = [&](const std::string& unit) {
    v1::ListObservationsRequest request;
    v1::ListObservationsResponse response;
    request.set_unit(unit);
    request.set_from("2026-08-01");
    request.set_to("2026-08-31");
    return service_.ListObservations(nullptr, &request, &response).error_code();
  };
  EXPECT_EQ(code_of("P.3"), grpc::StatusCode::OK);

  door_.Narrow("P.2");

  EXPECT_EQ(code_of("P.2"), grpc::StatusCode::OK);
  EXPECT_EQ(code_of("P.3"), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(code_of("P"), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(observations_of("P.2"), grpc::StatusCode::OK);
  EXPECT_EQ(observations_of("P.3"), grpc::StatusCode::PERMISSION_DENIED);
}

}  // namespace
}  // namespace lienthong::query
