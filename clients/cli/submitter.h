// Batches of records on their way to a node, over one stream at a time.
//
// Batches are acknowledged in the order in which they were submitted, each once.
// Up to `window` of them are under way unacknowledged; when the stream breaks, or
// the node says that it is busy, those are sent again over a new one. That is safe
// since the node takes a repeat without effect.
//
// One thread; nothing happens outside the calls. The channel, the clock and what the
// callback touches must outlive it.
#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "clients/cli/submit_stream.h"
#include "lienthong/v1/intake.grpc.pb.h"
#include "storage/base/clock.h"

namespace lienthong::cli {

// What is sent at once, and where its records stood.
struct Batch {
  v1::SubmitStreamRequest request;
  // Place of each record in its file, from 1.
  std::vector<uint64_t> numbers;
  // Which file.
  size_t file = 0;
};

class Submitter {
 public:
  struct Options {
    // Batches under way: hides the round trip of a distant node, bounds what is sent
    // again.
    size_t window = 8;
    // How long to try without any acknowledgement before giving up.
    absl::Duration retry = absl::Seconds(30);
    // How long to wait for a silent node before the stream counts as broken.
    absl::Duration silence = absl::Seconds(30);
  };
  // The node has the batch, with one result for each of its records.
  using OnAcknowledged = std::function<void(const Batch&, const v1::SubmitResponse&)>;
  using Sleep = std::function<void(absl::Duration)>;

  Submitter(std::shared_ptr<grpc::Channel> channel, Options options, const Clock& clock,
            Sleep sleep, OnAcknowledged on_acknowledged);

  // Sends `batch`, waiting for room in the window. A failure is final: UNAVAILABLE or
  // RESOURCE_EXHAUSTED after trying for `retry`, anything else at once.
  grpc::Status Submit(Batch batch);

  // Waits until everything is acknowledged. Failures as above.
  grpc::Status Flush();

 private:
  grpc::Status WaitUntilUnder(size_t batches);
  grpc::Status Step(absl::Duration wait, bool& progress);
  void Reconnect();
  void SendNext();
  grpc::Status TakeAnswer();
  grpc::Status Lost(const grpc::Status& status);

  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::IntakeService::Stub> stub_;
  const Options options_;
  const Clock& clock_;
  const Sleep sleep_;
  const OnAcknowledged on_acknowledged_;

  // The first `sent_` are on their way on `stream_`.
  std::deque<Batch> unacknowledged_;
  size_t sent_ = 0;
  std::unique_ptr<SubmitStream> stream_;
  // When the trouble began; nothing while all is well.
  std::optional<int64_t> failing_since_ms_;
  absl::Duration backoff_;
};

}  // namespace lienthong::cli
