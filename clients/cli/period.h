// Periods and moments as people type them. Everything is local time of
// Asia/Ho_Chi_Minh (UTC+7).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/base/calendar_date.h"

namespace lienthong::cli {

// Whole local days, both included.
struct Period {
  Day first = 0;
  Day last = 0;

  bool operator==(const Period&) const = default;
};

// Whose months a period is made of.
enum class PeriodCalendar {
  // From the 1st: the national public service portal.
  kCivil,
  // From the 15th of the month before to the 14th: the statistical regime of the
  // administrative sector (NĐ 09/2019/NĐ-CP), in which a year is 15 December to 14 December.
  kStatistical,
};

// "civil" or "statistical"; nothing when it is neither.
std::optional<PeriodCalendar> ParsePeriodCalendar(std::string_view name);

// Reads a month "2026-08", quarter "2026-Q3", half-year "2026-H1", the first nine months
// "2026-M9" or a year "2026", 1990 to 2099. Nothing when it is none of them.
std::optional<Period> ParsePeriod(std::string_view text,
                                  PeriodCalendar calendar = PeriodCalendar::kCivil);

// Reads "yyyy-mm-dd hh:mm:ss", also with a T between; a date alone means the last
// second of that day. Nothing when it is neither.
std::optional<Instant> ParseMoment(std::string_view text);

// "yyyy-mm-ddThh:mm:ss+07:00" for machines.
std::string FormatTimestamp(Instant instant);
// The same with milliseconds.
std::string FormatTimestampMs(int64_t ms);

}  // namespace lienthong::cli
