#include "services/query/procedures.h"

#include <gtest/gtest.h>

#include <random>

#include "services/query/query_testing.h"

namespace lienthong::query {
namespace {

class ProceduresTest : public testing::Test {
 protected:
  ProcedureLines Read(const std::vector<uint32_t>& units, const std::string& from,
                      const std::string& to, Instant as_of) {
    return *ReadProcedureLines(memory_.engine().Snapshot(), units, {On(from), On(to), as_of});
  }
  ProcedureLines Read(const std::vector<uint32_t>& units, const std::string& from,
                      const std::string& to) {
    return Read(units, from, to, EndOfDay(On(to)));
  }

  TestMemory memory_;
};

// p and q in one commune, p in another: two procedures had a dossier, not three.
TEST_F(ProceduresTest, AProcedureStandsOnceHoweverManyUnitsHaveIt) {
  memory_.Post("a", {{At("2026-07-02 08:00:00"), 3, kAccepted}}, 10);
  memory_.Post("b", {{At("2026-07-02 08:00:00"), 3, kAccepted}}, 11);
  memory_.Post("c", {{At("2026-07-20 08:00:00"), 4, kAccepted}}, 10);

  const ProcedureLines lines = Read({3, 4}, "2026-07-01", "2026-07-31");

  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines.at(10).within, (Lines{{kAccepted, 2}}));
  EXPECT_EQ(lines.at(11).within, (Lines{{kAccepted, 1}}));
  EXPECT_EQ(Read({4}, "2026-07-01", "2026-07-31").size(), 1u);
}

TEST_F(ProceduresTest, WhatLiesBeforeAndWithinIsKeptApart) {
  memory_.Post("a",
               {{At("2026-06-30 23:59:59"), 3, kAccepted}, {At("2026-07-10 17:00:00"), 3, kPassed}},
               10);
  memory_.Post("b", {{At("2026-08-01 00:00:00"), 3, kAccepted}}, 11);

  const ProcedureLines lines = Read({3}, "2026-07-01", "2026-07-31");

  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines.at(10).before, (Lines{{kAccepted, 1}}));
  EXPECT_EQ(lines.at(10).within, (Lines{{kPassed, 1}}));
}

TEST_F(ProceduresTest, AnInstantWithinADayCountsInclusive) {
  memory_.Post(
      "a", {{At("2026-07-02 10:00:00"), 3, kAccepted}, {At("2026-07-02 10:00:01"), 3, kDecided}},
      10);

  EXPECT_EQ(Read({3}, "2026-07-01", "2026-07-31", At("2026-07-02 10:00:00")).at(10).within,
            (Lines{{kAccepted, 1}}));
  EXPECT_EQ(Read({3}, "2026-07-01", "2026-07-31", At("2026-07-02 10:00:01")).at(10).within,
            (Lines{{kAccepted, 1}, {kDecided, 1}}));
  EXPECT_TRUE(Read({3}, "2026-07-01", "2026-07-31", At("2026-07-02 09:59:59")).empty());
}

TEST_F(ProceduresTest, FlowsAreWhatLiesWithin) {
  memory_.Post(
      "a", {{At("2026-06-20 08:00:00"), 3, kAccepted}, {At("2026-07-02 08:00:00"), 3, kDecided}},
      10);
  memory_.Post("b", {{At("2026-06-20 08:00:00"), 3, kAccepted}}, 11);

  const auto flows = ReadProcedureFlows(memory_.engine().Snapshot(), {3},
                                        {On("2026-07-01"), On("2026-07-31"), At("2026-07-31")});

  EXPECT_EQ(*flows, (ProcedureFlows{{10, {{kDecided, 1}}}}));
}

TEST_F(ProceduresTest, BooksThatLackAHalfAreNoFigure) {
  memory_.Post("a", {{At("2026-07-02 08:00:00"), 3, kAccepted}}, 10);
  Batch batch;
  ASSERT_TRUE(memory_.engine()
                  .Snapshot()
                  .Scan(Family::kLedger, "h", "i",
                        [&](std::string_view key, std::string_view) -> absl::StatusOr<bool> {
                          batch.Delete(Family::kLedger, key);
                          return true;
                        })
                  .ok());
  ASSERT_TRUE(memory_.engine().Commit(batch).ok());

  EXPECT_EQ(ReadProcedureLines(memory_.engine().Snapshot(), {3},
                               {On("2026-07-03"), On("2026-07-14"), At("2026-07-14 23:59:59")})
                .status()
                .code(),
            absl::StatusCode::kDataLoss);
}

// Any period and instant give what the postings give by brute force, and together what
// the books give without procedures.
TEST_F(ProceduresTest, EveryPeriodIsTheSumOfItsPostings) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const Day first = On("2024-11-20");
  struct Posted {
    uint32_t procedure;
    StoredPosting posting;
  };
  std::vector<Posted> all;
  for (int i = 0; i < 600; ++i) {
    const uint32_t procedure = 10 + random() % 4;
    std::vector<StoredPosting> postings;
    for (int left = 1 + static_cast<int>(random() % 3); left > 0; --left) {
      const Instant at = StartOfDay(first) + static_cast<Instant>(random() % (500 * 86400ull));
      postings.push_back({at, 3 + static_cast<uint32_t>(random() % 3), kAccepted});
    }
    std::sort(postings.begin(), postings.end(),
              [](const auto& a, const auto& b) { return a.instant < b.instant; });
    for (const StoredPosting& posting : postings) all.push_back({procedure, posting});
    memory_.Post("d" + std::to_string(i), postings, procedure);
  }

  for (int i = 0; i < 300 && !HasFailure(); ++i) {
    Period period{static_cast<Day>(first + random() % 500), 0, 0};
    period.to = static_cast<Day>(period.from + random() % 100);
    const Instant start = StartOfDay(period.from), end = EndOfDay(period.to);
    period.as_of = i % 2 == 0 ? end : start + static_cast<Instant>(random() % (end - start));
    const std::vector<uint32_t> units =
        i % 3 == 0 ? std::vector<uint32_t>{3, 4, 5} : std::vector<uint32_t>{4};
    std::map<uint32_t, std::pair<uint64_t, uint64_t>> expected;
    for (const auto& [procedure, posting] : all) {
      if (std::find(units.begin(), units.end(), posting.unit) == units.end()) continue;
      if (posting.instant < start) ++expected[procedure].first;
      if (posting.instant >= start && posting.instant <= period.as_of) ++expected[procedure].second;
    }

    const View view = memory_.engine().Snapshot();
    const ProcedureLines lines = *ReadProcedureLines(view, units, period);

    std::map<uint32_t, std::pair<uint64_t, uint64_t>> actual;
    PeriodLines sum;
    for (const auto& [procedure, posted] : lines) {
      actual[procedure] = {posted.before.empty() ? 0 : posted.before[0].second,
                           posted.within.empty() ? 0 : posted.within[0].second};
      AddLines(posted.before, sum.before);
      AddLines(posted.within, sum.within);
    }
    EXPECT_EQ(actual, expected) << FormatDate(period.from) << " to " << FormatInstant(period.as_of);
    PeriodLines whole;
    for (const uint32_t unit : units) {
      const PeriodLines part = *ReadLines(view, unit, period);
      AddLines(part.before, whole.before);
      AddLines(part.within, whole.within);
    }
    EXPECT_EQ(sum.before, whole.before);
    EXPECT_EQ(sum.within, whole.within);
  }
}

}  // namespace
}  // namespace lienthong::query
