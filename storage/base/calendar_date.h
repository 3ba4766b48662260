// Local calendar days as people write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/base/clock.h"

namespace lienthong {

// Days outside these are refused everywhere: a typing error, not a dossier.
inline constexpr Day kFirstDay = 7305;  // 1990-01-01
inline constexpr Day kLastDay = 47481;  // 2099-12-31

// The day `year`-`month`-`day`, or nothing when there is no such day or it lies
// outside [kFirstDay, kLastDay].
std::optional<Day> DayFromDate(int year, int month, int day);

// Parses "yyyy-mm-dd"; nothing when it is not exactly that.
std::optional<Day> ParseDate(std::string_view text);

// "yyyy-mm-dd".
std::string FormatDate(Day day);

// "yyyy-mm-dd hh:mm:ss" in local time.
std::string FormatInstant(Instant instant);

// Months since 1970-01 and years of a day.
int MonthOf(Day day);
int YearOf(Day day);
// First day of a month counted from 1970-01, and of a year.
Day FirstDayOfMonth(int month);
Day FirstDayOfYear(int year);

// Half-months since 1970-01: 2 * month, and one more from the 15th on. Every period of
// both calendars, the civil one and that from the 15th to the 14th, is made of them.
int HalfOf(Day day);
Day FirstDayOfHalf(int half);

}  // namespace lienthong
