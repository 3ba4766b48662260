#include "services/score/share_out.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace lienthong::score {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

int64_t HundredthsOf(const std::string& decimal) { return std::llround(100 * std::stod(decimal)); }

TEST(ShareOutTest, APartHasWhatItGainsOrCosts) {
  // 29 of 32: 18.13 points; one more in time and one more late: 30 of 34, 17.65.
  EXPECT_THAT(ShareOut(20, {29, 32}, {{1, 1}, {0, 1}}), ElementsAre("0.05", "-0.53"));
  EXPECT_THAT(ShareOut(20, {29, 32}, {{0, 0}}), ElementsAre("0"));
  EXPECT_THAT(ShareOut(20, {29, 32}, {}), IsEmpty());
}

TEST(ShareOutTest, ARateWithoutABaseIsWorthNothing) {
  EXPECT_THAT(ShareOut(20, {0, 0}, {{1, 1}, {0, 1}}), ElementsAre("10", "0"));
  EXPECT_THAT(ShareOut(20, {1, 2}, {{-1, -1}, {0, -1}}), ElementsAre("-5", "-5"));
  EXPECT_THAT(ShareOut(20, {0, 0}, {{0, 0}}), ElementsAre("0"));
}

TEST(ShareOutTest, PartsAddUpToTheLastDigit) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 2000; ++i) {
    const int64_t base = static_cast<int64_t>(random() % (i % 2 == 0 ? 50 : 3000000));
    const Fraction before{static_cast<uint64_t>(base == 0 ? 0 : random() % (base + 1)),
                          static_cast<uint64_t>(base)};
    std::vector<RateDelta> parts;
    RateDelta sum{static_cast<int64_t>(before.numerator), base};
    for (uint64_t left = random() % 30; left > 0; --left) {
      const RateDelta part{static_cast<int64_t>(random() % 9) - 4,
                           static_cast<int64_t>(random() % 9) - 4};
      RateDelta next = sum;
      next.Add(part);
      if (next.base < 0 || next.in_time < 0 || next.in_time > next.base) continue;
      parts.push_back(part);
      sum = next;
    }
    const Fraction after{static_cast<uint64_t>(sum.in_time), static_cast<uint64_t>(sum.base)};

    int64_t points = 0;
    for (const std::string& part : ShareOut(20, before, parts)) points += HundredthsOf(part);

    EXPECT_EQ(points, HundredthsOf(Decimal(20, after)) - HundredthsOf(Decimal(20, before)))
        << before.numerator << "/" << before.denominator << " to " << after.numerator << "/"
        << after.denominator;
  }
}

TEST(DeltaOfTest, IsTheDifferenceOfTheRatesUnderEachDefinition) {
  v1::Figures before, after;
  before.set_in_hand(10);
  before.set_open_in_time(4);
  before.set_open_overdue(6);
  after.set_in_hand(9);
  after.set_resolved_late(2);
  after.set_resolved_early(3);
  after.set_open_in_time(4);
  after.set_due(5);
  after.set_due_in_time(3);

  EXPECT_EQ(DeltaOf(after, before, v1::RATE_DVCQG), (RateDelta{3, -1}));
  EXPECT_EQ(DeltaOf(after, before, v1::RATE_RESOLVED), (RateDelta{3, 5}));
  EXPECT_EQ(DeltaOf(after, before, v1::RATE_DUE), (RateDelta{3, 5}));
  EXPECT_EQ(DeltaOf(after, before, v1::RATE_NOT_LATE), (RateDelta{3, -1}));
}

}  // namespace
}  // namespace lienthong::score
