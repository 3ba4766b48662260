#include "clients/cli/period.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace lienthong::cli {
namespace {

// "first last" or "-".
std::string Days(std::string_view text, PeriodCalendar calendar = PeriodCalendar::kCivil) {
  const auto period = ParsePeriod(text, calendar);
  return period ? FormatDate(period->first) + " " + FormatDate(period->last) : "-";
}

TEST(PeriodTest, ReadsMonthsQuartersAndYears) {
  EXPECT_EQ(Days("2026-08"), "2026-08-01 2026-08-31");
  EXPECT_EQ(Days("2024-02"), "2024-02-01 2024-02-29");
  EXPECT_EQ(Days("2026-12"), "2026-12-01 2026-12-31");
  EXPECT_EQ(Days("2026-Q1"), "2026-01-01 2026-03-31");
  EXPECT_EQ(Days("2026-Q3"), "2026-07-01 2026-09-30");
  EXPECT_EQ(Days("2026-q4"), "2026-10-01 2026-12-31");
  EXPECT_EQ(Days("2026"), "2026-01-01 2026-12-31");
  EXPECT_EQ(Days("2099"), "2099-01-01 2099-12-31");
}

TEST(PeriodTest, ReadsHalfYearsAndNineMonths) {
  EXPECT_EQ(Days("2026-H1"), "2026-01-01 2026-06-30");
  EXPECT_EQ(Days("2026-H2"), "2026-07-01 2026-12-31");
  EXPECT_EQ(Days("2026-M9"), "2026-01-01 2026-09-30");
}

// NĐ 09/2019/NĐ-CP.
TEST(PeriodTest, TheStatisticalCalendarGoesFromThe15thToThe14th) {
  const auto days = [](std::string_view text) { return Days(text, PeriodCalendar::kStatistical); };

  EXPECT_EQ(days("2026-08"), "2026-07-15 2026-08-14");
  EXPECT_EQ(days("2026-01"), "2025-12-15 2026-01-14");
  EXPECT_EQ(days("2024-03"), "2024-02-15 2024-03-14");
  EXPECT_EQ(days("2026-Q1"), "2025-12-15 2026-03-14");
  EXPECT_EQ(days("2026-Q4"), "2026-09-15 2026-12-14");
  EXPECT_EQ(days("2026-H1"), "2025-12-15 2026-06-14");
  EXPECT_EQ(days("2026-M9"), "2025-12-15 2026-09-14");
  EXPECT_EQ(days("2026"), "2025-12-15 2026-12-14");
  EXPECT_EQ(days("1990"), "-") << "begins before the first day that there is";
  EXPECT_EQ(days("2026-13"), "-");
}

// Each day of a statistical year lies in exactly one of its months.
TEST(PeriodTest, StatisticalMonthsMakeTheYear) {
  const auto year = ParsePeriod("2026", PeriodCalendar::kStatistical);
  Day next = year->first;
  for (int month = 1; month <= 12; ++month) {
    const auto part = ParsePeriod(fmt::format("2026-{:02}", month), PeriodCalendar::kStatistical);
    EXPECT_EQ(part->first, next);
    next = part->last + 1;
  }
  EXPECT_EQ(next, year->last + 1);
}

TEST(PeriodTest, PeriodCalendarsHaveNames) {
  EXPECT_EQ(ParsePeriodCalendar("civil"), PeriodCalendar::kCivil);
  EXPECT_EQ(ParsePeriodCalendar("statistical"), PeriodCalendar::kStatistical);
  EXPECT_EQ(ParsePeriodCalendar("lunar"), std::nullopt);
}

TEST(PeriodTest, RefusesWhatIsNoPeriod) {
  for (const char* text :
       {"", "26", "2026-", "2026-8", "2026-13", "2026-00", "2026-Q0", "2026-Q5", "2026-Q",
        "2026-Q11", "2026-H3", "2026-M8", "2026/08", "2026-08-01", "202a", "1989", "2100", "-026-01", "2026-1x"}) {
    EXPECT_EQ(Days(text), "-") << text;
  }
}

TEST(PeriodTest, ReadsMoments) {
  const Day day = *ParseDate("2026-08-15");

  EXPECT_EQ(ParseMoment("2026-08-15 12:00:01"), StartOfDay(day) + 12 * 3600 + 1);
  EXPECT_EQ(ParseMoment("2026-08-15T00:00:00"), StartOfDay(day));
  EXPECT_EQ(ParseMoment("2026-08-15"), EndOfDay(day));
}

TEST(PeriodTest, RefusesWhatIsNoMoment) {
  for (const char* text : {"", "2026-08", "2026-02-30", "2026-08-15 12:00", "2026-08-15 24:00:00",
                           "2026-08-15 12:60:00", "2026-08-15 12:00:60", "2026-08-15x12:00:00",
                           "2026-08-15 12-00-00", "2026-08-15 1a:00:00", "2026-08-15 12:00:00Z"}) {
    EXPECT_EQ(ParseMoment(text), std::nullopt) << text;
  }
}

TEST(PeriodTest, WritesTimestampsWithTheirZone) {
  const Instant instant = StartOfDay(*ParseDate("2026-08-15"));

  EXPECT_EQ(FormatTimestamp(instant), "2026-08-15T00:00:00+07:00");
  EXPECT_EQ(FormatTimestampMs(instant * 1000 + 7), "2026-08-15T00:00:00.007+07:00");
}

}  // namespace
}  // namespace lienthong::cli
