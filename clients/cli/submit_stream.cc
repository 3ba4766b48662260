#include "clients/cli/submit_stream.h"

#include <chrono>
#include <utility>

namespace lienthong::cli {
namespace {

enum Tag : intptr_t { kOpened = 1, kWritten, kRead, kFinished };

void* Mark(Tag tag) { return reinterpret_cast<void*>(static_cast<intptr_t>(tag)); }

}  // namespace

SubmitStream::SubmitStream(v1::IntakeService::Stub& stub)
    : stream_(stub.PrepareAsyncSubmitStream(&context_, &queue_)) {
  stream_->StartCall(Mark(kOpened));
}

SubmitStream::~SubmitStream() {
  if (!closed_) Close();
}

void SubmitStream::Write(const v1::SubmitStreamRequest& request) {
  ready_ = false;
  stream_->Write(request, Mark(kWritten));
}

void SubmitStream::Read() { stream_->Read(&incoming_, Mark(kRead)); }

SubmitStream::Event SubmitStream::Wait(absl::Duration wait) {
  if (over_) return Event::kOver;
  void* tag = nullptr;
  bool ok = false;
  const auto deadline = std::chrono::system_clock::now() + absl::ToChronoMilliseconds(wait);
  switch (queue_.AsyncNext(&tag, &ok, deadline)) {
    case grpc::CompletionQueue::GOT_EVENT:
      return Take(tag, ok);
    case grpc::CompletionQueue::TIMEOUT:
      return Event::kNothing;
    default:
      return Event::kOver;
  }
}

SubmitStream::Event SubmitStream::Take(void* tag, bool ok) {
  if (!ok) {
    over_ = true;
    return Event::kOver;
  }
  if (tag == Mark(kOpened)) Read();
  if (tag == Mark(kOpened) || tag == Mark(kWritten)) {
    ready_ = true;
    return Event::kReady;
  }
  answer_ = std::move(incoming_);
  incoming_.Clear();
  Read();
  return Event::kAnswer;
}

grpc::Status SubmitStream::Close() {
  closed_ = true;
  if (!over_) context_.TryCancel();
  grpc::Status status;
  stream_->Finish(&status, Mark(kFinished));
  // The queue must have answered every operation before it dies.
  queue_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) {
  }
  return status;
}

}  // namespace lienthong::cli
