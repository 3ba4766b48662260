// Bare gRPC and bare RocksDB in a row: what two hops could reach at best.
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "tests/benchmark/ceiling.h"

namespace lienthong::benchmark {
namespace {

// A stream to the parent: messages in order, answered in order.
class Uplink final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit Uplink(const std::string& address) : stub_(ConnectTo(address)) {
    stub_.PrepareBidiStreamingCall(&context_, kMethod, {}, this);
    StartRead(&answer_);
    StartCall();
  }

  void Send(std::string message) {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(message));
    ++unanswered_;
    Step();
  }
  // Calls `done` when everything sent so far is answered.
  void Drain(std::function<void()> done) {
    {
      const std::lock_guard lock(mutex_);
      if (unanswered_ > 0) return drains_.push_back(std::move(done));
    }
    done();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) Fail("relay: the parent is gone");
    const std::lock_guard lock(mutex_);
    writing_ = false;
    Step();
  }
  void OnReadDone(bool ok) override {
    if (!ok) return;
    std::vector<std::function<void()>> drained;
    {
      const std::lock_guard lock(mutex_);
      if (--unanswered_ == 0) drained.swap(drains_);
    }
    for (const auto& done : drained) done();
    StartRead(&answer_);
  }

 private:
  // Under the mutex.
  void Step() {
    if (writing_ || queue_.empty()) return;
    request_ = BufferOf(queue_.front());
    queue_.pop_front();
    writing_ = true;
    StartWrite(&request_);
  }

  grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_, answer_;
  std::mutex mutex_;
  std::deque<std::string> queue_;
  bool writing_ = false;
  size_t unanswered_ = 0;
  std::vector<std::function<void()>> drains_;
};

// Writes all that waits as one batch, answers, passes it on.
class Committer {
 public:
  Committer(const std::string& path, Uplink* parent)
      : store_(path), parent_(parent), thread_([this] { Run(); }) {}

  void Take(std::string message, std::function<void()> done) {
    {
      const std::lock_guard lock(mutex_);
      messages_.push_back(std::move(message));
      dones_.push_back(std::move(done));
    }
    changed_.notify_one();
  }

 private:
  void Run() {
    while (true) {
      std::vector<std::string> messages;
      std::vector<std::function<void()>> dones;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !messages_.empty(); });
        messages.swap(messages_);
        dones.swap(dones_);
      }
      store_.Write(messages);
      // Passed on before the answer, so that a stream's end waits for it.
      if (parent_ != nullptr) {
        for (std::string& message : messages) parent_->Send(std::move(message));
      }
      for (const auto& done : dones) done();
    }
  }

  BareStore store_;
  Uplink* const parent_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> messages_;
  std::vector<std::function<void()>> dones_;
  std::thread thread_;
};

}  // namespace

void Serve(const Arguments& arguments) {
  const std::string parent = arguments.Text("parent", ""), data = arguments.Text("data", "");
  std::unique_ptr<Uplink> uplink;
  if (!parent.empty()) uplink = std::make_unique<Uplink>(parent);
  std::unique_ptr<Committer> committer;
  BareServer::Take take;
  BareServer::Drain drain;
  if (!data.empty()) {
    committer = std::make_unique<Committer>(data, uplink.get());
    take = [&](std::string message, std::function<void()> done) {
      committer->Take(std::move(message), std::move(done));
    };
  }
  if (uplink != nullptr) {
    drain = [&](std::function<void()> done) { uplink->Drain(std::move(done)); };
  }
  const BareServer server("127.0.0.1:0", take, drain);
  Print({{"address", "127.0.0.1:" + std::to_string(server.port())}});
  while (std::getchar() != EOF) {
  }
  std::_Exit(0);
}

}  // namespace lienthong::benchmark
