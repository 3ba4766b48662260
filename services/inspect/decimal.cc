#include "services/inspect/decimal.h"

#include <fmt/format.h>

#include <algorithm>

namespace lienthong::inspect {
namespace {

// Debian's compilers have it; the pedantic need to be told.
__extension__ using Wide = __int128;

Wide Power(int exponent) {
  Wide power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

Wide Scaled(const Decimal& value, int places) {
  return value.digits * Power(places - value.places);
}

// percent and 100 * part / whole as fractions with one denominator:
// percent.digits / 10^places  against  100 * p / w.
struct Comparison {
  Wide printed;  // percent.digits * w
  Wide exact;    // 100 * p * 10^places
  Wide unit;     // what one unit of the last printed place is worth: w
};

Comparison Compare(const Decimal& percent, const Decimal& part, const Decimal& whole) {
  const int places = std::max(part.places, whole.places);
  const Wide p = Scaled(part, places);
  const Wide w = Scaled(whole, places);
  return {percent.digits * w, 100 * p * Power(percent.places), w};
}

}  // namespace

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  const int places = std::max(a.places, b.places);
  const Wide left = Scaled(a, places);
  const Wide right = Scaled(b, places);
  if (left == right) return std::strong_ordering::equal;
  return left < right ? std::strong_ordering::less : std::strong_ordering::greater;
}

Decimal operator+(const Decimal& a, const Decimal& b) {
  const int places = std::max(a.places, b.places);
  return {static_cast<int64_t>(Scaled(a, places) + Scaled(b, places)), places};
}

Decimal operator-(const Decimal& a, const Decimal& b) { return a + Decimal{-b.digits, b.places}; }

std::string ToString(const Decimal& value) {
  if (value.digits < 0) return "-" + ToString({-value.digits, value.places});
  const auto power = static_cast<int64_t>(Power(value.places));
  if (value.places == 0) return fmt::format("{}", value.digits);
  return fmt::format("{}.{:0{}}", value.digits / power, value.digits % power, value.places);
}

Decimal ShareOf(const Decimal& part, const Decimal& whole, int places) {
  const Comparison c = Compare({0, places}, part, whole);
  return {static_cast<int64_t>((2 * c.exact + c.unit) / (2 * c.unit)), places};
}

bool IsShare(const Decimal& percent, const Decimal& part, const Decimal& whole) {
  if (whole.digits <= 0) return false;
  const Comparison c = Compare(percent, part, whole);
  const Wide distance = c.printed < c.exact ? c.exact - c.printed : c.printed - c.exact;
  return 2 * distance <= c.unit;
}

bool IsCutShare(const Decimal& percent, const Decimal& part, const Decimal& whole) {
  if (whole.digits <= 0) return false;
  const Comparison c = Compare(percent, part, whole);
  return c.printed <= c.exact && c.exact - c.printed < c.unit;
}

Range RatesOf(const Decimal& score, const Decimal& maximum) {
  // (2s -+ 1) / (2 * 10^places) / maximum * 100, in hundredths of a percent.
  const Wide denominator = Wide{2} * Power(score.places) * maximum.digits;
  const Wide factor = 10000 * Power(maximum.places);
  const Wide low = std::max<Wide>((2 * Wide{score.digits} - 1) * factor, 0) / denominator;
  const Wide high = ((2 * Wide{score.digits} + 1) * factor + denominator - 1) / denominator;
  return {{static_cast<int64_t>(low), 2}, {static_cast<int64_t>(high), 2}};
}

bool IsRateOf(const Decimal& percent, const Decimal& score, const Decimal& maximum) {
  if (maximum.digits <= 0) return false;
  // |percent / 100 - score / maximum| <= half of the last place of either, all multiplied by
  // 200 * 10^(places of percent + places of score) * maximum.
  const Wide maximum_digits = maximum.digits;
  const Wide percent_side = Wide{2} * percent.digits * maximum_digits * Power(score.places);
  const Wide score_side = Wide{200} * score.digits * Power(percent.places) * Power(maximum.places);
  const Wide distance =
      percent_side < score_side ? score_side - percent_side : percent_side - score_side;
  return distance <=
         maximum_digits * Power(score.places) + 100 * Power(percent.places) * Power(maximum.places);
}

bool CanBeEqual(const Decimal& a, const Decimal& b) {
  const int places = std::max(a.places, b.places);
  const Wide left = Scaled(a, places);
  const Wide right = Scaled(b, places);
  const Wide distance = left < right ? right - left : left - right;
  if (a.places == b.places) return distance == 0;
  // The coarser one is the rounding of the finer one.
  return 2 * distance <= Power(places - std::min(a.places, b.places));
}

bool AreComplements(const Decimal& a, const Decimal& b) {
  const int places = std::max(a.places, b.places);
  const Wide distance = Scaled(a, places) + Scaled(b, places) - 100 * Power(places);
  const Wide tolerance = Power(places - a.places) + Power(places - b.places);
  return 2 * (distance < 0 ? -distance : distance) <= tolerance;
}

}  // namespace lienthong::inspect
