#include "clients/cli/period.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace lienthong::cli {
namespace {

// "first last" or "-".
std::string Days(std::string_view text) {
  const auto period = ParsePeriod(text);
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

TEST(PeriodTest, RefusesWhatIsNoPeriod) {
  for (const char* text :
       {"", "26", "2026-", "2026-8", "2026-13", "2026-00", "2026-Q0", "2026-Q5", "2026-Q",
        "2026-Q11", "2026/08", "2026-08-01", "202a", "1989", "2100", "-026-01", "2026-1x"}) {
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
