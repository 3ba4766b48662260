#include "services/intake/intake_service.h"

#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/access/wire_status.h"
#include "services/intake/screening.h"
#include "storage/base/status.h"

namespace lienthong::intake {
namespace {

using Reply = absl::StatusOr<v1::SubmitResponse>;

// The codes of absl are those of gRPC.
grpc::Status ToGrpc(const absl::Status& status) {
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), MessageOf(status),
                      access::DetailsOf(status));
}

// Hand a batch on, whatever it is about.
void HandOn(Admitter& admitter, v1::SubmitRequest batch, access::Scope scope,
            std::function<void(Reply)> done) {
  admitter.Submit(std::move(batch), std::move(scope), std::move(done));
}
void HandOn(Admitter& admitter, v1::SubmitPetitionsRequest batch, access::Scope scope,
            std::function<void(absl::StatusOr<v1::SubmitPetitionsResponse>)> done) {
  admitter.SubmitPetitions(std::move(batch), std::move(scope), std::move(done));
}
void HandOn(Admitter& admitter, v1::SubmitObservationsRequest batch, access::Scope scope,
            std::function<void(absl::StatusOr<v1::SubmitObservationsResponse>)> done) {
  admitter.SubmitObservations(std::move(batch), std::move(scope), std::move(done));
}

}  // namespace

absl::StatusOr<access::Caller> IntakeService::Admit(const grpc::ServerContextBase& context,
                                                    size_t bytes) {
  ASSIGN_OR_RETURN(access::Caller caller, door_.Enter(&context));
  if (bytes <= options_.message_bytes_max) return caller;
  const absl::Status status = access::WithReason(
      ResourceExhausted("the batch: {} bytes, at most {} are taken; send fewer records at once",
                        bytes, options_.message_bytes_max),
      "MESSAGE_TOO_LARGE");
  if (options_.on_too_large) options_.on_too_large(caller, status);
  return status;
}

template <typename Request, typename Response>
void IntakeService::Process(const grpc::ServerContextBase& context, const Request& call,
                            std::function<void(absl::StatusOr<Response>)> answer) {
  absl::StatusOr<access::Caller> caller = Admit(context, call.ByteSizeLong());
  if (!caller.ok()) return answer(caller.status());
  auto screened = Screen(call, clock_.Now());
  if (!screened.ok()) return answer(screened.status());
  Request batch = std::move(screened->batch);
  // Shared only because std::function must be copyable; it has one user at a time.
  auto kept = std::make_shared<ScreenedBatch<Request, Response>>(*std::move(screened));
  HandOn(admitter_, std::move(batch), std::move(caller->scope),
         [kept, answer = std::move(answer)](absl::StatusOr<Response> admitted) {
           if (!admitted.ok()) return answer(admitted.status());
           const absl::Status merged = Merge(*std::move(admitted), *kept);
           if (!merged.ok()) return answer(merged);
           answer(std::move(kept->response));
         });
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* IntakeService::Serve(grpc::CallbackServerContext& context,
                                               const Request& request, Response& response) {
  grpc::ServerUnaryReactor* reactor = context.DefaultReactor();
  Process<Request, Response>(context, request,
                             [reactor, &response](absl::StatusOr<Response> reply) {
                               const grpc::Status status = ToGrpc(reply.status());
                               if (reply.ok()) response = *std::move(reply);
                               reactor->Finish(status);
                             });
  return reactor;
}

// One stream. Batches are read ahead, handed on and answered in the order in which
// they came, whatever the order of admission's answers. gRPC calls the On... methods, admission
// answers from its own thread; `mutex_` orders them.
//
// Life: gRPC deletes nothing; OnDone does, and it comes only after Finish. Finish
// waits until admission has answered every batch, so `this` is valid in each answer.
class IntakeService::StreamReactor final
    : public grpc::ServerBidiReactor<v1::SubmitStreamRequest, v1::SubmitStreamResponse> {
 public:
  StreamReactor(IntakeService& service, const grpc::ServerContextBase& context)
      : service_(service), context_(context) {
    Advance([] {});
  }

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override { delete this; }

 private:
  // A batch on its way; it is in `slots_` from its reading to its written answer.
  struct Slot {
    bool answered = false;
    absl::Status status;
    v1::SubmitStreamResponse response;
  };

  Slot* NewSlot();
  void Answer(Slot& slot, Reply reply);
  template <typename Change>
  void Advance(Change change);
  void StepRead() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void StepWrite() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::optional<grpc::Status> StepFinish() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  IntakeService& service_;
  const grpc::ServerContextBase& context_;  // lives until OnDone
  // gRPC's while a read is pending, then OnReadDone's.
  v1::SubmitStreamRequest request_;

  absl::Mutex mutex_;
  std::deque<Slot> slots_ ABSL_GUARDED_BY(mutex_);
  size_t unanswered_ ABSL_GUARDED_BY(mutex_) = 0;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool half_closed_ ABSL_GUARDED_BY(mutex_) = false;
  bool gone_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  // The first error in the order of the batches; it ends the stream.
  absl::Status error_ ABSL_GUARDED_BY(mutex_);
};

// Changes the state, then starts whatever has become possible. Reads and writes
// start under the lock: gRPC never calls back from inside them. Finish can run
// OnDone, so it comes last and without the lock; nothing touches `this` after it.
template <typename Change>
void IntakeService::StreamReactor::Advance(Change change) {
  std::optional<grpc::Status> last;
  {
    const absl::MutexLock lock(&mutex_);
    change();
    StepWrite();
    StepRead();
    last = StepFinish();
  }
  if (last) Finish(*last);
}

void IntakeService::StreamReactor::StepRead() {
  if (reading_ || half_closed_ || gone_ || finished_ || !error_.ok()) return;
  if (slots_.size() >= kReadAheadMax) return;
  reading_ = true;
  StartRead(&request_);
}

void IntakeService::StreamReactor::StepWrite() {
  if (writing_ || gone_ || !error_.ok()) return;
  if (slots_.empty() || !slots_.front().answered) return;
  if (!slots_.front().status.ok()) {
    error_ = slots_.front().status;
    return;
  }
  writing_ = true;
  StartWrite(&slots_.front().response);
}

// The status to finish with, once nothing is under way but perhaps a read.
std::optional<grpc::Status> IntakeService::StreamReactor::StepFinish() {
  if (finished_ || unanswered_ > 0 || writing_) return std::nullopt;
  const bool complete = half_closed_ && slots_.empty();
  if (!gone_ && error_.ok() && !complete) return std::nullopt;
  finished_ = true;
  if (gone_) return grpc::Status::CANCELLED;
  return error_.ok() ? grpc::Status::OK : ToGrpc(error_);
}

// The next read starts only when this batch has been handed on: admission gets the
// batches of a stream in order, so that of two states of a dossier the later one
// stays. gRPC holds the call open until this returns.
void IntakeService::StreamReactor::OnReadDone(bool ok) {
  if (Slot* slot = ok ? NewSlot() : nullptr) {
    service_.Process<v1::SubmitRequest, v1::SubmitResponse>(
        context_, request_.batch(), [this, slot](Reply reply) { Answer(*slot, std::move(reply)); });
  }
  Advance([&]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    reading_ = false;
    if (!ok) half_closed_ = true;
  });
}

// A place for the answer to the batch just read; null when nobody waits for it.
IntakeService::StreamReactor::Slot* IntakeService::StreamReactor::NewSlot() {
  const absl::MutexLock lock(&mutex_);
  if (gone_ || !error_.ok()) return nullptr;
  ++unanswered_;
  return &slots_.emplace_back();
}

void IntakeService::StreamReactor::Answer(Slot& slot, Reply reply) {
  Advance([&]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    --unanswered_;
    slot.answered = true;
    slot.status = reply.status();
    if (reply.ok()) *slot.response.mutable_result() = *std::move(reply);
  });
}

void IntakeService::StreamReactor::OnWriteDone(bool ok) {
  Advance([&]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    writing_ = false;
    slots_.pop_front();
    if (!ok) gone_ = true;
  });
}

void IntakeService::StreamReactor::OnCancel() {
  Advance([&]() ABSL_NO_THREAD_SAFETY_ANALYSIS { gone_ = true; });
}

grpc::ServerUnaryReactor* IntakeService::Submit(grpc::CallbackServerContext* context,
                                                const v1::SubmitRequest* request,
                                                v1::SubmitResponse* response) {
  return Serve(*context, *request, *response);
}

grpc::ServerUnaryReactor* IntakeService::SubmitPetitions(grpc::CallbackServerContext* context,
                                                         const v1::SubmitPetitionsRequest* request,
                                                         v1::SubmitPetitionsResponse* response) {
  return Serve(*context, *request, *response);
}

grpc::ServerUnaryReactor* IntakeService::SubmitObservations(
    grpc::CallbackServerContext* context, const v1::SubmitObservationsRequest* request,
    v1::SubmitObservationsResponse* response) {
  return Serve(*context, *request, *response);
}

grpc::ServerBidiReactor<v1::SubmitStreamRequest, v1::SubmitStreamResponse>*
IntakeService::SubmitStream(grpc::CallbackServerContext* context) {
  return new StreamReactor(*this, *context);
}

}  // namespace lienthong::intake
