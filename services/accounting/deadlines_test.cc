// The settled readings on due dates, each with its example, and what the origin
// resolves of them.
#include "services/accounting/movements.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/accounting/movements_testing.h"

namespace lienthong {
namespace {

using Told = std::vector<std::string>;

constexpr v1::Status kAccepted = v1::STATUS_ACCEPTED;
constexpr v1::Status kProcessing = v1::STATUS_PROCESSING;
constexpr v1::Status kSupplement = v1::STATUS_SUPPLEMENT_REQUESTED;
constexpr v1::Status kWithdrawn = v1::STATUS_WITHDRAWN;
constexpr v1::Status kStopped = v1::STATUS_STOPPED;
constexpr v1::Status kDecided = v1::STATUS_DECIDED;

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

// Reading 10.
TEST(DeadlinesTest, AFactAtTheEffectiveInstantIsInTime) {
  ExpectPaths({
      {"the day before", Accepted().Stated("9/7 23:59:59", kDecided),
       "open_in_time > resolved_early"},
      {"midnight", Accepted().Stated("10/7 00:00", kDecided), "open_in_time > resolved_on_day"},
      {"the very second", Accepted().Stated("10/7 17:00", kDecided),
       "open_in_time > resolved_on_day"},
      {"a second later", Accepted().Stated("10/7 17:00:01", kDecided),
       "open_in_time > open_overdue > resolved_late"},
  });
}

TEST(DeadlinesTest, TheClockStandsAfterAllFactsOfItsInstant) {
  const Story story =
      Accepted().Stated("10/7 17:00", kSupplement).Stated("10/7 17:00", kProcessing);

  EXPECT_EQ(
      story.Movements(),
      (Told{"1/7 08:00 @1 outside > open_in_time", "10/7 17:00 @1 open_in_time > paused_in_time",
            "10/7 17:00 @1 paused_in_time > open_in_time", "10/7 17:00 @1 due open_in_time",
            "10/7 17:00 @1 open_in_time > open_overdue"}));
}

TEST(DeadlinesTest, EarlyIsADayBeforeTheEffectiveOne) {
  const Story paused = Accepted().Stated("8/7 08:00", kSupplement).Stated("9/7 08:00", kProcessing);

  EXPECT_EQ(Story(paused).Stated("10/7 17:30", kDecided).Due(), "13/7 17:00 resolved_early");
  EXPECT_EQ(Story(paused).Stated("13/7 00:00", kDecided).Due(), "13/7 17:00 resolved_on_day");
}

// Reading 11.
TEST(DeadlinesTest, AReappointmentIsValidUnlessLateWhenMade) {
  EXPECT_EQ(Accepted().Again("10/7 17:00", "20/7 17:00").Due(), "20/7 17:00 open_in_time");
  EXPECT_EQ(Accepted().Again("10/7 17:00:01", "20/7 17:00").Due(), "10/7 17:00 open_in_time");
  EXPECT_EQ(Accepted().Again("8/7 08:00", "9/7 17:00").Again("10/7 08:00", "30/7 17:00").Due(),
            "9/7 17:00 open_in_time");
}

TEST(DeadlinesTest, AReappointmentIncludesPausesBegunUntilItWasMadeWhole) {
  const Story paused = Accepted().Stated("6/7 08:00", kSupplement).Stated("8/7 08:00", kProcessing);

  EXPECT_EQ(Story(paused).Again("6/7 08:00", "20/7 17:00").Due(), "20/7 17:00 open_in_time");
  EXPECT_EQ(Story(paused).Again("6/7 07:59:59", "20/7 17:00").Due(), "22/7 17:00 open_in_time");
  EXPECT_EQ(Story(paused).Again("9/7 08:00", "20/7 17:00", false).Due(), "22/7 17:00 open_in_time");
}

TEST(DeadlinesTest, TheFirstPromiseCountsFromAcceptanceWheneverLearned) {
  const Story story = Accepted().Stated("13/7 08:00", kDecided);

  EXPECT_EQ(Story(story).FirstPromiseMade("30/7 08:00").Movements(), story.Movements());
}

// Reading 12.
TEST(DeadlinesTest, WithoutAPromiseNothingIsLate) {
  const Story open = Story().Stated("1/7 08:00", kAccepted);
  ExpectPaths({
      {"waiting", Story(open).Stated("2/7 08:00", kSupplement), "open_no_due > paused_in_time"},
      {"decided", Story(open).Stated("2/7 08:00", kDecided), "open_no_due > resolved_no_due"},
      {"stopped", Story(open).Inferred("2/7 08:00", kStopped), "open_no_due > cancelled_no_due"},
  });
  EXPECT_EQ(open.Due(), "");
}

// Reading 13.
TEST(DeadlinesTest, DueIsPostedOnceUnlessCancelledByThen) {
  EXPECT_EQ(Accepted().Stated("10/7 08:00", kDecided).Due(), "10/7 17:00 resolved_on_day");
  EXPECT_EQ(Accepted().Stated("13/7 08:00", kDecided).Due(), "10/7 17:00 open_in_time");
  EXPECT_EQ(Accepted().Stated("10/7 17:00", kWithdrawn).Due(), "");
  EXPECT_EQ(Accepted().Stated("13/7 08:00", kWithdrawn).Due(), "10/7 17:00 open_in_time");
  EXPECT_EQ(Accepted().Stated("3/7 08:00", kDecided).Stated("6/7 08:00", kProcessing).Due(),
            "10/7 17:00 open_in_time");
}

TEST(ResolveDeadlinesTest, KeepsTheEffectiveInstantOfThePromiseInForceOnly) {
  const v1::Dossier dossier = Accepted().Again("8/7 08:00", "20/7 17:00").Resolved();

  EXPECT_EQ(dossier.promises(0).effective(), 0);
  EXPECT_EQ(dossier.promises(1).effective(), At("20/7 17:00"));
}

TEST(ResolveDeadlinesTest, KeepsNoneWhileAPauseInTimeGoesOn) {
  EXPECT_EQ(Accepted().Stated("3/7 08:00", kSupplement).Resolved().promises(0).effective(), 0);
}

TEST(ResolveDeadlinesTest, KeepsTheInstantThatJudgedAFinishBeforeAReopening) {
  Story story = Accepted().Stated("3/7 08:00", kDecided).Stated("6/7 08:00", kSupplement);
  const v1::Dossier dossier = story.Stated("7/7 08:00", kProcessing).Resolved();

  EXPECT_EQ(dossier.timeline(1).judged_by(), At("10/7 17:00"));
  EXPECT_EQ(dossier.promises(0).effective(), At("13/7 17:00"));
}

TEST(ResolveDeadlinesTest, MarksAYearWithoutADecidedDayAsProvisional) {
  const Story next_year = Accepted().Again("9/7 08:00", "10/1/2027 17:00");

  EXPECT_FALSE(Accepted().Resolved().resolution().calendar_provisional());
  EXPECT_TRUE(next_year.Resolved().resolution().calendar_provisional());
}

TEST(ResolveDeadlinesTest, ForgetsWhatWasResolvedBefore) {
  const Story story = Accepted().Stated("3/7 08:00", kDecided);
  v1::Dossier stale = story.Resolved();
  stale.mutable_promises(0)->set_effective(1);
  for (v1::TimelineEntry& entry : *stale.mutable_timeline())
    entry.set_judged_by(1), entry.set_over_limit(true);

  ResolveDeadlines(ExampleCalendar(), {}, stale);

  EXPECT_EQ(stale.SerializeAsString(), story.Resolved().SerializeAsString());
}

}  // namespace
}  // namespace lienthong
