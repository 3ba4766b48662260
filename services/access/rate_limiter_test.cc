#include "services/access/rate_limiter.h"

#include <gtest/gtest.h>

namespace lienthong::access {
namespace {

constexpr int64_t kNow = 1'000'000;

TEST(RateLimiterTest, LetsABurstThroughAndThenTheRate) {
  RateLimiter limiter({.per_second = 10, .burst = 3});

  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.Take("a", 1, kNow), 0);
  EXPECT_EQ(limiter.Take("a", 1, kNow), 100);
  EXPECT_EQ(limiter.Take("a", 1, kNow + 99), 1);
  EXPECT_EQ(limiter.Take("a", 1, kNow + 100), 0);
  EXPECT_EQ(limiter.Take("a", 1, kNow + 100), 100);
}

TEST(RateLimiterTest, OneCallerDoesNotPayForAnother) {
  RateLimiter limiter({.per_second = 1, .burst = 1});
  ASSERT_EQ(limiter.Take("a", 1, kNow), 0);
  ASSERT_GT(limiter.Take("a", 1, kNow), 0);

  EXPECT_EQ(limiter.Take("b", 1, kNow), 0);
}

TEST(RateLimiterTest, MoreThanTheBurstPassesWhenTheBucketIsFull) {
  RateLimiter limiter({.per_second = 10, .burst = 10});

  EXPECT_EQ(limiter.Take("a", 1000, kNow), 0);
  EXPECT_EQ(limiter.Take("a", 1000, kNow), 1000);
  EXPECT_EQ(limiter.Take("a", 1000, kNow + 1000), 0);
}

TEST(RateLimiterTest, AClockThatGoesBackGivesNothing) {
  RateLimiter limiter({.per_second = 1, .burst = 1});
  ASSERT_EQ(limiter.Take("a", 1, kNow), 0);

  EXPECT_GT(limiter.Take("a", 1, kNow - 1'000'000), 0);
}

TEST(RateLimiterTest, RemembersABoundedNumberOfCallers) {
  RateLimiter limiter({.per_second = 0.001, .burst = 1});
  ASSERT_EQ(limiter.Take("first", 1, kNow), 0);

  for (size_t i = 1; i < kCallersMax; ++i) limiter.Take(std::to_string(i), 1, kNow + 1);
  EXPECT_GT(limiter.Take("first", 1, kNow + 1), 0);
  // The one that waited longest is forgotten.
  limiter.Take("one more", 1, kNow + 2);

  EXPECT_EQ(limiter.Take("1", 1, kNow + 2), 0);
}

}  // namespace
}  // namespace lienthong::access
