// Points the readings leave open, as this judge reads them. A disagreement here is
// a question to be put, not yet a mistake; RandomOptions::unsettled covers most.

#include <gtest/gtest.h>

#include "oracle.h"
#include "story.h"

namespace oracle {
namespace {

using Lines = std::vector<std::string>;

// Accepted on Wednesday 1 July at 08:00, promised for Friday 10 July at 17:00.
Story Accepted() { return Story().Due("10/7 17:00").Stated("1/7 08:00", 2); }

TEST(UnsettledTest, InferredFinishAtTheInstantNeedsNoFavour) {
  EXPECT_EQ(Accepted().Inferred("10/7 17:00", 9).Told()[1],
            "10/7 17:00 @1 open_in_time > resolved_on_day");
}

// An inferred acceptance alone makes nothing late: the clock does.
TEST(UnsettledTest, InferredAcceptanceAfterTheDue) {
  const Story story = Story().Due("1/7 08:00").Inferred("3/7 08:00", 2);

  EXPECT_EQ(story.Path(), "outside > open_in_time > open_overdue");
  EXPECT_EQ(
      Story(story).Inferred("6/7 08:00", 9).Told(),
      (Lines{"3/7 08:00 @1 outside > open_in_time", "3/7 08:00 @1 open_in_time > resolved_on_day ?",
             "3/7 08:00 @1 due resolved_on_day"}));
}

TEST(UnsettledTest, FinishAloneProvesAcceptance) {
  const Story filed = Story().Due("2/7 17:00").Stated("1/7 08:00", 1);

  EXPECT_EQ(Story(filed).Stated("2/7 08:00", 9).Path(), "outside > registered > resolved_on_day");
  EXPECT_EQ(Story(filed).Stated("3/7 08:00", 9).Path(), "outside > registered > resolved_late");
  EXPECT_EQ(Story(filed).Inferred("3/7 08:00", 9).Told()[1],
            "3/7 08:00 @1 registered > resolved_on_day ?");
}

TEST(UnsettledTest, ReturnsAfterARefusalOnlyByAStatedEntry) {
  const Story refused = Story().Stated("1/7 08:00", 1).Stated("1/7 09:00", 3);

  EXPECT_EQ(Story(refused).Inferred("2/7 08:00", 4).Path(), "outside > registered > outside");
  EXPECT_EQ(Story(refused).Stated("2/7 08:00", 2).Path(),
            "outside > registered > outside > open_no_due");
}

// Filed again, an online dossier has 8 hours again.
TEST(UnsettledTest, FiledAgainHasEightHoursAgain) {
  Story story = Story().Online().Stated("1/7 08:00", 1).Stated("1/7 16:00", 3);
  story.Stated("2/7 08:00", 1);

  EXPECT_EQ(story.Told().back(), "3/7 08:00 @1 registered > registered_overdue");
}

// A request before acceptance stops the 8 hours; a new filing lets them go on.
TEST(UnsettledTest, EightHoursGoOnAfterARequest) {
  Story story = Story().Online().Stated("1/7 08:00", 1).Stated("1/7 10:00", 5);
  story.Stated("2/7 08:00", 1);

  EXPECT_EQ(story.Told().back(), "2/7 15:30 @1 registered > registered_overdue");
}

TEST(UnsettledTest, StatedFinishCorrectsAnInferredOneOfItsKind) {
  EXPECT_EQ(Accepted().Inferred("3/7 08:00", 9).Stated("13/7 08:00", 9).Path(),
            "outside > open_in_time > open_overdue > resolved_late");
  EXPECT_EQ(Accepted().Inferred("3/7 08:00", 8).Stated("13/7 08:00", 7).Path(),
            "outside > open_in_time > open_overdue > cancelled_late");
  EXPECT_EQ(Accepted().Stated("3/7 08:00", 9).Stated("13/7 08:00", 9).Path(),
            "outside > open_in_time > resolved_early");
}

// What arrived before a finish that is dated back is dated back with it.
TEST(UnsettledTest, InferredTransferBeforeAFinishNotStated) {
  const Story story = Accepted().Inferred("14/7 08:00", 4, 2).Inferred("20/7 08:00", 9);

  EXPECT_EQ(story.Told(),
            (Lines{"1/7 08:00 @1 outside > open_in_time", "10/7 17:00 @1 open_in_time > elsewhere",
                   "10/7 17:00 @2 elsewhere > open_in_time",
                   "10/7 17:00 @2 open_in_time > resolved_on_day ?",
                   "10/7 17:00 @2 due resolved_on_day"}));
}

// An inferred request dated back holds the clock until a stated entry ends it.
TEST(UnsettledTest, InferredRequestHoldsTheClock) {
  const Story story = Accepted().Inferred("14/7 08:00", 5).Stated("20/7 08:00", 9);

  EXPECT_EQ(story.Path(), "outside > open_in_time > paused_in_time > resolved_on_day");
}

TEST(UnsettledTest, AcceptingEntryMovesFirst) {
  const Story story = Story().Stated("1/7 08:00", 1).Stated("2/7 08:00", 2, 2);

  EXPECT_EQ(
      story.Told(),
      (Lines{"1/7 08:00 @1 outside > registered", "2/7 08:00 @1 registered > elsewhere",
             "2/7 08:00 @2 elsewhere > registered", "2/7 08:00 @2 registered > open_no_due"}));
}

TEST(UnsettledTest, ResolutionAfterACancellationDoesNotMove) {
  EXPECT_EQ(Accepted().Stated("3/7 08:00", 7).Stated("6/7 08:00", 9, 2).Path(),
            "outside > open_in_time > cancelled_in_time > resolved_early");
}

TEST(UnsettledTest, CancelledIsReopenedLikeResolved) {
  EXPECT_EQ(Accepted().Stated("3/7 08:00", 8).Stated("6/7 08:00", 4).Stated("7/7 08:00", 9).Path(),
            "outside > open_in_time > cancelled_in_time > open_in_time > resolved_early");
}

// A promise due before it was made is not late before it was made.
TEST(UnsettledTest, PromiseDueBeforeItIsMade) {
  const Story story = Accepted().Again("6/7 08:00", "3/7 17:00");

  EXPECT_EQ(story.DueFlow(), "6/7 08:00 open_in_time");
  EXPECT_EQ(Story(story).Stated("6/7 08:00", 9).Path(), "outside > open_in_time > resolved_on_day");
}

TEST(UnsettledTest, PromiseMadeBeforeAcceptanceIsInForceFromIt) {
  EXPECT_EQ(Accepted().Again("29/6 08:00", "13/7 17:00").DueFlow(), "13/7 17:00 open_in_time");
}

TEST(UnsettledTest, SecondRequestNeedsNoPromiseToBeOverdue) {
  Story story = Story().Rule("1/7").Stated("1/7 08:00", 2).Stated("2/7 08:00", 5, 0, 1);
  story.Stated("3/7 08:00", 5, 0, 2).Stated("6/7 08:00", 9);

  EXPECT_EQ(story.Path(),
            "outside > open_no_due > paused_in_time > paused_overdue > resolved_late");
  EXPECT_EQ(story.DueFlow(), "");
}

// The rule looks at the second request alone: made before the rule, it stays so.
TEST(UnsettledTest, ThirdRequestDoesNotStandInForTheSecond) {
  Story story = Accepted().Rule("6/7").Stated("2/7 08:00", 5, 0, 1);
  story.Stated("3/7 08:00", 5, 0, 2).Stated("7/7 08:00", 5, 0, 3);

  EXPECT_EQ(story.Path(), "outside > open_in_time > paused_in_time");
}

TEST(UnsettledTest, IdLearnedLaterIsAnotherRequest) {
  const Story story = Accepted().Rule("1/7").Stated("2/7 08:00", 5).Stated("3/7 08:00", 5, 0, 71);

  EXPECT_EQ(story.Path(), "outside > open_in_time > paused_in_time > paused_overdue");
}

// A request during a pause begins another pause, which an earlier promise does not
// include: 16 hours from the 8th to the 10th.
TEST(UnsettledTest, RequestDuringAPauseBeginsAnother) {
  for (int status : {5, 6}) {
    Story story = Accepted().Stated("6/7 08:00", 5, 0, 1).Again("7/7 08:00", "13/7 17:00");
    story.Stated("8/7 08:00", status, 0, 2).Stated("10/7 08:00", 4);

    EXPECT_EQ(story.DueFlow(), "15/7 17:00 open_in_time") << status;
  }
}

// A pause that is late by the second request counts towards `due`; where the
// promise includes it, nothing waits for its end.
TEST(UnsettledTest, LatePauseIncludedInThePromiseDoesNotHoldTheClock) {
  Story story = Accepted().Rule("1/7").Stated("2/7 08:00", 5, 0, 1).Stated("2/7 09:00", 4);
  story.Again("3/7 08:00", "7/7 17:00").Stated("3/7 08:00", 5, 0, 2).Stated("14/7 08:00", 4);

  EXPECT_EQ(story.DueFlow(), "7/7 17:00 paused_overdue");
}

}  // namespace
}  // namespace oracle
