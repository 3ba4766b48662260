// The gRPC face of the door. It screens what comes in, hands it to admission, and
// answers when admission does. No call ever blocks a gRPC thread.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "lienthong/v1/intake.grpc.pb.h"
#include "services/access/door.h"
#include "storage/base/clock.h"

namespace lienthong::intake {

// Batches of one stream that are between "read" and "answered". Eight batches of
// 4,096 keep a writer that commits every few milliseconds busy over a line with a
// round trip of 100 ms, and bound a stream's memory to some 10 MB.
inline constexpr size_t kReadAheadMax = 8;

// Where well-formed batches go; the node plugs admission in.
class Admitter {
 public:
  virtual ~Admitter() = default;

  // Takes the batch, which may have no records, without blocking. Records for units
  // outside `scope` are refused one by one. `done` is called
  // exactly once, from another thread, also while the node shuts down: with one
  // result for each record once the batch is durable, or with the error that
  // refused it as a whole.
  virtual void Submit(v1::SubmitRequest batch, access::Scope scope,
                      std::function<void(absl::StatusOr<v1::SubmitResponse>)> done) = 0;
  // The same for petitions and observations.
  virtual void SubmitPetitions(
      v1::SubmitPetitionsRequest batch, access::Scope scope,
      std::function<void(absl::StatusOr<v1::SubmitPetitionsResponse>)> done) = 0;
  virtual void SubmitObservations(
      v1::SubmitObservationsRequest batch, access::Scope scope,
      std::function<void(absl::StatusOr<v1::SubmitObservationsResponse>)> done) = 0;
};

// Serves IntakeService. Thread-safe. `admitter`, `clock` and `door` must outlive it, and
// the server must be shut down before it goes: a call ends only after admission has
// answered everything that the call handed over, even when its client has gone.
class IntakeService final : public v1::IntakeService::CallbackService {
 public:
  struct Options {
    // A larger message is refused by name; gRPC itself refuses one of four times that.
    size_t message_bytes_max = 4 << 20;
    // Told of a message that was too large: from whom, and why it was refused.
    std::function<void(const access::Caller&, const absl::Status&)> on_too_large;
  };

  IntakeService(Admitter& admitter, const Clock& clock, access::Door& door, Options options)
      : admitter_(admitter), clock_(clock), door_(door), options_(std::move(options)) {}

  grpc::ServerUnaryReactor* Submit(grpc::CallbackServerContext* context,
                                   const v1::SubmitRequest* request,
                                   v1::SubmitResponse* response) override;

  grpc::ServerBidiReactor<v1::SubmitStreamRequest, v1::SubmitStreamResponse>* SubmitStream(
      grpc::CallbackServerContext* context) override;

  grpc::ServerUnaryReactor* SubmitPetitions(grpc::CallbackServerContext* context,
                                            const v1::SubmitPetitionsRequest* request,
                                            v1::SubmitPetitionsResponse* response) override;

  grpc::ServerUnaryReactor* SubmitObservations(grpc::CallbackServerContext* context,
                                               const v1::SubmitObservationsRequest* request,
                                               v1::SubmitObservationsResponse* response) override;

 private:
  class StreamReactor;

  // Judges the caller of `context`, screens `call` and hands it on. `answer` is called once:
  // at once and on this thread when the whole call is refused, else when admission answers.
  template <typename Request, typename Response>
  void Process(const grpc::ServerContextBase& context, const Request& call,
               std::function<void(absl::StatusOr<Response>)> answer);
  // Answers one call that is no stream.
  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Serve(grpc::CallbackServerContext& context, const Request& request,
                                  Response& response);
  absl::StatusOr<access::Caller> Admit(const grpc::ServerContextBase& context, size_t bytes);

  Admitter& admitter_;
  const Clock& clock_;
  access::Door& door_;
  const Options options_;
};

}  // namespace lienthong::intake
