#include "storage/engine/faulty_disk.h"

#include <gtest/gtest.h>

namespace lienthong {
namespace {

class FaultyDiskTest : public testing::Test {
 protected:
  std::unique_ptr<Engine> Open() {
    auto engine = Engine::Open({.path = "/db", .disk = disk_, .block_cache_bytes = 1 << 20});
    EXPECT_TRUE(engine.ok()) << engine.status();
    return engine.ok() ? *std::move(engine) : nullptr;
  }

  static absl::Status Put(Engine& engine, const std::string& key, const std::string& value = "1") {
    Batch batch;
    batch.Put(Family::kRecords, key, value);
    return engine.Commit(batch);
  }

  static bool Holds(Engine& engine, const std::string& key) {
    return engine.Snapshot().Get(Family::kRecords, key)->has_value();
  }

  std::unique_ptr<Engine> Crash(std::unique_ptr<Engine> engine) {
    disk_->CutPower();
    engine.reset();
    disk_->Restore();
    return Open();
  }

  std::shared_ptr<FaultyDisk> disk_ = FaultyDisk::Make(7);
};

TEST_F(FaultyDiskTest, KeepsWhatWasSyncedThroughManyCrashes) {
  auto engine = Open();
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(Put(*engine, std::to_string(i)).ok());
    engine = Crash(std::move(engine));
    ASSERT_NE(engine, nullptr);
    for (int k = 0; k <= i; ++k)
      ASSERT_TRUE(Holds(*engine, std::to_string(k))) << k << " after crash " << i;
  }
}

TEST_F(FaultyDiskTest, ForgetsWhatWasNotSynced) {
  auto engine = Open();
  ASSERT_TRUE(Put(*engine, "kept").ok());
  disk_->IgnoreLogSyncs(true);
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(Put(*engine, std::to_string(i)).ok());

  engine = Crash(std::move(engine));

  EXPECT_TRUE(Holds(*engine, "kept"));
  EXPECT_FALSE(Holds(*engine, "49"));
}

TEST_F(FaultyDiskTest, ACommitDuringWhichThePowerFailsIsWholeOrAbsent) {
  auto engine = Open();
  for (int after = 1; after <= 4; ++after) {
    disk_->FailPowerAfter(after);
    Batch batch;
    batch.Put(Family::kRecords, "a" + std::to_string(after), std::string(40000, 'x'));
    batch.Put(Family::kLedger, "a" + std::to_string(after), "x");
    const absl::Status status = engine->Commit(batch);
    engine = Crash(std::move(engine));

    const bool record = Holds(*engine, "a" + std::to_string(after));
    EXPECT_EQ(record,
              engine->Snapshot().Get(Family::kLedger, "a" + std::to_string(after))->has_value());
    EXPECT_TRUE(record || !status.ok());
  }
}

TEST_F(FaultyDiskTest, AFullDiskIsToldAndLosesNothing) {
  auto engine = Open();
  ASSERT_TRUE(Put(*engine, "before").ok());

  disk_->SetTrouble(FaultyDisk::Trouble::kNoSpace);
  EXPECT_EQ(Put(*engine, "during").code(), absl::StatusCode::kResourceExhausted);
  EXPECT_FALSE(Holds(*engine, "during"));
  disk_->SetTrouble(FaultyDisk::Trouble::kNone);
  engine = Crash(std::move(engine));

  EXPECT_TRUE(Holds(*engine, "before"));
  EXPECT_TRUE(Put(*engine, "after").ok());
}

TEST_F(FaultyDiskTest, ABackupPutBackIsTheDiskOfThatMoment) {
  auto engine = Open();
  ASSERT_TRUE(Put(*engine, "before").ok());
  const FaultyDisk::Contents backup = disk_->Save();
  ASSERT_TRUE(Put(*engine, "after").ok());

  engine.reset();
  disk_->Load(backup);
  engine = Open();

  EXPECT_TRUE(Holds(*engine, "before"));
  EXPECT_FALSE(Holds(*engine, "after"));
}

}  // namespace
}  // namespace lienthong
