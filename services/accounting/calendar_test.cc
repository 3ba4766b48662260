#include "services/accounting/calendar.h"

#include <gtest/gtest.h>

#include <string>

#include "storage/base/calendar_date.h"

namespace lienthong {
namespace {

Day On(const std::string& date) { return ParseDate(date).value(); }

Instant At(const std::string& date, int hour, int minute = 0, int second = 0) {
  return StartOfDay(On(date)) + hour * 3600 + minute * 60 + second;
}

// 1 and 2 September 2026 are off, Saturday 22 August is worked.
Calendar Year2026() {
  Calendar calendar;
  calendar.SetDay(On("2026-09-01"), false);
  calendar.SetDay(On("2026-09-02"), false);
  calendar.SetDay(On("2026-08-22"), true);
  return calendar;
}

TEST(CalendarTest, DecidedDaysOverruleTheWeek) {
  const Calendar calendar = Year2026();

  EXPECT_TRUE(calendar.IsWorking(On("2026-08-31")));
  EXPECT_FALSE(calendar.IsWorking(On("2026-09-01")));
  EXPECT_FALSE(calendar.IsWorking(On("2026-08-15")));
  EXPECT_TRUE(calendar.IsWorking(On("2026-08-22")));
  EXPECT_FALSE(calendar.IsWorking(On("2026-08-23")));
}

TEST(CalendarTest, AYearWithoutADecidedDayIsProvisionalWithTheFixedHolidays) {
  const Calendar calendar = Year2026();

  for (const char* holiday :
       {"2027-01-01", "2027-04-30", "2029-05-01", "2027-09-02", "2028-05-01"}) {
    EXPECT_TRUE(calendar.IsProvisional(On(holiday))) << holiday;
    EXPECT_FALSE(calendar.IsWorking(On(holiday))) << holiday;
  }
  for (const char* working : {"2027-04-29", "2028-05-02", "2027-09-03", "2027-12-31"}) {
    EXPECT_TRUE(calendar.IsWorking(On(working))) << working;
  }
}

// The days of Tết as they were announced for the years that had been decided when this was
// written; 2027 by the moon.
TEST(CalendarTest, AnUndecidedYearHasTetAndTheDayOfTheKings) {
  const Calendar none;
  for (const auto& [tet, kings] : {std::pair("2023-01-22", "2023-04-29"),
                                   std::pair("2024-02-10", "2024-04-18"),
                                   std::pair("2025-01-29", "2025-04-07"),
                                   std::pair("2026-02-17", "2026-04-26"),
                                   std::pair("2027-02-06", "2027-04-16")}) {
    for (Day day = On(tet) - 1; day <= On(tet) + 2; ++day)
      EXPECT_FALSE(none.IsWorking(day)) << FormatDate(day);
    EXPECT_FALSE(none.IsWorking(On(kings))) << kings;
    EXPECT_TRUE(none.IsProvisional(On(tet))) << tet;
  }
  EXPECT_TRUE(none.IsWorking(On("2027-02-09")));
  EXPECT_TRUE(none.IsWorking(On("2027-04-15")));
}

TEST(CalendarTest, AnExpectedDayCountsAndDecidesNothing) {
  Calendar calendar;
  calendar.SetDay(On("2027-02-10"), false, Calendar::Standing::kProvisional);
  calendar.SetDay(On("2026-11-24"), false, Calendar::Standing::kProvisional);
  calendar.SetDay(On("2026-09-02"), false);

  EXPECT_FALSE(calendar.IsWorking(On("2027-02-10")));
  EXPECT_FALSE(calendar.IsWorking(On("2027-04-30")));
  EXPECT_TRUE(calendar.IsProvisional(On("2027-03-01")));
  EXPECT_TRUE(calendar.IsProvisional(On("2026-11-24")));
  EXPECT_FALSE(calendar.IsProvisional(On("2026-11-25")));
  calendar.SetDay(On("2026-11-24"), true);
  EXPECT_FALSE(calendar.IsProvisional(On("2026-11-24")));
}

TEST(CalendarTest, DaysBeyondTheYearsItKnowsAreWeekdays) {
  EXPECT_TRUE(Calendar().IsWorking(kLastDay + 5));
  EXPECT_TRUE(Calendar().IsWorking(kFirstDay - 4));
}

TEST(CalendarTest, ADecidedYearHasOnlyTheHolidaysItLists) {
  EXPECT_FALSE(Year2026().IsProvisional(On("2026-04-30")));
  EXPECT_TRUE(Year2026().IsWorking(On("2026-04-30")));
}

// Reading 10: a date alone is the closing hour, also on a non-working day.
TEST(CalendarTest, ADateAloneIsTheClosingHourAlsoOnASunday) {
  EXPECT_EQ(Year2026().CloseOf(On("2026-07-05")), At("2026-07-05", 17));
}

TEST(CalendarTest, HoursHoldFromTheirFirstDayOn) {
  Calendar calendar = Year2026();

  calendar.SetHours(On("2026-07-01"), {{8 * 3600, 12 * 3600}, {13 * 3600, 16 * 3600}});

  EXPECT_EQ(calendar.CloseOf(On("2026-06-30")), At("2026-06-30", 17));
  EXPECT_EQ(calendar.CloseOf(On("2026-07-01")), At("2026-07-01", 16));
  EXPECT_EQ(calendar.WorkingSeconds(At("2026-06-30", 0), At("2026-07-02", 0)), (8 + 7) * 3600);
}

struct Stretch {
  Instant from;
  Instant to;
  int minutes;
};

TEST(CalendarTest, CountsOfficeHoursOnly) {
  for (const Stretch& s : {Stretch{At("2026-07-01", 0), At("2026-07-02", 0), 480},
                           {At("2026-07-01", 11), At("2026-07-01", 13, 30), 60},
                           {At("2026-07-01", 11, 30), At("2026-07-01", 13), 0},
                           {At("2026-07-03", 16), At("2026-07-06", 8, 30), 120},
                           {At("2026-08-31", 16), At("2026-09-03", 8, 30), 120},
                           {At("2026-08-21", 17), At("2026-08-24", 0), 480},
                           {At("2026-07-02", 0), At("2026-07-01", 0), 0}}) {
    EXPECT_EQ(Year2026().WorkingSeconds(s.from, s.to), s.minutes * 60) << FormatInstant(s.from);
  }
}

TEST(CalendarTest, AddsUpToTheEarliestInstant) {
  for (const Stretch& s : {Stretch{At("2026-07-01", 7, 30), At("2026-07-01", 11, 30), 240},
                           {At("2026-07-01", 7, 30), At("2026-07-01", 13, 1), 241},
                           {At("2026-07-01", 8), At("2026-07-02", 8), 480},
                           {At("2026-07-03", 17), At("2026-07-03", 17), 0},
                           {At("2026-07-03", 17), At("2026-07-06", 7, 31), 1},
                           {At("2026-08-31", 7, 30), At("2026-09-03", 17), 960}}) {
    EXPECT_EQ(Year2026().AddWorkingSeconds(s.from, s.minutes * 60), s.to) << FormatInstant(s.from);
  }
}

// An instant that does not come, and one that never was: nobody works there, and nothing overflows.
TEST(CalendarTest, AnyInstantIsSafe) {
  const Calendar calendar = Year2026();
  const Instant first = INT64_MIN, last = INT64_MAX, today = At("2026-07-01", 8);

  EXPECT_EQ(calendar.WorkingSeconds(last - 1, last), 0);
  EXPECT_EQ(calendar.WorkingSeconds(first, StartOfDay(kFirstDay)), 0);
  EXPECT_EQ(calendar.WorkingSeconds(today, last),
            calendar.WorkingSeconds(today, EndOfDay(kLastDay)));
  EXPECT_EQ(calendar.AddWorkingSeconds(last, 1), calendar.CloseOf(kLastDay));
  EXPECT_EQ(calendar.AddWorkingSeconds(first, 1), At("1990-01-02", 7, 30) + 1);
  EXPECT_EQ(calendar.ComputedPromise(last, 0), calendar.CloseOf(kLastDay + 1));
  EXPECT_EQ(calendar.ComputedPromise(first, 1), At("1990-01-02", 17));
}

TEST(CalendarTest, EndsAtTheLastDayWhateverIsAdded) {
  EXPECT_EQ(Year2026().AddWorkingSeconds(At("2026-07-01", 8), int64_t{1} << 40),
            EndOfDay(kLastDay) + 1 - 7 * 3600);
}

// Reading 20.
TEST(CalendarTest, AComputedPromiseClosesTheNthWorkingDayAfterAcceptance) {
  const Calendar calendar = Year2026();

  EXPECT_EQ(calendar.ComputedPromise(At("2026-07-01", 8), 1), At("2026-07-02", 17));
  EXPECT_EQ(calendar.ComputedPromise(At("2026-07-03", 16, 59), 1), At("2026-07-06", 17));
  EXPECT_EQ(calendar.ComputedPromise(At("2026-07-04", 8), 1), At("2026-07-06", 17));
  EXPECT_EQ(calendar.ComputedPromise(At("2026-08-31", 8), 2), At("2026-09-04", 17));
  EXPECT_EQ(calendar.ComputedPromise(At("2026-08-21", 8), 1), At("2026-08-22", 17));
}

TEST(CalendarTest, NoWorkingDaysIsThatDayOrTheNextWorkingOne) {
  EXPECT_EQ(Year2026().ComputedPromise(At("2026-07-01", 8), 0), At("2026-07-01", 17));
  EXPECT_EQ(Year2026().ComputedPromise(At("2026-07-04", 8), 0), At("2026-07-06", 17));
}

}  // namespace
}  // namespace lienthong
