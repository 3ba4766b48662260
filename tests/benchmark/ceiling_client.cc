// The load for bare servers.
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include "tests/benchmark/ceiling.h"
#include "tests/benchmark/records.h"
#include "tests/benchmark/updates.h"

namespace lienthong::benchmark {
namespace {

// What a platform's first figures were measured with (README.md).
constexpr size_t kEventBytes = 190;
// Messages on their way at once, so that a stream is never idle.
constexpr int kWindow = 64;

using Stub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

// Sends `next` until it gives nothing, with `window` messages unanswered at most.
class Sender final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  using Next = std::function<std::string()>;

  Sender(const std::string& address, int window, Next next)
      : stub_(ConnectTo(address)), window_(window), next_(std::move(next)) {
    stub_.PrepareBidiStreamingCall(&context_, kMethod, {}, this);
    StartRead(&answer_);
    StartCall();
    const std::lock_guard lock(mutex_);
    Step();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) Fail("send: the server is gone");
    const std::lock_guard lock(mutex_);
    writing_ = false;
    Step();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    StartRead(&answer_);
    const std::lock_guard lock(mutex_);
    --unanswered_;
    Step();
  }
  void OnDone(const grpc::Status& status) override {
    if (!status.ok()) Fail("send: " + status.error_message());
    const std::lock_guard lock(mutex_);
    done_ = true;
    changed_.notify_all();
  }
  void Await() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return done_; });
  }

 private:
  // Under the mutex.
  void Step() {
    if (writing_ || ended_ || unanswered_ >= window_) return;
    const std::string message = next_();
    if (message.empty()) {
      ended_ = true;
      return StartWritesDone();
    }
    request_ = BufferOf(message);
    ++unanswered_;
    writing_ = true;
    StartWrite(&request_);
  }

  Stub stub_;
  const int window_;
  const Next next_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_, answer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int unanswered_ = 0;
  bool writing_ = false, ended_ = false, done_ = false;
};

// Calls with one message, one after the other; a unary call is a stream of one message.
class Caller {
 public:
  Caller(std::shared_ptr<grpc::Channel> channel, double until, std::atomic<uint64_t>& calls)
      : stub_(std::move(channel)), until_(until), calls_(calls) {}

  void Next() {
    if (Now() >= until_) {
      done_ = true;
      return done_.notify_all();
    }
    context_.emplace();
    stub_.UnaryCall(&*context_, kMethod, {}, &request_, &response_,
                    [this](const grpc::Status& status) {
                      if (!status.ok()) Fail("unary: " + status.error_message());
                      ++calls_;
                      Next();
                    });
  }
  void Await() { done_.wait(false); }

 private:
  Stub stub_;
  const double until_;
  std::atomic<uint64_t>& calls_;
  const grpc::ByteBuffer request_ = BufferOf(std::string(kEventBytes, 'x'));
  grpc::ByteBuffer response_;
  std::optional<grpc::ClientContext> context_;
  std::atomic<bool> done_ = false;
};

std::string MessageOf(const std::vector<Update>& updates, size_t first, size_t end) {
  std::string message;
  v1::SourceRecord record;
  for (size_t i = first; i < end; ++i) {
    record.Clear();
    FillRecord(updates[i], record);
    AppendEvent(record.dossier(), record.SerializeAsString(), message);
  }
  return message;
}

class Silent final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Silent(Stub& stub, std::atomic<int64_t>& answered) : answered_(answered) {
    stub.PrepareBidiStreamingCall(&context_, kMethod, {}, this);
    StartWrite(&hello_);
    StartRead(&answer_);
    StartCall();
  }
  void OnReadDone(bool ok) override { answered_ += ok ? 1 : 0; }

 private:
  std::atomic<int64_t>& answered_;
  grpc::ClientContext context_;
  const grpc::ByteBuffer hello_ = BufferOf(std::string(60, 'h'));
  grpc::ByteBuffer answer_;
};

}  // namespace

void MeasureStream(const Arguments& arguments) {
  const int64_t batch = arguments.Number("batch");
  const double until = Now() + static_cast<double>(arguments.Number("seconds"));
  const std::string message(kEventBytes * batch, 'x');
  uint64_t events = 0;
  const Stopwatch watch;
  Sender sender(arguments.Text("node"), kWindow, [&] {
    if (Now() >= until) return std::string();
    events += batch;
    return message;
  });
  sender.Await();
  Print(watch.Summary(events));
}

void MeasureUnary(const Arguments& arguments) {
  const int64_t in_flight = arguments.Number("in-flight");
  const double until = Now() + static_cast<double>(arguments.Number("seconds"));
  std::atomic<uint64_t> calls = 0;
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < 4; ++i) channels.push_back(ConnectTo(arguments.Text("node")));
  std::vector<std::unique_ptr<Caller>> callers;
  for (int64_t i = 0; i < in_flight; ++i)
    callers.push_back(std::make_unique<Caller>(channels[i % channels.size()], until, calls));
  const Stopwatch watch;
  for (const auto& caller : callers) caller->Next();
  for (const auto& caller : callers) caller->Await();
  Print(watch.Summary(calls));
}

void Send(const Arguments& arguments) {
  const size_t streams = arguments.Number("streams"), batch = arguments.Number("batch");
  std::vector<std::vector<Update>> shares(streams);
  for (const Update& update : TakeUpdates(arguments))
    shares[update.dossier % streams].push_back(update);
  const double until = Now() + static_cast<double>(arguments.Number("seconds", 3600));
  std::atomic<uint64_t> sent = 0;
  const Stopwatch watch;
  std::vector<std::unique_ptr<Sender>> senders;
  for (const std::vector<Update>& share : shares) {
    senders.push_back(std::make_unique<Sender>(
        arguments.Text("node"), 1, [&share, batch, until, &sent, first = size_t{0}]() mutable {
          const size_t start = first;
          if (start >= share.size() || Now() >= until) return std::string();
          first = std::min(share.size(), start + batch);
          sent += first - start;
          return MessageOf(share, start, first);
        }));
  }
  for (const auto& sender : senders) sender->Await();
  Print(watch.Summary(sent));
}

void HoldIdle(const Arguments& arguments) {
  const int64_t streams = arguments.Number("streams");
  std::vector<std::unique_ptr<Stub>> stubs;
  for (int64_t i = 0; i < arguments.Number("connections"); ++i)
    stubs.push_back(std::make_unique<Stub>(ConnectTo(arguments.Text("node"))));
  std::atomic<int64_t> answered = 0;
  // Leaked on purpose: the process ends with them.
  for (int64_t i = 0; i < streams; ++i) new Silent(*stubs[i % stubs.size()], answered);
  while (answered < streams) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  Print({{"streams", streams}, {"connections", stubs.size()}});
  while (std::getchar() != EOF) {
  }
  std::_Exit(0);
}

}  // namespace lienthong::benchmark
