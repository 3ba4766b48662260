#include "services/score/dossier_counts.h"

#include <gtest/gtest.h>

#include "services/score/catalogue_counts.h"
#include "services/score/evaluate_testing.h"
#include "storage/base/calendar_date.h"

namespace lienthong::score {
namespace {

using enum Account;

struct Moved {
  Account from;
  Account to;
  uint16_t flags = 0;
  uint8_t roles = kEveryRole;
};

constexpr uint16_t Flag(v1::Flag flag) { return static_cast<uint16_t>(1u << (flag - 1)); }

Lines LinesOf(const std::vector<Moved>& movements) {
  std::map<uint32_t, uint64_t> counts;
  for (const Moved& moved : movements)
    ++counts[Line{moved.from, moved.to, false, moved.roles, moved.flags}.Pack()];
  return Lines(counts.begin(), counts.end());
}

constexpr uint16_t kAllStated = 0xfff;

int64_t CountOf(const PeriodLines& lines, const std::string& count,
                v1::UnitRole role = v1::UNIT_ROLE_HANDLING) {
  return CountDossiers(lines, FromText<v1::DossierCount>(count), role, kAllStated).value.value();
}

// Carried over: one open, one waiting. New: three, one of which is refused later. One
// resolved before is reopened and resolved late; one passes its date; one moves away.
PeriodLines Period() {
  return {.before = LinesOf({{kOutside, kOpenInTime},
                             {kOutside, kOpenInTime},
                             {kOpenInTime, kPausedInTime},
                             {kOutside, kOpenInTime},
                             {kOpenInTime, kResolvedEarly}}),
          .within = LinesOf({{kOutside, kRegistered},
                             {kRegistered, kOpenInTime},
                             {kOutside, kOpenInTime},
                             {kOutside, kOpenInTime},
                             {kOpenInTime, kCancelledInTime},
                             {kResolvedEarly, kOpenOverdue},
                             {kOpenOverdue, kResolvedLate},
                             {kOpenInTime, kOpenOverdue},
                             {kOpenInTime, kOpenInTime},  // a due
                             {kOpenInTime, kElsewhere}})};
}

TEST(DossierCountsTest, EachBasisCountsItsOwn) {
  const PeriodLines lines = Period();

  EXPECT_EQ(CountOf(lines, "basis: BASIS_NEW"), 3);
  EXPECT_EQ(CountOf(lines, "basis: BASIS_RECEIVED"), 3);  // 3 new + 1 reopened - 1 moved out
  EXPECT_EQ(CountOf(lines, "basis: BASIS_RESOLVED"), 1);
  EXPECT_EQ(CountOf(lines, "basis: BASIS_IN_HAND"), 5);  // 2 carried over + 3 received
}

TEST(DossierCountsTest, InHandIsWhatTheFiguresSay) {
  const v1::Figures figures = FiguresOf(Period(), kHandlingRole, false);

  EXPECT_EQ(CountOf(Period(), "basis: BASIS_IN_HAND"), static_cast<int64_t>(figures.in_hand()));
}

TEST(DossierCountsTest, ReceivedMayBeBelowZero) {
  const PeriodLines lines = {.before = LinesOf({{kOutside, kOpenInTime}}),
                             .within = LinesOf({{kOpenInTime, kElsewhere}})};

  EXPECT_EQ(CountOf(lines, "basis: BASIS_RECEIVED"), -1);
}

TEST(DossierCountsTest, TheAccountJudgesAndNoDueIsInTime) {
  const PeriodLines lines = {.within = LinesOf({{kOutside, kOpenNoDue},
                                                {kOutside, kPausedOverdue},
                                                {kOutside, kResolvedOnDay},
                                                {kOutside, kResolvedLate},
                                                {kOutside, kResolvedNoDue},
                                                {kOutside, kCancelledLate},
                                                {kOutside, kCancelledNoDue}})};

  EXPECT_EQ(CountOf(lines, "basis: BASIS_IN_HAND judgement: JUDGEMENT_IN_TIME"), 4);
  EXPECT_EQ(CountOf(lines, "basis: BASIS_IN_HAND judgement: JUDGEMENT_LATE"), 3);
  EXPECT_EQ(CountOf(lines, "basis: BASIS_RESOLVED judgement: JUDGEMENT_IN_TIME"), 2);
  EXPECT_EQ(CountOf(lines, "basis: BASIS_RESOLVED judgement: JUDGEMENT_LATE"), 1);
}

// "Overdue or complained about" is a union: the one that is both counts once.
TEST(DossierCountsTest, AUnionCountsEachDossierOnce) {
  const uint16_t complained = Flag(v1::FLAG_COMPLAINED);
  const PeriodLines lines = {.within = LinesOf({{kOutside, kOpenInTime},
                                                {kOutside, kOpenInTime, complained},
                                                {kOutside, kResolvedLate},
                                                {kOutside, kResolvedLate, complained},
                                                {kOutside, kOpenInTime, complained},
                                                {kOpenInTime, kResolvedEarly, complained}})};

  EXPECT_EQ(CountOf(lines, R"(basis: BASIS_IN_HAND judgement: JUDGEMENT_LATE
                              or_flags: FLAG_COMPLAINED)"),
            4);
  EXPECT_EQ(CountOf(lines, "basis: BASIS_IN_HAND"), 5);
}

TEST(DossierCountsTest, FlagsMustAllStand) {
  const uint16_t due = Flag(v1::FLAG_WRITTEN_RESULT_DUE), done = Flag(v1::FLAG_ELECTRONIC_RESULT);
  const PeriodLines lines = {
      .within = LinesOf({{kOutside, kResolvedEarly, due},
                         {kOutside, kResolvedEarly, static_cast<uint16_t>(due | done)},
                         {kOutside, kResolvedEarly, done}})};

  EXPECT_EQ(CountOf(lines, R"(basis: BASIS_RESOLVED flags: FLAG_WRITTEN_RESULT_DUE
                              flags: FLAG_ELECTRONIC_RESULT)"),
            1);
  EXPECT_EQ(CountOf(lines, "basis: BASIS_RESOLVED flags: FLAG_WRITTEN_RESULT_DUE"), 2);
}

TEST(DossierCountsTest, CountsUnderTheRoleThatIsAsked) {
  const PeriodLines lines = {.within = LinesOf({{kOutside, kOpenInTime, 0, kReceivingRole},
                                                {kOutside, kOpenInTime, 0, kHandlingRole},
                                                {kOutside, kOpenInTime, 0, kEveryRole}})};

  EXPECT_EQ(CountOf(lines, "basis: BASIS_NEW", v1::UNIT_ROLE_RECEIVING), 2);
  EXPECT_EQ(CountOf(lines, "basis: BASIS_NEW", v1::UNIT_ROLE_APPLYING), 1);
  EXPECT_EQ(CountOf(lines, "basis: BASIS_NEW", v1::UNIT_ROLE_UNSPECIFIED), 2);
}

// What nobody states is not zero: asked for alone it is not known, as one of two it is
// left out and named.
TEST(DossierCountsTest, AFlagThatNobodyStatesIsNotZero) {
  const auto synchronised = FromText<v1::DossierCount>("basis: BASIS_NEW flags: FLAG_SYNCHRONISED");
  const auto complained = FromText<v1::DossierCount>(
      "basis: BASIS_IN_HAND judgement: JUDGEMENT_LATE or_flags: FLAG_COMPLAINED");
  const auto reused = FromText<v1::DossierCount>("basis: BASIS_NEW flags: FLAG_REUSED");
  const PeriodLines lines = {.within =
                                 LinesOf({{kOutside, kOpenInTime}, {kOutside, kOpenOverdue}})};
  const auto count = [&](const v1::DossierCount& asked, uint16_t stated) {
    return CountDossiers(lines, asked, v1::UNIT_ROLE_HANDLING, stated);
  };

  EXPECT_FALSE(count(synchronised, 0).value.has_value());
  EXPECT_EQ(count(synchronised, 0).unheard, std::set{v1::FLAG_SYNCHRONISED});
  EXPECT_EQ(count(complained, 0).value, 1);
  EXPECT_EQ(count(complained, 0).unheard, std::set{v1::FLAG_COMPLAINED});
  EXPECT_EQ(count(synchronised, Flag(v1::FLAG_SYNCHRONISED)).value, 0);
  EXPECT_TRUE(count(synchronised, Flag(v1::FLAG_SYNCHRONISED)).unheard.empty());
  EXPECT_EQ(count(reused, 0).value, 0);  // the dossier wire says it
  EXPECT_FALSE(CountProcedures({}, synchronised, v1::UNIT_ROLE_HANDLING, {1}, 0).value.has_value());
}

TEST(DossierCountsTest, LinesOfAnotherBookAreNotDossiers) {
  Lines lines = LinesOf({{kOutside, kOpenInTime}});
  lines.emplace_back((1u << 24) | lines[0].first, 7);

  EXPECT_EQ(CountOf({.within = lines}, "basis: BASIS_NEW"), 1);
}

// p and q in one commune, p in another: 2, not 3.
TEST(ProcedureCountsTest, AProcedureCountsOnceOverTheWholeSubtree) {
  const Lines one = LinesOf({{kOutside, kOpenInTime}});
  std::map<uint32_t, PeriodLines> sums;
  for (const auto& [unit, procedure] : {std::pair(1, 7), std::pair(1, 8), std::pair(2, 7)})
    AddLines(one, sums[procedure].within);
  sums[9].within = LinesOf({{kOpenInTime, kResolvedEarly}});
  const auto count = FromText<v1::DossierCount>("basis: BASIS_NEW");

  EXPECT_EQ(CountProcedures(sums, count, v1::UNIT_ROLE_APPLYING, {7, 8, 9, 10}, kAllStated).value,
            2);
  EXPECT_EQ(CountProcedures(sums, count, v1::UNIT_ROLE_APPLYING, {8, 9}, kAllStated).value, 1);
}

v1::Procedure ProcedureOf(const std::string& text) { return FromText<v1::Procedure>(text); }

bool Has(const v1::Procedure& procedure, v1::CatalogueCount::Aspect aspect) {
  return HasAspect(procedure, aspect, *ParseDate("2026-08-01"), *ParseDate("2026-08-31"));
}

std::string DayText(const char* date) { return std::to_string(*ParseDate(date)); }

TEST(CatalogueCountsTest, AspectsSayHowAProcedureIsOffered) {
  using C = v1::CatalogueCount;
  const auto full =
      ProcedureOf("online: ONLINE_LEVEL_FULL fee: true offering { online_payment: true }");
  const auto part = ProcedureOf("online: ONLINE_LEVEL_PARTIAL citizen: true");
  const auto other = ProcedureOf(
      "online: ONLINE_LEVEL_OTHER offering { online_payment: true population_data: true }");

  EXPECT_TRUE(Has(full, C::ASPECT_ONLINE) && Has(full, C::ASPECT_ONLINE_FULL));
  EXPECT_TRUE(Has(part, C::ASPECT_ONLINE) && !Has(part, C::ASPECT_ONLINE_FULL));
  EXPECT_FALSE(Has(other, C::ASPECT_ONLINE));
  EXPECT_TRUE(Has(full, C::ASPECT_FEE) && Has(full, C::ASPECT_FEE_ONLINE_PAYMENT));
  EXPECT_FALSE(Has(other, C::ASPECT_FEE) || Has(other, C::ASPECT_FEE_ONLINE_PAYMENT));
  EXPECT_TRUE(Has(part, C::ASPECT_CITIZEN) && !Has(part, C::ASPECT_CITIZEN_POPULATION_DATA));
  EXPECT_FALSE(Has(other, C::ASPECT_CITIZEN_POPULATION_DATA));
  EXPECT_TRUE(Has(other, C::ASPECT_UNSPECIFIED));
}

TEST(CatalogueCountsTest, PublicationIsJudgedByItsLastDay) {
  using C = v1::CatalogueCount;
  const auto offered = [](const char* by, const char* on) {
    v1::Procedure procedure;
    if (*by != 0) procedure.mutable_offering()->set_publish_by(*ParseDate(by));
    if (*on != 0) procedure.mutable_offering()->set_published(*ParseDate(on));
    return procedure;
  };

  EXPECT_TRUE(Has(offered("2026-08-10", "2026-07-20"), C::ASPECT_PUBLISHED_IN_TIME));
  EXPECT_TRUE(Has(offered("2026-08-10", "2026-08-10"), C::ASPECT_PUBLISHED_IN_TIME));
  EXPECT_TRUE(Has(offered("2026-08-10", "2026-08-11"), C::ASPECT_PUBLISHED));
  EXPECT_FALSE(Has(offered("2026-08-10", "2026-08-11"), C::ASPECT_PUBLISHED_IN_TIME));
  EXPECT_FALSE(Has(offered("2026-08-10", ""), C::ASPECT_PUBLISHED_IN_TIME));
  EXPECT_TRUE(Has(offered("", "2026-08-31"), C::ASPECT_PUBLISHED_IN_TIME));
  EXPECT_FALSE(Has(offered("2026-09-01", "2026-08-31"), C::ASPECT_PUBLISHED));
  EXPECT_FALSE(Has(offered("", "2026-07-31"), C::ASPECT_PUBLISHED));
  EXPECT_TRUE(Has(offered("", "2026-07-31"), C::ASPECT_PUBLIC));
  EXPECT_FALSE(Has(offered("", "2026-09-01"), C::ASPECT_PUBLIC));
  EXPECT_FALSE(Has(offered("", ""), C::ASPECT_PUBLIC));
}

TEST(CatalogueCountsTest, AnUpdateIsDueOnceAndItsPartsComplete) {
  using C = v1::CatalogueCount;
  const auto in_time = ProcedureOf("offering { update_by: " + DayText("2026-08-05") +
                                   " updated: " + DayText("2026-08-05") + " }");
  const auto late = ProcedureOf("offering { update_by: " + DayText("2026-08-05") +
                                " updated: " + DayText("2026-08-06") + " }");
  const auto none = ProcedureOf("offering { complete: true }");
  const auto complete = ProcedureOf("offering { complete: true published: 1 }");

  EXPECT_TRUE(Has(in_time, C::ASPECT_UPDATE_DUE) && Has(in_time, C::ASPECT_UPDATED_IN_TIME));
  EXPECT_TRUE(Has(late, C::ASPECT_UPDATE_DUE) && !Has(late, C::ASPECT_UPDATED_IN_TIME));
  EXPECT_FALSE(Has(none, C::ASPECT_UPDATE_DUE) || Has(none, C::ASPECT_UPDATED_IN_TIME));
  EXPECT_FALSE(Has(none, C::ASPECT_COMPLETE));
  EXPECT_TRUE(Has(complete, C::ASPECT_COMPLETE));
}

// A column that nobody fills says nothing; one that somebody fills speaks for all.
TEST(CatalogueCountsTest, WhatStandsNowhereIsNotKnown) {
  using C = v1::CatalogueCount;
  CatalogueFacts facts;
  facts.Add(ProcedureOf("fee: true online: ONLINE_LEVEL_FULL offering { complete: true }"));
  for (const auto known :
       {C::ASPECT_UNSPECIFIED, C::ASPECT_ONLINE, C::ASPECT_ONLINE_FULL, C::ASPECT_FEE}) {
    EXPECT_TRUE(facts.Tell(known)) << C::Aspect_Name(known);
  }
  for (const auto unknown :
       {C::ASPECT_FEE_ONLINE_PAYMENT, C::ASPECT_CITIZEN, C::ASPECT_CITIZEN_POPULATION_DATA,
        C::ASPECT_PUBLISHED, C::ASPECT_PUBLISHED_IN_TIME, C::ASPECT_UPDATE_DUE,
        C::ASPECT_UPDATED_IN_TIME, C::ASPECT_PUBLIC, C::ASPECT_COMPLETE}) {
    EXPECT_FALSE(facts.Tell(unknown)) << C::Aspect_Name(unknown);
  }

  facts.Add(ProcedureOf("citizen: true offering { published: 20000 online_payment: true }"));

  EXPECT_TRUE(facts.Tell(C::ASPECT_UPDATE_DUE) && facts.Tell(C::ASPECT_COMPLETE));
  EXPECT_TRUE(facts.Tell(C::ASPECT_FEE_ONLINE_PAYMENT) && facts.Tell(C::ASPECT_CITIZEN));
  EXPECT_FALSE(facts.Tell(C::ASPECT_CITIZEN_POPULATION_DATA));
}

TEST(CatalogueCountsTest, SetsHoldTheIdsThatHaveIt) {
  const std::vector<v1::Procedure> catalogue = {
      ProcedureOf("id: 3 fee: true"), ProcedureOf("id: 4"), ProcedureOf("id: 5 fee: true")};

  EXPECT_EQ(WithAspect(catalogue, v1::CatalogueCount::ASPECT_FEE, 1, 2),
            (std::set<uint32_t>{3, 5}));
}

}  // namespace
}  // namespace lienthong::score
