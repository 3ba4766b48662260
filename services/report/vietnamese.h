// How Vietnamese administration writes numbers, dates and periods. Pure.
//
//   1497 -> "1.497"   39.56 -> "39,56"   "39,56 %"   31/08/2026   tháng 8 năm 2026
//
// A point groups thousands and a comma begins the decimals, the other way round than
// on the wire. Decimals keep the places they came with: what was read as 7.7 is printed
// as "7,7" and not as "7,70", because places claim a precision.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/base/clock.h"

namespace lienthong::report {

// "-1.234"; 0 is "0".
std::string WriteCount(int64_t count);

// A plain decimal ("-1234.5") as "-1.234,5". Whatever is no such decimal comes back as it
// is: a figure from outside is shown, never repaired.
std::string WriteDecimal(std::string_view decimal);

// True for an optional "-", digits, and optionally a point and digits.
bool IsDecimal(std::string_view text);

// The same with " %".
std::string WritePercent(std::string_view decimal);

// "31/08/2026".
std::string WriteDate(Day day);

// "23:59:59 ngày 31/08/2026", local time.
std::string WriteMoment(Instant instant);

// The same behind "lúc"; "ngày 31/08/2026" of the last second of a day, which is what a day
// means whose hour nobody wrote down.
std::string WriteWhen(Instant instant);

// The name of a period where it has one, else its two days:
//   a calendar month, quarter or year       "tháng 8 năm 2026", "quý III năm 2026", "năm 2026"
//   the 15th to the 14th (NĐ 09/2019/NĐ-CP)  "tháng 8 năm 2026 (từ ngày 15/07/2026 đến ngày
//                                           14/08/2026)", quarters, half-year, nine months,
//                                           year likewise
//   anything else                            "thời gian từ ngày 01/08/2026 đến ngày 15/08/2026"
std::string WritePeriod(Day from, Day to);

// Keys in the order of the Vietnamese alphabet: a ă â b c d đ e ê ..., letters first, then
// tones (none, huyền, hỏi, ngã, sắc, nặng), capitals like small letters.
std::string SortKey(std::string_view text);

// The text in NFC, so that equal words are equal bytes whatever keyboard wrote them. Bytes
// that are no UTF-8 become U+FFFD.
std::string ToNfc(std::string_view text);

}  // namespace lienthong::report
