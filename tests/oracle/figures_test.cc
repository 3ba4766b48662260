// What is counted: periods, units, rates.

#include <gtest/gtest.h>

#include "oracle.h"
#include "random_dossier.h"
#include "story.h"

namespace oracle {
namespace {

Story Accepted() { return Story().Due("10/7 17:00").Stated("1/7 08:00", 2); }

// The period [from, to], as of the end of it.
Figures CountIn(const std::vector<Story>& stories, const char* from, const char* to,
                const std::set<int>& units = {1}, Role role = Role::kHandling) {
  std::vector<Dossier> dossiers;
  for (const Story& story : stories) dossiers.push_back(story.dossier());
  const int64_t to_day = LocalDay(At(to));
  return Count(dossiers, ExampleCalendar(), units, role, LocalDay(At(from)), to_day,
               StartOfDay(to_day + 1) - 1);
}

Figures July(const std::vector<Story>& stories) { return CountIn(stories, "1/7", "31/7"); }
Figures August(const std::vector<Story>& stories) { return CountIn(stories, "1/8", "31/8"); }

// Reading 1, with its example.
TEST(Reading1Test, ReopenedIsReceivedAgain) {
  const Story story =
      Accepted().Stated("3/7 08:00", 9).Stated("3/8 08:00", 4).Stated("4/8 08:00", 9);

  const Figures august = August({story});

  EXPECT_EQ(august.carried_over, 0);
  EXPECT_EQ(august.reopened, 1);
  EXPECT_EQ(august.in_hand, 1);
  EXPECT_EQ(Resolved(august), 1);
}

// Section 4: "resolved July, reopened, late in August".
TEST(CountTest, JulyStaysJulyWhenADossierIsReopened) {
  const std::vector<Story> stories = {
      Accepted().Stated("3/7 08:00", 9).Stated("3/8 08:00", 4).Stated("4/8 08:00", 9)};

  EXPECT_EQ(July(stories).resolved_early, 1);
  EXPECT_EQ(August(stories).reopened, 1);
  EXPECT_EQ(August(stories).resolved_late, 1);
  EXPECT_EQ(August(stories).resolved_early, 0);
}

TEST(CountTest, CarriesOverOpenAndPaused) {
  const Figures august = August({Accepted(), Accepted().Stated("2/7 08:00", 5),
                                 Accepted().Stated("3/7 08:00", 9), Accepted().Stated("1/8", 9)});

  EXPECT_EQ(august.carried_over, 3);
  EXPECT_EQ(august.open_overdue, 1);
  EXPECT_EQ(august.paused_in_time, 1);
  EXPECT_EQ(august.resolved_late, 1);
  EXPECT_EQ(august.in_hand, 3);
}

// Reading 10: midnight belongs to the day that begins.
TEST(CountTest, MidnightBelongsToTheDayThatBegins) {
  const Story story = Story().Stated("1/8 00:00", 2);

  EXPECT_EQ(July({story}).new_, 0);
  EXPECT_EQ(August({story}).new_, 1);
  EXPECT_EQ(August({story}).carried_over, 0);
}

TEST(CountTest, AsOfIncludesItsSecond) {
  const int64_t day = LocalDay(At("10/7"));
  const auto as_of = [&](const char* at) {
    return Count({Accepted().dossier()}, ExampleCalendar(), {1}, Role::kHandling, day, day, At(at));
  };

  EXPECT_EQ(as_of("10/7 16:59:59").open_in_time, 1);
  EXPECT_EQ(as_of("10/7 16:59:59").due, 0);
  EXPECT_EQ(as_of("10/7 17:00").open_overdue, 1);
  EXPECT_EQ(as_of("10/7 17:00").due, 1);
}

TEST(CountTest, RegisteredIsNotReceived) {
  const Figures july =
      July({Story().Stated("1/7 08:00", 1), Story().Online().Stated("1/7 08:00", 1)});

  EXPECT_EQ(july.registered, 1);
  EXPECT_EQ(july.registered_overdue, 1);
  EXPECT_EQ(july.new_, 0);
  EXPECT_EQ(july.in_hand, 0);
}

// Reading 7.
TEST(CountTest, RefusedBeforeAcceptanceIsNotCancelled) {
  const Figures july = July({Story().Stated("1/7 08:00", 1).Stated("1/7 09:00", 3)});

  EXPECT_EQ(july, Figures());
}

// Reading 15.
TEST(CountTest, ResolvedAfterCancelledIsReopenedAndResolved) {
  const Figures august = August({Accepted().Stated("3/7 08:00", 7).Stated("3/8 08:00", 9)});

  EXPECT_EQ(august.reopened, 1);
  EXPECT_EQ(august.resolved_late, 1);
  EXPECT_EQ(august.in_hand, 1);
}

// Reading 3.
TEST(CountTest, ShowsFinishesNotStated) {
  const Figures july =
      July({Accepted().Inferred("20/7 08:00", 9), Accepted().Inferred("20/7 08:00", 5),
            Accepted().Inferred("3/7 08:00", 9)});

  EXPECT_EQ(july.finish_not_stated, 1);
  EXPECT_EQ(july.resolved_on_day, 1);
  EXPECT_EQ(july.paused_in_time, 1);
}

// Reading 13.
TEST(CountTest, DueInTimeAreThoseResolvedByThen) {
  const Figures july =
      July({Accepted().Stated("3/7 08:00", 9), Accepted().Stated("10/7 17:00", 9),
            Accepted().Stated("13/7 08:00", 9), Accepted().Stated("3/7 08:00", 7)});

  EXPECT_EQ(DueInTime(july), (Rate{2, 3}));
}

// Reading 14: parent 1 + 2, and each alone.
TEST(Reading14CountTest, ParentSeesNoMoveWithinItself) {
  const std::vector<Story> stories = {
      Accepted().Stated("3/7 08:00", 4, 2).Stated("6/7 08:00", 4, 3)};

  const Figures first = CountIn(stories, "1/7", "31/7", {1});
  const Figures parent = CountIn(stories, "1/7", "31/7", {1, 2});
  const Figures all = CountIn(stories, "1/7", "31/7", {1, 2, 3});

  EXPECT_EQ(first.new_, 1);
  EXPECT_EQ(first.moved_out, 1);
  EXPECT_EQ(parent.moved_in, 0);
  EXPECT_EQ(parent.moved_out, 1);
  EXPECT_EQ(all.moved_in + all.moved_out, 0);
  EXPECT_EQ(all.open_overdue, 1);
}

TEST(Reading14CountTest, TransferLeavesJulyInJuly) {
  const std::vector<Story> stories = {Accepted().Stated("3/8 08:00", 4, 2)};

  EXPECT_EQ(CountIn(stories, "1/7", "31/7", {1}).new_, 1);
  EXPECT_EQ(CountIn(stories, "1/8", "31/8", {1}).carried_over, 1);
  EXPECT_EQ(CountIn(stories, "1/8", "31/8", {1}).in_hand, 0);
  EXPECT_EQ(CountIn(stories, "1/8", "31/8", {2}).moved_in, 1);
  EXPECT_EQ(CountIn(stories, "1/8", "31/8", {2}).open_overdue, 1);
}

// Reading 12, and the four rates.
TEST(RateTest, FourDefinitions) {
  Figures f;
  f.in_hand = 100;
  f.resolved_early = 20, f.resolved_on_day = 10, f.resolved_late = 7, f.resolved_no_due = 3;
  f.cancelled_in_time = 4, f.cancelled_late = 1, f.cancelled_no_due = 2;
  f.open_in_time = 25, f.open_overdue = 9, f.open_no_due = 6;
  f.paused_in_time = 8, f.paused_overdue = 5;
  f.due = 40, f.due_in_time = 30;

  EXPECT_EQ(InTime(f), (Rate{78, 100}));
  EXPECT_EQ(ResolvedInTime(f), (Rate{33, 40}));
  EXPECT_EQ(DueInTime(f), (Rate{30, 40}));
  EXPECT_EQ(NotLate(f), (Rate{84, 100}));
}

// Reading 1: overdue = in hand - in time.
TEST(RateTest, WhatIsNotInTimeIsLate) {
  const Figures july = July({Accepted(), Accepted().Stated("13/7 08:00", 9),
                             Accepted().Stated("3/7 08:00", 9), Story().Stated("1/7 08:00", 2)});

  EXPECT_EQ(InTime(july), (Rate{2, 4}));
  EXPECT_EQ(july.open_overdue + july.resolved_late, 2);
}

}  // namespace
}  // namespace oracle
