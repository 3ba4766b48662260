// Desks that send as fast as they are answered.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "lienthong/v1/intake.grpc.pb.h"
#include "tests/benchmark/node_client.h"
#include "tests/benchmark/records.h"

namespace lienthong::benchmark {
namespace {

// Records that a node takes in one call.
constexpr size_t kCallRecordsMax = 4096;

// What each desk has to send: all updates of a dossier are one desk's, in order.
std::vector<std::vector<Update>> Share(const std::vector<Update>& updates, size_t desks) {
  std::vector<std::vector<Update>> shares(desks);
  for (const Update& update : updates) shares[update.dossier % desks].push_back(update);
  return shares;
}

void CheckResults(const v1::SubmitResponse& response) {
  for (const v1::RecordResult& result : response.results()) {
    if (result.outcome() != v1::RecordResult::OUTCOME_ADMITTED &&
        result.outcome() != v1::RecordResult::OUTCOME_UNCHANGED)
      Fail("submit: " + result.ShortDebugString());
  }
}

v1::SubmitRequest RequestOf(const std::vector<Update>& updates, size_t first, size_t end) {
  v1::SubmitRequest request;
  request.set_source(kSource);
  // The last one's: no record may lie ahead of it.
  request.set_arrival(updates[end - 1].arrival);
  for (size_t i = first; i < end; ++i) FillRecord(updates[i], *request.add_records());
  return request;
}

struct Run {
  double until = 0;
  std::mutex mutex;
  std::condition_variable ended;
  size_t desks_left = 0;
  uint64_t updates = 0;
  Latencies latencies;

  void End(uint64_t sent, const Latencies& taken) {
    const std::lock_guard lock(mutex);
    updates += sent;
    latencies.Add(taken);
    if (--desks_left == 0) ended.notify_all();
  }
  void AwaitEnd() {
    std::unique_lock lock(mutex);
    ended.wait(lock, [this] { return desks_left == 0; });
  }
};

// Sends its updates one after the other; lives in gRPC's callbacks.
class Desk {
 public:
  Desk(std::vector<Update> updates, Run& run) : updates_(std::move(updates)), run_(run) {}
  virtual ~Desk() = default;
  virtual void Next() = 0;

 protected:
  // The next request; false when there is none, or no time for it.
  bool Take(v1::SubmitRequest& request) {
    start_ = Now();
    if (sent_ == updates_.size() || start_ >= run_.until) return false;
    request = RequestOf(updates_, sent_, sent_ + 1);
    return true;
  }
  void Answered(const v1::SubmitResponse& response) {
    CheckResults(response);
    latencies_.Add(Now() - start_);
    ++sent_;
  }
  void End() { run_.End(sent_, latencies_); }

 private:
  const std::vector<Update> updates_;
  Run& run_;
  size_t sent_ = 0;
  double start_ = 0;
  Latencies latencies_;
};

// A call for each update.
class CallingDesk final : public Desk {
 public:
  CallingDesk(const std::shared_ptr<grpc::Channel>& channel, std::vector<Update> updates, Run& run)
      : Desk(std::move(updates), run), stub_(v1::IntakeService::NewStub(channel)) {}

  void Next() override {
    if (!Take(request_)) return End();
    context_.emplace();
    stub_->async()->Submit(&*context_, &request_, &response_, [this](const grpc::Status& status) {
      if (!status.ok()) Fail("submit: " + status.error_message());
      Answered(response_);
      Next();
    });
  }

 private:
  const std::unique_ptr<v1::IntakeService::Stub> stub_;
  v1::SubmitRequest request_;
  v1::SubmitResponse response_;
  std::optional<grpc::ClientContext> context_;
};

// A stream that is held open.
class StreamingDesk final
    : public Desk,
      public grpc::ClientBidiReactor<v1::SubmitStreamRequest, v1::SubmitStreamResponse> {
 public:
  StreamingDesk(const std::shared_ptr<grpc::Channel>& channel, std::vector<Update> updates,
                Run& run)
      : Desk(std::move(updates), run), stub_(v1::IntakeService::NewStub(channel)) {}

  void Next() override {
    stub_->async()->SubmitStream(&context_, this);
    Send();
    StartCall();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    Answered(response_.result());
    SendWhenBothAreDone();
  }
  void OnWriteDone(bool ok) override {
    if (ok) SendWhenBothAreDone();
  }
  void OnDone(const grpc::Status& status) override {
    if (!status.ok()) Fail("submit: " + status.error_message());
    End();
  }

 private:
  // The answer may be told of before the write that it answers.
  void SendWhenBothAreDone() {
    if (++done_ == 2) Send();
  }
  void Send() {
    if (!Take(*request_.mutable_batch())) return StartWritesDone();
    done_ = 0;
    StartRead(&response_);
    StartWrite(&request_);
  }

  std::atomic<int> done_ = 0;
  const std::unique_ptr<v1::IntakeService::Stub> stub_;
  v1::SubmitStreamRequest request_;
  v1::SubmitStreamResponse response_;
  grpc::ClientContext context_;
};

using Stream = grpc::ClientReaderWriter<v1::SubmitStreamRequest, v1::SubmitStreamResponse>;

// One batch, in as many calls as it needs; returns when all of it is durable.
void SendBatch(Stream& stream, const std::vector<Update>& updates, size_t first, size_t end) {
  int parts = 0;
  for (size_t part = first; part < end; part += kCallRecordsMax, ++parts) {
    v1::SubmitStreamRequest request;
    *request.mutable_batch() = RequestOf(updates, part, std::min(end, part + kCallRecordsMax));
    if (!stream.Write(request)) Fail("submit: the stream has ended");
  }
  for (v1::SubmitStreamResponse response; parts > 0; --parts) {
    if (!stream.Read(&response))
      Fail("submit: the stream has ended: " + stream.Finish().error_message());
    CheckResults(response.result());
  }
}

void SendBatches(const std::shared_ptr<grpc::Channel>& channel, const std::vector<Update>& updates,
                 size_t batch, Run& run) {
  grpc::ClientContext context;
  const auto stream = v1::IntakeService::NewStub(channel)->SubmitStream(&context);
  uint64_t sent = 0;
  Latencies latencies;
  for (size_t first = 0; first < updates.size(); first += batch) {
    const double start = Now();
    if (start >= run.until) break;
    const size_t end = std::min(updates.size(), first + batch);
    SendBatch(*stream, updates, first, end);
    latencies.Add(Now() - start);
    sent += end - first;
  }
  stream->WritesDone();
  stream->Finish();
  run.End(sent, latencies);
}

void RunDesks(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
              std::vector<std::vector<Update>> shares, bool streaming, Run& run) {
  std::vector<std::unique_ptr<Desk>> desks;
  for (size_t i = 0; i < shares.size(); ++i) {
    const auto& channel = channels[i % channels.size()];
    if (streaming) {
      desks.push_back(std::make_unique<StreamingDesk>(channel, std::move(shares[i]), run));
    } else {
      desks.push_back(std::make_unique<CallingDesk>(channel, std::move(shares[i]), run));
    }
  }
  for (const auto& desk : desks) desk->Next();
  run.AwaitEnd();
}

void RunStreams(const std::vector<std::shared_ptr<grpc::Channel>>& channels,
                const std::vector<std::vector<Update>>& shares, size_t batch, Run& run) {
  std::vector<std::thread> threads;
  for (size_t i = 0; i < shares.size(); ++i) {
    threads.emplace_back(
        [&, i] { SendBatches(channels[i % channels.size()], shares[i], batch, run); });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace

void Submit(const Arguments& arguments) {
  const size_t desks = arguments.Number("desks"), batch = arguments.Number("batch");
  std::vector<std::vector<Update>> shares = Share(TakeUpdates(arguments), desks);
  const auto channels =
      Target(arguments).ConnectAll(arguments.Number("connections", static_cast<int64_t>(desks)));
  Run run;
  run.desks_left = desks;
  const Stopwatch watch;
  run.until = Now() + static_cast<double>(arguments.Number("seconds", 3600));
  if (batch == 1) {
    RunDesks(channels, std::move(shares), arguments.Text("call", "unary") == "stream", run);
  } else {
    RunStreams(channels, shares, batch, run);
  }
  Json result = watch.Summary(run.updates);
  result["ack"] = run.latencies.Summary();
  Print(result);
}

}  // namespace lienthong::benchmark
