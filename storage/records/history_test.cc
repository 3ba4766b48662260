#include "storage/records/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/base/hash.h"

namespace lienthong {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

RecordChange ChangeAt(uint64_t position, uint64_t sequence) {
  RecordChange change;
  change.position = position;
  change.state = {1, sequence};
  change.procedure_after = 7;
  change.posted = {{1785549600, 3, 0x047001}};
  return change;
}

void AddTo(HistoryDraft& draft, const RecordChange& change) {
  draft.Add(change, change.taken, change.posted);
}

class HistoryTest : public testing::Test {
 protected:
  void SetUp() override {
    auto engine = Engine::Open({.path = "/db", .disk = Disk::Memory()});
    ASSERT_TRUE(engine.ok());
    engine_ = *std::move(engine);
  }

  // `facts` facts from `first` on, each changing a record of its own; without facts, one
  // that is let in.
  void Commit(uint64_t first, uint64_t facts, int64_t second) {
    HistoryDraft draft(facts == 0 ? first : first - 1);
    for (uint64_t i = 0; i < std::max<uint64_t>(facts, 1); ++i)
      AddTo(draft, ChangeAt(first + i, ++sequence_));
    Batch batch;
    ASSERT_TRUE(draft.WriteTo(view(), facts, 1000 * second, batch).ok());
    ASSERT_TRUE(engine_->Commit(batch).ok());
  }
  View view() const { return engine_->Snapshot(); }
  // Sequences of what was learned after that.
  std::vector<uint64_t> After(const Knowledge& known) const {
    std::vector<uint64_t> found;
    EXPECT_TRUE(History::ScanAfter(view(), known, {.record = [&](const RecordChange& change) {
                  found.push_back(change.state.sequence);
                  return absl::OkStatus();
                }}).ok());
    return found;
  }
  std::vector<uint64_t> AfterPosition(uint64_t position, std::optional<uint32_t> step = {}) const {
    return After(*History::AtPosition(view(), position, step));
  }
  std::vector<uint64_t> AfterInstant(Instant instant) const {
    return After(*History::AtInstant(view(), instant));
  }

  std::unique_ptr<Engine> engine_;
  uint64_t sequence_ = 0;
};

// Golden: these bytes are on disk.
TEST_F(HistoryTest, BytesAreForGood) {
  RecordChange change = ChangeAt(6, 300);
  change.before = StateRef{0, 2};
  change.kept = 1;
  change.taken = {{1785549600, 3, 0x450000}};
  HistoryDraft draft(4);
  AddTo(draft, change);
  draft.Add(SourceChange{5, 3, "igate", 0, 1785549600});
  draft.Add(ParkedChange{6, 3, -1});
  Batch batch;
  ASSERT_TRUE(draft.WriteTo(view(), 2, 1785549600123, batch).ok());
  ASSERT_TRUE(engine_->Commit(batch).ok());
  std::string key, value;

  ASSERT_TRUE(view().Scan(Family::kHistory, "", "", [&](auto k, auto v) -> absl::StatusOr<bool> {
                      key = k, value = v;
                      return true;
                    }).ok());

  EXPECT_EQ(ToHex(key), "6b000000000000000500000000");
  EXPECT_EQ(ToHex(value),
            "01fbeab2d8fb3302"
            "1f010101ac020102000007010ac0cceaa60d0380809402c0cceaa60d0381e011"
            "0f10000305696761746500c0cceaa60d"
            "0411010301");
}

TEST_F(HistoryTest, WhatIsWrittenIsRead) {
  RecordChange petition = ChangeAt(2, 9);
  petition.kind = RecordChange::Kind::kPetition;
  petition.key = std::string("\0pP-1", 5);
  petition.before = StateRef{3, 8};
  petition.kept = 2;
  petition.taken = {{100, 1, 2}, {200, 1, 3}};
  const SourceChange source{1, 4, "igate", -5, 1785549600};
  const ParkedChange parked{2, 4, 1};
  HistoryDraft draft(0);
  AddTo(draft, petition);
  draft.Add(source);
  draft.Add(parked);
  Batch batch;
  ASSERT_TRUE(draft.WriteTo(view(), 2, 1, batch).ok());
  ASSERT_TRUE(engine_->Commit(batch).ok());
  std::vector<RecordChange> records;
  std::vector<SourceChange> sources;
  std::vector<ParkedChange> facts;
  const auto keep = [](auto& list) {
    return [&list](const auto& change) { return list.push_back(change), absl::OkStatus(); };
  };

  ASSERT_TRUE(History::ScanAfter(view(), {}, {keep(records), keep(sources), keep(facts)}).ok());

  EXPECT_THAT(records, ElementsAre(petition));
  EXPECT_THAT(sources, ElementsAre(source));
  EXPECT_THAT(facts, ElementsAre(parked));
}

TEST_F(HistoryTest, AnInstantThatLeaves64BitsIsRefused) {
  RecordChange change = ChangeAt(1, 1);
  change.posted = {{INT64_MAX, 3, 1}};
  std::string bytes = "\x01\x01\x01";  // version, time, one fact
  std::string body("\x01\x00\x01\x01\x00\x00\x00\x07\x00\x00", 10);  // a dossier's change
  AppendPostings(change.posted, body);
  const std::vector<StoredPosting> second = {{1, 3, 1}};  // one second more
  AppendPostings(second, body);
  bytes += static_cast<char>(body.size()) + body;
  Batch batch;
  batch.Put(Family::kHistory, std::string("k\0\0\0\0\0\0\0\1\0\0\0\0", 13), bytes);
  ASSERT_TRUE(engine_->Commit(batch).ok());

  const auto pass = [](const RecordChange&) { return absl::OkStatus(); };
  const absl::Status status = History::ScanAfter(view(), {}, {.record = pass});

  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(status.message(), HasSubstr("a change cannot be read"));
}

TEST_F(HistoryTest, APositionInsideACommitPartsIt) {
  Commit(1, 3, 10);
  Commit(4, 1, 20);

  EXPECT_THAT(AfterPosition(1), ElementsAre(2, 3, 4));
  EXPECT_THAT(AfterPosition(2), ElementsAre(3, 4));
  EXPECT_THAT(AfterPosition(3), ElementsAre(4));
  EXPECT_THAT(AfterPosition(4), IsEmpty());
  EXPECT_EQ(History::AtPosition(view(), 2, {})->time_ms, 10000);
}

TEST_F(HistoryTest, WhatIsLetInWithoutAFactIsAStep) {
  Commit(1, 2, 10);
  Commit(2, 0, 20);
  Commit(2, 0, 30);
  Commit(3, 1, 40);

  EXPECT_THAT(AfterPosition(1), ElementsAre(2, 3, 4, 5));
  EXPECT_THAT(AfterPosition(2, 0), ElementsAre(3, 4, 5));
  EXPECT_THAT(AfterPosition(2, 1), ElementsAre(4, 5));
  EXPECT_THAT(AfterPosition(2, 2), ElementsAre(5));
  EXPECT_THAT(AfterPosition(2), ElementsAre(5));
  EXPECT_EQ(History::AtPosition(view(), 2, 1)->time_ms, 20000);
  EXPECT_EQ(History::AtPosition(view(), 2, 3).status().code(), absl::StatusCode::kOutOfRange);
}

TEST_F(HistoryTest, AnInstantIncludesItsSecond) {
  Commit(1, 2, 10);
  Commit(2, 0, 20);
  Commit(3, 4, 30);
  Commit(7, 1, 30);
  Commit(8, 1, 40);

  EXPECT_THAT(AfterInstant(10), ElementsAre(3, 4, 5, 6, 7, 8, 9));
  EXPECT_THAT(AfterInstant(19), ElementsAre(3, 4, 5, 6, 7, 8, 9));
  EXPECT_THAT(AfterInstant(20), ElementsAre(4, 5, 6, 7, 8, 9));
  EXPECT_THAT(AfterInstant(30), ElementsAre(9));
  EXPECT_THAT(AfterInstant(99), IsEmpty());
  EXPECT_EQ(History::AtInstant(view(), 25)->step, 1u);
  EXPECT_EQ(History::AtInstant(view(), 25)->time_ms, 25000);
}

TEST_F(HistoryTest, WhatIsNotHeldIsRefusedAndNeverZero) {
  EXPECT_THAT(History::AtInstant(view(), 10).status().ToString(), HasSubstr("learned nothing yet"));
  EXPECT_EQ(History::AtPosition(view(), 1, {}).status().code(), absl::StatusCode::kOutOfRange);
  Commit(1, 2, 10);

  EXPECT_EQ(History::AtInstant(view(), 9).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(History::AtPosition(view(), 0, {}).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_THAT(History::AtPosition(view(), 3, {}).status().ToString(), HasSubstr("not reached yet"));
}

TEST_F(HistoryTest, ItBeginsWhereSomebodySaysSo) {
  Batch batch;
  History::PutStart({500, 100000, "it was filled from elsewhere"}, batch);
  ASSERT_TRUE(engine_->Commit(batch).ok());

  EXPECT_EQ(History::Present(view())->position, 500u);
  EXPECT_EQ(History::AtInstant(view(), 100)->position, 500u);
  Commit(500, 0, 150);
  Commit(501, 2, 200);

  EXPECT_THAT(AfterPosition(500, 0), ElementsAre(1, 2, 3));
  EXPECT_THAT(AfterInstant(100), ElementsAre(1, 2, 3));
  EXPECT_THAT(AfterInstant(199), ElementsAre(2, 3));
  EXPECT_THAT(History::AtPosition(view(), 499, {}).status().ToString(), HasSubstr("from elsewhere"));
  EXPECT_EQ(History::AtInstant(view(), 99).status().code(), absl::StatusCode::kOutOfRange);
}

TEST_F(HistoryTest, DamageIsNamedWhereverItIs) {
  Commit(1, 2, 10);
  std::string key, good;
  ASSERT_TRUE(view().Scan(Family::kHistory, "k", "", [&](auto k, auto v) -> absl::StatusOr<bool> {
                      key = k, good = v;
                      return true;
                    }).ok());
  const History::Visit all = {.record = [](const RecordChange&) { return absl::OkStatus(); }};

  for (size_t cut = 0; cut < good.size(); ++cut) {
    Batch batch;
    batch.Put(Family::kHistory, key, good.substr(0, cut));
    ASSERT_TRUE(engine_->Commit(batch).ok());
    const absl::Status status = History::ScanAfter(view(), {}, all);
    // Whole changes in front of the cut can be read; nothing else.
    EXPECT_TRUE(status.ok() || status.code() == absl::StatusCode::kDataLoss) << cut;
  }
  Batch batch;
  batch.Put(Family::kHistory, key, good.substr(0, good.size() - 1));
  ASSERT_TRUE(engine_->Commit(batch).ok());
  EXPECT_EQ(History::ScanAfter(view(), {}, all).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace lienthong
