#include "services/intake/national_time.h"

#include <gtest/gtest.h>

#include "storage/base/calendar_date.h"

namespace lienthong::intake {
namespace {

TEST(NationalTimeTest, ReadsLocalTime) {
  const auto time = ParseNationalTime("20231101093005");

  ASSERT_TRUE(time.has_value());
  EXPECT_EQ(FormatInstant(time->instant), "2023-11-01 09:30:05");
  EXPECT_EQ(time->instant, 1698805805);  // 02:30:05 UTC
  EXPECT_FALSE(time->day_only);
}

TEST(NationalTimeTest, KnowsADayWithoutATime) {
  const Instant midnight = StartOfDay(*ParseDate("2023-11-01"));
  const NationalTime day{.instant = midnight, .day_only = true};

  EXPECT_EQ(ParseNationalTime("20231101"), day);
  EXPECT_EQ(ParseNationalTime("20231101000000"), day);
  EXPECT_EQ(ParseNationalTime("20231101000001"),
            (NationalTime{.instant = midnight + 1, .day_only = false}));
}

TEST(NationalTimeTest, TakesTheFirstAndTheLastSecond) {
  EXPECT_TRUE(ParseNationalTime("19900101000000").has_value());
  EXPECT_TRUE(ParseNationalTime("20991231235959").has_value());
  EXPECT_TRUE(ParseNationalTime("20240229").has_value());
}

class NoTimeTest : public testing::TestWithParam<const char*> {};

TEST_P(NoTimeTest, IsRefused) { EXPECT_EQ(ParseNationalTime(GetParam()), std::nullopt); }

INSTANTIATE_TEST_SUITE_P(All, NoTimeTest,
                         testing::Values("", "2023", "20231301", "20230230", "20230229", "20230001",
                                         "20230100", "20231101250000", "20231101240000",
                                         "20231101006000", "20231101000060", "2023110109300",
                                         "202311010930050", "2023-11-01", "2023-11-01T09:",
                                         "01/11/2023", "+2023110", "20231101 0930", "19891231",
                                         "21000101", "00000000", "00000000000000", "２０２３"));

}  // namespace
}  // namespace lienthong::intake
