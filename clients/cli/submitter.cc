#include "clients/cli/submitter.h"

#include <algorithm>
#include <utility>

namespace lienthong::cli {
namespace {

constexpr absl::Duration kBackoffMin = absl::Milliseconds(100);
constexpr absl::Duration kBackoffMax = absl::Seconds(5);

// The same again may go well. A node that goes down cancels what it holds; we cancel
// nothing that we still wait for.
bool IsTemporary(grpc::StatusCode code) {
  return code == grpc::StatusCode::UNAVAILABLE || code == grpc::StatusCode::RESOURCE_EXHAUSTED ||
         code == grpc::StatusCode::CANCELLED;
}

}  // namespace

Submitter::Submitter(std::shared_ptr<grpc::Channel> channel, Options options, const Clock& clock,
                     Sleep sleep, OnAcknowledged on_acknowledged)
    : channel_(std::move(channel)),
      stub_(v1::IntakeService::NewStub(channel_)),
      options_(options),
      clock_(clock),
      sleep_(std::move(sleep)),
      on_acknowledged_(std::move(on_acknowledged)),
      backoff_(kBackoffMin) {}

grpc::Status Submitter::Submit(Batch batch) {
  grpc::Status status = WaitUntilUnder(options_.window);
  if (!status.ok()) return status;
  unacknowledged_.push_back(std::move(batch));
  // What is there already is taken now; the caller has a next batch to prepare.
  bool progress = true;
  while (status.ok() && progress && !unacknowledged_.empty()) {
    status = Step(absl::ZeroDuration(), progress);
  }
  return status;
}

grpc::Status Submitter::Flush() { return WaitUntilUnder(1); }

grpc::Status Submitter::WaitUntilUnder(size_t batches) {
  grpc::Status status;
  bool progress = false;
  while (status.ok() && unacknowledged_.size() >= batches) {
    status = Step(options_.silence, progress);
  }
  return status;
}

// Takes one event, waiting for it up to `wait`; `progress` says whether there was one.
grpc::Status Submitter::Step(absl::Duration wait, bool& progress) {
  if (stream_ == nullptr) {
    Reconnect();
    stream_ = std::make_unique<SubmitStream>(*stub_);
  }
  SendNext();
  const SubmitStream::Event event = stream_->Wait(wait);
  progress = event != SubmitStream::Event::kNothing;
  switch (event) {
    case SubmitStream::Event::kReady:
      return grpc::Status::OK;
    case SubmitStream::Event::kAnswer:
      return TakeAnswer();
    case SubmitStream::Event::kOver:
      return Lost(stream_->Close());
    case SubmitStream::Event::kNothing:
      break;
  }
  if (wait == absl::ZeroDuration()) return grpc::Status::OK;
  return Lost({grpc::StatusCode::UNAVAILABLE,
               "no answer within " + absl::FormatDuration(options_.silence)});
}

// Between calls nobody polls a connection that is being made, but for gRPC's own
// look every five seconds; so wait for it here.
void Submitter::Reconnect() {
  if (!failing_since_ms_ || channel_->GetState(true) == GRPC_CHANNEL_READY) return;
  channel_->WaitForConnected(std::chrono::system_clock::now() +
                             absl::ToChronoMilliseconds(backoff_));
}

void Submitter::SendNext() {
  if (!stream_->ready() || sent_ == unacknowledged_.size()) return;
  stream_->Write(unacknowledged_[sent_].request);
  ++sent_;
}

grpc::Status Submitter::TakeAnswer() {
  const v1::SubmitResponse& response = stream_->answer().result();
  if (sent_ == 0) return {grpc::StatusCode::INTERNAL, "the node answered more than it was asked"};
  const Batch& batch = unacknowledged_.front();
  if (response.results_size() != batch.request.batch().records_size()) {
    return {grpc::StatusCode::INTERNAL, "the node answered another number of records"};
  }
  on_acknowledged_(batch, response);
  unacknowledged_.pop_front();
  --sent_;
  failing_since_ms_.reset();
  backoff_ = kBackoffMin;
  return grpc::Status::OK;
}

// The stream is no more; sleeps before the next one, or gives up.
grpc::Status Submitter::Lost(const grpc::Status& status) {
  stream_.reset();
  sent_ = 0;
  grpc::Status why = status.ok()
                         ? grpc::Status(grpc::StatusCode::UNAVAILABLE, "the node ended the stream")
                         : status;
  if (!IsTemporary(why.error_code())) return why;
  const int64_t now_ms = clock_.NowMs();
  if (!failing_since_ms_) failing_since_ms_ = now_ms;
  const absl::Duration left = options_.retry - absl::Milliseconds(now_ms - *failing_since_ms_);
  if (left <= absl::ZeroDuration()) return why;
  sleep_(std::min(backoff_, left));
  backoff_ = std::min(backoff_ * 2, kBackoffMax);
  return grpc::Status::OK;
}

}  // namespace lienthong::cli
