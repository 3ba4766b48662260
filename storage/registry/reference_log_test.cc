#include "storage/registry/reference_reader.h"

#include <gtest/gtest.h>

#include "storage/registry/registry_testing.h"

namespace lienthong {
namespace {

TEST(ReferenceLogTest, KeepsEntriesVerbatimAndChained) {
  const auto disk = Disk::Memory();
  auto engine = Engine::Open({.path = "/db", .disk = disk});
  ASSERT_TRUE(engine.ok());
  auto log = ReferenceLog::Open(**engine, Lower);
  ASSERT_TRUE(log.ok());
  v1::Origin author;
  author.set_node("h44");
  ReferenceLog::Draft draft = (*log)->Begin();
  draft.position = FirstReferencePosition(author);
  const std::string bytes = UnitEntry(1, "A", 0).SerializeAsString();
  ASSERT_TRUE(ReferenceLog::Append(draft, bytes).ok());
  ReferenceLog::Sign(draft, *SigningKey::FromSeed(std::string(32, 's')));
  Batch batch;
  ReferenceLog::WriteTo(draft, batch);
  ASSERT_TRUE((*engine)->Commit(batch).ok());
  (*log)->Adopt(std::move(draft));

  auto again = ReferenceLog::Open(**engine, Lower);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ((*again)->position().sequence(), 1u);
  EXPECT_EQ((*again)->position().hash(),
            BytesOf(NextHash(FirstHash(kReferenceChain, "h44", 0), bytes)));
  EXPECT_EQ((*again)->registry()->UnitByCode("A"), 1u);
  EXPECT_EQ(ReferenceLog::ReadAfter((*engine)->Snapshot(), 0, 1000)->entries(0), bytes);
}

// A log of five entries of the same size, of which some are signed.
class ReferenceReaderTest : public testing::Test {
 protected:
  void SetUp() override {
    engine_ = *Engine::Open({.path = "/db", .disk = Disk::Memory()});
    log_ = *ReferenceLog::Open(*engine_, Lower);
    ReferenceLog::Draft draft = log_->Begin();
    v1::Origin author;
    author.set_node("h44");
    draft.position = FirstReferencePosition(author);
    for (uint32_t id = 1; id <= 5; ++id) ASSERT_TRUE(ReferenceLog::Append(draft, Entry(id)).ok());
    Write(std::move(draft));
  }

  static std::string Entry(uint32_t id) { return UnitEntry(id, "A", 0).SerializeAsString(); }
  void Write(ReferenceLog::Draft draft) {
    Batch batch;
    ReferenceLog::WriteTo(draft, batch);
    ASSERT_TRUE(engine_->Commit(batch).ok());
    log_->Adopt(std::move(draft));
  }
  void Sign(uint64_t sequence) {
    ReferenceLog::Draft draft = log_->Begin();
    const auto hash = ReferenceLog::HashAt(engine_->Snapshot(), draft.position.author(), sequence);
    ASSERT_TRUE(hash.ok());
    draft.signatures[sequence] = key_.Sign(kReferenceChain, BytesOf(*hash));
    draft.position.set_author_key(key_.public_key());
    Write(std::move(draft));
  }
  v1::ReferencePosition At(uint64_t sequence) const {
    v1::ReferencePosition position = log_->position();
    position.set_sequence(sequence);
    position.set_hash(std::string(
        BytesOf(*ReferenceLog::HashAt(engine_->Snapshot(), position.author(), sequence))));
    return position;
  }
  // How many entries a run after `sequence` has; its signature must hold.
  int Read(uint64_t sequence, size_t bytes_max) {
    const auto run = reader_->Read(log_->position(), At(sequence), bytes_max);
    EXPECT_TRUE(run.ok()) << run.status();
    if (!run.ok() || run->entries().empty()) return 0;
    EXPECT_EQ(run->first_sequence(), sequence + 1);
    EXPECT_EQ(CheckSignature(*run, key_.public_key()), absl::OkStatus());
    return run->entries_size();
  }

  const SigningKey key_ = *SigningKey::FromSeed(std::string(32, 's'));
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<ReferenceLog> log_;
  std::unique_ptr<ReferenceReader> reader_;
};

TEST_F(ReferenceReaderTest, ARunEndsWithASignedEntry) {
  reader_ = std::make_unique<ReferenceReader>(*engine_);
  const size_t one = Entry(1).size();
  EXPECT_EQ(Read(0, 1 << 20), 0) << "nothing is signed yet";
  Sign(2);
  Sign(4);

  EXPECT_EQ(Read(0, 1 << 20), 4);
  EXPECT_EQ(Read(0, 3 * one), 2) << "the last one within";
  EXPECT_EQ(Read(2, one), 2) << "the first one beyond";
  EXPECT_EQ(Read(1, 1), 1);
  EXPECT_EQ(Read(4, 1 << 20), 0);
  Sign(5);
  EXPECT_EQ(Read(4, 1 << 20), 1);
}

TEST_F(ReferenceReaderTest, AskedInAnyOrderItGivesTheSame) {
  for (uint64_t sequence = 1; sequence <= 5; ++sequence) Sign(sequence);
  for (const uint64_t first : {4, 0, 2}) {
    reader_ = std::make_unique<ReferenceReader>(*engine_);
    Read(first, 1);
    for (uint64_t sequence = 0; sequence < 5; ++sequence) EXPECT_EQ(Read(sequence, 1), 1);
  }
}

TEST_F(ReferenceReaderTest, AnotherChainOrTreeIsRefusedAndOneAheadGetsNothing) {
  Sign(5);
  reader_ = std::make_unique<ReferenceReader>(*engine_);
  v1::ReferencePosition differs = At(3), other = At(3), ahead = At(5);
  differs.set_hash(std::string(32, 'x'));
  other.mutable_author()->set_node("h45");
  ahead.set_sequence(6);

  EXPECT_EQ(reader_->Read(log_->position(), differs, 1).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(reader_->Read(log_->position(), other, 1).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(reader_->Read(log_->position(), ahead, 1)->entries().empty());
}

TEST(SignatureTest, HoldsOnlyForWhatWasSigned) {
  const SigningKey key = *SigningKey::FromSeed(std::string(32, 's'));
  const Hash start = FirstHash(kReferenceChain, "h44", 0);
  v1::ReferenceRun run;
  run.set_first_sequence(1);
  run.set_previous_hash(std::string(BytesOf(start)));
  *run.add_entries() = "entry";
  run.set_author_key(key.public_key());
  run.set_signature(key.Sign(kReferenceChain, BytesOf(NextHash(start, "entry"))));
  EXPECT_EQ(CheckSignature(run, key.public_key()), absl::OkStatus());

  for (const auto& change : std::vector<std::function<void(v1::ReferenceRun&)>>{
           [](auto& other) { other.set_entries(0, "entrx"); },
           [](auto& other) { *other.add_entries() = "entry"; },
           [](auto& other) { other.set_previous_hash(std::string(32, 'h')); },
           [](auto& other) { other.set_previous_hash("short"); },
           [](auto& other) { other.mutable_signature()->back() ^= 1; },
           [](auto& other) { other.set_signature("short"); },
           [](auto& other) { other.clear_signature(); },
           [](auto& other) { other.set_author_key(std::string(32, 'k')); }}) {
    v1::ReferenceRun changed = run;
    change(changed);
    EXPECT_EQ(CheckSignature(changed, key.public_key()).code(),
              absl::StatusCode::kFailedPrecondition)
        << changed.ShortDebugString();
  }
}

}  // namespace
}  // namespace lienthong
