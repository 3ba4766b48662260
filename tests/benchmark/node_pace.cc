// Updates at a fixed rate, as many offices that do not wait for one another send them.
#include <atomic>
#include <thread>

#include "lienthong/v1/intake.grpc.pb.h"
#include "tests/benchmark/node_client.h"
#include "tests/benchmark/records.h"

namespace lienthong::benchmark {
namespace {

constexpr auto kPollPause = std::chrono::milliseconds(2);
constexpr double kDrainSecondsMax = 30;

// One update on its way. Times count from the moment at which it was due to be sent, so
// that a generator or a node that falls behind shows.
struct Sent {
  double due = 0;
  double acknowledged = 0;
  uint64_t sequence = 0;
  grpc::ClientContext context;
  v1::SubmitRequest request;
  v1::SubmitResponse response;
};

class Pacer {
 public:
  Pacer(const Arguments& arguments, const std::vector<Update>& updates)
      : rate_(static_cast<double>(arguments.Number("rate"))),
        updates_(updates),
        channels_(Target(arguments).ConnectAll(arguments.Number("connections", 16))),
        sent_(updates.size()) {
    for (const auto& channel : channels_) stubs_.push_back(v1::IntakeService::NewStub(channel));
  }

  void Run() {
    const double start = Now();
    for (size_t i = 0; i < updates_.size(); ++i) {
      sent_[i].due = start + static_cast<double>(i) / rate_;
      const double wait = sent_[i].due - Now();
      if (wait > 0) std::this_thread::sleep_for(std::chrono::duration<double>(wait));
      Send(i);
    }
    while (answered_ < updates_.size() && Now() < sent_.back().due + kDrainSecondsMax)
      std::this_thread::sleep_for(kPollPause);
    if (answered_ < updates_.size()) Fail("pace: not everything is acknowledged");
  }

  const std::vector<Sent>& sent() const { return sent_; }

 private:
  void Send(size_t i) {
    Sent& sent = sent_[i];
    sent.request.set_source(kSource);
    sent.request.set_arrival(updates_[i].arrival);
    FillRecord(updates_[i], *sent.request.add_records());
    stubs_[updates_[i].dossier % stubs_.size()]->async()->Submit(
        &sent.context, &sent.request, &sent.response, [this, &sent](const grpc::Status& status) {
          if (!status.ok()) Fail("pace: " + status.error_message());
          sent.acknowledged = Now();
          sent.sequence = sent.response.results(0).sequence();
          ++answered_;
        });
  }

  const double rate_;
  const std::vector<Update>& updates_;
  const std::vector<std::shared_ptr<grpc::Channel>> channels_;
  std::vector<std::unique_ptr<v1::IntakeService::Stub>> stubs_;
  std::vector<Sent> sent_;
  std::atomic<size_t> answered_ = 0;
};

uint64_t SequenceOf(const v1::GetStatusResponse& status, const std::string& node) {
  uint64_t sequence = 0;
  for (const v1::OriginStatus& origin : status.origins()) {
    if (origin.head().origin().node() == node)
      sequence = std::max(sequence, origin.head().sequence());
  }
  return sequence;
}

// Asks a node again and again how far another's facts are in its books. What it notes is
// late by up to a pause and an answer.
class Watch {
 public:
  Watch(std::shared_ptr<grpc::Channel> channel, std::string origin)
      : channel_(std::move(channel)), origin_(std::move(origin)), thread_([this] { Run(); }) {}

  // When the parent held `sequence` at the latest, ascending in both.
  std::vector<std::pair<uint64_t, double>> AwaitSequence(uint64_t sequence) {
    wanted_ = sequence;
    thread_.join();
    return std::move(seen_);
  }

 private:
  void Run() {
    while (true) {
      const uint64_t held = SequenceOf(StatusOf(channel_), origin_);
      if (seen_.empty() || seen_.back().first < held) seen_.emplace_back(held, Now());
      if (held >= wanted_) return;
      std::this_thread::sleep_for(kPollPause);
    }
  }

  const std::shared_ptr<grpc::Channel> channel_;
  const std::string origin_;
  std::atomic<uint64_t> wanted_ = ~uint64_t{0};
  std::vector<std::pair<uint64_t, double>> seen_;
  std::thread thread_;
};

Json Freshness(const std::vector<Sent>& sent,
               const std::vector<std::pair<uint64_t, double>>& seen) {
  Latencies latencies;
  for (const Sent& update : sent) {
    if (update.sequence == 0) continue;  // said nothing new
    const auto held = std::lower_bound(seen.begin(), seen.end(), std::pair(update.sequence, 0.0));
    if (held == seen.end()) Fail("pace: the parent lacks an update");
    latencies.Add(held->second - update.due);
  }
  return latencies.Summary();
}

Json Acknowledgements(const std::vector<Sent>& sent) {
  Latencies latencies;
  for (const Sent& update : sent) latencies.Add(update.acknowledged - update.due);
  return latencies.Summary();
}

uint64_t LastSequence(const std::vector<Sent>& sent) {
  uint64_t last = 0;
  for (const Sent& update : sent) last = std::max(last, update.sequence);
  return last;
}

}  // namespace

void Pace(const Arguments& arguments) {
  const std::vector<Update> updates = TakeUpdates(arguments);
  Pacer pacer(arguments, updates);
  std::optional<Watch> watch;
  if (!arguments.Text("parent-node", "").empty()) {
    const std::string origin = StatusOf(Target(arguments).Connect()).node().node();
    watch.emplace(Target(arguments, "parent-").Connect(), origin);
  }
  const Stopwatch stopwatch;
  pacer.Run();
  Json result = stopwatch.Summary(updates.size());
  result["ack"] = Acknowledgements(pacer.sent());
  if (watch.has_value()) {
    const auto seen = watch->AwaitSequence(LastSequence(pacer.sent()));
    result["fresh"] = Freshness(pacer.sent(), seen);
  }
  Print(result);
}

void AwaitParent(const Arguments& arguments) {
  const v1::GetStatusResponse below = StatusOf(Target(arguments).Connect());
  const std::string origin = below.node().node();
  const uint64_t wanted = SequenceOf(below, origin);
  const double start = Now();
  Watch watch(Target(arguments, "parent-").Connect(), origin);
  const auto seen = watch.AwaitSequence(wanted);
  const uint64_t first = seen.front().first;
  Print({{"facts", wanted}, {"before", first}, {"seconds", seen.back().second - start}});
}

}  // namespace lienthong::benchmark
