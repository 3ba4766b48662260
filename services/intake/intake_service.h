// The gRPC face of the door. It screens what comes in, hands it to admission, and
// answers when admission does. No call ever blocks a gRPC thread.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "lienthong/v1/intake.grpc.pb.h"
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

  // Takes the batch, which may have no records, without blocking. `done` is called
  // exactly once, from another thread, also while the node shuts down: with one
  // result for each record once the batch is durable, or with the error that
  // refused it as a whole.
  virtual void Submit(v1::SubmitRequest batch,
                      std::function<void(absl::StatusOr<v1::SubmitResponse>)> done) = 0;
  // The same for petitions and observations.
  virtual void SubmitPetitions(
      v1::SubmitPetitionsRequest batch,
      std::function<void(absl::StatusOr<v1::SubmitPetitionsResponse>)> done) = 0;
  virtual void SubmitObservations(
      v1::SubmitObservationsRequest batch,
      std::function<void(absl::StatusOr<v1::SubmitObservationsResponse>)> done) = 0;
};

// Serves IntakeService. Thread-safe. `admitter` and `clock` must outlive it, and
// the server must be shut down before it goes: a call ends only after admission has
// answered everything that the call handed over, even when its client has gone.
class IntakeService final : public v1::IntakeService::CallbackService {
 public:
  IntakeService(Admitter& admitter, const Clock& clock) : admitter_(admitter), clock_(clock) {}

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
  Admitter& admitter_;
  const Clock& clock_;
};

}  // namespace lienthong::intake
