// Numbers as they are printed: exact decimals that remember how many decimals they show.
//
// "39,56" is 3956 with two places. What was printed with two places stands for every value
// that rounds to it, so a comparison is a question about intervals: can 42,78 be the rate of
// 7,7 out of 18? All arithmetic is on integers; nothing here is a double.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace lienthong::inspect {

// Bounds of a number that is read: products of two of them and a power of ten stay inside 127
// bits. A province handles some millions of dossiers a year, so a trillion is ample.
inline constexpr int kDigitsMax = 12;
inline constexpr int kPlacesMax = 4;

// digits / 10^places; never negative where it was read from a text.
struct Decimal {
  int64_t digits = 0;
  int places = 0;
};

// Equal values are equal whatever their places: 1,5 and 1,50.
std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
inline bool operator==(const Decimal& a, const Decimal& b) { return std::is_eq(a <=> b); }

// Exact; the result has the greater number of places.
Decimal operator+(const Decimal& a, const Decimal& b);
Decimal operator-(const Decimal& a, const Decimal& b);

// "39,56" printed plainly: "39.56". The places that were printed are kept.
std::string ToString(const Decimal& value);

// A closed interval of rates in percent, kept as hundredths of what is shown (two places),
// widened outward to them.
struct Range {
  Decimal low;
  Decimal high;
};

// The rate in percent that part / whole is, rounded half up to `places`. `whole` is not 0.
Decimal ShareOf(const Decimal& part, const Decimal& whole, int places);

// True when `percent`, as it is printed, can be the rounding of part / whole: a tie may have
// been rounded either way. False when `whole` is 0.
bool IsShare(const Decimal& percent, const Decimal& part, const Decimal& whole);

// True when `percent` is part / whole with the remaining digits cut off rather than rounded.
bool IsCutShare(const Decimal& percent, const Decimal& part, const Decimal& whole);

// The rates in percent that a score, as it is printed, stands for: 16,1 of 20 is any score
// from 16,05 to 16,15, and so a rate from 80,25 to 80,75 %. `maximum` is not 0.
Range RatesOf(const Decimal& score, const Decimal& maximum);

// True when `percent`, as it is printed, and `score`, as it is printed, can be one value.
bool IsRateOf(const Decimal& percent, const Decimal& score, const Decimal& maximum);

// True when two numbers, each as it is printed, can be roundings of one value.
bool CanBeEqual(const Decimal& a, const Decimal& b);

// True when two rates, each as it is printed, can add up to 100 %.
bool AreComplements(const Decimal& a, const Decimal& b);

}  // namespace lienthong::inspect
