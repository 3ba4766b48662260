// Children that are connected and have nothing to say.
#include <atomic>
#include <cstdio>
#include <thread>

#include "lienthong/v1/uplink.grpc.pb.h"
#include "tests/benchmark/node_client.h"

namespace lienthong::benchmark {
namespace {

constexpr double kAnswerSecondsMax = 60;

// Says hello, hears the answer, and waits.
class Child final : public grpc::ClientBidiReactor<v1::ReplicateRequest, v1::ReplicateResponse> {
 public:
  Child(v1::UplinkService::Stub& stub, int64_t number, const v1::ReferencePosition& reference,
        std::atomic<int64_t>& answered)
      : answered_(answered) {
    v1::Hello& hello = *hello_.mutable_hello();
    hello.mutable_node()->set_node("idle-" + std::to_string(number));
    hello.mutable_node()->set_epoch(number + 1);
    hello.set_protocol(1);
    // It holds all reference data, so none is sent.
    *hello.mutable_reference() = reference;
    stub.async()->Replicate(&context_, this);
    StartWrite(&hello_);
    StartRead(&answer_);
    StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    if (answer_.has_resume()) ++answered_;
    StartRead(&answer_);
  }
  void OnDone(const grpc::Status& status) override {
    if (!ending_) Fail("streams: one has ended: " + status.error_message());
  }
  void End() {
    ending_ = true;
    context_.TryCancel();
  }

 private:
  std::atomic<int64_t>& answered_;
  std::atomic<bool> ending_ = false;
  grpc::ClientContext context_;
  v1::ReplicateRequest hello_;
  v1::ReplicateResponse answer_;
};

void AwaitAnswers(const std::atomic<int64_t>& answered, int64_t wanted) {
  const double until = Now() + kAnswerSecondsMax;
  while (answered < wanted) {
    if (Now() > until) Fail("streams: " + std::to_string(answered) + " answered only");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

}  // namespace

void HoldStreams(const Arguments& arguments) {
  const int64_t streams = arguments.Number("streams");
  const auto channels = Target(arguments).ConnectAll(arguments.Number("connections", streams));
  std::vector<std::unique_ptr<v1::UplinkService::Stub>> stubs;
  for (const auto& channel : channels) stubs.push_back(v1::UplinkService::NewStub(channel));
  const v1::ReferencePosition reference = StatusOf(channels.front()).reference();
  std::atomic<int64_t> answered = 0;
  // Leaked on purpose: the process ends with them.
  std::vector<Child*> children;
  for (int64_t i = 0; i < streams; ++i)
    children.push_back(new Child(*stubs[i % stubs.size()], i, reference, answered));
  AwaitAnswers(answered, streams);
  Print({{"streams", streams}, {"connections", channels.size()}});
  while (std::getchar() != EOF) {
  }
  for (Child* child : children) child->End();
  std::_Exit(0);
}

}  // namespace lienthong::benchmark
