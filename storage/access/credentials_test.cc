#include "storage/access/credentials.h"

#include <gtest/gtest.h>

namespace lienthong {
namespace {

node::v1::CredentialRow RowOf(const std::string& id) {
  node::v1::CredentialRow row;
  row.mutable_credential()->set_id(id);
  row.mutable_credential()->set_name("igate");
  row.set_secret_hash(std::string(32, 'h'));
  return row;
}

TEST(CredentialsTest, KeepsEachByItsId) {
  const auto disk = Disk::Memory();
  {
    const auto engine = *Engine::Open({.path = "/db", .disk = disk});
    Batch batch;
    Credentials::Put(RowOf("0000000000000002"), batch);
    Credentials::Put(RowOf("0000000000000001"), batch);
    ASSERT_TRUE(engine->Commit(batch).ok());
  }

  const auto engine = *Engine::Open({.path = "/db", .disk = disk});
  const auto rows = *Credentials::ReadAll(engine->Snapshot());

  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].SerializeAsString(), RowOf("0000000000000001").SerializeAsString());
  EXPECT_EQ(rows[1].credential().id(), "0000000000000002");
}

TEST(CredentialsTest, DamagedBytesAreNamed) {
  const auto engine = *Engine::Open({.path = "/db", .disk = Disk::Memory()});
  Batch batch;
  batch.Put(Family::kDefault, "k0000000000000001", "\xff");
  ASSERT_TRUE(engine->Commit(batch).ok());

  const absl::Status status = Credentials::ReadAll(engine->Snapshot()).status();

  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_NE(MessageOf(status).find("0000000000000001"), std::string::npos);
}

TEST(AuditIndexTest, KeepsEachFactWithItsTime) {
  const auto engine = *Engine::Open({.path = "/db", .disk = Disk::Memory()});
  Batch batch;
  AuditIndex::Put({.origin = 2, .sequence = 300, .time_ms = 1'790'000'000'000}, batch);
  AuditIndex::Put({.origin = 1, .sequence = 7, .time_ms = 5}, batch);
  ASSERT_TRUE(engine->Commit(batch).ok());

  const auto facts = *AuditIndex::ReadAll(engine->Snapshot());

  ASSERT_EQ(facts.size(), 2u);
  EXPECT_EQ(facts[0].origin, 1u);
  EXPECT_EQ(facts[1].sequence, 300u);
  EXPECT_EQ(facts[1].time_ms, 1'790'000'000'000);
}

}  // namespace
}  // namespace lienthong
