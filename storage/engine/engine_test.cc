#include "storage/engine/engine.h"

#include <gtest/gtest.h>

namespace lienthong {
namespace {

class EngineTest : public testing::Test {
 protected:
  std::unique_ptr<Engine> Open() {
    auto engine = Engine::Open({.path = "/db", .disk = disk_});
    EXPECT_TRUE(engine.ok()) << engine.status();
    return engine.ok() ? *std::move(engine) : nullptr;
  }

  std::shared_ptr<Disk> disk_ = Disk::Memory();
};

void Put(Engine& engine, Family family, std::string_view key, std::string_view value) {
  Batch batch;
  batch.Put(family, key, value);
  ASSERT_TRUE(engine.Commit(batch).ok());
}

TEST_F(EngineTest, KeepsWhatWasCommittedAfterReopening) {
  Put(*Open(), Family::kRecords, "a", "1");

  const auto engine = Open();
  EXPECT_EQ(**engine->Snapshot().Get(Family::kRecords, "a"), "1");
  EXPECT_FALSE(engine->Snapshot().Get(Family::kIndex, "a")->has_value());
}

TEST_F(EngineTest, ASnapshotDoesNotSeeLaterCommits) {
  const auto engine = Open();
  const View before = engine->Snapshot();

  Put(*engine, Family::kLedger, "a", "1");

  EXPECT_FALSE(before.Get(Family::kLedger, "a")->has_value());
  EXPECT_TRUE(engine->Snapshot().Get(Family::kLedger, "a")->has_value());
}

TEST_F(EngineTest, ScansARangeInOrder) {
  const auto engine = Open();
  for (const char* key : {"b", "a", "c", "d"}) Put(*engine, Family::kDefault, key, key);
  std::string seen;

  ASSERT_TRUE(engine->Snapshot()
                  .Scan(Family::kDefault, "a", "d",
                        [&](std::string_view key, std::string_view) -> absl::StatusOr<bool> {
                          seen += key;
                          return true;
                        })
                  .ok());

  EXPECT_EQ(seen, "abc");
}

TEST_F(EngineTest, TheLastChangeOfAKeyInABatchHolds) {
  const auto engine = Open();
  Batch batch;
  batch.Put(Family::kRecords, "b", "1");
  batch.Delete(Family::kRecords, "c");
  batch.Put(Family::kRecords, "a", "1");
  batch.Delete(Family::kRecords, "b");
  batch.Put(Family::kRecords, "c", "1");
  batch.Put(Family::kRecords, "b", "2");
  batch.Delete(Family::kRecords, "a");

  ASSERT_TRUE(engine->Commit(batch).ok());

  EXPECT_EQ(**engine->Snapshot().Get(Family::kRecords, "b"), "2");
  EXPECT_EQ(**engine->Snapshot().Get(Family::kRecords, "c"), "1");
  EXPECT_FALSE(engine->Snapshot().Get(Family::kRecords, "a")->has_value());
}

TEST_F(EngineTest, FindsTheLastKeyBelowABound) {
  const auto engine = Open();
  for (const char* key : {"j1", "j5", "k"}) Put(*engine, Family::kDefault, key, key);
  const View view = engine->Snapshot();

  EXPECT_EQ((*view.Last(Family::kDefault, "j", "j5"))->first, "j1");
  EXPECT_EQ((*view.Last(Family::kDefault, "j", "k"))->first, "j5");
  EXPECT_EQ((*view.Last(Family::kDefault, "", ""))->first, "k");
  EXPECT_FALSE(view.Last(Family::kDefault, "k", "k")->has_value());
}

TEST_F(EngineTest, MultiGetAnswersInTheOrderOfTheKeys) {
  const auto engine = Open();
  Put(*engine, Family::kRecords, "b", "2");

  const auto values = engine->Snapshot().MultiGet(Family::kRecords, {"c", "b"});

  ASSERT_TRUE(values.ok());
  EXPECT_FALSE((*values)[0].has_value());
  EXPECT_EQ((*values)[1], "2");
}

TEST_F(EngineTest, ASecondOpenerOfADirectoryIsRefused) {
  const std::string path =
      testing::TempDir() + "/lienthong_engine_test_" + std::to_string(getpid());
  const auto first = Engine::Open({.path = path});
  ASSERT_TRUE(first.ok());

  EXPECT_EQ(Engine::Open({.path = path}).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(PrefixEndTest, CoversEveryKeyWithThePrefix) {
  EXPECT_EQ(PrefixEnd("a"), "b");
  EXPECT_EQ(PrefixEnd(std::string("a\xff", 2)), "b");
  EXPECT_EQ(PrefixEnd(std::string("\xff", 1)), "");
}

}  // namespace
}  // namespace lienthong
