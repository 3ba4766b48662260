#include "services/report/vietnamese.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "storage/base/calendar_date.h"

namespace lienthong::report {
namespace {

TEST(VietnameseTest, GroupsThousandsWithPoints) {
  EXPECT_EQ(WriteCount(0), "0");
  EXPECT_EQ(WriteCount(9), "9");
  EXPECT_EQ(WriteCount(999), "999");
  EXPECT_EQ(WriteCount(1497), "1.497");
  EXPECT_EQ(WriteCount(19933), "19.933");
  EXPECT_EQ(WriteCount(1234567), "1.234.567");
  EXPECT_EQ(WriteCount(-379), "-379");
  EXPECT_EQ(WriteCount(-1234), "-1.234");
  EXPECT_EQ(WriteCount(INT64_MIN), "-9.223.372.036.854.775.808");
}

TEST(VietnameseTest, WritesDecimalsWithACommaAndThePlacesTheyCameWith) {
  EXPECT_EQ(WriteDecimal("39.56"), "39,56");
  EXPECT_EQ(WriteDecimal("7.7"), "7,7");
  EXPECT_EQ(WriteDecimal("18"), "18");
  EXPECT_EQ(WriteDecimal("12345.60"), "12.345,60");
  EXPECT_EQ(WriteDecimal("-1234.5"), "-1.234,5");
  EXPECT_EQ(WritePercent("39.56"), "39,56 %");
  EXPECT_EQ(WritePercent("0"), "0 %");
  EXPECT_EQ(WritePercent("100"), "100 %");
}

TEST(VietnameseTest, LeavesWhatIsNoDecimalAsItIs) {
  for (const char* odd : {"", "-", ".", "1.", ".5", "1.2.3", "1,5", "1e5", " 1", "NaN", "--1"}) {
    EXPECT_FALSE(IsDecimal(odd)) << odd;
    EXPECT_EQ(WriteDecimal(odd), odd);
  }
}

TEST(VietnameseTest, WritesDatesDayFirst) {
  EXPECT_EQ(WriteDate(*ParseDate("2026-08-31")), "31/08/2026");
  EXPECT_EQ(WriteDate(*ParseDate("2024-02-29")), "29/02/2024");
  EXPECT_EQ(WriteMoment(EndOfDay(*ParseDate("2026-08-31"))), "23:59:59 ngày 31/08/2026");
  EXPECT_EQ(WriteMoment(StartOfDay(*ParseDate("2026-09-01"))), "00:00:00 ngày 01/09/2026");
  EXPECT_EQ(WriteWhen(EndOfDay(*ParseDate("2026-08-31"))), "ngày 31/08/2026");
  EXPECT_EQ(WriteWhen(StartOfDay(*ParseDate("2026-09-01"))), "lúc 00:00:00 ngày 01/09/2026");
}

std::string Period(const char* from, const char* to) {
  return WritePeriod(*ParseDate(from), *ParseDate(to));
}

TEST(VietnameseTest, NamesCalendarPeriods) {
  EXPECT_EQ(Period("2026-08-01", "2026-08-31"), "tháng 8 năm 2026");
  EXPECT_EQ(Period("2023-11-01", "2023-11-30"), "tháng 11 năm 2023");
  EXPECT_EQ(Period("2024-02-01", "2024-02-29"), "tháng 2 năm 2024");
  EXPECT_EQ(Period("2026-07-01", "2026-09-30"), "quý III năm 2026");
  EXPECT_EQ(Period("2026-10-01", "2026-12-31"), "quý IV năm 2026");
  EXPECT_EQ(Period("2026-01-01", "2026-12-31"), "năm 2026");
}

TEST(VietnameseTest, NamesPeriodsOfTheStatisticalRegimeWithTheirDays) {
  EXPECT_EQ(Period("2026-07-15", "2026-08-14"),
            "tháng 8 năm 2026 (từ ngày 15/07/2026 đến ngày 14/08/2026)");
  EXPECT_EQ(Period("2025-12-15", "2026-01-14"),
            "tháng 1 năm 2026 (từ ngày 15/12/2025 đến ngày 14/01/2026)");
  EXPECT_EQ(Period("2025-12-15", "2026-03-14"),
            "quý I năm 2026 (từ ngày 15/12/2025 đến ngày 14/03/2026)");
  EXPECT_EQ(Period("2025-12-15", "2026-06-14"),
            "6 tháng đầu năm 2026 (từ ngày 15/12/2025 đến ngày 14/06/2026)");
  EXPECT_EQ(Period("2025-12-15", "2026-09-14"),
            "9 tháng năm 2026 (từ ngày 15/12/2025 đến ngày 14/09/2026)");
  EXPECT_EQ(Period("2025-12-15", "2026-12-14"),
            "năm 2026 (từ ngày 15/12/2025 đến ngày 14/12/2026)");
}

TEST(VietnameseTest, SaysTheDaysOfAnyOtherPeriod) {
  EXPECT_EQ(Period("2026-08-01", "2026-08-15"), "thời gian từ ngày 01/08/2026 đến ngày 15/08/2026");
  EXPECT_EQ(Period("2026-02-01", "2026-04-30"), "thời gian từ ngày 01/02/2026 đến ngày 30/04/2026");
  EXPECT_EQ(Period("2026-08-02", "2026-08-31"), "thời gian từ ngày 02/08/2026 đến ngày 31/08/2026");
}

TEST(VietnameseTest, SortsAsDictionariesDo) {
  const std::vector<std::string> sorted = {
      "",   "1",        "Ba",   "bà",         "bả",      "bã",      "bá",
      "bạ", "Băng",     "bâng", "Chứng thực", "Dân tộc", "Đất đai", "Em",
      "êm", "Giáo dục", "ho",   "hô",         "Hộ tịch", "hơ",      "Xây dựng"};
  std::vector<std::string> shuffled(sorted.rbegin(), sorted.rend());

  std::stable_sort(shuffled.begin(), shuffled.end(),
                   [](const auto& a, const auto& b) { return SortKey(a) < SortKey(b); });

  EXPECT_EQ(shuffled, sorted);
}

TEST(VietnameseTest, ComposesLettersAndReplacesWhatIsNoText) {
  EXPECT_EQ(ToNfc("Phu\xCC\x81 Tho\xCC\xA3"), "Phú Thọ");
  EXPECT_EQ(ToNfc("Phú Thọ"), "Phú Thọ");
  EXPECT_EQ(ToNfc("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(ToNfc(""), "");
}

}  // namespace
}  // namespace lienthong::report
