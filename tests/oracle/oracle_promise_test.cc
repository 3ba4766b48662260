// One dossier's life, reading by reading: the due instant, re-appointments,
// transfers and the order of things.

#include <gtest/gtest.h>

#include "oracle.h"
#include "random_dossier.h"
#include "story.h"

namespace oracle {
namespace {

using Lines = std::vector<std::string>;

// Accepted on Wednesday 1 July at 08:00, promised for Friday 10 July at 17:00.
Story Accepted() { return Story().Due("10/7 17:00").Stated("1/7 08:00", 2); }

// Reading 10.
TEST(Reading10Test, OverdueStandsAfterAllFactsOfItsInstant) {
  const Story story = Accepted().Stated("10/7 17:00", 5).Stated("10/7 17:00", 4);

  EXPECT_EQ(
      story.Told(),
      (Lines{"1/7 08:00 @1 outside > open_in_time", "10/7 17:00 @1 open_in_time > paused_in_time",
             "10/7 17:00 @1 paused_in_time > open_in_time", "10/7 17:00 @1 due open_in_time",
             "10/7 17:00 @1 open_in_time > open_overdue"}));
}

TEST(Reading10Test, DateAloneIsTheClosingHourAlsoOnASunday) {
  EXPECT_EQ(ClosingInstant(ExampleCalendar(), LocalDay(At("5/7"))), At("5/7 17:00"));
}

TEST(Reading10Test, EarlyIsBeforeTheEffectiveDayNotThePromisedOne) {
  // Paused 8 hours on the 8th: effective on Monday 13 July.
  const Story paused = Accepted().Stated("8/7 08:00", 5).Stated("9/7 08:00", 4);

  EXPECT_EQ(Story(paused).Stated("10/7 17:30", 9).DueFlow(), "13/7 17:00 resolved_early");
  EXPECT_EQ(Story(paused).Stated("13/7 00:00", 9).DueFlow(), "13/7 17:00 resolved_on_day");
}

// Reading 11.
TEST(Reading11Test, ValidUnlessLateWhenMade) {
  EXPECT_EQ(Accepted().Again("10/7 17:00", "20/7 17:00").DueFlow(), "20/7 17:00 open_in_time");
  EXPECT_EQ(Accepted().Again("10/7 17:00:01", "20/7 17:00").DueFlow(), "10/7 17:00 open_in_time");
}

TEST(Reading11Test, IsNotUndoneByAnotherAfterTheDate) {
  const Story story = Accepted().Again("8/7 08:00", "9/7 17:00").Again("10/7 08:00", "30/7 17:00");

  EXPECT_EQ(story.DueFlow(), "9/7 17:00 open_in_time");
}

TEST(Reading11Test, IncludesPausesBegunAtOrBeforeMadeWhole) {
  const Story paused = Accepted().Stated("6/7 08:00", 5).Stated("8/7 08:00", 4);

  EXPECT_EQ(Story(paused).Again("6/7 08:00", "20/7 17:00").DueFlow(), "20/7 17:00 open_in_time");
  EXPECT_EQ(Story(paused).Again("6/7 07:59:59", "20/7 17:00").DueFlow(), "22/7 17:00 open_in_time");
  EXPECT_EQ(Story(paused).Again("9/7 08:00", "20/7 17:00", false).DueFlow(),
            "22/7 17:00 open_in_time");
}

TEST(Reading11Test, IncludedPauseStillHoldsTheClock) {
  const Story story =
      Accepted().Stated("6/7 08:00", 5).Again("7/7 08:00", "9/7 17:00").Stated("15/7 08:00", 4);

  EXPECT_EQ(story.DueFlow(), "15/7 08:00 open_in_time");
}

TEST(Reading11Test, FirstPromiseCountsFromAcceptance) {
  Story story = Accepted().Stated("13/7 08:00", 9);
  Dossier learned_late = story.dossier();
  learned_late.promises[0].made = At("30/7 08:00");

  EXPECT_EQ(Movements(learned_late, ExampleCalendar(), Role::kHandling),
            Movements(story.dossier(), ExampleCalendar(), Role::kHandling));
}

// Reading 12.
TEST(Reading12Test, WithoutAPromiseThereIsNoLateness) {
  const Story open = Story().Stated("1/7 08:00", 2);

  EXPECT_EQ(Story(open).Stated("2/7 08:00", 5).Path(), "outside > open_no_due > paused_in_time");
  EXPECT_EQ(Story(open).Stated("2/7 08:00", 9).Path(), "outside > open_no_due > resolved_no_due");
  EXPECT_EQ(Story(open).Inferred("2/7 08:00", 8).Path(),
            "outside > open_no_due > cancelled_no_due");
  EXPECT_EQ(Story(open).Stated("2/7 08:00", 4).DueFlow(), "");
}

// Reading 13.
TEST(Reading13Test, DueIsPostedOnceUnlessCancelledByThen) {
  EXPECT_EQ(Accepted().Stated("3/7 08:00", 9).DueFlow(), "10/7 17:00 resolved_early");
  EXPECT_EQ(Accepted().Stated("10/7 08:00", 9).DueFlow(), "10/7 17:00 resolved_on_day");
  EXPECT_EQ(Accepted().Stated("13/7 08:00", 9).DueFlow(), "10/7 17:00 open_in_time");
  EXPECT_EQ(Accepted().Stated("10/7 17:00", 7).DueFlow(), "");
  EXPECT_EQ(Accepted().Stated("13/7 08:00", 7).DueFlow(), "10/7 17:00 open_in_time");
  EXPECT_EQ(Accepted().Stated("3/7 08:00", 7).Stated("9/7 08:00", 9).DueFlow(),
            "10/7 17:00 resolved_early");
  EXPECT_EQ(Accepted().Stated("3/7 08:00", 9).Stated("6/7 08:00", 4).DueFlow(),
            "10/7 17:00 open_in_time");
}

TEST(Reading13Test, OverdueBySecondRequestIsStillDueOnItsDay) {
  Story story = Accepted().Rule("1/1").Stated("2/7 08:00", 5).Stated("2/7 09:00", 4);
  story.Stated("3/7 08:00", 5).Stated("3/7 09:00", 4);

  EXPECT_EQ(story.DueFlow(), "13/7 09:30 open_overdue");
}

// Reading 14.
TEST(Reading14Test, TransferIsTwoMovementsAtOneInstant) {
  const Story story = Accepted().Stated("3/7 08:00", 4, 2);

  EXPECT_EQ(story.Told(),
            (Lines{"1/7 08:00 @1 outside > open_in_time", "3/7 08:00 @1 open_in_time > elsewhere",
                   "3/7 08:00 @2 elsewhere > open_in_time", "10/7 17:00 @2 due open_in_time",
                   "10/7 17:00 @2 open_in_time > open_overdue"}));
}

TEST(Reading14Test, LatenessIsInherited) {
  EXPECT_EQ(Accepted().Stated("13/7 08:00", 4, 2).Path(),
            "outside > open_in_time > open_overdue > elsewhere > open_overdue");
}

TEST(Reading14Test, FinishMovesFirst) {
  const Story story = Accepted().Stated("3/7 08:00", 9, 2);

  EXPECT_EQ(
      story.Told(),
      (Lines{"1/7 08:00 @1 outside > open_in_time", "3/7 08:00 @1 open_in_time > elsewhere",
             "3/7 08:00 @2 elsewhere > open_in_time", "3/7 08:00 @2 open_in_time > resolved_early",
             "10/7 17:00 @2 due resolved_early"}));
}

TEST(Reading14Test, ReopeningReopensAtTheOldUnit) {
  const Story story = Accepted().Stated("3/7 08:00", 9).Stated("6/7 08:00", 5, 2);

  EXPECT_EQ(story.Told(), (Lines{"1/7 08:00 @1 outside > open_in_time",
                                 "3/7 08:00 @1 open_in_time > resolved_early",
                                 "6/7 08:00 @1 resolved_early > paused_in_time",
                                 "6/7 08:00 @1 paused_in_time > elsewhere",
                                 "6/7 08:00 @2 elsewhere > paused_in_time"}));
}

TEST(Reading14Test, FinishedDoesNotMove) {
  const Story story = Accepted().Stated("3/7 08:00", 9).Stated("6/7 08:00", 10, 2);

  EXPECT_EQ(story.Path(), "outside > open_in_time > resolved_early");
}

TEST(Reading14Test, OnlyHandlingMoves) {
  const Story story = Accepted().Of(3, 1, 4).Stated("3/7 08:00", 9, 2);

  EXPECT_EQ(story.Told(Role::kReceiving), (Lines{"1/7 08:00 @3 outside > open_in_time",
                                                 "3/7 08:00 @3 open_in_time > resolved_early",
                                                 "10/7 17:00 @3 due resolved_early"}));
  EXPECT_EQ(story.Told(Role::kApplying).front(), "1/7 08:00 @4 outside > open_in_time");
}

TEST(Reading14Test, OneKnownUnitStandsForAll) {
  const Story story = Accepted().Of(3, 0, 0);

  EXPECT_EQ(story.Told(Role::kHandling).front(), "1/7 08:00 @3 outside > open_in_time");
  EXPECT_EQ(story.Told(Role::kApplying).front(), "1/7 08:00 @3 outside > open_in_time");
}

// Reading 15.
TEST(Reading15Test, DecidedGovernsEvenIfLater) {
  const Story story = Accepted().Stated("3/7 08:00", 10).Stated("13/7 08:00", 9);

  EXPECT_EQ(story.Path(), "outside > open_in_time > open_overdue > resolved_late");
}

TEST(Reading15Test, HandedOverGovernsItsOwnRun) {
  const Story story =
      Accepted().Stated("3/7 08:00", 10).Stated("6/7 08:00", 4).Stated("7/7 08:00", 9);

  EXPECT_EQ(story.Path(),
            "outside > open_in_time > resolved_early > open_in_time > resolved_early");
}

TEST(Reading15Test, CancellationAfterAResolutionIsIgnored) {
  for (int status : {3, 7, 8}) {
    const Story story = Accepted().Stated("3/7 08:00", 9).Stated("6/7 08:00", status);

    EXPECT_EQ(story.Path(), "outside > open_in_time > resolved_early") << status;
  }
}

TEST(Reading15Test, ResolutionAfterACancellationIsOneMovement) {
  for (int status : {3, 7, 8}) {
    const Story story = Accepted().Stated("3/7 08:00", status).Stated("6/7 08:00", 10);

    EXPECT_EQ(story.Path(), "outside > open_in_time > cancelled_in_time > resolved_early")
        << status;
  }
}

// Reading 16.
TEST(Reading16Test, AcceptedAfterItsDueIsOverdueAtOnce) {
  const Story story = Story().Due("1/7 07:00").Stated("1/7 08:00", 2);

  EXPECT_EQ(story.Told(),
            (Lines{"1/7 08:00 @1 outside > open_overdue", "1/7 08:00 @1 due open_overdue"}));
}

TEST(Reading16Test, AcceptedAtItsDueIsInTime) {
  EXPECT_EQ(Story().Due("1/7 08:00").Stated("1/7 08:00", 2).Path(),
            "outside > open_in_time > open_overdue");
}

TEST(Reading16Test, TiesHaveAnOrder) {
  Story story = Story().Due("10/7 17:00");
  for (int status : {8, 10, 9, 4, 5, 2, 1}) story.Stated("1/7 08:00", status);

  EXPECT_EQ(story.Path(),
            "outside > registered > open_in_time > paused_in_time > open_in_time > "
            "resolved_early");
}

TEST(Reading16Test, PromisesComeFirst) {
  const Story story = Accepted().Again("10/7 17:00", "20/7 17:00").Stated("10/7 17:00", 9);

  EXPECT_EQ(story.DueFlow(), "20/7 17:00 resolved_early");
}

}  // namespace
}  // namespace oracle
