#include "services/inspect/decimal.h"

#include <gtest/gtest.h>

#include <random>

namespace lienthong::inspect {
namespace {

TEST(DecimalTest, PrintsThePlacesThatWerePrinted) {
  EXPECT_EQ(ToString({3956, 2}), "39.56");
  EXPECT_EQ(ToString({5, 2}), "0.05");
  EXPECT_EQ(ToString({19933, 0}), "19933");
  EXPECT_EQ(ToString({-379, 0}), "-379");
  EXPECT_EQ(ToString({-5, 1}), "-0.5");
}

TEST(DecimalTest, ComparesAndAddsWhateverThePlaces) {
  EXPECT_EQ((Decimal{15, 1}), (Decimal{150, 2}));
  EXPECT_LT((Decimal{149, 2}), (Decimal{15, 1}));
  EXPECT_EQ(ToString(Decimal{15, 1} + Decimal{25, 2}), "1.75");
  EXPECT_EQ(ToString(Decimal{1, 0} - Decimal{25, 2}), "0.75");
}

TEST(DecimalTest, KnowsAShareByItsPrintedPlaces) {
  EXPECT_TRUE(IsShare({3104, 2}, {538, 0}, {1733, 0}));
  EXPECT_TRUE(IsShare({31, 0}, {538, 0}, {1733, 0}));
  EXPECT_FALSE(IsShare({3105, 2}, {538, 0}, {1733, 0}));
  EXPECT_TRUE(IsShare({9063, 2}, {29, 0}, {32, 0})) << "a tie, rounded up";
  EXPECT_TRUE(IsShare({9062, 2}, {29, 0}, {32, 0})) << "a tie, rounded down";
  EXPECT_FALSE(IsShare({0, 0}, {0, 0}, {0, 0}));
}

TEST(DecimalTest, TellsAShareThatIsCutOffFromAWrongOne) {
  EXPECT_TRUE(IsCutShare({1305, 2}, {3399, 0}, {26030, 0}));
  EXPECT_FALSE(IsCutShare({1304, 2}, {3399, 0}, {26030, 0}));
  EXPECT_EQ(ToString(ShareOf({3399, 0}, {26030, 0}, 2)), "13.06");
}

TEST(DecimalTest, GivesTheRatesThatAScoreStandsFor) {
  const Range timeliness = RatesOf({161, 1}, {20, 0});
  EXPECT_EQ(ToString(timeliness.low), "80.25");
  EXPECT_EQ(ToString(timeliness.high), "80.75");
  const Range transparency = RatesOf({77, 1}, {18, 0});
  EXPECT_EQ(ToString(transparency.low), "42.50");
  EXPECT_EQ(ToString(transparency.high), "43.06") << "widened: 43.0555...";
  EXPECT_EQ(ToString(RatesOf({0, 0}, {20, 0}).low), "0.00");
}

TEST(DecimalTest, ComparesARateWithAScoreByWhatBothMayBe) {
  EXPECT_FALSE(IsRateOf({8142, 2}, {161, 1}, {20, 0}));
  EXPECT_TRUE(IsRateOf({8075, 2}, {161, 1}, {20, 0}));
  EXPECT_FALSE(IsRateOf({8077, 2}, {161, 1}, {20, 0}));
  EXPECT_TRUE(IsRateOf({81, 0}, {161, 1}, {20, 0})) << "80.5 to 81.5 meets 80.25 to 80.75";
  EXPECT_FALSE(IsRateOf({81, 0}, {161, 1}, {0, 0}));
}

TEST(DecimalTest, LetsComplementsDifferByTheirRounding) {
  EXPECT_TRUE(AreComplements({8142, 2}, {1858, 2}));
  EXPECT_TRUE(AreComplements({999, 1}, {10, 2}));
  EXPECT_TRUE(AreComplements({99, 0}, {12, 1})) << "98.8 + 1.2";
  EXPECT_FALSE(AreComplements({8142, 2}, {1868, 2}));
}

TEST(DecimalTest, TakesACoarserNumberForTheRoundingOfAFinerOne) {
  EXPECT_TRUE(CanBeEqual({999, 1}, {9990, 2}));
  EXPECT_TRUE(CanBeEqual({100, 0}, {9990, 2}));
  EXPECT_FALSE(CanBeEqual({999, 1}, {9980, 2}));
  EXPECT_FALSE(CanBeEqual({9991, 2}, {9990, 2}));
}

// Every share is a share of itself, and a change of one in the last place is noticed.
TEST(DecimalTest, AgreesWithRoundingOfRandomCounts) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 20000; ++i) {
    const auto whole = static_cast<int64_t>(1 + random() % 500000);
    const auto part = static_cast<int64_t>(random() % static_cast<uint64_t>(whole + 1));
    const int places = static_cast<int>(random() % 3);
    const Decimal share = ShareOf({part, 0}, {whole, 0}, places);
    ASSERT_TRUE(IsShare(share, {part, 0}, {whole, 0})) << part << "/" << whole;
    ASSERT_FALSE(IsShare({share.digits + 2, places}, {part, 0}, {whole, 0}))
        << part << "/" << whole;
  }
}

}  // namespace
}  // namespace lienthong::inspect
