// Rows of calendars: days, swaps, hours, and what is wrong with them.
#include <gtest/gtest.h>

#include "services/admission/reference_rows_testing.h"

namespace lienthong::admission {
namespace {

class CalendarRowsTest : public ReferenceRowsTest {
 protected:
  // The fault of the row at that place: "place column: reason".
  std::vector<std::string> FaultsOf(const Rows& rows) {
    const v1::ImportReferenceResponse response = Add(rows);
    std::vector<std::string> faults;
    for (const v1::RowError& error : response.errors())
      faults.push_back(absl::StrCat(error.row(), " ", error.field(), ": ", error.reason()));
    return faults;
  }
};

TEST_F(CalendarRowsTest, CalendarRowsAreRead) {
  Rows rows;
  rows.Calendar("2026-09-02", "holiday", "Quốc khánh").Swap("2026-08-31", "2026-08-22");
  rows.Calendar("2026-01-01", "hours", "07:30-11:30,13:00-17:00")
      .Calendar("2026-06-01", "hours", "00:00-24:00");
  EXPECT_TRUE(Add(rows).errors().empty());

  EXPECT_FALSE(registry().calendar_days().at(DayOf(At("2/9"))).working());
  EXPECT_TRUE(registry().calendar_days().at(DayOf(At("22/8"))).working());
  EXPECT_EQ(registry().calendar_days().at(DayOf(At("22/8"))).swapped_with(), DayOf(At("31/8")));
  const v1::OfficeHours& hours = registry().office_hours().at(DayOf(At("1/1")));
  ASSERT_EQ(hours.spans_size(), 2);
  EXPECT_EQ(hours.spans(0).start(), 7u * 3600 + 1800);
  EXPECT_EQ(hours.spans(1).end(), 17u * 3600);
  EXPECT_EQ(registry().office_hours().at(DayOf(At("1/6"))).spans(0).end(), 86400u);
}

TEST_F(CalendarRowsTest, TheLimitOfSupplementsHasAFirstDay) {
  EXPECT_FALSE(registry().supplement_limit().has_value());
  Add(Rows().Calendar("2026-07-01", "supplement_limit"));

  EXPECT_EQ(registry().supplement_limit()->valid_from(), DayOf(At("1/7")));
}

TEST_F(CalendarRowsTest, ACalendarRowIsChecked) {
  EXPECT_EQ(FaultOf(Rows().Calendar("", "holiday")), "date: is no date of the form yyyy-mm-dd");
  EXPECT_EQ(FaultOf(Rows().Calendar("2026-02-30", "holiday")),
            "date: is no date of the form yyyy-mm-dd");
  EXPECT_EQ(FaultOf(Rows().Calendar("2026-01-01", "feast")),
            "kind: is none of hours, holiday, working, supplement_limit");
  EXPECT_EQ(FaultOf(Rows().Calendar("2026-01-01", "hours")),
            "detail: is missing; write the hours as 07:30-11:30,13:00-17:00");
  for (const char* hours :
       {"07:30", "7:30-11:30", "07:30-11:30,", "07:30-11:30;13:00-17:00", "11:30-07:30",
        "07:30-07:30", "13:00-17:00,07:30-11:30", "07:30-11:60", "07:30-24:01", "ab:cd-ef:gh"}) {
    EXPECT_EQ(FaultOf(Rows().Calendar("2026-01-01", "hours", hours)),
              "detail: is not of the form 07:30-11:30,13:00-17:00")
        << hours;
  }
}

TEST_F(CalendarRowsTest, ACalendarRowNamesItsText) {
  v1::ImportReferenceRequest request = Rows().Calendar("2026-09-02", "holiday").request();
  request.mutable_rows(0)->mutable_calendar()->clear_source();
  v1::ImportReferenceResponse response;
  ASSERT_EQ(AddRows(request.rows(), {}, draft_, response), absl::OkStatus());

  ASSERT_EQ(response.errors_size(), 1);
  EXPECT_EQ(response.errors(0).field(), "source");
}

TEST_F(CalendarRowsTest, AWorkedSaturdayOfTheNationNamesItsDayOff) {
  EXPECT_EQ(FaultOf(Rows().Calendar("2026-08-22", "working")),
            "swap: is missing; name the weekday that is off for this one, and this one in its row");
  Rows own = Province();
  own.Calendar("2026-08-22", "working").last_calendar().set_unit("H44.1");
  EXPECT_TRUE(Add(own).errors().empty());
}

TEST_F(CalendarRowsTest, ASwapIsAPair) {
  Rows alone;
  alone.Calendar("2026-08-22", "working").last_calendar().set_swap("2026-08-31");
  Rows elsewhere = alone;
  elsewhere.Calendar("2026-08-31", "holiday").last_calendar().set_swap("2026-08-29");
  const std::string pair =
      "2026-08-22 and 2026-08-31 are no pair: one is worked, the other is off, and each row names "
      "the other day";

  EXPECT_EQ(FaultOf(alone), "swap: " + pair);
  draft_.registry = std::make_shared<Registry>(LowerCase);
  EXPECT_THAT(FaultsOf(elsewhere), testing::Contains("0 swap: " + pair));
}

TEST_F(CalendarRowsTest, ASwapTakesAWeekdayForADayOfTheWeekend) {
  const std::string wrong =
      "swap: the day that is worked lies at a weekend, the one that is off for it not";
  for (const auto& [off, worked] : {std::pair("2026-08-29", "2026-08-22"),
                                    std::pair("2026-08-31", "2026-08-21")}) {
    Rows rows;
    rows.Calendar(worked, "working").last_calendar().set_swap(off);
    EXPECT_EQ(FaultOf(rows), wrong) << off;
  }
}

TEST_F(CalendarRowsTest, ALaterRowBreaksNoPair) {
  ASSERT_TRUE(Add(Rows().Swap("2026-08-31", "2026-08-22")).errors().empty());

  EXPECT_EQ(FaultOf(Rows().Calendar("2026-08-31", "holiday")),
            "swap: 2026-08-31 and 2026-08-22 are no pair: one is worked, the other is off, and "
            "each row names the other day");
}

TEST_F(CalendarRowsTest, ADaySaidInTwoWaysIsNamed) {
  Rows rows;
  rows.Calendar("2026-09-02", "holiday", "Quốc khánh").Calendar("2026-09-02", "holiday", "khác");
  EXPECT_EQ(FaultOf(rows),
            "date: another row of this import says something else of the day 2026-09-02; keep one "
            "of them (is a year given twice?)");
  Rows same;
  same.Calendar("2026-09-02", "holiday").Calendar("2026-09-02", "holiday");
  EXPECT_TRUE(Add(same).errors().empty());
}

TEST_F(CalendarRowsTest, HoursOfOneFirstDayOverlap) {
  Rows rows = Province();
  rows.Calendar("2026-04-01", "hours", "07:00-11:30,13:30-17:00");
  rows.last_calendar().set_unit("H44");
  rows.Calendar("2026-04-01", "hours", "07:30-11:30,13:00-17:00");
  EXPECT_TRUE(Add(rows).errors().empty()) << "one of them is the nation's";
  draft_.registry = std::make_shared<Registry>(LowerCase);

  rows.Calendar("2026-04-01", "hours", "08:00-12:00,13:00-17:00");
  EXPECT_EQ(FaultOf(rows),
            "date: another row of this import says something else of the hours from 2026-04-01; "
            "keep one of them (is a year given twice?)");
}

TEST_F(CalendarRowsTest, ColumnsOfDaysStandWithDaysOnly) {
  Rows hours;
  hours.Calendar("2026-01-01", "hours", "07:30-11:30").last_calendar().set_swap("2026-08-31");
  EXPECT_EQ(FaultOf(hours), "swap: belongs to a holiday or a working day");
  Rows limit = Province();
  limit.Calendar("2026-01-01", "supplement_limit").last_calendar().set_unit("H44");
  EXPECT_EQ(FaultOf(limit),
            "unit: a supplement_limit holds for the whole nation; leave it empty");
  Rows sure;
  sure.Calendar("2026-11-24", "holiday").last_calendar().set_provisional("maybe");
  EXPECT_EQ(FaultOf(sure), "provisional: is neither 0 nor 1");
  Rows nobody;
  nobody.Calendar("2026-11-24", "holiday").last_calendar().set_unit("H77");
  EXPECT_EQ(FaultOf(nobody),
            "unit: names no unit known so far; add the unit in an earlier row");
}

TEST_F(CalendarRowsTest, AnExpectedDayDecidesNoYear) {
  Rows rows;
  rows.Calendar("2026-09-02", "holiday").Calendar("2027-02-06", "holiday");
  rows.last_calendar().set_provisional("1");
  rows.Calendar("2026-11-24", "holiday").last_calendar().set_provisional("1");
  ASSERT_TRUE(Add(rows).errors().empty());
  const auto years = [&](const char* first, const char* last) {
    return registry().ProvisionalYears(DayOf(At(first)), DayOf(At(last)));
  };

  EXPECT_THAT(years("1/1/2026", "31/10/2026"), testing::IsEmpty());
  EXPECT_THAT(years("1/1/2026", "31/12/2027"), testing::ElementsAre(2026, 2027));
  EXPECT_THAT(years("31/12/2025", "1/1/2026"), testing::ElementsAre(2025));
}

}  // namespace
}  // namespace lienthong::admission
