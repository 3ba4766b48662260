#include "storage/base/calendar_date.h"

#include <gtest/gtest.h>

namespace lienthong {
namespace {

TEST(CalendarDateTest, ReadsAndWritesTheSameDay) {
  for (Day day = kFirstDay; day <= kLastDay; day += 17) EXPECT_EQ(ParseDate(FormatDate(day)), day);
}

TEST(CalendarDateTest, RefusesWhatIsNoDay) {
  for (const char* text : {"", "2026-13-01", "2026-02-30", "2026-8-01", "20260801", "-026-01-01",
                           "1989-12-31", "2100-01-01"}) {
    EXPECT_FALSE(ParseDate(text).has_value()) << text;
  }
}

TEST(CalendarDateTest, MidnightBelongsToTheDayItBegins) {
  const Day day = *ParseDate("2026-08-01");

  EXPECT_EQ(DayOf(StartOfDay(day)), day);
  EXPECT_EQ(DayOf(StartOfDay(day) - 1), day - 1);
  EXPECT_EQ(FormatInstant(StartOfDay(day)), "2026-08-01 00:00:00");
  EXPECT_EQ(FormatInstant(EndOfDay(day)), "2026-08-01 23:59:59");
}

TEST(CalendarDateTest, MonthsAndYearsBeginOnTheirFirstDay) {
  const Day day = *ParseDate("2026-08-31");

  EXPECT_EQ(FormatDate(FirstDayOfMonth(MonthOf(day))), "2026-08-01");
  EXPECT_EQ(FormatDate(FirstDayOfMonth(MonthOf(day) + 5)), "2027-01-01");
  EXPECT_EQ(FormatDate(FirstDayOfYear(YearOf(day))), "2026-01-01");
  EXPECT_EQ(FirstDayOfMonth(MonthOf(day) + 1), day + 1);
}

TEST(CalendarDateTest, AHalfEndsOnThe14thOrWithItsMonth) {
  const std::pair<const char*, const char*> cases[] = {
      {"2026-08-01", "2026-08-01"}, {"2026-08-14", "2026-08-01"}, {"2026-08-15", "2026-08-15"},
      {"2026-08-31", "2026-08-15"}, {"2024-02-29", "2024-02-15"}, {"2025-12-31", "2025-12-15"}};
  for (const auto& [day, first] : cases)
    EXPECT_EQ(FormatDate(FirstDayOfHalf(HalfOf(*ParseDate(day)))), first) << day;
  EXPECT_EQ(HalfOf(*ParseDate("2026-01-01")), HalfOf(*ParseDate("2025-12-31")) + 1);
}

}  // namespace
}  // namespace lienthong
