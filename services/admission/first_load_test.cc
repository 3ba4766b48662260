// A first load of old dossiers (SubmitRequest.migrated).
#include <gtest/gtest.h>

#include "services/admission/admission_testing.h"

namespace lienthong::admission {
namespace {

using Result = v1::RecordResult;

Rows SmallProvince(const std::string& owner) {
  Rows rows;
  rows.Unit("H44", "Tỉnh", "province")
      .Unit("H44.1", "Phường Một", "commune", "H44")
      .Unit("H44.2", "Phường Hai", "commune", "H44");
  rows.Procedure("1.001", "5").Grant("H44.1", owner).Grant("H44.2", owner);
  rows.Calendar("2026-01-01", "holiday");
  return rows;
}

// Accepted on Wednesday 1 July at 08:00, promised for Friday 10 July at 17:00.
Snapshot Known(const std::string& dossier, const std::string& status) {
  return Snapshot(status).Dossier(dossier).Accepted("1/7 08:00").Due("10/7 17:00");
}

class FirstLoadTest : public testing::Test {
 protected:
  void SetUp() override { node_.Import(SmallProvince("h44-1")); }

  Result Load(const Snapshot& snapshot, const std::string& unit = "H44.1") {
    SubmitWork work = TestNode::SubmitOf({snapshot});
    work.request.set_reporting_unit(unit);
    work.request.set_migrated(true);
    EXPECT_EQ(node_.CommitOne(work), absl::OkStatus());
    return work.response.results(0);
  }
  v1::Dossier State(const std::string& id) const { return node_.Record(id)->dossier(); }
  std::vector<bool> MarksOfFacts() const {
    std::vector<bool> marks;
    for (const v1::Block& block : node_.Blocks()) {
      for (const std::string& bytes : block.runs(0).facts()) {
        v1::Fact fact;
        EXPECT_TRUE(fact.ParseFromString(bytes));
        marks.push_back(fact.migrated());
      }
    }
    return marks;
  }
  uint32_t Unit(const std::string& code) const {
    return *node_.references().registry()->UnitByCode(code);
  }
  node::v1::FirstLoadRow Row(const TestNode& node, const std::string& code) const {
    return Progress::ReadFirstLoad(node.view(), Unit(code))->value_or(node::v1::FirstLoadRow());
  }

  TestNode node_{{}};
};

TEST_F(FirstLoadTest, NothingHappensAtTheMomentOfLoading) {
  node_.clock().MoveTo(At("1/7 09:00"));
  node_.SubmitOne(Known("live then", "7"));
  node_.clock().MoveTo(At("1/9 08:00"));
  node_.SubmitOne(Known("live now", "7"));

  Load(Known("loaded", "7"));

  const auto withdrawn = [&](const std::string& id) { return State(id).timeline(1).instant(); };
  EXPECT_EQ(withdrawn("loaded"), At("1/7 08:00"));
  EXPECT_EQ(withdrawn("live then"), At("1/7 09:00"));
  EXPECT_EQ(withdrawn("live now"), At("1/9 08:00"));
  EXPECT_EQ(node_.Path("loaded"), node_.Path("live then"));
}

TEST_F(FirstLoadTest, AWaitingDossierIsInTimeSinceItsLastStatedInstant) {
  node_.clock().MoveTo(At("1/9 08:00"));

  Load(Known("a", "5"));

  const v1::Dossier state = State("a");
  EXPECT_EQ(state.timeline_size(), 2);
  for (const v1::TimelineEntry& entry : state.timeline())
    EXPECT_LE(entry.instant(), At("1/7 08:00")) << entry.ShortDebugString();
}

TEST_F(FirstLoadTest, TheMarkIsThatOfTheFirstUpdate) {
  Load(Known("loaded", "4"));
  node_.SubmitOne(Known("loaded", "9").Finished("3/7 09:00"));
  node_.SubmitOne(Known("live", "9").Finished("3/7 09:00"));
  Load(Known("live", "4").Filed("30/6 16:00"));

  EXPECT_TRUE(State("loaded").migrated());
  EXPECT_FALSE(State("live").migrated());
  EXPECT_EQ(MarksOfFacts(), (std::vector<bool>{true, false, false, true}));
}

TEST_F(FirstLoadTest, ARepeatMakesNoFactWhoeverSendsIt) {
  Load(Known("a", "9").Finished("3/7 09:00"));

  EXPECT_EQ(Load(Known("a", "9").Finished("3/7 09:00")).outcome(), Result::OUTCOME_UNCHANGED);
  EXPECT_EQ(node_.SubmitOne(Known("a", "9").Finished("3/7 09:00")).outcome(),
            Result::OUTCOME_UNCHANGED);
}

TEST_F(FirstLoadTest, ADeletedDossierThatComesBackKeepsItsMark) {
  Load(Known("a", "4"));
  node_.SubmitOne(Snapshot("").Dossier("a").Tombstone());
  node_.SubmitOne(Known("a", "9").Finished("3/7 09:00"));

  EXPECT_TRUE(State("a").migrated());
}

TEST_F(FirstLoadTest, EachUnitKnowsWhenItsHistoryHadCome) {
  node_.SubmitOne(Known("live", "4"));
  node_.clock().MoveTo(At("2/7 08:00"));
  Load(Known("a", "4"));
  Load(Known("b", "4").HandledBy("H44.2"));
  const int64_t loaded_ms = node_.clock().NowMs();
  node_.clock().MoveTo(At("3/7 08:00"));
  node_.SubmitOne(Known("a", "9").Finished("3/7 07:50"));

  const node::v1::FirstLoadRow one = Row(node_, "H44.1"), two = Row(node_, "H44.2");
  EXPECT_EQ(one.first_position(), 2u);
  EXPECT_EQ(one.last_position(), 3u);
  EXPECT_EQ(one.last_time_ms(), loaded_ms);
  EXPECT_EQ(one.facts(), 2u);
  EXPECT_EQ(two.first_position(), 3u);
  EXPECT_EQ(Row(node_, "H44").facts(), 0u);
  node_.Reopen();
  Load(Known("c", "4"));
  EXPECT_EQ(Row(node_, "H44.1").first_position(), 2u);
  EXPECT_EQ(Row(node_, "H44.1").last_position(), 5u);
  EXPECT_EQ(Progress::FirstLoads(node_.view())->size(), 2u);
}

TEST_F(FirstLoadTest, AParkedRecordOfHistoryStaysOne) {
  node_.clock().MoveTo(At("1/9 08:00"));
  EXPECT_EQ(Load(Known("a", "7").Procedure("9.999")).outcome(), Result::OUTCOME_PARKED);
  node_.Import(std::move(Rows().Procedure("9.999")));

  EXPECT_EQ(node_.Unpark(), 1u);

  EXPECT_TRUE(State("a").migrated());
  EXPECT_EQ(State("a").timeline(1).instant(), At("1/7 08:00"));
  EXPECT_EQ(Row(node_, "H44.1").facts(), 1u);
}

TEST_F(FirstLoadTest, AParentKnowsItTooByItsOwnPositions) {
  TestNode parent({.name = "h44"});
  TestNode child({.name = "child", .is_root = false});
  parent.Import(SmallProvince("child"));
  child.TakeReferencesOf(parent);
  child.SubmitOne(Known("live", "4"));
  SubmitWork work = TestNode::SubmitOf({Known("a", "4")});
  work.request.set_migrated(true);
  ASSERT_EQ(child.CommitOne(work), absl::OkStatus());

  for (const v1::Block& block : child.Blocks()) parent.Replicate(block);

  EXPECT_TRUE(parent.Record("a")->dossier().migrated());
  EXPECT_EQ(Row(parent, "H44.1").first_position(), 2u);
  EXPECT_EQ(parent.Bytes(Family::kRecords).size(), 2u);
}

TEST_F(FirstLoadTest, ItMovesNoWordOfASource) {
  Load(Known("a", "4"));

  EXPECT_TRUE(Progress::Sources(node_.view())->empty());
}

}  // namespace
}  // namespace lienthong::admission
