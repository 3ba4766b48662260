// Exact decimals: a rulebook's numbers as millionths, points as hundredths.
//
// Nothing here is a floating-point number, and nothing overflows: a decimal has at
// most 9 digits, so it is below 10^9 and its millionths are below 10^15 (50 bits).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lienthong::score {

inline constexpr int kDigitsMax = 9;
inline constexpr int kDecimalsMax = 6;
// Points have cents, not more: what is rounded to them must not be finer itself.
inline constexpr int kPointDecimalsMax = 2;
inline constexpr uint64_t kMillion = 1000000;
// A hundredth in millionths.
inline constexpr uint64_t kHundredth = 10000;

// "0.80" as 800000. Nothing when the text is not digits with at most one point
// between them, has more than kDigitsMax digits, or more than `decimals_max` of them
// after the point. No sign, no separators, no spaces.
std::optional<uint64_t> ParseMillionths(std::string_view text, int decimals_max = kDecimalsMax);

// A whole number that was read somewhere, "19933"; nothing when it is none or above
// kWholeMax.
inline constexpr uint64_t kWholeMax = 1'000'000'000'000'000;  // far above any count
std::optional<uint64_t> ParseWhole(std::string_view text);

// 1813 as "18.13", 1700 as "17": no trailing zeros.
std::string FormatHundredths(uint64_t hundredths);
// 800000 as "0.8".
std::string FormatMillionths(uint64_t millionths);

// numerator / denominator, rounded half up; the denominator must not be 0, both must
// be below 2^126.
constexpr unsigned __int128 RoundHalfUp(unsigned __int128 numerator,
                                        unsigned __int128 denominator) {
  return (2 * numerator + denominator) / (2 * denominator);
}

}  // namespace lienthong::score
