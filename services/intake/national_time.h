// Times of the national wire: digits without a zone, meant in Asia/Ho_Chi_Minh.
#pragma once

#include <optional>
#include <string_view>

#include "storage/base/clock.h"

namespace lienthong::intake {

// A time as it was written.
struct NationalTime {
  // The instant; 00:00:00 of the day where `day_only`.
  Instant instant = 0;
  // True when no time of day was given: eight digits, or a time of 000000.
  bool day_only = false;

  bool operator==(const NationalTime&) const = default;
};

// Reads "yyyyMMddHHmmss" or "yyyyMMdd", years 1990 to 2099. Nothing when `text` is
// not exactly that or names no real moment (month 13, 30 February, 25 o'clock).
std::optional<NationalTime> ParseNationalTime(std::string_view text);

}  // namespace lienthong::intake
