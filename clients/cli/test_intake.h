// An intake in memory: durable at once, and with failures on order.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lienthong/v1/intake.grpc.pb.h"

namespace lienthong::cli {

// Admits a record it has not seen (the same words), refuses a dossier "bad...",
// parks a dossier "park...".
class TestIntake : public v1::IntakeService::Service {
 public:
  struct Failure {
    grpc::Status status;
    // The batch is taken in, only its acknowledgement is lost.
    bool after_commit = false;
  };

  // Ends the stream when it receives its `batch`-th batch, counted over all streams
  // from 0, without answering it.
  void FailAt(int batch, Failure failure) { failures_[batch] = std::move(failure); }
  // Ends every stream at its first batch.
  void FailAlways(grpc::Status status) { always_ = std::move(status); }
  // Reads that many batches before the first answer.
  void HoldAnswers(int batches) { hold_ = batches; }

  std::vector<v1::SubmitRequest> received() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return received_;
  }
  // Dossiers in the order in which they became durable.
  std::vector<std::string> admitted() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return admitted_;
  }

  grpc::Status SubmitStream(grpc::ServerContext*,
                            grpc::ServerReaderWriter<v1::SubmitStreamResponse,
                                                     v1::SubmitStreamRequest>* stream) override {
    std::vector<v1::SubmitStreamResponse> held;
    int hold = hold_;
    v1::SubmitStreamRequest request;
    while (stream->Read(&request)) {
      v1::SubmitStreamResponse response;
      if (const auto failure = Take(request.batch(), *response.mutable_result())) return *failure;
      held.push_back(std::move(response));
      if (static_cast<int>(held.size()) < hold) continue;
      for (const auto& answer : held) stream->Write(answer);
      held.clear();
      hold = 0;
    }
    return grpc::Status::OK;
  }

  // Rows: one is refused when its code or source begins with "bad"; calls fail as told by
  // FailAt, counted with the batches of streams.
  grpc::Status SubmitPetitions(grpc::ServerContext*, const v1::SubmitPetitionsRequest* request,
                               v1::SubmitPetitionsResponse* response) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    petitions_.push_back(*request);
    if (const auto failure = NextFailure()) return *failure;
    for (const v1::PetitionRecord& record : request->petitions())
      AdmitRow(record.petition(), record.SerializeAsString(), *response->add_results());
    return grpc::Status::OK;
  }
  grpc::Status SubmitObservations(grpc::ServerContext*,
                                  const v1::SubmitObservationsRequest* request,
                                  v1::SubmitObservationsResponse* response) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    observations_.push_back(*request);
    if (const auto failure = NextFailure()) return *failure;
    for (const v1::ObservationRecord& record : request->observations())
      AdmitRow(record.source(), record.SerializeAsString(), *response->add_results());
    return grpc::Status::OK;
  }
  std::vector<v1::SubmitPetitionsRequest> petitions() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return petitions_;
  }
  std::vector<v1::SubmitObservationsRequest> observations() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return observations_;
  }

 private:
  std::optional<grpc::Status> NextFailure() {
    const auto failure = failures_.find(calls_++);
    if (always_) return always_;
    return failure == failures_.end() ? std::nullopt : std::optional(failure->second.status);
  }

  void AdmitRow(const std::string& code, const std::string& row, v1::RecordResult& result) {
    result.set_outcome(code.starts_with("bad")    ? v1::RecordResult::OUTCOME_REFUSED
                       : seen_.insert(row).second ? v1::RecordResult::OUTCOME_ADMITTED
                                                  : v1::RecordResult::OUTCOME_UNCHANGED);
    if (code.starts_with("bad")) result.set_field("unit");
  }

  std::optional<grpc::Status> Take(const v1::SubmitRequest& batch, v1::SubmitResponse& response) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto failure = failures_.find(static_cast<int>(received_.size()));
    received_.push_back(batch);
    if (always_) return always_;
    if (failure != failures_.end() && !failure->second.after_commit) return failure->second.status;
    for (const v1::SourceRecord& record : batch.records()) Admit(record, *response.add_results());
    if (failure != failures_.end()) return failure->second.status;
    return std::nullopt;
  }

  void Admit(const v1::SourceRecord& record, v1::RecordResult& result) {
    if (record.dossier().starts_with("bad")) {
      result.set_outcome(v1::RecordResult::OUTCOME_REFUSED);
      result.set_field("NgayTiepNhan");
      result.set_reason("lies after NgayTra, mend it");
    } else if (record.dossier().starts_with("park")) {
      result.set_outcome(v1::RecordResult::OUTCOME_PARKED);
    } else if (!seen_.insert(record.SerializeAsString()).second) {
      result.set_outcome(v1::RecordResult::OUTCOME_UNCHANGED);
    } else {
      result.set_outcome(v1::RecordResult::OUTCOME_ADMITTED);
      admitted_.push_back(record.dossier());
    }
  }

  mutable std::mutex mutex_;
  std::map<int, Failure> failures_;
  std::optional<grpc::Status> always_;
  int hold_ = 0;
  std::vector<v1::SubmitRequest> received_;
  std::vector<v1::SubmitPetitionsRequest> petitions_;
  std::vector<v1::SubmitObservationsRequest> observations_;
  int calls_ = 0;
  std::vector<std::string> admitted_;
  std::set<std::string> seen_;
};

}  // namespace lienthong::cli
