#include "services/calendars/calendars.h"

#include <gtest/gtest.h>

#include "services/admission/reference_rows_testing.h"

namespace lienthong::admission {
namespace {

// Two provinces; H44.1 goes from the one to the other on 1 July.
class CalendarsTest : public ReferenceRowsTest {
 protected:
  void SetUp() override {
    rows_ = Province();
    rows_.Unit("H55", "Tỉnh khác", "province")
        .Unit("H55.1", "Xã khác", "commune", "H55")
        .Unit("H44.1", "Phường", "commune", "H55", "2026-07-01");
    rows_.Calendar("2026-09-02", "holiday");
  }
  Rows& Own(const std::string& unit, const std::string& date, const std::string& kind,
            const std::string& detail = "") {
    rows_.Calendar(date, kind, detail).last_calendar().set_unit(unit);
    return rows_;
  }
  Calendar Of(const std::string& code) {
    const bool needed = !std::exchange(added_, true);
    EXPECT_TRUE(!needed || Add(rows_).errors().empty());
    return CalendarOf(registry(), code.empty() ? 0 : registry().UnitByCode(code).value());
  }
  static Day On(const std::string& text) { return DayOf(At(text)); }

  Rows rows_;
  bool added_ = false;
};

TEST_F(CalendarsTest, ADayOfAUnitHoldsBelowItAndNowhereElse) {
  Own("H44", "2026-06-15", "holiday");

  EXPECT_FALSE(Of("H44").IsWorking(On("15/6")));
  EXPECT_FALSE(Of("H44.1").IsWorking(On("15/6")));
  EXPECT_TRUE(Of("H55.1").IsWorking(On("15/6")));
  EXPECT_TRUE(Of("").IsWorking(On("15/6")));
  EXPECT_FALSE(Of("H44.1").IsWorking(On("2/9")));
}

TEST_F(CalendarsTest, TheNearestWinsAndTheNationComesLast) {
  Own("H44", "2026-06-15", "holiday");
  Own("H44.1", "2026-06-15", "working");
  Own("H44", "2026-09-02", "working");

  EXPECT_TRUE(Of("H44.1").IsWorking(On("15/6")));
  EXPECT_TRUE(Of("H44").IsWorking(On("2/9")));
  EXPECT_FALSE(Of("H55").IsWorking(On("2/9")));
}

TEST_F(CalendarsTest, AUnitIsUnderThatDaysTree) {
  Own("H44", "2026-06-15", "holiday");
  Own("H44", "2026-07-15", "holiday");
  Own("H55", "2026-07-16", "holiday");

  EXPECT_FALSE(Of("H44.1").IsWorking(On("15/6")));
  EXPECT_TRUE(Of("H44.1").IsWorking(On("15/7")));
  EXPECT_FALSE(Of("H44.1").IsWorking(On("16/7")));
}

TEST_F(CalendarsTest, HoursFollowTheTreeToo) {
  Own("H44", "2026-01-01", "hours", "07:00-11:00,13:00-16:30");
  Own("H55", "2026-01-01", "hours", "08:00-12:00,13:00-17:30");
  rows_.Calendar("2026-01-01", "hours", "07:30-11:30,13:00-17:00");

  EXPECT_EQ(Of("H44.1").CloseOf(On("30/6")), At("30/6 16:30"));
  EXPECT_EQ(Of("H44.1").CloseOf(On("1/7")), At("1/7 17:30"));
  EXPECT_EQ(Of("H44").CloseOf(On("1/7")), At("1/7 16:30"));
  EXPECT_EQ(Of("").CloseOf(On("1/7")), At("1/7 17:00"));
}

TEST_F(CalendarsTest, HoursOfTheOldProvinceEndWithIt) {
  Own("H44", "2026-01-01", "hours", "07:00-11:00,13:00-16:30");

  EXPECT_EQ(Of("H44.1").CloseOf(On("30/6")), At("30/6 16:30"));
  EXPECT_EQ(Of("H44.1").CloseOf(On("1/7")), At("1/7 17:00"));
}

TEST_F(CalendarsTest, AUnitsOwnDayDecidesNoYear) {
  Own("H44", "2027-06-15", "holiday");

  EXPECT_TRUE(Of("H44").IsProvisional(On("15/6/2027")));
  EXPECT_FALSE(Of("H44").IsWorking(On("30/4/2027")));
  EXPECT_FALSE(Of("H44").IsProvisional(On("15/6/2026")));
}

TEST_F(CalendarsTest, EachUnitsIsKept) {
  Own("H44", "2026-06-15", "holiday");
  Of("");
  Calendars calendars(draft_.registry);

  const Calendar& of_one = calendars.Of(registry().UnitByCode("H44.1").value());

  EXPECT_FALSE(of_one.IsWorking(On("15/6")));
  EXPECT_TRUE(calendars.Of(0).IsWorking(On("15/6")));
  EXPECT_EQ(&calendars.Of(registry().UnitByCode("H44.1").value()), &of_one);
}

}  // namespace
}  // namespace lienthong::admission
