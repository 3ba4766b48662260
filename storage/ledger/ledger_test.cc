#include "storage/ledger/ledger.h"

#include <gtest/gtest.h>

#include <random>

#include "storage/base/calendar_date.h"
#include "storage/base/hash.h"

namespace lienthong {
namespace {

class LedgerTest : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.path = "/db", .disk = Disk::Memory()});
    ASSERT_TRUE(engine.ok());
    engine_ = *std::move(engine);
    ledger_ = std::make_unique<Ledger>(*engine_);
  }

  absl::Status Apply(const LedgerChanges& changes) {
    Batch batch;
    absl::Status status = ledger_->Stage(changes, batch);
    if (status.ok()) status = engine_->Commit(batch);
    ledger_->Finish(status.ok());
    return status;
  }

  absl::Status Add(uint32_t unit, Day day, uint32_t line, int64_t count) {
    LedgerChanges changes;
    changes.Add({unit, day}, line, count);
    return Apply(changes);
  }

  Cell Sum(uint32_t unit, Day from, Day to) {
    return *Ledger::Sum(engine_->Snapshot(), unit, from, to);
  }

  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Ledger> ledger_;
};

// Golden: these bytes are on disk.
TEST(CellTest, BytesAreForGood) {
  const Cell cell = {{0x040707, 3}, {0x050707, 200}};

  EXPECT_EQ(ToHex(EncodeCell(cell)),
            "01878e10038080"
            "04c801");
  Cell read;
  ASSERT_TRUE(DecodeCell(EncodeCell(cell), read));
  EXPECT_EQ(read, cell);
}

TEST(CellTest, EveryDamageIsRefused) {
  const std::string good = EncodeCell({{7, 3}, {9, 1}});
  Cell cell;

  EXPECT_FALSE(DecodeCell("", cell));
  EXPECT_FALSE(DecodeCell("\x02" + good.substr(1), cell));
  for (size_t cut = 1; cut < good.size(); ++cut) {
    if (cut % 2 == 1) continue;
    EXPECT_FALSE(DecodeCell(good.substr(0, cut), cell)) << cut;
  }
  EXPECT_FALSE(DecodeCell(std::string("\x01\x07\x00", 3), cell));
}

TEST_F(LedgerTest, WhatIsTakenBackLeavesNothing) {
  for (const int64_t count : {2, -2}) {
    LedgerChanges changes;
    changes.Add({1, 20000, 9}, 5, count);
    ASSERT_TRUE(Apply(changes).ok());
  }
  int cells = 0;

  for (const char kind : {'d', 'm', 'y', 'h', 'g'}) {
    ASSERT_TRUE(Ledger::ScanCells(engine_->Snapshot(), kind, [&](const CellPlace&, const Cell&) {
                  ++cells;
                }).ok());
  }

  EXPECT_EQ(cells, 0);
}

TEST_F(LedgerTest, NeverFallsBelowZero) {
  ASSERT_TRUE(Add(1, 20000, 5, 1).ok());

  EXPECT_EQ(Add(1, 20000, 5, -2).code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Sum(1, 20000, 20000), (Cell{{5, 1}}));
}

TEST_F(LedgerTest, UnitsOfNeighbouringNumbersDoNotMix) {
  ASSERT_TRUE(Add(1, 20000, 5, 1).ok());
  ASSERT_TRUE(Add(256, 20000, 5, 7).ok());

  EXPECT_EQ(Sum(1, kFirstDay, kLastDay), (Cell{{5, 1}}));
}

// Any range equals the sum of its days, whatever months and years it crosses.
TEST_F(LedgerTest, EveryRangeIsTheSumOfItsDays) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const Day first = *ParseDate("2023-11-20");
  std::map<std::pair<Day, uint32_t>, uint64_t> days;
  LedgerChanges changes;
  for (int i = 0; i < 3000; ++i) {
    const Day day = first + random() % 1200;
    const uint32_t line = 1 + random() % 4;
    changes.Add({3, day}, line, 1);
    ++days[{day, line}];
  }
  ASSERT_TRUE(Apply(changes).ok());

  for (int i = 0; i < 200; ++i) {
    const Day from = first + random() % 1200;
    const Day to = from + random() % 900;
    std::map<uint32_t, uint64_t> expected;
    for (const auto& [key, count] : days) {
      if (key.first >= from && key.first <= to) expected[key.second] += count;
    }
    ASSERT_EQ(Sum(3, from, to), Cell(expected.begin(), expected.end()))
        << FormatDate(from) << " " << FormatDate(to);
  }
}

// (procedure, line) -> count over the half-months [first, last] of a unit.
ProcedureSums Halves(const Engine& engine, uint32_t unit, int first, int last) {
  ProcedureSums sums;
  EXPECT_TRUE(Ledger::AddHalves(engine.Snapshot(), unit, first, last, sums).ok());
  return sums;
}

TEST_F(LedgerTest, AHalfBeginsOnThe1stAndOnThe15th) {
  LedgerChanges changes;
  for (const char* date : {"2026-01-31", "2026-02-01", "2026-02-14", "2026-02-15", "2026-02-28"})
    changes.Add({3, *ParseDate(date), 7}, 5, 1);
  ASSERT_TRUE(Apply(changes).ok());
  const int february = HalfOf(*ParseDate("2026-02-01"));

  EXPECT_EQ(Halves(*engine_, 3, february, february), (ProcedureSums{{{7, 5}, 2}}));
  EXPECT_EQ(Halves(*engine_, 3, february + 1, february + 1), (ProcedureSums{{{7, 5}, 2}}));
  EXPECT_EQ(Halves(*engine_, 3, february - 1, february), (ProcedureSums{{{7, 5}, 3}}));
  EXPECT_TRUE(Halves(*engine_, 3, february + 1, february).empty());
  EXPECT_TRUE(Halves(*engine_, 4, february, february).empty());
}

TEST_F(LedgerTest, ALineWithoutAProcedureIsCountedByNone) {
  ASSERT_TRUE(Add(3, 20000, 5, 1).ok());

  EXPECT_TRUE(Halves(*engine_, 3, 0, HalfOf(kLastDay)).empty());
  EXPECT_EQ(Sum(3, 20000, 20000), (Cell{{5, 1}}));
}

// Whatever whole years lie in it.
TEST_F(LedgerTest, EveryRangeOfHalvesIsTheSumOfItsDays) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const Day first = *ParseDate("2023-11-20");
  std::map<std::tuple<Day, uint32_t, uint32_t>, int64_t> days;
  LedgerChanges changes;
  for (int i = 0; i < 3000; ++i) {
    const Day day = first + random() % 1200;
    const uint32_t procedure = 1 + random() % 3, line = 1 + random() % 3;
    changes.Add({3, day, procedure}, line, 1);
    ++days[{day, procedure, line}];
  }
  ASSERT_TRUE(Apply(changes).ok());

  for (int i = 0; i < 200; ++i) {
    const int from = HalfOf(first) + static_cast<int>(random() % 80);
    const int to = from + static_cast<int>(random() % 80);
    ProcedureSums expected;
    for (const auto& [key, count] : days) {
      const auto& [day, procedure, line] = key;
      if (day >= FirstDayOfHalf(from) && day < FirstDayOfHalf(to + 1))
        expected[{procedure, line}] += count;
    }
    ASSERT_EQ(Halves(*engine_, 3, from, to), expected) << from << " " << to;
  }
}

// What was touched long ago is read again from the disk.
TEST_F(LedgerTest, MoreCellsThanTheCacheHoldsCountAlike) {
  constexpr uint32_t kProcedures = 50000;
  for (int round = 0; round < 4; ++round) {
    LedgerChanges changes;
    const uint32_t first = round % 2 * kProcedures;
    for (uint32_t procedure = 1; procedure <= kProcedures; ++procedure)
      changes.Add({3, 20000, first + procedure}, 5, 1);
    ASSERT_TRUE(Apply(changes).ok());
  }

  const ProcedureSums sums = Halves(*engine_, 3, HalfOf(20000), HalfOf(20000));

  EXPECT_EQ(sums.size(), 2 * kProcedures);
  for (const auto& [place, count] : sums) ASSERT_EQ(count, 2) << place.first;
}

}  // namespace
}  // namespace lienthong
