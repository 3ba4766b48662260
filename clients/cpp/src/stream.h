// One SubmitStream call, driven by the calling thread; every step has a time limit. Not installed.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>

#include "absl/time/time.h"
#include "lienthong/v1/intake.grpc.pb.h"

namespace lienthong::client {

class Stream {
 public:
  // Begins to open a stream; Send or Receive tells how that went.
  Stream(v1::IntakeService::Stub& stub, absl::Duration timeout);
  // Breaks the stream off.
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // Sends a batch. False: the stream is over, or the node does not take it; End says why.
  bool Send(const v1::SubmitRequest& batch);
  // Waits for the next answer; false likewise.
  bool Receive(v1::SubmitStreamResponse& answer);
  // Why it is over. Once, after a false.
  grpc::Status End();

 private:
  enum Step : intptr_t { kOpened = 1, kWritten, kRead, kFinished };
  using Call = grpc::ClientAsyncReaderWriter<v1::SubmitStreamRequest, v1::SubmitStreamResponse>;

  static void* Mark(Step step) { return reinterpret_cast<void*>(static_cast<intptr_t>(step)); }
  bool Await(Step step);

  const absl::Duration timeout_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<Call> call_;
  bool opened_ = false;
  bool over_ = false;
  bool silent_ = false;
  bool ended_ = false;
};

}  // namespace lienthong::client
