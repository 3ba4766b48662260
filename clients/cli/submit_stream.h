// One SubmitStream call, driven by one thread: a completion queue of its own tells
// what happened next, so that nothing waits without a limit.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>

#include "absl/time/time.h"
#include "lienthong/v1/intake.grpc.pb.h"

namespace lienthong::cli {

class SubmitStream {
 public:
  enum class Event {
    // Nothing happened in time.
    kNothing,
    // The stream can take a batch, or another one.
    kReady,
    // answer() is new.
    kAnswer,
    // The stream is over; Close says why.
    kOver,
  };

  // Begins to open a stream; the first event tells how that went.
  explicit SubmitStream(v1::IntakeService::Stub& stub);
  // Breaks the stream off if it is not closed.
  ~SubmitStream();
  SubmitStream(const SubmitStream&) = delete;
  SubmitStream& operator=(const SubmitStream&) = delete;

  // True when Write may be called.
  bool ready() const { return ready_; }
  // Sends one batch; ready() is false until the stream has taken it.
  void Write(const v1::SubmitStreamRequest& request);
  // What happened next, within `wait`.
  Event Wait(absl::Duration wait);
  // The last answer.
  const v1::SubmitStreamResponse& answer() const { return answer_; }
  // Ends the stream, breaking it off unless it is over, and says how it ended. Once.
  grpc::Status Close();

 private:
  using Stream = grpc::ClientAsyncReaderWriter<v1::SubmitStreamRequest, v1::SubmitStreamResponse>;

  Event Take(void* tag, bool ok);
  void Read();

  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<Stream> stream_;
  v1::SubmitStreamResponse incoming_;
  v1::SubmitStreamResponse answer_;
  bool ready_ = false;
  bool over_ = false;
  bool closed_ = false;
};

}  // namespace lienthong::cli
