#include "services/query/coverage.h"

#include <gtest/gtest.h>

#include "services/query/query_testing.h"

namespace lienthong::query {
namespace {

constexpr auto kComplete = v1::SourceCoverage::STATE_COMPLETE;
constexpr auto kBehind = v1::SourceCoverage::STATE_BEHIND;
constexpr auto kSilent = v1::SourceCoverage::STATE_SILENT;
constexpr auto kUncovered = v1::SourceCoverage::STATE_UNCOVERED;

// Province 1 above commune 2 (two sources) and commune 3.
class CoverageTest : public testing::Test {
 protected:
  CoverageTest() {
    memory_.AddUnit(1, "P", 0);
    memory_.AddUnit(2, "P.2", 1);
    memory_.AddUnit(3, "P.3", 1);
    memory_.Grant(2, "commune", {"igate", "onecua"});
  }

  std::vector<v1::SourceCoverage> Sources(const std::vector<uint32_t>& units = {1, 2, 3}) {
    return Open().Sources(units, DayOf(through_), through_);
  }

  v1::Coverage Sum(const std::vector<uint32_t>& units = {1, 2, 3}, bool root = true) {
    return Open().Sum(Sources(units), root ? std::optional(DayOf(through_)) : std::nullopt);
  }

  CoverageReader Open() {
    const View view = memory_.engine().Snapshot();
    Known known = *Known::Open(view, memory_.journal(), {}, now_ * 1000);
    return *CoverageReader::Open(known, memory_.journal(), *memory_.registry());
  }

  TestMemory memory_;
  Instant through_ = At("2026-07-31 23:59:59");
  Instant now_ = At("2026-08-05 10:00:00");
};

TEST_F(CoverageTest, CompleteNeedsTheSourcesWordAndItsNodesSignOfLife) {
  struct Case {
    Instant source;
    Instant node;
    v1::SourceCoverage::State state;
  };
  for (const Case& c : std::vector<Case>{{through_, through_, kComplete},
                                         {through_ + 1, through_ + 1, kComplete},
                                         {through_ - 1, through_ + 9, kBehind},
                                         {through_ + 9, through_ - 1, kBehind},
                                         {through_ + 9, 0, kBehind},
                                         {0, through_ + 9, kSilent},
                                         {0, 0, kSilent}}) {
    TestMemory memory;
    memory.AddUnit(2, "P.2", 0);
    memory.Grant(2, "commune", {"igate"});
    if (c.source != 0) memory.SetSource(2, "igate", c.source);
    if (c.node != 0) memory.SetProgress("commune", c.node * 1000);

    const View view = memory.engine().Snapshot();
    Known known = *Known::Open(view, memory.journal(), {}, now_ * 1000);
    const auto reader = CoverageReader::Open(known, memory.journal(), *memory.registry());
    const auto sources = reader->Sources({2}, DayOf(through_), through_);

    ASSERT_EQ(sources.size(), 1u);
    EXPECT_EQ(sources[0].state(), c.state) << c.source << " " << c.node;
    EXPECT_EQ(sources[0].complete_through(), c.source);
    EXPECT_EQ(sources[0].node_progress_ms(), c.node * 1000);
  }
}

TEST_F(CoverageTest, EachSourceOfAUnitIsExpected) {
  memory_.SetSource(2, "igate", through_);
  memory_.SetProgress("commune", through_ * 1000);

  const auto sources = Sources();

  ASSERT_EQ(sources.size(), 3u);  // the province owes no report of its own
  EXPECT_EQ(sources[0].source(), "igate");
  EXPECT_EQ(sources[0].state(), kComplete);
  EXPECT_EQ(sources[1].source(), "onecua");
  EXPECT_EQ(sources[1].state(), kSilent);
  EXPECT_EQ(sources[1].node(), "commune");
  EXPECT_EQ(sources[2].unit(), "P.3");
  EXPECT_EQ(sources[2].state(), kUncovered);
}

TEST_F(CoverageTest, TheSumCountsEachStateOnce) {
  memory_.Grant(3, "commune", {"igate"});
  memory_.SetSource(2, "igate", through_);
  memory_.SetSource(2, "onecua", through_ - 100);
  memory_.SetProgress("commune", through_ * 1000);

  const v1::Coverage with_silent = Sum();
  memory_.SetSource(3, "igate", through_ - 50);
  const v1::Coverage sum = Sum();

  EXPECT_EQ(with_silent.expected(), 3u);
  EXPECT_EQ(with_silent.complete(), 1u);
  EXPECT_EQ(with_silent.behind(), 1u);
  EXPECT_EQ(with_silent.silent(), 1u);
  EXPECT_EQ(with_silent.complete_through(), 0);
  EXPECT_EQ(sum.behind(), 2u);
  EXPECT_EQ(sum.complete_through(), through_ - 100);
}

TEST_F(CoverageTest, NothingExpectedIsNeverComplete) {
  const v1::Coverage sum = Sum({3}, false);

  EXPECT_EQ(sum.expected(), 0u);
  EXPECT_EQ(sum.complete(), 0u);
  EXPECT_EQ(sum.uncovered_units(), 1u);
  EXPECT_EQ(sum.complete_through(), 0);
}

TEST_F(CoverageTest, ThisNodesOwnSignOfLifeIsNow) {
  memory_.Grant(3, "province", {"igate"});
  memory_.SetSource(3, "igate", now_ + 5);

  EXPECT_EQ(Sources({3})[0].node_progress_ms(), now_ * 1000);
  EXPECT_EQ(Sources({3})[0].state(), kComplete);
}

TEST_F(CoverageTest, ANodesLatestLifeCounts) {
  memory_.SetProgress("commune", 1000, 7);
  memory_.SetProgress("commune", 3000, 8);
  memory_.SetProgress("commune", 2000, 9);

  EXPECT_EQ(Sources({2})[0].node_progress_ms(), 3000);
}

TEST_F(CoverageTest, AUnitIsExpectedOnItsDaysOnly) {
  memory_.AddUnit(3, "P.3", 1, On("2026-07-01"), true);

  EXPECT_EQ(Sources({1, 2, 3}).size(), 2u);
  through_ = At("2026-06-30 23:59:59");
  EXPECT_EQ(Sources({1, 2, 3}).size(), 3u);
}

TEST_F(CoverageTest, ParkedRecordsAreCountedOnceAUnit) {
  memory_.Park(2, "a", "1.001");
  memory_.Park(2, "b", "1.001");
  memory_.Park(3, "c", "1.002");

  EXPECT_EQ(Sources()[0].parked(), 2u);
  EXPECT_EQ(Sources()[1].parked(), 2u);
  EXPECT_EQ(Sum().parked(), 3u);
  EXPECT_EQ(Sum({3}, false).parked(), 1u);
}

// Records of no unit, of a unit that nobody has told of, and of one that is gone: the
// root shows them, or nobody would.
TEST_F(CoverageTest, TheRootShowsParkedRecordsThatStandOnNoTree) {
  memory_.AddUnit(4, "P.4", 1);
  memory_.AddUnit(4, "P.4", 1, On("2026-07-01"), true);
  memory_.Park(0, "a", "x");
  memory_.Park(99, "b", "x");
  memory_.Park(4, "c", "x");
  memory_.Park(2, "d", "x");

  EXPECT_EQ(Sum().parked(), 4u);
  EXPECT_EQ(Sum({2}, false).parked(), 1u);
}

TEST_F(CoverageTest, AParentThatReportedWithoutAGrantIsShown) {
  EXPECT_EQ(Sources({1}).size(), 0u);
  memory_.Park(1, "a", "grant");

  ASSERT_EQ(Sources({1}).size(), 1u);
  EXPECT_EQ(Sources({1})[0].state(), kUncovered);
  EXPECT_EQ(Sum().parked(), 1u);
}

TEST_F(CoverageTest, ReasonsAreSortedByHowOftenTheyOccur) {
  memory_.Park(2, "a", "rare");
  memory_.Park(2, "b", "often");
  memory_.Park(3, "c", "often");

  const auto reasons = Open().Reasons({2, 3}, std::nullopt, 100);

  ASSERT_EQ(reasons.size(), 2u);
  EXPECT_EQ(reasons[0].missing().value(), "often");
  EXPECT_EQ(reasons[0].records(), 2u);
  EXPECT_EQ(reasons[1].records(), 1u);
  EXPECT_EQ(Open().Reasons({2, 3}, std::nullopt, 1).size(), 1u);
}

TEST_F(CoverageTest, ReasonsAreThoseOfTheUnitsAskedFor) {
  memory_.Park(2, "a", "mine");
  memory_.Park(3, "b", "theirs");

  const auto reasons = Open().Reasons({2}, std::nullopt, 100);

  ASSERT_EQ(reasons.size(), 1u);
  EXPECT_EQ(reasons[0].missing().value(), "mine");
}

TEST_F(CoverageTest, BeforeItsGoLiveAUnitIsNotCovered) {
  memory_.Grant(3, "province", {"igate", "onecua"}, On("2026-01-01"), On("2026-08-01"));
  memory_.SetSource(3, "igate", now_ + 5);
  through_ = At("2026-07-31 23:59:59");

  const auto before = Sources({3});
  ASSERT_EQ(before.size(), 2u);
  EXPECT_EQ(before[0].state(), v1::SourceCoverage::STATE_NOT_YET_LIVE);
  EXPECT_EQ(before[0].go_live(), On("2026-08-01"));
  EXPECT_EQ(Sum({3}, false).uncovered_units(), 1u);
  EXPECT_EQ(Sum({3}, false).expected(), 0u);

  through_ = At("2026-08-01 23:59:59");
  EXPECT_EQ(Sources({3})[0].state(), kComplete);
  EXPECT_EQ(Sources({3})[1].state(), v1::SourceCoverage::STATE_SILENT);
  EXPECT_EQ(Sum({3}, false).expected(), 2u);
}

TEST_F(CoverageTest, TheGrantIsThatOfTheDay) {
  memory_.Grant(3, "old", {"igate"}, On("2026-01-01"));
  memory_.Grant(3, "new", {"onecua"}, On("2026-07-10"));

  through_ = At("2026-07-09 23:59:59");
  EXPECT_EQ(Sources({3})[0].node(), "old");
  through_ = At("2026-07-10 23:59:59");
  EXPECT_EQ(Sources({3})[0].node(), "new");
  through_ = At("2025-12-31 23:59:59");
  EXPECT_EQ(Sources({3})[0].state(), v1::SourceCoverage::STATE_NOT_YET_LIVE);
}

}  // namespace
}  // namespace lienthong::query
