// One dossier's life, reading by reading: acceptance, the clock, pauses, promises.

#include "oracle.h"

#include <gtest/gtest.h>

#include "story.h"

namespace oracle {
namespace {

using Lines = std::vector<std::string>;

struct Case {
  const char* what;
  Story story;
  const char* path;  // after "outside > "
};

void ExpectPaths(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(c.story.Path(), std::string("outside > ") + c.path) << c.what;
  }
}

// Accepted on Wednesday 1 July at 08:00, promised for Friday 10 July at 17:00.
Story Accepted() { return Story().Due("10/7 17:00").Stated("1/7 08:00", 2); }

TEST(MovementsTest, TellTheWholeLife) {
  Story story = Story().Online().Due("10/7 17:00").Stated("1/7 08:00", 1).Stated("1/7 09:00", 2);
  story.Stated("6/7 10:00", 4);

  EXPECT_EQ(story.Told(),
            (Lines{"1/7 08:00 @1 outside > registered", "1/7 09:00 @1 registered > open_in_time",
                   "10/7 17:00 @1 due open_in_time", "10/7 17:00 @1 open_in_time > open_overdue"}));
}

TEST(MovementsTest, TombstoneHasNone) {
  EXPECT_TRUE(Accepted().Stated("3/7 08:00", 9).Tombstone().Told().empty());
}

// Section 2: where a status leads.
TEST(StatusTest, LeadsToItsAccount) {
  ExpectPaths({
      {"3", Accepted().Stated("3/7 09:00", 3), "open_in_time > cancelled_in_time"},
      {"5", Accepted().Stated("3/7 09:00", 5), "open_in_time > paused_in_time"},
      {"6", Accepted().Stated("3/7 09:00", 6), "open_in_time > paused_in_time"},
      {"7", Accepted().Stated("3/7 09:00", 7), "open_in_time > cancelled_in_time"},
      {"8", Accepted().Stated("3/7 09:00", 8), "open_in_time > cancelled_in_time"},
      {"9", Accepted().Stated("3/7 09:00", 9), "open_in_time > resolved_early"},
      {"10", Accepted().Stated("3/7 09:00", 10), "open_in_time > resolved_early"},
  });
}

TEST(StatusTest, TimeOfDecisionIsTheFinish) {
  const Story story = Accepted().Stated("10/7 16:00", 9).Stated("20/7 16:00", 10);

  EXPECT_EQ(story.Path(), "outside > open_in_time > resolved_on_day");
}

// Section 4: early, on the day, late.
TEST(JudgementTest, ComparesCalendarDaysThenInstants) {
  ExpectPaths({
      {"the day before", Accepted().Stated("9/7 23:59:59", 9), "open_in_time > resolved_early"},
      {"midnight", Accepted().Stated("10/7 00:00", 9), "open_in_time > resolved_on_day"},
      {"the very second", Accepted().Stated("10/7 17:00", 9), "open_in_time > resolved_on_day"},
      {"a second later", Accepted().Stated("10/7 17:00:01", 9),
       "open_in_time > open_overdue > resolved_late"},
      {"cancelled late", Accepted().Stated("13/7 08:00", 8),
       "open_in_time > open_overdue > cancelled_late"},
  });
}

// Section 3: working time paused is added, and 4 and 6 July are a weekend apart.
TEST(PauseTest, MovesTheEffectiveInstantByWorkingTime) {
  const Story eight_hours = Accepted().Stated("3/7 08:00", 5).Stated("6/7 08:00", 4);
  const Story weekend = Accepted().Stated("3/7 17:00", 6).Stated("6/7 07:30", 4);

  EXPECT_EQ(eight_hours.DueFlow(), "13/7 17:00 open_in_time");
  EXPECT_EQ(weekend.DueFlow(), "10/7 17:00 open_in_time");
}

// Reading 2.
TEST(Reading2Test, PromiseInForceDecides) {
  const Story story = Accepted().Again("9/7 08:00", "17/7 17:00").Stated("15/7 08:00", 9);

  EXPECT_EQ(story.Path(), "outside > open_in_time > resolved_early");
  EXPECT_EQ(story.DueFlow(), "17/7 17:00 resolved_early");
}

// Reading 3.
TEST(Reading3Test, InferredFinishIsDatedAtTheEffectiveInstant) {
  const Story story = Accepted().Inferred("20/7 08:00", 9);

  EXPECT_EQ(story.Told(), (Lines{"1/7 08:00 @1 outside > open_in_time",
                                 "10/7 17:00 @1 open_in_time > resolved_on_day ?",
                                 "10/7 17:00 @1 due resolved_on_day"}));
}

TEST(Reading3Test, HoldsForRequestRefusalStopAndFinish) {
  ExpectPaths({
      {"3", Accepted().Inferred("20/7 08:00", 3), "open_in_time > cancelled_in_time"},
      {"5", Accepted().Inferred("20/7 08:00", 5), "open_in_time > paused_in_time"},
      {"6", Accepted().Inferred("20/7 08:00", 6), "open_in_time > paused_in_time"},
      {"8", Accepted().Inferred("20/7 08:00", 8), "open_in_time > cancelled_in_time"},
      {"10", Accepted().Inferred("20/7 08:00", 10), "open_in_time > resolved_on_day"},
      {"inferred 4 proves nothing", Accepted().Inferred("14/7 08:00", 4).Inferred("20/7 08:00", 9),
       "open_in_time > resolved_on_day"},
      {"stated 4 in time proves nothing",
       Accepted().Stated("10/7 17:00", 4).Inferred("20/7 08:00", 9),
       "open_in_time > resolved_on_day"},
      {"stated 4 proves it open", Accepted().Stated("14/7 08:00", 4).Inferred("20/7 08:00", 9),
       "open_in_time > open_overdue > resolved_late"},
      {"arrived in time", Accepted().Inferred("9/7 08:00", 9), "open_in_time > resolved_early"},
      {"cancelled in time, then decided",
       Accepted().Stated("9/7 08:00", 7).Inferred("20/7 08:00", 9),
       "open_in_time > cancelled_in_time > resolved_on_day"},
  });
}

TEST(Reading3Test, StatedFinishIsJudgedAtItsInstant) {
  EXPECT_EQ(Accepted().Stated("20/7 08:00", 9).Path(),
            "outside > open_in_time > open_overdue > resolved_late");
}

// Reading 4.
TEST(Reading4Test, LatenessIsAbsorbing) {
  ExpectPaths({
      {"a later pause", Accepted().Stated("13/7 08:00", 5).Stated("20/7 08:00", 4),
       "open_in_time > open_overdue > paused_overdue > open_overdue"},
      {"a pause at the instant", Accepted().Stated("10/7 17:00", 5),
       "open_in_time > paused_in_time"},
      {"a decision ends a pause", Accepted().Stated("9/7 08:00", 5).Stated("20/7 08:00", 9),
       "open_in_time > paused_in_time > resolved_early"},
  });
}

TEST(Reading4Test, NeverBeforeTheEndOfAPauseInTime) {
  // Promised for a Saturday, paused over the weekend: no working time passes.
  Story story = Story().Due("11/7 17:00").Stated("1/7 08:00", 2);
  story.Stated("11/7 10:00", 5).Stated("12/7 10:00", 4);

  EXPECT_EQ(
      story.Told(),
      (Lines{"1/7 08:00 @1 outside > open_in_time", "11/7 10:00 @1 open_in_time > paused_in_time",
             "12/7 10:00 @1 paused_in_time > open_in_time", "12/7 10:00 @1 due open_in_time",
             "12/7 10:00 @1 open_in_time > open_overdue"}));
}

TEST(Reading4Test, DecisionLessThePauseIsOnTheDay) {
  // Paused 8 working hours: the effective day is Monday 13 July.
  const Story story =
      Accepted().Stated("8/7 08:00", 5).Stated("9/7 08:00", 4).Stated("13/7 17:00", 9);

  EXPECT_EQ(story.Path(),
            "outside > open_in_time > paused_in_time > open_in_time > resolved_on_day");
}

// Reading 6.
TEST(Reading6Test, ReopensOnlyByAStatedLaterEntry) {
  const Story decided = Accepted().Stated("3/7 08:00", 9);
  ExpectPaths({
      {"2", Story(decided).Stated("6/7 08:00", 2),
       "open_in_time > resolved_early > open_in_time > open_overdue"},
      {"5", Story(decided).Stated("6/7 08:00", 5),
       "open_in_time > resolved_early > paused_in_time"},
      {"inferred 4", Story(decided).Inferred("6/7 08:00", 4), "open_in_time > resolved_early"},
      {"same instant", Story(decided).Stated("3/7 08:00", 4), "open_in_time > resolved_early"},
      {"registered", Story(decided).Stated("6/7 08:00", 1), "open_in_time > resolved_early"},
  });
}

TEST(Reading6Test, PromiseRunsWhileFinished) {
  const Story decided = Accepted().Stated("3/7 08:00", 9);
  ExpectPaths({
      {"reopened after it", Story(decided).Stated("13/7 08:00", 4).Stated("14/7 08:00", 9),
       "open_in_time > resolved_early > open_overdue > resolved_late"},
      {"promised anew before it",
       Story(decided)
           .Again("10/7 17:00", "20/7 17:00")
           .Stated("13/7 08:00", 4)
           .Stated("14/7 08:00", 9),
       "open_in_time > resolved_early > open_in_time > resolved_early"},
      {"promised anew after it",
       Story(decided)
           .Again("13/7 08:00", "20/7 17:00")
           .Stated("13/7 08:00", 4)
           .Stated("14/7 08:00", 9),
       "open_in_time > resolved_early > open_overdue > resolved_late"},
      {"reopened from late",
       Accepted()
           .Stated("13/7 08:00", 9)
           .Again("14/7 08:00", "30/7 17:00")
           .Stated("14/7 08:00", 4)
           .Stated("15/7 08:00", 9),
       "open_in_time > open_overdue > resolved_late > open_overdue > resolved_late"},
  });
}

// Reading 7.
TEST(Reading7Test, LeavesTheBooksBeforeAcceptance) {
  ExpectPaths({
      {"refused", Story().Due("10/7 17:00").Stated("1/7 08:00", 1).Stated("1/7 09:00", 3),
       "registered > outside"},
      {"withdrawn", Story().Stated("1/7 08:00", 1).Stated("1/7 09:00", 7), "registered > outside"},
      {"stopped", Story().Stated("1/7 08:00", 1).Inferred("1/7 09:00", 8), "registered > outside"},
  });
}

// Reading 8. Wednesday 08:00 and 8 working hours: Thursday 08:00.
TEST(Reading8Test, EightWorkingHoursToAccept) {
  const Story filed = Story().Online().Stated("1/7 08:00", 1);

  EXPECT_EQ(filed.Told(), (Lines{"1/7 08:00 @1 outside > registered",
                                 "2/7 08:00 @1 registered > registered_overdue"}));
  ExpectPaths({
      {"accepted at the instant", Story(filed).Stated("2/7 08:00", 2), "registered > open_no_due"},
      {"accepted after it", Story(filed).Stated("2/7 08:00:01", 2),
       "registered > registered_overdue > open_no_due"},
      {"5 stops the hours", Story(filed).Stated("1/7 16:00", 5), "registered"},
      {"6 after them", Story(filed).Stated("3/7 16:00", 6), "registered > registered_overdue"},
      {"not online", Story().Stated("1/7 08:00", 1), "registered"},
  });
}

TEST(Reading8Test, RequestBeforeAcceptanceIsNoSupplementRequest) {
  Story story = Story().Due("10/7 17:00").Rule("1/1").Stated("1/7 08:00", 1);
  story.Stated("1/7 09:00", 5).Stated("2/7 08:00", 2).Stated("3/7 08:00", 5);

  EXPECT_EQ(story.Path(), "outside > registered > open_in_time > paused_in_time");
}

// Reading 9.
TEST(Reading9Test, SecondRequestIsOverdueToTheEnd) {
  Story story = Accepted().Rule("1/7").Stated("2/7 08:00", 5).Stated("2/7 09:00", 4);
  story.Stated("3/7 08:00", 5).Stated("3/7 09:00", 4).Stated("6/7 08:00", 9);

  EXPECT_EQ(story.Path(),
            "outside > open_in_time > paused_in_time > open_in_time > paused_overdue > "
            "open_overdue > resolved_late");
}

TEST(Reading9Test, CountsRequests) {
  const Story first = Accepted().Rule("1/7").Stated("2/7 08:00", 5);
  const Story named = Accepted().Rule("1/7").Stated("2/7 08:00", 5, 0, 71);
  ExpectPaths({
      {"5 after 5", Story(first).Stated("3/7 08:00", 5), "open_in_time > paused_in_time"},
      {"6 is none", Story(first).Stated("3/7 08:00", 6), "open_in_time > paused_in_time"},
      {"5 after 6", Story(first).Stated("3/7 08:00", 6).Stated("6/7 08:00", 5),
       "open_in_time > paused_in_time > paused_overdue"},
      {"another id", Story(named).Stated("3/7 08:00", 5, 0, 72),
       "open_in_time > paused_in_time > paused_overdue"},
      {"the same id again", Story(named).Stated("3/7 08:00", 4).Stated("6/7 08:00", 5, 0, 71),
       "open_in_time > paused_in_time > open_in_time > paused_in_time"},
      {"inferred without id", Story(first).Stated("3/7 08:00", 4).Inferred("6/7 08:00", 5),
       "open_in_time > paused_in_time > open_in_time > paused_in_time"},
      {"inferred with id", Story(named).Stated("3/7 08:00", 4).Inferred("6/7 08:00", 5, 0, 72),
       "open_in_time > paused_in_time > open_in_time > paused_overdue"},
  });
}

TEST(Reading9Test, RuleHasAFirstDay) {
  const Story twice = Accepted().Stated("2/7 08:00", 5, 0, 1).Stated("3/7 00:00", 5, 0, 2);

  EXPECT_EQ(Story(twice).Rule("3/7").Path(),
            "outside > open_in_time > paused_in_time > paused_overdue");
  EXPECT_EQ(Story(twice).Rule("4/7").Path(), "outside > open_in_time > paused_in_time");
}

}  // namespace
}  // namespace oracle
