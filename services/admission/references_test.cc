// Reference data on its way down: signed by its author, taken from nobody else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/admission/admission_testing.h"

namespace lienthong::admission {
namespace {

// A root, one below it, and one below that.
class SignedReferenceTest : public testing::Test {
 protected:
  SignedReferenceTest() { root_.Import(Province().Grant("H44.1", "h44-1")); }

  static Rows Province() {
    return Rows().Unit("H44", "Tỉnh", "province").Unit("H44.1", "Phường", "commune", "H44");
  }
  static absl::Status Take(TestNode& node, const v1::ReferenceRun& run) {
    ReferenceWork work{run};
    return node.CommitOne(work);
  }
  // The reason why `run` is refused by a node that holds nothing.
  std::string Refused(const v1::ReferenceRun& run, const std::string& required_key = "") {
    TestNode node({.name = "h44-9", .is_root = false, .reference_author_key = required_key});
    const absl::Status status = Take(node, run);
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
    EXPECT_EQ(node.references().position().sequence(), 0u);
    EXPECT_FALSE(node.references().registry()->UnitByCode("H44").has_value());
    return MessageOf(status);
  }

  TestNode root_{{.name = "h44", .epoch = 1}};
  TestNode middle_{{.name = "h44-a", .is_root = false, .epoch = 2}};
  TestNode leaf_{{.name = "h44-1", .is_root = false, .epoch = 3}};
};

TEST_F(SignedReferenceTest, PassesThroughALevelInBetweenVerbatim) {
  ASSERT_EQ(Take(middle_, root_.ReferencesAfter(0)), absl::OkStatus());

  ASSERT_EQ(Take(leaf_, middle_.ReferencesAfter(0)), absl::OkStatus());

  EXPECT_EQ(leaf_.references().position().SerializeAsString(),
            root_.references().position().SerializeAsString());
  EXPECT_EQ(leaf_.references().position().author_key(), TestNode::KeyOf("h44").public_key());
}

TEST_F(SignedReferenceTest, PartsOfTheLogEndWhereASignatureIsHeld) {
  ASSERT_EQ(Take(middle_, root_.ReferencesAfter(0)), absl::OkStatus());

  EXPECT_EQ(root_.ReferencesAfter(0, 1).entries_size(), 1);
  EXPECT_EQ(middle_.ReferencesAfter(0, 1).entries_size(), 3);
  ASSERT_EQ(Take(leaf_, root_.ReferencesAfter(0, 1)), absl::OkStatus());
  ASSERT_EQ(Take(leaf_, middle_.ReferencesAfter(1, 1)), absl::OkStatus());
  EXPECT_EQ(leaf_.references().position().sequence(), 3u);
}

TEST_F(SignedReferenceTest, AChangedEntryIsRefused) {
  v1::ReferenceRun run = root_.ReferencesAfter(0);
  v1::ReferenceEntry entry;
  ASSERT_TRUE(entry.ParseFromString(run.entries(2)));
  entry.mutable_grant()->set_node("forger");
  *run.mutable_entries(2) = entry.SerializeAsString();

  EXPECT_THAT(Refused(run), testing::HasSubstr("signature does not hold for entries 1 to 3"));
}

TEST_F(SignedReferenceTest, AnAddedEntryIsRefused) {
  v1::ReferenceRun run = root_.ReferencesAfter(0);
  *run.add_entries() = run.entries(1);

  EXPECT_THAT(Refused(run), testing::HasSubstr("signature does not hold"));
}

TEST_F(SignedReferenceTest, ARunWithoutASignatureIsRefused) {
  v1::ReferenceRun run = root_.ReferencesAfter(0);
  run.clear_signature();

  EXPECT_THAT(Refused(run), testing::HasSubstr("comes unsigned"));
}

TEST_F(SignedReferenceTest, AnotherKeyThanTheRequiredOneIsRefused) {
  const std::string required = TestNode::KeyOf("somebody").public_key();

  EXPECT_THAT(Refused(root_.ReferencesAfter(0), required),
              testing::HasSubstr("takes it from " + ToHex(required) + " only"));
}

TEST_F(SignedReferenceTest, TheFirstKeyIsPinned) {
  ASSERT_EQ(Take(leaf_, root_.ReferencesAfter(0)), absl::OkStatus());
  root_.Import(Rows().Unit("H44.2", "Xã", "commune", "H44"));
  v1::ReferenceRun run = root_.ReferencesAfter(3);
  const SigningKey other = TestNode::KeyOf("forger");
  run.set_author_key(other.public_key());
  run.set_signature(other.Sign(kReferenceChain, root_.references().position().hash()));

  EXPECT_EQ(Take(leaf_, run).code(), absl::StatusCode::kFailedPrecondition);
  leaf_.Reopen();
  EXPECT_EQ(Take(leaf_, run).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(leaf_.references().position().sequence(), 3u);
  EXPECT_EQ(Take(leaf_, root_.ReferencesAfter(3)), absl::OkStatus());
}

TEST_F(SignedReferenceTest, ARefusedRunLeavesTheRestOfItsCommitAlone) {
  v1::ReferenceRun forged = root_.ReferencesAfter(0);
  *forged.add_entries() = forged.entries(1);
  std::vector<Work> work(2);
  work[0].body = ReferenceWork{forged};
  work[1].body = ReferenceWork{root_.ReferencesAfter(0)};

  ASSERT_TRUE(leaf_.Commit(work).ok());

  EXPECT_FALSE(work[0].status.ok());
  EXPECT_EQ(work[1].status, absl::OkStatus());
  EXPECT_EQ(leaf_.references().position().hash(), root_.references().position().hash());
}

TEST_F(SignedReferenceTest, ALogOfBeforeSignaturesIsSignedWhenItIsOpened) {
  const v1::ReferenceRun before = root_.ReferencesAfter(0);
  Batch batch;
  for (const auto& [key, value] : root_.Bytes(Family::kDefault)) {
    if (key[0] == 'g') batch.Delete(Family::kDefault, key);
  }
  v1::ReferencePosition position = root_.references().position();
  position.clear_author_key();
  batch.Put(Family::kDefault, "R", position.SerializeAsString());
  ASSERT_TRUE(root_.engine().Commit(batch).ok());

  root_.Reopen();

  EXPECT_EQ(root_.ReferencesAfter(0).SerializeAsString(), before.SerializeAsString());
  EXPECT_EQ(root_.ReferencesAfter(0, 1).entries_size(), 1);
}

TEST_F(SignedReferenceTest, ARootWithAnotherKeyServesAndAuthorsNothing) {
  const std::shared_ptr<Disk> disk = Disk::Memory();
  TestNode({.name = "h44", .epoch = 1, .disk = disk}).Import(Province());
  auto engine = Engine::Open({.path = "/db", .disk = disk});
  ASSERT_TRUE(engine.ok());
  auto log = ReferenceLog::Open(**engine, LowerCase);
  ASSERT_TRUE(log.ok());
  const v1::Origin own = OriginId{"h44", 1}.ToProto();

  EXPECT_EQ((*log)->SignUnsigned(**engine, own, TestNode::KeyOf("h44")), absl::OkStatus());
  EXPECT_EQ((*log)->SignUnsigned(**engine, own, TestNode::KeyOf("other")).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(
      (*log)->SignUnsigned(**engine, OriginId{"other", 1}.ToProto(), TestNode::KeyOf("h44")).code(),
      absl::StatusCode::kFailedPrecondition);
}

TEST_F(SignedReferenceTest, AnImportWithoutTheAuthorsKeyIsRefused) {
  ASSERT_EQ(Take(middle_, root_.ReferencesAfter(0)), absl::OkStatus());
  middle_.BecomeRoot();
  ImportWork work{Rows().Unit("H44.2", "Xã", "commune", "H44").request(), {}};

  EXPECT_EQ(middle_.CommitOne(work).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(middle_.references().position().sequence(), 3u);
}

}  // namespace
}  // namespace lienthong::admission
