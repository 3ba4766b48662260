#include "storage/progress/progress.h"

#include <gtest/gtest.h>

namespace lienthong {
namespace {

class ProgressTest : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.path = "/db", .disk = Disk::Memory()});
    ASSERT_TRUE(engine.ok());
    engine_ = *std::move(engine);
  }

  void Commit(const std::function<void(Batch&)>& fill) {
    Batch batch;
    fill(batch);
    ASSERT_TRUE(engine_->Commit(batch).ok());
  }

  std::unique_ptr<Engine> engine_;
};

TEST_F(ProgressTest, NeverHeardOfIsZero) {
  EXPECT_EQ(*Progress::Acknowledged(engine_->Snapshot(), 3), 0u);
  EXPECT_EQ(*Progress::CompleteThrough(engine_->Snapshot(), 3, "igate"), 0);
  EXPECT_FALSE(Progress::Parked(engine_->Snapshot(), 3, 1)->has_value());
}

TEST_F(ProgressTest, KeepsSourcesApart) {
  Commit([](Batch& batch) {
    Progress::PutSource({3, "igate", 1000}, batch);
    Progress::PutSource({3, "onecua", 2000}, batch);
    Progress::PutSource({4, "igate", 3000}, batch);
  });

  EXPECT_EQ(*Progress::CompleteThrough(engine_->Snapshot(), 3, "onecua"), 2000);
  EXPECT_EQ(Progress::Sources(engine_->Snapshot())->size(), 3u);
}

TEST_F(ProgressTest, ListsParkedFactsUntilTheyAreDeleted) {
  ParkedFact fact{2, 5, {}};
  fact.row.set_dossier("d");
  Commit([&](Batch& batch) { Progress::PutParked(fact, batch); });
  std::vector<uint64_t> seen;
  ASSERT_TRUE(Progress::ScanParked(engine_->Snapshot(), [&](const ParkedFact& parked) {
                seen.push_back(parked.sequence);
                return true;
              }).ok());

  EXPECT_EQ(seen, std::vector<uint64_t>{5});
  EXPECT_EQ((*Progress::Parked(engine_->Snapshot(), 2, 5))->dossier(), "d");
  Commit([](Batch& batch) { Progress::DeleteParked(2, 5, batch); });
  EXPECT_FALSE(Progress::Parked(engine_->Snapshot(), 2, 5)->has_value());
}

}  // namespace
}  // namespace lienthong
