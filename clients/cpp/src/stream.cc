#include "src/stream.h"

#include <chrono>

#include "absl/strings/str_cat.h"

namespace lienthong::client {

Stream::Stream(v1::IntakeService::Stub& stub, absl::Duration timeout)
    : timeout_(timeout), call_(stub.PrepareAsyncSubmitStream(&context_, &queue_)) {
  call_->StartCall(Mark(kOpened));
}

Stream::~Stream() {
  if (!ended_) End();
}

// At most one step is under way, so what comes next is it.
bool Stream::Await(Step step) {
  void* tag = nullptr;
  bool ok = false;
  const auto deadline = std::chrono::system_clock::now() + absl::ToChronoMilliseconds(timeout_);
  switch (queue_.AsyncNext(&tag, &ok, deadline)) {
    case grpc::CompletionQueue::GOT_EVENT:
      over_ = over_ || !ok;
      return ok && tag == Mark(step);
    case grpc::CompletionQueue::TIMEOUT:
      silent_ = true;
      return false;
    default:
      return false;
  }
}

bool Stream::Send(const v1::SubmitRequest& batch) {
  if (!opened_ && !(opened_ = Await(kOpened))) return false;
  v1::SubmitStreamRequest request;
  *request.mutable_batch() = batch;
  call_->Write(request, Mark(kWritten));
  return Await(kWritten);
}

bool Stream::Receive(v1::SubmitStreamResponse& answer) {
  call_->Read(&answer, Mark(kRead));
  return Await(kRead);
}

grpc::Status Stream::End() {
  ended_ = true;
  // A stream that is over has the node's status; one that is given up or silent has none to wait
  // for.
  if (!over_) context_.TryCancel();
  grpc::Status status;
  call_->Finish(&status, Mark(kFinished));
  // The queue must have answered every operation before it dies.
  queue_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) {
  }
  if (silent_) {
    return {grpc::StatusCode::UNAVAILABLE,
            absl::StrCat("no answer within ", absl::FormatDuration(timeout_))};
  }
  if (status.ok()) return {grpc::StatusCode::UNAVAILABLE, "the node ended the stream"};
  return status;
}

}  // namespace lienthong::client
