#include "storage/journal/journal.h"

#include <gtest/gtest.h>

#include "storage/journal/keys.h"

namespace lienthong {
namespace {

class JournalTest : public testing::Test {
 protected:
  void SetUp() override { Reopen(); }

  void Reopen() {
    journal_.reset();
    engine_.reset();
    auto engine = Engine::Open({.path = "/db", .disk = disk_});
    ASSERT_TRUE(engine.ok());
    engine_ = *std::move(engine);
    auto journal = Journal::Open(*engine_, "h44-1", 7);
    ASSERT_TRUE(journal.ok()) << journal.status();
    journal_ = *std::move(journal);
  }

  // Commits facts of one origin in one block.
  void Commit(const OriginId& id, const std::vector<std::string>& facts) {
    Journal::Draft draft(*journal_);
    for (const std::string& fact : facts) draft.Append(draft.NumberOf(id), fact);
    Batch batch;
    draft.WriteTo(batch);
    ASSERT_TRUE(engine_->Commit(batch).ok());
    journal_->Adopt(std::move(draft));
  }

  const OriginId own_{"h44-1", 7};
  const OriginId child_{"h44-9", 1};
  std::shared_ptr<Disk> disk_ = Disk::Memory();
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Journal> journal_;
};

TEST_F(JournalTest, KeepsFactsVerbatimAfterReopening) {
  Commit(own_, {"one", "two"});
  Commit(child_, {"three"});
  Reopen();

  EXPECT_EQ(journal_->position(), 3u);
  EXPECT_EQ(*journal_->ReadFact(engine_->Snapshot(), journal_->own(), 2), "two");
  EXPECT_EQ(*journal_->ReadFact(engine_->Snapshot(), *journal_->Find(child_), 1), "three");
  EXPECT_EQ(*journal_->Locate(engine_->Snapshot(), *journal_->Find(child_), 1), 3u);
}

TEST_F(JournalTest, NeverGivesAPositionTwice) {
  Commit(own_, {"one"});
  Reopen();
  Commit(own_, {"two", "three"});

  const auto block = journal_->ReadBlock(engine_->Snapshot(), 3);

  ASSERT_TRUE(block.ok() && block->has_value());
  EXPECT_EQ((*block)->first_position, 2u);
  EXPECT_EQ(journal_->position(), 3u);
  EXPECT_FALSE(journal_->ReadBlock(engine_->Snapshot(), 4)->has_value());
}

TEST_F(JournalTest, ChainsEachOriginOverItsOwnBytes) {
  Commit(own_, {"a", "b"});
  Commit(child_, {"a"});
  const Hash first = FirstHash(kFactChain, "h44-1", 7);
  const Hash second = NextHash(first, "a");

  EXPECT_EQ(*journal_->HashAt(engine_->Snapshot(), 0, 0), first);
  EXPECT_EQ(*journal_->HashAt(engine_->Snapshot(), 0, 1), second);
  EXPECT_EQ(*journal_->HashAt(engine_->Snapshot(), 0, 2), NextHash(second, "b"));
  EXPECT_EQ(journal_->origin(0).hash, NextHash(second, "b"));
  EXPECT_NE(journal_->origin(1).hash, second);
}

TEST_F(JournalTest, FindsEveryFactThroughTheSparseIndex) {
  for (int i = 0; i < 300; ++i) {
    Commit(own_, {"own " + std::to_string(3 * i + 1), "own " + std::to_string(3 * i + 2),
                  "own " + std::to_string(3 * i + 3)});
    Commit(child_, {"child " + std::to_string(i + 1)});
  }
  const View view = engine_->Snapshot();

  for (uint64_t i : {1, 2, 255, 256, 257, 258, 512, 513, 900}) {
    EXPECT_EQ(*journal_->ReadFact(view, 0, i), "own " + std::to_string(i));
  }
  for (uint64_t i : {1, 256, 257, 300})
    EXPECT_EQ(*journal_->ReadFact(view, 1, i), "child " + std::to_string(i));
  EXPECT_EQ(journal_->ReadFact(view, 0, 901).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(JournalTest, ADraftThatIsNotAdoptedLeavesNoTrace) {
  {
    Journal::Draft draft(*journal_);
    draft.Append(draft.NumberOf(child_), "lost");
  }
  Commit(own_, {"kept"});

  EXPECT_FALSE(journal_->Find(child_).has_value());
  EXPECT_EQ(journal_->position(), 1u);
}

TEST_F(JournalTest, ProgressNeverGoesBack) {
  Journal::Draft draft(*journal_);

  draft.SetProgress(0, 5, 1000);
  draft.SetProgress(0, 4, 900);

  EXPECT_EQ(draft.origin(0).progress_ms, 1000);
  EXPECT_EQ(draft.origin(0).progress_sequence, 5u);
}

TEST_F(JournalTest, TheDirectoryOfAnotherNodeIsRefused) {
  const auto other = Journal::Open(*engine_, "h44-2", 7);

  EXPECT_EQ(other.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(MessageOf(other.status()).find("h44-1"), std::string::npos);
}

TEST_F(JournalTest, KeepsItsEpochForLife) {
  EXPECT_TRUE(Journal::Open(*engine_, "h44-1", 99).ok());
  EXPECT_EQ(journal_->origin(journal_->own()).id.epoch, 7u);
}

TEST_F(JournalTest, DamagedBytesAreNamedNotFollowed) {
  Commit(own_, {"one"});
  Batch batch;
  batch.Put(Family::kJournal, journal_keys::Block(1), "garbage");
  ASSERT_TRUE(engine_->Commit(batch).ok());

  EXPECT_EQ(journal_->ReadBlock(engine_->Snapshot(), 1).status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace lienthong
