// The settled readings, each with its example: one dossier's life as it is told,
// and the movements that come of it.
#include "services/accounting/movements.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/accounting/movements_testing.h"

namespace lienthong {
namespace {

using Told = std::vector<std::string>;

constexpr v1::Status kRegistered = v1::STATUS_REGISTERED;
constexpr v1::Status kAccepted = v1::STATUS_ACCEPTED;
constexpr v1::Status kRefused = v1::STATUS_REFUSED;
constexpr v1::Status kProcessing = v1::STATUS_PROCESSING;
constexpr v1::Status kSupplement = v1::STATUS_SUPPLEMENT_REQUESTED;
constexpr v1::Status kPayment = v1::STATUS_PAYMENT_REQUESTED;
constexpr v1::Status kWithdrawn = v1::STATUS_WITHDRAWN;
constexpr v1::Status kStopped = v1::STATUS_STOPPED;
constexpr v1::Status kDecided = v1::STATUS_DECIDED;
constexpr v1::Status kReturned = v1::STATUS_RETURNED;

// Accepted on Wednesday 1 July at 08:00, promised for Friday 10 July at 17:00.
Story Accepted() { return Story().Due("10/7 17:00").Stated("1/7 08:00", kAccepted); }

struct Case {
  const char* what;
  Story story;
  const char* path;
};

void ExpectPaths(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(c.story.Path(), c.path) << c.what;
}

TEST(MovementsTest, ALifeIsToldFromFilingToTheClock) {
  const Story story =
      Accepted().Online().Stated("1/7 07:40", kRegistered).Stated("6/7 10:00", kProcessing);

  EXPECT_EQ(story.Movements(),
            (Told{"1/7 07:40 @1 outside > registered", "1/7 08:00 @1 registered > open_in_time",
                  "10/7 17:00 @1 due open_in_time", "10/7 17:00 @1 open_in_time > open_overdue"}));
}

TEST(MovementsTest, ATombstonePostsNothing) {
  EXPECT_TRUE(Accepted().Stated("3/7 08:00", kDecided).Tombstone().Movements().empty());
}

TEST(MovementsTest, AnUnknownDossierPostsNothing) {
  EXPECT_TRUE(PostingsOf(v1::Dossier()).empty());
}

// Section 2.
TEST(MovementsTest, EveryStatusLeadsToItsAccount) {
  ExpectPaths({
      {"3", Accepted().Stated("3/7 09:00", kRefused), "open_in_time > cancelled_in_time"},
      {"5", Accepted().Stated("3/7 09:00", kSupplement), "open_in_time > paused_in_time"},
      {"6", Accepted().Stated("3/7 09:00", kPayment), "open_in_time > paused_in_time"},
      {"7", Accepted().Stated("3/7 09:00", kWithdrawn), "open_in_time > cancelled_in_time"},
      {"8", Accepted().Stated("3/7 09:00", kStopped), "open_in_time > cancelled_in_time"},
      {"9", Accepted().Stated("3/7 09:00", kDecided), "open_in_time > resolved_early"},
      {"10", Accepted().Stated("3/7 09:00", kReturned), "open_in_time > resolved_early"},
  });
}

// Reading 2.
TEST(MovementsTest, ThePromiseInForceDecides) {
  const Story story = Accepted().Again("9/7 08:00", "17/7 17:00").Stated("15/7 08:00", kDecided);

  EXPECT_EQ(story.Path(), "open_in_time > resolved_early");
  EXPECT_EQ(story.Due(), "17/7 17:00 resolved_early");
}

// Reading 3.
TEST(MovementsTest, AFinishNotStatedIsDatedAtTheEffectiveInstant) {
  EXPECT_EQ(
      Accepted().Inferred("20/7 08:00", kDecided).Movements(),
      (Told{"1/7 08:00 @1 outside > open_in_time", "10/7 17:00 @1 open_in_time > resolved_on_day ?",
            "10/7 17:00 @1 due resolved_on_day"}));
}

TEST(MovementsTest, AStatedEntryProvesThatItWasStillOpen) {
  const Story quiet =
      Accepted().Inferred("14/7 08:00", kProcessing).Inferred("20/7 08:00", kDecided);
  const Story proved =
      Accepted().Stated("14/7 08:00", kProcessing).Inferred("20/7 08:00", kDecided);

  EXPECT_EQ(quiet.Path(), "open_in_time > resolved_on_day");
  EXPECT_EQ(proved.Path(), "open_in_time > open_overdue > resolved_late");
}

TEST(MovementsTest, AnInferredRequestRefusalOrStopIsJudgedInTime) {
  ExpectPaths({
      {"3", Accepted().Inferred("20/7 08:00", kRefused), "open_in_time > cancelled_in_time"},
      {"5", Accepted().Inferred("20/7 08:00", kSupplement), "open_in_time > paused_in_time"},
      {"6", Accepted().Inferred("20/7 08:00", kPayment), "open_in_time > paused_in_time"},
      {"8", Accepted().Inferred("20/7 08:00", kStopped), "open_in_time > cancelled_in_time"},
  });
}

TEST(MovementsTest, AnInferredDecisionAfterACancellationIsNotMadeLate) {
  const Story story = Accepted().Stated("9/7 08:00", kWithdrawn).Inferred("20/7 08:00", kDecided);

  EXPECT_EQ(story.Path(), "open_in_time > cancelled_in_time > resolved_on_day");
}

// Reading 4.
TEST(MovementsTest, LatenessIsAbsorbing) {
  ExpectPaths({
      {"a later pause",
       Accepted().Stated("13/7 08:00", kSupplement).Stated("20/7 08:00", kProcessing),
       "open_in_time > open_overdue > paused_overdue > open_overdue"},
      {"a pause at the instant", Accepted().Stated("10/7 17:00", kSupplement),
       "open_in_time > paused_in_time"},
      {"a decision ends a pause",
       Accepted().Stated("9/7 08:00", kSupplement).Stated("20/7 08:00", kDecided),
       "open_in_time > paused_in_time > resolved_early"},
  });
}

// 8 working hours from Friday to Monday; a weekend has none.
TEST(MovementsTest, WorkingTimePausedMovesTheEffectiveInstant) {
  EXPECT_EQ(Accepted().Stated("3/7 08:00", kSupplement).Stated("6/7 08:00", kProcessing).Due(),
            "13/7 17:00 open_in_time");
  EXPECT_EQ(Accepted().Stated("3/7 17:00", kPayment).Stated("6/7 07:30", kProcessing).Due(),
            "10/7 17:00 open_in_time");
}

TEST(MovementsTest, ThePauseInTimeEndsBeforeTheClockStrikes) {
  Story story = Story().Due("11/7 17:00").Stated("1/7 08:00", kAccepted);  // a Saturday
  story.Stated("11/7 10:00", kSupplement).Stated("12/7 10:00", kProcessing);

  EXPECT_EQ(story.Path(), "open_in_time > paused_in_time > open_in_time > open_overdue");
  EXPECT_EQ(story.Due(), "12/7 10:00 open_in_time");
}

// Reading 6.
TEST(MovementsTest, OnlyALaterStatedEntryReopens) {
  const Story decided = Accepted().Stated("3/7 08:00", kDecided);
  ExpectPaths({
      {"4", Story(decided).Stated("6/7 08:00", kProcessing),
       "open_in_time > resolved_early > open_in_time > open_overdue"},
      {"5", Story(decided).Stated("6/7 08:00", kSupplement),
       "open_in_time > resolved_early > paused_in_time"},
      {"inferred", Story(decided).Inferred("6/7 08:00", kProcessing),
       "open_in_time > resolved_early"},
      {"same instant", Story(decided).Stated("3/7 08:00", kProcessing),
       "open_in_time > resolved_early"},
      {"1", Story(decided).Stated("6/7 08:00", kRegistered), "open_in_time > resolved_early"},
  });
}

TEST(MovementsTest, ThePromiseGoesOnRunningWhileFinished) {
  const Story decided = Accepted().Stated("3/7 08:00", kDecided);
  const Story late =
      Story(decided).Stated("13/7 08:00", kProcessing).Stated("14/7 08:00", kDecided);

  EXPECT_EQ(late.Path(), "open_in_time > resolved_early > open_overdue > resolved_late");
  EXPECT_EQ(Story(late).Again("10/7 17:00", "20/7 17:00").Path(),
            "open_in_time > resolved_early > open_in_time > resolved_early");
  EXPECT_EQ(Story(late).Again("13/7 08:00", "20/7 17:00").Path(), late.Path());
}

TEST(MovementsTest, ReopenedFromLateItStaysLate) {
  Story story = Accepted().Stated("13/7 08:00", kDecided).Again("14/7 08:00", "30/7 17:00");
  story.Stated("14/7 08:00", kProcessing).Stated("15/7 08:00", kDecided);

  EXPECT_EQ(story.Path(),
            "open_in_time > open_overdue > resolved_late > open_overdue > resolved_late");
}

TEST(MovementsTest, AStatedFinishCorrectsAnInferredOne) {
  const Story story = Accepted().Inferred("3/7 08:00", kDecided).Stated("13/7 08:00", kDecided);

  EXPECT_EQ(story.Path(), "open_in_time > open_overdue > resolved_late");
}

// Reading 7.
TEST(MovementsTest, RefusedBeforeAcceptanceItLeavesTheBooks) {
  for (v1::Status status : {kRefused, kWithdrawn, kStopped}) {
    const Story story = Story().Stated("1/7 08:00", kRegistered).Inferred("1/7 09:00", status);

    EXPECT_EQ(story.Path(), "registered > outside") << status;
    EXPECT_EQ(Story(story).Inferred("2/7 08:00", kProcessing).Path(), "registered > outside")
        << status;
  }
}

// Reading 8. Wednesday 08:00 and 8 working hours: Thursday 08:00.
TEST(MovementsTest, AnOnlineDossierIsAcceptedWithinEightWorkingHours) {
  const Story filed = Story().Online().Stated("1/7 08:00", kRegistered);
  ExpectPaths({
      {"not accepted", filed, "registered > registered_overdue"},
      {"at the instant", Story(filed).Stated("2/7 08:00", kAccepted), "registered > open_no_due"},
      {"a second later", Story(filed).Stated("2/7 08:00:01", kAccepted),
       "registered > registered_overdue > open_no_due"},
      {"5 stops the hours", Story(filed).Stated("1/7 16:00", kSupplement), "registered"},
      {"in person", Story().Stated("1/7 08:00", kRegistered), "registered"},
  });
}

TEST(MovementsTest, TheEightHoursGoOnAfterARequest) {
  Story story = Story().Online().Stated("1/7 08:00", kRegistered).Stated("1/7 10:00", kSupplement);

  EXPECT_EQ(story.Stated("2/7 08:00", kRegistered).Movements().back(),
            "2/7 15:30 @1 registered > registered_overdue");
}

TEST(MovementsTest, EveryFilingKeepsItsOwnEightHours) {
  Story story = Story().Online().Stated("1/7 08:00", kRegistered).Stated("3/7 08:00", kRefused);

  EXPECT_EQ(
      story.Stated("6/7 08:00", kRegistered).Movements(),
      (Told{"1/7 08:00 @1 outside > registered", "2/7 08:00 @1 registered > registered_overdue",
            "3/7 08:00 @1 registered_overdue > outside", "6/7 08:00 @1 outside > registered",
            "7/7 08:00 @1 registered > registered_overdue"}));
}

TEST(MovementsTest, ARequestBeforeAcceptanceIsNoSupplementRequest) {
  Story story = Story().Due("10/7 17:00").LimitFrom("1/1").Stated("1/7 08:00", kRegistered);
  story.Stated("1/7 09:00", kSupplement)
      .Stated("2/7 08:00", kAccepted)
      .Stated("3/7 08:00", kSupplement);

  EXPECT_EQ(story.Path(), "registered > open_in_time > paused_in_time");
}

// Reading 9.
TEST(MovementsTest, TheSecondSupplementRequestIsOverdueToTheEnd) {
  Story story =
      Accepted().LimitFrom("1/7").Stated("2/7 08:00", kSupplement).Stated("2/7 09:00", kProcessing);
  story.Stated("3/7 08:00", kSupplement)
      .Stated("3/7 09:00", kProcessing)
      .Stated("6/7 08:00", kDecided);

  EXPECT_EQ(story.Path(),
            "open_in_time > paused_in_time > open_in_time > paused_overdue > open_overdue > "
            "resolved_late");
  EXPECT_EQ(story.Due(), "13/7 09:30 resolved_late");
}

TEST(MovementsTest, ARequestIsAnIdOrAnEntryIntoFive) {
  const Story first = Accepted().LimitFrom("1/7").Stated("2/7 08:00", kSupplement);
  const Story named = Accepted().LimitFrom("1/7").Stated("2/7 08:00", kSupplement, 0, 71);
  const char* const in_time = "open_in_time > paused_in_time";
  const char* const overdue = "open_in_time > paused_in_time > paused_overdue";
  ExpectPaths({
      {"5 after 5", Story(first).Stated("3/7 08:00", kSupplement), in_time},
      {"6 is none", Story(first).Stated("3/7 08:00", kPayment), in_time},
      {"5 after 6", Story(first).Stated("3/7 08:00", kPayment).Stated("6/7 08:00", kSupplement),
       overdue},
      {"another id", Story(named).Stated("3/7 08:00", kSupplement, 0, 72), overdue},
      {"the same id",
       Story(named).Stated("3/7 08:00", kPayment).Stated("6/7 08:00", kSupplement, 0, 71), in_time},
      {"inferred, no id",
       Story(first).Stated("3/7 08:00", kPayment).Inferred("6/7 08:00", kSupplement), in_time},
      {"inferred, an id", Story(named).Inferred("6/7 08:00", kSupplement, 0, 72), overdue},
  });
}

TEST(MovementsTest, TheSecondRequestsInstantMeetsTheFirstDayOfTheRule) {
  Story twice =
      Accepted().Stated("2/7 08:00", kSupplement, 0, 1).Stated("3/7 00:00", kSupplement, 0, 2);

  EXPECT_EQ(Story(twice).LimitFrom("3/7").Path(), "open_in_time > paused_in_time > paused_overdue");
  twice.LimitFrom("4/7").Stated("6/7 08:00", kSupplement, 0, 3);
  EXPECT_EQ(twice.Path(), "open_in_time > paused_in_time");
}

// Reading 14.
TEST(MovementsTest, ATransferIsTwoMovementsAndAFinishMovesFirst) {
  EXPECT_EQ(
      Accepted().Stated("3/7 08:00", kDecided, 2).Movements(),
      (Told{"1/7 08:00 @1 outside > open_in_time", "3/7 08:00 @1 open_in_time > elsewhere",
            "3/7 08:00 @2 elsewhere > open_in_time", "3/7 08:00 @2 open_in_time > resolved_early",
            "10/7 17:00 @2 due resolved_early"}));
}

TEST(MovementsTest, AReopeningReopensAtTheOldUnitAndThenMoves) {
  EXPECT_EQ(
      Accepted().Stated("3/7 08:00", kDecided).Stated("6/7 08:00", kSupplement, 2).Movements(),
      (Told{"1/7 08:00 @1 outside > open_in_time", "3/7 08:00 @1 open_in_time > resolved_early",
            "6/7 08:00 @1 resolved_early > paused_in_time",
            "6/7 08:00 @1 paused_in_time > elsewhere", "6/7 08:00 @2 elsewhere > paused_in_time"}));
}

TEST(MovementsTest, AFinishedDossierDoesNotMoveAndLatenessIsInherited) {
  EXPECT_EQ(Accepted().Stated("3/7 08:00", kDecided).Stated("6/7 08:00", kReturned, 2).Path(),
            "open_in_time > resolved_early");
  EXPECT_EQ(Accepted().Stated("13/7 08:00", kProcessing, 2).Path(),
            "open_in_time > open_overdue > elsewhere > open_overdue");
}

TEST(MovementsTest, NothingMovesUnderTheReceivingAndTheApplyingRole) {
  const Story story = Accepted().Of(3, 1, 4).Stated("3/7 08:00", kDecided, 2);

  EXPECT_EQ(story.Movements(kReceivingRole), (Told{"1/7 08:00 @3 outside > open_in_time",
                                                   "3/7 08:00 @3 open_in_time > resolved_early",
                                                   "10/7 17:00 @3 due resolved_early"}));
  EXPECT_EQ(story.Movements(kApplyingRole).front(), "1/7 08:00 @4 outside > open_in_time");
}

TEST(MovementsTest, OneUnitInEveryRoleIsOnePosting) {
  EXPECT_EQ(Accepted().Of(1, 1, 1).Postings().front().line.roles, kEveryRole);
  EXPECT_EQ(Accepted().Of(1, 2, 1).Postings().size(), 2 * Accepted().Postings().size());
}

// Reading 15.
TEST(MovementsTest, ADecisionGovernsItsRunEvenIfLaterThanTheHandOver) {
  const Story returned = Accepted().Stated("3/7 08:00", kReturned);

  EXPECT_EQ(Story(returned).Stated("13/7 08:00", kDecided).Path(),
            "open_in_time > open_overdue > resolved_late");
  EXPECT_EQ(Story(returned).Stated("6/7 08:00", kProcessing).Stated("7/7 08:00", kDecided).Path(),
            "open_in_time > resolved_early > open_in_time > resolved_early");
}

TEST(MovementsTest, CancelledAfterADecisionIsIgnoredAndDecidedAfterwardsIsOneMovement) {
  for (v1::Status status : {kRefused, kWithdrawn, kStopped}) {
    EXPECT_EQ(Accepted().Stated("3/7 08:00", kDecided).Stated("6/7 08:00", status).Path(),
              "open_in_time > resolved_early");
    EXPECT_EQ(Accepted().Stated("3/7 08:00", status).Stated("6/7 08:00", kReturned).Path(),
              "open_in_time > cancelled_in_time > resolved_early");
  }
}

// Reading 16.
TEST(MovementsTest, AcceptedAfterItsDueItIsOverdueAtOnce) {
  EXPECT_EQ(Story().Due("1/7 07:00").Stated("1/7 08:00", kAccepted).Movements(),
            (Told{"1/7 08:00 @1 outside > open_overdue", "1/7 08:00 @1 due open_overdue"}));
  EXPECT_EQ(Story().Due("1/7 08:00").Stated("1/7 08:00", kAccepted).Path(),
            "open_in_time > open_overdue");
}

TEST(MovementsTest, TiesAreTakenInTheOrderOfTheRules) {
  Story story = Story().Due("10/7 17:00");
  for (v1::Status status :
       {kStopped, kReturned, kDecided, kProcessing, kSupplement, kAccepted, kRegistered}) {
    story.Stated("1/7 08:00", status);
  }

  EXPECT_EQ(story.Path(),
            "registered > open_in_time > paused_in_time > open_in_time > resolved_early");
  EXPECT_EQ(Accepted().Again("10/7 17:00", "20/7 17:00").Stated("10/7 17:00", kDecided).Due(),
            "20/7 17:00 resolved_early");
}

// Reading 21.
TEST(MovementsTest, ThePresentFlagsHoldForAllMovements) {
  for (const Posting& posting : Accepted().Stated("3/7 08:00", kDecided).Flags(0x2a1).Postings()) {
    EXPECT_EQ(posting.line.flags, 0x2a1);
  }
}

// States from elsewhere may lack the ends of their clocks.
std::vector<Account> AccountsOf(const v1::Dossier& dossier) {
  std::vector<Account> accounts;
  for (const Posting& posting : PostingsOf(dossier)) accounts.push_back(posting.line.to);
  return accounts;
}

TEST(MovementsTest, APromiseWithoutAnEffectiveInstantNeverStrikes) {
  v1::Dossier dossier = Accepted().Stated("20/7 08:00", kDecided).Resolved();
  dossier.mutable_promises(0)->clear_effective();
  for (v1::TimelineEntry& entry : *dossier.mutable_timeline()) entry.clear_judged_by();

  EXPECT_EQ(AccountsOf(dossier), (std::vector{Account::kOpenInTime, Account::kResolvedEarly}));
}

TEST(MovementsTest, AnAcceptanceClockWithoutAnEndNeverStrikes) {
  v1::Dossier dossier = Story().Online().Stated("1/7 08:00", kRegistered).Resolved();
  dossier.clear_accept_by();
  for (v1::TimelineEntry& entry : *dossier.mutable_timeline()) entry.clear_judged_by();

  EXPECT_EQ(AccountsOf(dossier), (std::vector{Account::kRegistered}));
}

}  // namespace
}  // namespace lienthong
