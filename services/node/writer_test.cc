#include "services/node/writer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include "services/access/wire_status.h"

namespace lienthong::node {
namespace {

using Submitted = absl::StatusOr<lienthong::v1::SubmitResponse>;

class FakeClock final : public Clock {
 public:
  int64_t NowMs() const override { return 1785549600000; }
};

// An answer, and the thread it came on.
template <typename T>
class Answer {
 public:
  std::function<void(T)> Done() {
    return [state = state_](T value) {
      state->thread = std::this_thread::get_id();
      state->value.set_value(std::move(value));  // a second call throws
    };
  }
  T Get() { return future_.get(); }
  std::thread::id thread() const { return state_->thread; }

 private:
  struct State {
    std::promise<T> value;
    std::thread::id thread;
  };

  std::shared_ptr<State> state_ = std::make_shared<State>();
  std::future<T> future_ = state_->value.get_future();
};

class WriterTest : public testing::Test {
 protected:
  void SetUp() override {
    engine_ = *Engine::Open({.path = "/db", .disk = disk_});
    journal_ = *Journal::Open(*engine_, "province", 1);
    references_ =
        *ReferenceLog::Open(*engine_, [](std::string_view name) { return std::string(name); });
    Make({.admission = AsRoot(), .queue_records_max = 10});
  }

  static admission::Admission::Options AsRoot() {
    return {.is_root = true, .signing_key = *SigningKey::FromSeed(std::string(32, 's'))};
  }

  void Make(Writer::Options options) {
    writer_.reset();
    writer_ =
        std::make_unique<Writer>(*engine_, *journal_, *references_, clock_, metrics_, options);
  }

  static lienthong::v1::SubmitRequest BatchOf(int records) {
    lienthong::v1::SubmitRequest batch;
    batch.set_source("igate");
    batch.set_reporting_unit("nowhere");
    for (int i = 0; i < records; ++i) batch.add_records()->set_dossier("d" + std::to_string(i));
    return batch;
  }

  static lienthong::v1::ImportReferenceRequest Units(int first, int last) {
    lienthong::v1::ImportReferenceRequest request;
    for (int i = first; i <= last; ++i) {
      lienthong::v1::UnitRow& row = *request.add_rows()->mutable_unit();
      row.set_code("H44." + std::to_string(i));
      row.set_name("Unit " + std::to_string(i));
      row.set_type("commune");
    }
    return request;
  }

  static lienthong::v1::Block BlockOf(uint64_t first, const std::string& fact) {
    lienthong::v1::Block block;
    lienthong::v1::Run& run = *block.add_runs();
    run.mutable_origin()->set_node("commune");
    run.set_first_sequence(first);
    run.set_previous_hash(std::string(BytesOf(FirstHash(kFactChain, "commune", 0))));
    run.add_facts(fact);
    return block;
  }

  const std::shared_ptr<Disk> disk_ = Disk::Memory();
  FakeClock clock_;
  gateway::Metrics metrics_{"test"};
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<ReferenceLog> references_;
  std::unique_ptr<Writer> writer_;
};

TEST_F(WriterTest, AnswersFromTheCommitOnItsOwnThread) {
  Answer<Submitted> answer;
  writer_->Start({});
  writer_->Submit(BatchOf(3), access::Scope::EveryUnit(), answer.Done());

  const Submitted response = answer.Get();

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->results_size(), 3);
  EXPECT_NE(answer.thread(), std::this_thread::get_id());
}

// Answered before those that wait, on the writer's thread: a caller may hold a lock that
// its answer takes.
TEST_F(WriterTest, ABatchBeyondTheBoundIsRefusedFirst) {
  Answer<Submitted> waits, refused;
  std::vector<int> order;
  writer_->Submit(BatchOf(8), access::Scope::EveryUnit(),
                  [&, done = waits.Done()](Submitted result) {
                    order.push_back(1);
                    done(std::move(result));
                  });
  writer_->Submit(BatchOf(5), access::Scope::EveryUnit(),
                  [&, done = refused.Done()](Submitted result) {
                    order.push_back(2);
                    done(std::move(result));
                  });
  writer_->Start({});

  EXPECT_EQ(refused.Get().status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(waits.Get().ok());
  EXPECT_EQ(order, (std::vector<int>{2, 1}));
  EXPECT_NE(refused.thread(), std::this_thread::get_id());
}

TEST_F(WriterTest, ABatchLargerThanTheBoundGoesInAlone) {
  Answer<Submitted> large;
  writer_->Submit(BatchOf(50), access::Scope::EveryUnit(), large.Done());
  writer_->Start({});

  EXPECT_TRUE(large.Get().ok());
}

TEST_F(WriterTest, TheQueueIsFreeAgainWhenItWasTaken) {
  writer_->Start({});
  for (int i = 0; i < 20; ++i) {
    Answer<Submitted> answer;
    writer_->Submit(BatchOf(8), access::Scope::EveryUnit(), answer.Done());
    ASSERT_TRUE(answer.Get().ok()) << i;
  }
}

TEST_F(WriterTest, FinishesWhatWaitsBeforeItGoes) {
  std::vector<Answer<Submitted>> answers(5);
  std::vector<Answer<absl::StatusOr<uplink::BlockResult>>> blocks(2);
  Answer<absl::Status> reference;
  std::promise<void> noted;
  Make({.admission = AsRoot()});
  for (auto& answer : answers)
    writer_->Submit(BatchOf(2), access::Scope::EveryUnit(), answer.Done());
  for (auto& block : blocks) writer_->TakeBlock(BlockOf(1, "fact"), block.Done());
  writer_->TakeReference({}, reference.Done());
  writer_->TakeProgress({}, [&] { noted.set_value(); });
  writer_->Acknowledge({});
  writer_->Start({});

  writer_.reset();

  for (auto& answer : answers)
    EXPECT_NE(answer.Get().status().code(), absl::StatusCode::kUnavailable);
  for (auto& block : blocks) EXPECT_TRUE(block.Get().ok());
  reference.Get().IgnoreError();
  noted.get_future().get();
  EXPECT_EQ(journal_->Find({"commune", 0}).has_value(), true);
}

TEST_F(WriterTest, AWriterThatNeverStartedStillAnswers) {
  Answer<Submitted> answer;
  Answer<absl::StatusOr<uplink::BlockResult>> block;
  writer_->Submit(BatchOf(2), access::Scope::EveryUnit(), answer.Done());
  writer_->TakeBlock(BlockOf(1, "fact"), block.Done());

  writer_.reset();

  EXPECT_EQ(answer.Get().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(block.Get().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(journal_->position(), 0u);
}

TEST_F(WriterTest, ImportWaitsForItsCommit) {
  int told = 0;
  writer_->Start({.references_changed = [&] { ++told; }});

  const auto response = writer_->Import(Units(1, 3), "test");

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->added(), 3u) << response->ShortDebugString();
  EXPECT_EQ(writer_->reference_position().sequence(), 3u);
  EXPECT_TRUE(writer_->registry()->UnitByCode("H44.2").has_value());
  writer_.reset();
  EXPECT_EQ(told, 1);
}

TEST_F(WriterTest, TellsWhenTheJournalGrew) {
  std::promise<void> grew;
  writer_->Start({.journal_grew = [&] { grew.set_value(); }});
  Answer<absl::StatusOr<uplink::BlockResult>> block;

  writer_->TakeBlock(BlockOf(1, "fact"), block.Done());

  grew.get_future().get();
  EXPECT_EQ(block.Get()->admitted, 1u);
}

TEST_F(WriterTest, AGapAndADivergenceAreAnswersNotErrors) {
  writer_->Start({});
  Answer<absl::StatusOr<uplink::BlockResult>> first, gap, differs;

  writer_->TakeBlock(BlockOf(1, "fact"), first.Done());
  writer_->TakeBlock(BlockOf(3, "fact"), gap.Done());
  writer_->TakeBlock(BlockOf(1, "another"), differs.Done());

  EXPECT_EQ(first.Get()->held[0].sequence(), 1u);
  EXPECT_EQ(gap.Get()->gaps.size(), 1u);
  EXPECT_EQ(differs.Get()->divergences.size(), 1u);
}

TEST_F(WriterTest, WithoutRoomDesksAndChildrenAreRefusedAndNothingElse) {
  std::atomic<bool> full = true;
  Make({.admission = AsRoot(), .room = [&] {
          return full ? access::WithRetry(ResourceExhausted("disk: full"), 5000) : absl::OkStatus();
        }});
  writer_->Start({});
  Answer<Submitted> refused, taken;
  Answer<absl::StatusOr<uplink::BlockResult>> refused_block, taken_block;

  writer_->Submit(BatchOf(1), {}, refused.Done());
  writer_->TakeBlock(BlockOf(1, "fact"), refused_block.Done());

  const absl::Status status = refused.Get().status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_NE(access::DetailsOf(status).find("google.rpc.RetryInfo"), std::string::npos);
  EXPECT_EQ(refused_block.Get().status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(writer_->Import(Units(1, 1), "test").ok());
  full = false;
  writer_->Submit(BatchOf(1), {}, taken.Done());
  writer_->TakeBlock(BlockOf(1, "fact"), taken_block.Done());
  EXPECT_TRUE(taken.Get().ok());
  EXPECT_EQ(taken_block.Get()->admitted, 1u);
}

class ReadReferenceTest : public WriterTest {
 protected:
  void SetUp() override {
    WriterTest::SetUp();
    writer_->Start({});
    before_ = *writer_->Import(Units(1, 3), "test");
    after_ = *writer_->Import(Units(4, 5), "test");
  }

  lienthong::v1::ImportReferenceResponse before_, after_;
};

TEST_F(ReadReferenceTest, GivesWhatTheChildLacks) {
  const auto all = writer_->ReadReference({});
  const auto rest = writer_->ReadReference(before_.position());

  ASSERT_TRUE(all.ok() && rest.ok());
  EXPECT_EQ(all->entries_size(), 5);
  EXPECT_EQ(all->first_sequence(), 1u);
  EXPECT_EQ(rest->entries_size(), 2);
  EXPECT_EQ(rest->first_sequence(), 4u);
  EXPECT_EQ(rest->previous_hash(), before_.position().hash());
  EXPECT_TRUE(writer_->ReadReference(after_.position())->entries().empty());
}

TEST_F(ReadReferenceTest, RepeatsItself) {
  for (int i = 0; i < 3; ++i) {
    for (const auto& position :
         {before_.position(), after_.position(), lienthong::v1::ReferencePosition()}) {
      const auto run = writer_->ReadReference(position);
      ASSERT_TRUE(run.ok()) << run.status();
      EXPECT_EQ(run->first_sequence(), position.sequence() + 1);
    }
  }
}

TEST_F(ReadReferenceTest, AnotherTreesIsRefused) {
  lienthong::v1::ReferencePosition other = before_.position();
  other.mutable_author()->set_node("another-root");
  lienthong::v1::ReferencePosition differs = before_.position();
  differs.set_hash(std::string(32, 'x'));

  EXPECT_EQ(writer_->ReadReference(other).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(writer_->ReadReference(differs).status().code(), absl::StatusCode::kFailedPrecondition);
}

// Its facts must not wait until this node has caught up.
TEST_F(ReadReferenceTest, AChildThatIsAheadGetsNothing) {
  lienthong::v1::ReferencePosition ahead = after_.position();
  ahead.set_sequence(99);

  const auto run = writer_->ReadReference(ahead);

  ASSERT_TRUE(run.ok()) << run.status();
  EXPECT_TRUE(run->entries().empty());
}

}  // namespace
}  // namespace lienthong::node
