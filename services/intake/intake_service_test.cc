#include "services/intake/intake_service.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <memory>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "services/intake/screening.h"
#include "storage/base/status.h"

namespace lienthong::intake {
namespace {

constexpr Instant kNow = 1786334400;  // 2026-08-10 12:00 local

class FixedClock final : public Clock {
 public:
  int64_t NowMs() const override { return kNow * 1000; }
};

using Done = std::function<void(absl::StatusOr<v1::SubmitResponse>)>;

// Admits everything, in order, on a thread of its own; can be held and told to fail.
class ThreadAdmitter final : public Admitter {
 public:
  ThreadAdmitter() : thread_([this] { Run(); }) {}
  ~ThreadAdmitter() override {
    {
      const absl::MutexLock lock(&mutex_);
      stopping_ = true;
      held_ = false;
    }
    thread_.join();
  }

  void Submit(v1::SubmitRequest batch, access::Scope scope, Done done) override {
    const absl::MutexLock lock(&mutex_);
    scope_ = std::move(scope);
    queue_.emplace_back(std::move(batch), std::move(done));
    ++taken_;
  }

  // Both at once, on the caller's thread: what they give is one result for each record.
  void SubmitPetitions(
      v1::SubmitPetitionsRequest batch, access::Scope scope,
      std::function<void(absl::StatusOr<v1::SubmitPetitionsResponse>)> done) override {
    KeepScope(std::move(scope));
    v1::SubmitPetitionsResponse response;
    for (const v1::PetitionRecord& record : batch.petitions()) {
      response.add_results()->set_outcome(v1::RecordResult::OUTCOME_ADMITTED);
      response.mutable_results()->rbegin()->set_reason(record.petition());
    }
    response.set_durable_sequence(7);
    done(std::move(response));
  }
  void SubmitObservations(
      v1::SubmitObservationsRequest batch, access::Scope scope,
      std::function<void(absl::StatusOr<v1::SubmitObservationsResponse>)> done) override {
    if (batch.observations().empty()) return done(Unavailable("admission: it has stopped"));
    KeepScope(std::move(scope));
    v1::SubmitObservationsResponse response;
    for (const v1::ObservationRecord& record : batch.observations())
      response.add_results()->set_reason(record.unit());
    done(std::move(response));
  }

  void Hold(bool held) {
    const absl::MutexLock lock(&mutex_);
    held_ = held;
  }

  // Answers from the batch with this number on, counted from 1, with an error.
  void FailFrom(size_t number) {
    const absl::MutexLock lock(&mutex_);
    fail_from_ = number;
  }

  // Of the last batch.
  std::string scope() {
    const absl::MutexLock lock(&mutex_);
    return scope_.ToString();
  }

  size_t WaitUntilTaken(size_t count) {
    const absl::MutexLock lock(&mutex_);
    const auto enough = [&] { return taken_ >= count; };
    mutex_.Await(absl::Condition(&enough));
    return taken_;
  }

 private:
  void KeepScope(access::Scope scope) {
    const absl::MutexLock lock(&mutex_);
    scope_ = std::move(scope);
  }
  bool Ready() const { return !held_ && (!queue_.empty() || stopping_); }

  void Run() {
    while (true) {
      std::pair<v1::SubmitRequest, Done> next;
      bool fail = false;
      {
        const absl::MutexLock lock(&mutex_);
        mutex_.Await(absl::Condition(this, &ThreadAdmitter::Ready));
        if (queue_.empty()) return;
        next = std::move(queue_.front());
        queue_.pop_front();
        fail = ++answered_ >= fail_from_;
      }
      if (fail) {
        next.second(ResourceExhausted("admission: the queue is full"));
      } else {
        next.second(Admit(next.first));
      }
    }
  }

  v1::SubmitResponse Admit(const v1::SubmitRequest& batch) {
    v1::SubmitResponse response;
    for (int i = 0; i < batch.records_size(); ++i) {
      v1::RecordResult& result = *response.add_results();
      result.set_outcome(v1::RecordResult::OUTCOME_ADMITTED);
      result.set_sequence(++sequence_);
    }
    response.set_durable_sequence(sequence_);
    return response;
  }

  absl::Mutex mutex_;
  std::deque<std::pair<v1::SubmitRequest, Done>> queue_;
  access::Scope scope_;
  bool held_ = false;
  bool stopping_ = false;
  size_t taken_ = 0;
  size_t answered_ = 0;
  size_t fail_from_ = SIZE_MAX;
  uint64_t sequence_ = 0;  // of the thread
  std::thread thread_;
};

// Lets a token for H44.1 in, until it is told not to.
class TestDoor final : public access::Door {
 public:
  absl::StatusOr<access::Caller> Enter(const grpc::ServerContextBase*) override {
    const absl::MutexLock lock(&mutex_);
    if (!refusal_.ok()) return refusal_;
    v1::Scope scope;
    scope.add_units("H44.1");
    return access::Caller{.kind = access::Caller::Kind::kToken, .scope = access::Scope(scope)};
  }

  void Close(const absl::Status& refusal) {
    const absl::MutexLock lock(&mutex_);
    refusal_ = refusal;
  }

 protected:
  std::shared_ptr<const Registry> registry() const override { return nullptr; }
  Day today() const override { return 0; }

 private:
  absl::Mutex mutex_;
  absl::Status refusal_;
};

constexpr size_t kMessageBytesMax = 10'000;

class IntakeServiceTest : public testing::Test {
 protected:
  IntakeServiceTest()
      : service_(admitter_, clock_, door_,
                 {.message_bytes_max = kMessageBytesMax,
                  .on_too_large = [this](const auto&, const auto&) { ++too_large_; }}) {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1::IntakeService::NewStub(server_->InProcessChannel({}));
  }
  ~IntakeServiceTest() override {
    admitter_.Hold(false);
    server_->Shutdown();
  }

  static v1::SubmitRequest Batch(std::initializer_list<const char*> dossiers) {
    v1::SubmitRequest batch;
    batch.set_source("igate");
    for (const char* dossier : dossiers) {
      v1::SourceRecord& record = *batch.add_records();
      record.set_dossier(dossier);
      record.set_procedure("1.000894");
      record.set_status("2");
    }
    return batch;
  }

  static v1::SubmitStreamRequest Message(v1::SubmitRequest batch) {
    v1::SubmitStreamRequest message;
    *message.mutable_batch() = std::move(batch);
    return message;
  }

  FixedClock clock_;
  ThreadAdmitter admitter_;
  TestDoor door_;
  std::atomic<int> too_large_ = 0;
  IntakeService service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::IntakeService::Stub> stub_;
};

TEST_F(IntakeServiceTest, AnswersEachRecordInItsPlace) {
  grpc::ClientContext context;
  v1::SubmitResponse response;

  const grpc::Status status = stub_->Submit(&context, Batch({"a", "", "c"}), &response);

  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.results_size(), 3);
  EXPECT_EQ(response.results(0).outcome(), v1::RecordResult::OUTCOME_ADMITTED);
  EXPECT_EQ(response.results(1).outcome(), v1::RecordResult::OUTCOME_REFUSED);
  EXPECT_EQ(response.results(1).field(), "MaHoSo");
  EXPECT_EQ(response.results(2).sequence(), 2u);
  EXPECT_EQ(response.durable_sequence(), 2u);
}

TEST_F(IntakeServiceTest, RefusesABadCallAndPassesErrorsOn) {
  v1::SubmitRequest bad = Batch({"a"});
  bad.set_source("");
  admitter_.FailFrom(1);
  grpc::ClientContext first;
  grpc::ClientContext second;
  v1::SubmitResponse response;

  EXPECT_EQ(stub_->Submit(&first, bad, &response).error_code(), grpc::INVALID_ARGUMENT);
  EXPECT_EQ(stub_->Submit(&second, Batch({"a"}), &response).error_code(), grpc::RESOURCE_EXHAUSTED);
}

TEST_F(IntakeServiceTest, AnswersAStreamInOrder) {
  constexpr int kBatches = 200;
  grpc::ClientContext context;
  const auto stream = stub_->SubmitStream(&context);
  std::thread writer([&] {
    for (int i = 0; i < kBatches; ++i) {
      EXPECT_TRUE(stream->Write(Message(i % 3 == 0 ? Batch({"a", ""}) : Batch({"a"}))));
    }
    stream->WritesDone();
  });

  v1::SubmitStreamResponse response;
  for (int i = 0; i < kBatches; ++i) {
    ASSERT_TRUE(stream->Read(&response)) << i;
    EXPECT_EQ(response.result().results_size(), i % 3 == 0 ? 2 : 1);
    EXPECT_EQ(response.result().durable_sequence(), static_cast<uint64_t>(i + 1));
  }
  EXPECT_FALSE(stream->Read(&response));
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(IntakeServiceTest, EndsAnEmptyStreamWell) {
  grpc::ClientContext context;
  const auto stream = stub_->SubmitStream(&context);
  stream->WritesDone();
  v1::SubmitStreamResponse response;

  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(IntakeServiceTest, ReadsNoFurtherAheadThanItMay) {
  admitter_.Hold(true);
  grpc::ClientContext context;
  const auto stream = stub_->SubmitStream(&context);
  constexpr int kBatches = 3 * kReadAheadMax;
  std::thread writer([&] {
    for (int i = 0; i < kBatches; ++i) (void)stream->Write(Message(Batch({"a"})));
    stream->WritesDone();
  });

  EXPECT_EQ(admitter_.WaitUntilTaken(kReadAheadMax), kReadAheadMax);
  // A call that comes later is taken; had the stream read on, it would be ahead.
  std::thread other([&] {
    grpc::ClientContext unary;
    v1::SubmitResponse response;
    EXPECT_TRUE(stub_->Submit(&unary, Batch({"b"}), &response).ok());
  });
  EXPECT_EQ(admitter_.WaitUntilTaken(kReadAheadMax + 1), kReadAheadMax + 1);
  admitter_.Hold(false);

  v1::SubmitStreamResponse response;
  int answers = 0;
  while (stream->Read(&response)) ++answers;
  writer.join();
  other.join();
  EXPECT_EQ(answers, kBatches);
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(IntakeServiceTest, ARefusedBatchEndsTheStreamBehindTheAnswersBeforeIt) {
  grpc::ClientContext context;
  const auto stream = stub_->SubmitStream(&context);
  v1::SubmitRequest bad = Batch({"b"});
  bad.set_source("NOT A NAME");
  ASSERT_TRUE(stream->Write(Message(Batch({"a"}))));
  ASSERT_TRUE(stream->Write(Message(bad)));
  // No half-close: the server ends the stream of its own accord.

  v1::SubmitStreamResponse response;
  EXPECT_TRUE(stream->Read(&response));
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::INVALID_ARGUMENT);
}

TEST_F(IntakeServiceTest, AnErrorOfAdmissionEndsTheStream) {
  admitter_.FailFrom(3);
  grpc::ClientContext context;
  const auto stream = stub_->SubmitStream(&context);
  for (int i = 0; i < 5; ++i) (void)stream->Write(Message(Batch({"a"})));

  v1::SubmitStreamResponse response;
  int answers = 0;
  while (stream->Read(&response)) ++answers;
  EXPECT_EQ(answers, 2);
  EXPECT_EQ(stream->Finish().error_code(), grpc::RESOURCE_EXHAUSTED);
}

TEST_F(IntakeServiceTest, OutlivesAClientThatGoesAway) {
  admitter_.Hold(true);
  for (size_t i = 1; i <= 20; ++i) {
    grpc::ClientContext context;
    const auto stream = stub_->SubmitStream(&context);
    ASSERT_TRUE(stream->Write(Message(Batch({"a"}))));
    admitter_.WaitUntilTaken(i);
    context.TryCancel();
    EXPECT_EQ(stream->Finish().error_code(), grpc::CANCELLED);
  }
  admitter_.Hold(false);

  grpc::ClientContext context;
  v1::SubmitResponse response;
  EXPECT_TRUE(stub_->Submit(&context, Batch({"b"}), &response).ok());
  EXPECT_EQ(response.durable_sequence(), 21u) << "what was handed over stays admitted";
}

TEST_F(IntakeServiceTest, SurvivesCancelsAtAnyMoment) {
  for (int i = 0; i < 200; ++i) {
    grpc::ClientContext context;
    const auto stream = stub_->SubmitStream(&context);
    for (int batch = 0; batch < i % 5; ++batch) (void)stream->Write(Message(Batch({"a"})));
    v1::SubmitStreamResponse response;
    for (int answer = 0; answer < i % 3 && answer < i % 5; ++answer) (void)stream->Read(&response);
    context.TryCancel();
    (void)stream->Finish();
  }
}

// Malformed ones are answered at the door, the rest in their places.
TEST_F(IntakeServiceTest, PetitionsAndObservationsAreScreenedLikeDossiers) {
  v1::SubmitPetitionsRequest petitions;
  v1::SubmitPetitionsResponse taken;
  petitions.set_source("pakn");
  petitions.add_petitions()->set_petition("a");
  petitions.add_petitions()->set_petition("b");
  petitions.mutable_petitions(1)->set_received(kNow);
  v1::SubmitObservationsRequest observations;
  observations.add_observations()->set_unit("H44");
  v1::SubmitObservationsResponse observed;
  grpc::ClientContext first, second, third;

  ASSERT_TRUE(stub_->SubmitPetitions(&first, petitions, &taken).ok());
  const grpc::Status refused = stub_->SubmitObservations(&second, observations, &observed);
  petitions.clear_source();
  const grpc::Status bad = stub_->SubmitPetitions(&third, petitions, &taken);

  ASSERT_EQ(taken.results_size(), 2);
  EXPECT_EQ(taken.results(0).field(), "received");
  EXPECT_EQ(taken.results(1).reason(), "b");
  EXPECT_EQ(taken.durable_sequence(), 7u);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(bad.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(IntakeServiceTest, HandsTheCallersScopeOn) {
  grpc::ClientContext context;
  v1::SubmitResponse response;

  ASSERT_TRUE(stub_->Submit(&context, Batch({"a"}), &response).ok());

  EXPECT_EQ(admitter_.scope(), "H44.1");
}

TEST_F(IntakeServiceTest, HandsItOnForPetitionsAndObservationsToo) {
  v1::SubmitPetitionsRequest petitions;
  petitions.set_source("pakn");
  v1::SubmitPetitionsResponse taken;
  grpc::ClientContext first, second;
  ASSERT_TRUE(stub_->SubmitPetitions(&first, petitions, &taken).ok());
  EXPECT_EQ(admitter_.scope(), "H44.1");

  door_.Close(MakeStatus(absl::StatusCode::kUnauthenticated, "token: is revoked"));

  EXPECT_EQ(stub_->SubmitPetitions(&second, petitions, &taken).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(IntakeServiceTest, AStreamEndsWhenItsCallerIsNoLongerLetIn) {
  grpc::ClientContext context;
  const auto stream = stub_->SubmitStream(&context);
  v1::SubmitStreamResponse response;
  stream->Write(Message(Batch({"a"})));
  ASSERT_TRUE(stream->Read(&response));

  door_.Close(MakeStatus(absl::StatusCode::kUnauthenticated, "token: is revoked"));
  stream->Write(Message(Batch({"b"})));

  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(admitter_.WaitUntilTaken(1), 1u);
}

TEST_F(IntakeServiceTest, AMessageThatIsTooLargeIsRefusedByName) {
  v1::SubmitRequest batch = Batch({"a"});
  batch.mutable_records(0)->set_receiving_unit(std::string(kMessageBytesMax, 'x'));
  grpc::ClientContext context;
  v1::SubmitResponse response;

  const grpc::Status status = stub_->Submit(&context, batch, &response);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_NE(status.error_details().find("MESSAGE_TOO_LARGE"), std::string::npos);
  EXPECT_EQ(too_large_, 1);
}

}  // namespace
}  // namespace lienthong::intake
