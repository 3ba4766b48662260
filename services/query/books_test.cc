#include "services/query/books.h"

#include <gtest/gtest.h>

#include <random>

#include "services/query/query_testing.h"

namespace lienthong::query {
namespace {

class BooksTest : public testing::Test {
 protected:
  PeriodLines Read(uint32_t unit, const std::string& from, const std::string& to, Instant as_of) {
    return *ReadLines(memory_.engine().Snapshot(), unit, {On(from), On(to), as_of});
  }
  PeriodLines Read(uint32_t unit, const std::string& from, const std::string& to) {
    return Read(unit, from, to, EndOfDay(On(to)));
  }

  TestMemory memory_;
};

TEST_F(BooksTest, WhatLiesBeforeAndWithinIsKeptApart) {
  memory_.Post(
      "a", {{At("2026-06-30 23:59:59"), 3, kAccepted}, {At("2026-07-10 17:00:00"), 3, kPassed}});
  memory_.Post(
      "b", {{At("2026-07-01 00:00:00"), 3, kAccepted}, {At("2026-07-31 23:59:59"), 3, kDecided}});
  memory_.Post("c", {{At("2026-08-01 00:00:00"), 3, kAccepted}});

  const PeriodLines lines = Read(3, "2026-07-01", "2026-07-31");

  EXPECT_EQ(lines.before, (Lines{{kAccepted, 1}}));
  EXPECT_EQ(lines.within, (Lines{{kAccepted, 1}, {kPassed, 1}, {kDecided, 1}}));
}

TEST_F(BooksTest, AnInstantWithinADayCountsInclusive) {
  memory_.Post(
      "a", {{At("2026-07-01 09:00:00"), 3, kAccepted}, {At("2026-07-02 10:00:00"), 3, kDecided}});
  memory_.Post(
      "b", {{At("2026-07-02 10:00:00"), 3, kAccepted}, {At("2026-07-02 10:00:01"), 3, kPassed}});

  const Lines at = Read(3, "2026-07-01", "2026-07-31", At("2026-07-02 10:00:00")).within;
  const Lines just_before = Read(3, "2026-07-01", "2026-07-31", At("2026-07-02 09:59:59")).within;

  EXPECT_EQ(at, (Lines{{kAccepted, 2}, {kDecided, 1}}));
  EXPECT_EQ(just_before, (Lines{{kAccepted, 1}}));
}

TEST_F(BooksTest, TheFirstDayMayBeTheDayOfTheInstant) {
  memory_.Post(
      "a", {{At("2026-06-30 09:00:00"), 3, kAccepted}, {At("2026-07-01 10:00:00"), 3, kPassed}});
  memory_.Post("b", {{At("2026-07-01 00:00:00"), 3, kAccepted}});

  const PeriodLines lines = Read(3, "2026-07-01", "2026-07-31", At("2026-07-01 00:00:00"));

  EXPECT_EQ(lines.before, (Lines{{kAccepted, 1}}));
  EXPECT_EQ(lines.within, (Lines{{kAccepted, 1}}));
}

// The whole day comes from the ledger, a second less from the records: no jump.
TEST_F(BooksTest, TheLastSecondOfADayIsTheWholeDay) {
  memory_.Post(
      "a", {{At("2026-07-02 23:59:58"), 3, kAccepted}, {At("2026-07-02 23:59:59"), 3, kPassed}});

  EXPECT_EQ(Read(3, "2026-07-01", "2026-07-31", At("2026-07-02 23:59:59")).within,
            (Lines{{kAccepted, 1}, {kPassed, 1}}));
  EXPECT_EQ(Read(3, "2026-07-01", "2026-07-31", At("2026-07-02 23:59:58")).within,
            (Lines{{kAccepted, 1}}));
}

TEST_F(BooksTest, PostingsOfAnotherUnitOfTheSameDossierDoNotCount) {
  memory_.Post(
      "a", {{At("2026-07-02 09:00:00"), 3, kAccepted}, {At("2026-07-02 09:30:00"), 4, kDecided}});

  EXPECT_EQ(Read(4, "2026-07-01", "2026-07-31", At("2026-07-02 10:00:00")).within,
            (Lines{{kDecided, 1}}));
  EXPECT_EQ(Read(3, "2026-07-01", "2026-07-31", At("2026-07-02 10:00:00")).within,
            (Lines{{kAccepted, 1}}));
}

TEST_F(BooksTest, APeriodMayCrossMonthsAndYears) {
  for (const char* day : {"2024-12-31", "2025-01-01", "2025-06-15", "2025-12-31", "2026-01-01",
                          "2026-02-28", "2026-03-01"}) {
    memory_.Post(day, {{At(std::string(day) + " 08:00:00"), 3, kAccepted}});
  }

  EXPECT_EQ(Read(3, "2024-12-31", "2026-03-01").within, (Lines{{kAccepted, 7}}));
  EXPECT_EQ(Read(3, "2025-01-01", "2025-12-31").within, (Lines{{kAccepted, 3}}));
  EXPECT_EQ(Read(3, "2025-01-01", "2025-12-31").before, (Lines{{kAccepted, 1}}));
  EXPECT_EQ(Read(3, "2025-12-31", "2026-02-28", At("2026-02-28 08:00:00")).within,
            (Lines{{kAccepted, 3}}));
  EXPECT_EQ(Read(3, "2025-12-31", "2026-02-28", At("2026-02-28 07:59:59")).within,
            (Lines{{kAccepted, 2}}));
}

TEST_F(BooksTest, AnIndexWithoutItsRecordIsDataLoss) {
  memory_.Post("a", {{At("2026-07-02 09:00:00"), 3, kAccepted}});
  Batch batch;
  batch.Delete(Family::kRecords, "a");
  Must(memory_.engine().Commit(batch));

  const auto lines = ReadLines(memory_.engine().Snapshot(), 3,
                               {On("2026-07-01"), On("2026-07-31"), At("2026-07-02 10:00:00")});

  EXPECT_EQ(lines.status().code(), absl::StatusCode::kDataLoss);
}

// Before and within, as of any instant, are what a plain count of postings gives.
TEST_F(BooksTest, EveryInstantIsThePlainCount) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const Instant start = At("2025-12-20 00:00:00");
  const int64_t span = 40 * kSecondsPerDay;
  std::vector<StoredPosting> all;
  for (int i = 0; i < 300; ++i) {
    std::vector<StoredPosting> postings;
    for (uint64_t j = 1 + random() % 3; j > 0; --j) {
      postings.push_back({start + static_cast<int64_t>(random() % span),
                          3 + static_cast<uint32_t>(random() % 2),
                          kAccepted + static_cast<uint32_t>(random() % 3)});
    }
    memory_.Post("d" + std::to_string(i), postings);
    all.insert(all.end(), postings.begin(), postings.end());
  }

  for (int i = 0; i < 200; ++i) {
    const Day from = DayOf(start) + static_cast<Day>(random() % 20);
    const Instant as_of = StartOfDay(from) + static_cast<int64_t>(random() % (20 * kSecondsPerDay));
    std::map<uint32_t, uint64_t> before, within;
    for (const StoredPosting& posting : all) {
      if (posting.unit != 3 || posting.instant > as_of) continue;
      ++(posting.instant < StartOfDay(from) ? before : within)[posting.line];
    }
    const PeriodLines lines =
        *ReadLines(memory_.engine().Snapshot(), 3, {from, DayOf(as_of) + 3, as_of});
    ASSERT_EQ(lines.before, Lines(before.begin(), before.end())) << FormatInstant(as_of);
    ASSERT_EQ(lines.within, Lines(within.begin(), within.end())) << FormatInstant(as_of);
  }
}

}  // namespace
}  // namespace lienthong::query
