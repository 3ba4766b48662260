#include "services/score/rate.h"

#include <gtest/gtest.h>

#include <random>

namespace lienthong::score {
namespace {

TEST(DecimalTest, RoundsHalfUpFromTheCounts) {
  EXPECT_EQ(Decimal(100, {29, 32}), "90.63");
  EXPECT_EQ(Decimal(20, {29, 32}), "18.13");
  EXPECT_EQ(Decimal(100, {144625, 184513}), "78.38");
  EXPECT_EQ(Decimal(20, {144625, 184513}), "15.68");
}

TEST(DecimalTest, WritesNoTrailingZeros) {
  EXPECT_EQ(Decimal(20, {815, 959}), "17");
  EXPECT_EQ(Decimal(20, {2, 5}), "8");
  EXPECT_EQ(Decimal(100, {1, 1}), "100");
  EXPECT_EQ(Decimal(20, {1, 4}), "5");
}

TEST(DecimalTest, NothingOverNothingIsZero) {
  EXPECT_EQ(Decimal(20, {0, 0}), "0");
  EXPECT_EQ(Decimal(20, {0, 2}), "0");
}

TEST(DecimalTest, IsCappedAtOne) { EXPECT_EQ(Decimal(20, {7, 5}), "20"); }

// Against the definition: the least x/100 with x/100 + 1/200 > value.
TEST(DecimalTest, MatchesRationalArithmetic) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 20000; ++i) {
    const uint64_t denominator = 1 + random() % 400000;
    const uint64_t numerator = random() % (denominator + 1);
    const double shown = std::stod(Decimal(100, {numerator, denominator}));
    const uint64_t hundredths = static_cast<uint64_t>(shown * 100 + 0.5);
    ASSERT_LE(2 * hundredths * denominator, 20000 * numerator + denominator)
        << numerator << "/" << denominator;
    ASSERT_GT(2 * (hundredths + 1) * denominator, 20000 * numerator + denominator)
        << numerator << "/" << denominator;
  }
}

// A dossier in each account, so that every definition differs.
v1::Figures MakeFigures() {
  v1::Figures figures;
  figures.set_in_hand(20);
  figures.set_resolved_early(3);
  figures.set_resolved_on_day(2);
  figures.set_resolved_late(4);
  figures.set_resolved_no_due(1);
  figures.set_cancelled_in_time(1);
  figures.set_cancelled_late(1);
  figures.set_open_in_time(2);
  figures.set_open_overdue(3);
  figures.set_open_no_due(1);
  figures.set_paused_in_time(1);
  figures.set_paused_overdue(1);
  figures.set_due(9);
  figures.set_due_in_time(5);
  return figures;
}

TEST(RateTest, EachDefinitionCountsItsOwnLines) {
  const v1::Figures figures = MakeFigures();
  const auto rate = [&](v1::Rate definition) {
    const Fraction fraction = RateOf(figures, definition);
    return std::pair(fraction.numerator, fraction.denominator);
  };

  EXPECT_EQ(rate(v1::RATE_DVCQG), std::pair(uint64_t{11}, uint64_t{20}));
  EXPECT_EQ(rate(v1::RATE_UNSPECIFIED), rate(v1::RATE_DVCQG));
  EXPECT_EQ(rate(v1::RATE_RESOLVED), std::pair(uint64_t{6}, uint64_t{10}));
  EXPECT_EQ(rate(v1::RATE_DUE), std::pair(uint64_t{5}, uint64_t{9}));
  EXPECT_EQ(rate(v1::RATE_NOT_LATE), std::pair(uint64_t{13}, uint64_t{20}));
}

}  // namespace
}  // namespace lienthong::score
