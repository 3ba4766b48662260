#include <gtest/gtest.h>

#include <random>

#include "oracle.h"
#include "random_dossier.h"
#include "story.h"

namespace oracle {
namespace {

TEST(WorkingTimeTest, LocalDaysBeginSevenHoursBeforeThoseOfUtc) {
  EXPECT_EQ(LocalDay(0), 0);
  EXPECT_EQ(LocalDay(17 * 3600 - 1), 0);
  EXPECT_EQ(LocalDay(17 * 3600), 1);
  EXPECT_EQ(LocalDay(-7 * 3600), 0);
  EXPECT_EQ(LocalDay(-7 * 3600 - 1), -1);
  EXPECT_EQ(At("1/7 00:00"), 1782838800);  // 2026-06-30T17:00:00Z
}

TEST(WorkingTimeTest, HolidaysAndSwapDaysOverruleTheWeek) {
  const Calendar calendar = ExampleCalendar();

  EXPECT_TRUE(IsWorkingDay(calendar, LocalDay(At("31/8"))));
  EXPECT_FALSE(IsWorkingDay(calendar, LocalDay(At("1/9"))));
  EXPECT_FALSE(IsWorkingDay(calendar, LocalDay(At("15/8"))));
  EXPECT_TRUE(IsWorkingDay(calendar, LocalDay(At("22/8"))));
  EXPECT_FALSE(IsWorkingDay(calendar, LocalDay(At("23/8"))));
}

struct Stretch {
  const char* from;
  const char* to;
  int64_t minutes;
};

TEST(WorkingTimeTest, CountsOfficeHoursOnly) {
  for (const Stretch& s : {Stretch{"1/7 07:30", "1/7 17:00", 480},
                           {"1/7", "2/7", 480},
                           {"1/7 11:00", "1/7 13:30", 60},
                           {"1/7 11:30", "1/7 13:00", 0},
                           {"3/7 16:00", "6/7 08:30", 120},
                           {"4/7", "6/7", 0},
                           {"31/8 16:00", "3/9 08:30", 120},
                           {"21/8 17:00", "24/8", 480},
                           {"2/7", "1/7", 0}}) {
    EXPECT_EQ(WorkingSecondsBetween(ExampleCalendar(), At(s.from), At(s.to)), s.minutes * 60)
        << s.from << " to " << s.to;
  }
}

TEST(WorkingTimeTest, AddsToTheEarliestInstant) {
  for (const Stretch& s : {Stretch{"1/7 07:30", "1/7 11:30", 240},
                           {"1/7 07:30", "1/7 13:01", 241},
                           {"1/7 08:00", "2/7 08:00", 480},
                           {"3/7 17:00", "3/7 17:00", 0},
                           {"3/7 17:00", "6/7 07:31", 1},
                           {"31/8 07:30", "3/9 17:00", 960}}) {
    EXPECT_EQ(AddWorkingSeconds(ExampleCalendar(), At(s.from), s.minutes * 60), At(s.to))
        << s.from << " and " << s.minutes;
  }
}

TEST(WorkingTimeTest, AddingAndCountingAgree) {
  std::mt19937_64 rng(1);
  const Calendar calendar = ExampleCalendar();

  for (int i = 0; i < 2000; ++i) {
    const int64_t from = At("1/7") + static_cast<int64_t>(rng() % (60 * 86400));
    const int64_t seconds = 1 + static_cast<int64_t>(rng() % 400000);
    const int64_t to = AddWorkingSeconds(calendar, from, seconds);

    ASSERT_EQ(WorkingSecondsBetween(calendar, from, to), seconds);
    ASSERT_EQ(WorkingSecondsBetween(calendar, from, to - 1), seconds - 1);
  }
}

TEST(WorkingTimeTest, EndsWhereNoOfficeEverOpens) {
  EXPECT_EQ(AddWorkingSeconds(Calendar(), At("1/7"), 1), kNever);
}

// Reading 20.
TEST(Reading20Test, ClosesTheNthWorkingDayAfterAcceptance) {
  const Calendar calendar = ExampleCalendar();

  EXPECT_EQ(ComputedPromise(calendar, At("1/7 08:00"), 1), At("2/7 17:00"));
  EXPECT_EQ(ComputedPromise(calendar, At("3/7 16:59"), 1), At("6/7 17:00"));
  EXPECT_EQ(ComputedPromise(calendar, At("4/7 08:00"), 1), At("6/7 17:00"));
  EXPECT_EQ(ComputedPromise(calendar, At("31/8 08:00"), 2), At("4/9 17:00"));
  EXPECT_EQ(ComputedPromise(calendar, At("21/8 08:00"), 1), At("22/8 17:00"));
}

TEST(Reading20Test, NoDaysIsThatDayOrTheNextWorkingOne) {
  EXPECT_EQ(ComputedPromise(ExampleCalendar(), At("1/7 08:00"), 0), At("1/7 17:00"));
  EXPECT_EQ(ComputedPromise(ExampleCalendar(), At("4/7 08:00"), 0), At("6/7 17:00"));
}

}  // namespace
}  // namespace oracle
