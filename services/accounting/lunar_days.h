// The two days of the lunar calendar on which offices are closed by law, for years that
// nobody has decided yet.
//
// A table, not astronomy: every node has the same days whatever its arithmetic. It was
// computed from new moons in UTC+7 by tests/calendars/lunar.py, and a test there compares
// every year with the sky again. The day is sure where that moon is not within minutes of
// midnight, which for these 220 happens in March 2086 alone.
#pragma once

#include <cstdint>

#include "storage/base/calendar_date.h"

namespace lienthong {

// Mùng một Tết of each year from 1990 to 2099, in days after 20 January.
inline constexpr uint8_t kTet[] = {
     7, 26, 15,  3, 21, 11, 30, 18,  8, 27,  // 1990
    16,  4, 23, 12,  2, 20,  9, 28, 18,  6,  // 2000
    25, 14,  3, 21, 11, 30, 19,  8, 27, 16,  // 2010
     5, 23, 12,  2, 21,  9, 28, 17,  6, 24,  // 2020
    13,  3, 22, 11, 30, 19,  8, 26, 15,  4,  // 2030
    23, 12,  2, 21, 10, 28, 17,  6, 25, 13,  // 2040
     3, 22, 12, 29, 19,  8, 26, 15,  4, 23,  // 2050
    13,  1, 20,  9, 28, 16,  6, 25, 14,  3,  // 2060
    22, 11, 30, 18,  7, 26, 16,  4, 23, 13,  // 2070
     2, 20,  9, 28, 17,  6, 25, 14,  4, 21,  // 2080
    10, 29, 18,  7, 26, 16,  5, 23, 12,  1,  // 2090
};

// Giỗ Tổ Hùng Vương (the 10th of the third lunar month), in days after 20 March.
inline constexpr uint8_t kHungKings[] = {
    16, 35, 23, 12, 31, 20, 38, 27, 17, 36,  // 1990
    25, 14, 33, 22, 39, 29, 18, 37, 26, 15,  // 2000
    34, 23, 11, 30, 20, 39, 27, 17, 36, 25,  // 2010
    13, 32, 21, 40, 29, 18, 37, 27, 15, 34,  // 2020
    23, 12, 30, 20, 39, 28, 17, 35, 24, 14,  // 2030
    31, 21, 40, 30, 18, 37, 26, 15, 33, 22,  // 2040
    12, 31, 20, 39, 28, 17, 35, 24, 13, 32,  // 2050
    21, 11, 30, 19, 37, 26, 15, 34, 22, 12,  // 2060
    31, 20, 38, 27, 16, 35, 24, 13, 32, 22,  // 2070
    10, 29, 18, 37, 25, 14, 33, 23, 12, 31,  // 2080
    20, 39, 27, 16, 35, 24, 13, 32, 22, 40,  // 2090
};

inline constexpr int kFirstLunarYear = 1990;
inline constexpr int kLunarYears = sizeof kTet;

// The first day of the lunar year that begins in `year`, 1990 to 2099.
inline Day TetOf(int year) {
  return FirstDayOfYear(year) + 19 + kTet[year - kFirstLunarYear];
}

// The day of the Hùng kings in `year`, 1990 to 2099.
inline Day HungKingsOf(int year) {
  const Day leap = FirstDayOfYear(year + 1) - FirstDayOfYear(year) - 365;
  return FirstDayOfYear(year) + 78 + leap + kHungKings[year - kFirstLunarYear];
}

}  // namespace lienthong
