// The single admitting writer: a queue, a thread, and admission. Everything that
// waits goes into the next commit, so a lone update commits at once and a flood in
// large batches; then all who wait are answered from the result of that commit.
//
// Fills in what intake and uplink ask of their node. Every `done` runs on the
// writer's thread, once, also during shutdown (on the thread that destroys the writer, if
// it was never started).
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "services/admission/admission.h"
#include "services/gateway/metrics.h"
#include "services/intake/intake_service.h"
#include "services/uplink/peers.h"
#include "storage/registry/reference_reader.h"

namespace lienthong::node {

class Writer final : public intake::Admitter, public uplink::ChildNode, public uplink::ParentNode {
 public:
  struct Options {
    admission::Admission::Options admission;
    // Records waiting before intake answers RESOURCE_EXHAUSTED.
    uint32_t queue_records_max = 65536;
    // Whether there is room for what desks and children send; absent: always.
    std::function<absl::Status()> room;
  };

  // Reference data from the parent that was refused, since the start.
  struct RefusedReferences {
    uint64_t runs = 0;
    // Why the last one was; empty since some was taken.
    std::string reason;
  };

  // Called on the writer's thread after each commit.
  struct Events {
    std::function<void()> journal_grew;
    std::function<void()> references_changed;
    // A page of a unit was taken over; the next may be asked for.
    std::function<void()> units_wanted;
  };

  // All must outlive the writer. Begins to work at Start.
  Writer(Engine& engine, Journal& journal, ReferenceLog& references, const Clock& clock,
         gateway::Metrics& metrics, Options options);
  // Finishes what waits, then joins. Nobody may hand it anything any more.
  ~Writer() override;

  void Start(Events events);

  // intake::Admitter
  void Submit(lienthong::v1::SubmitRequest batch, access::Scope scope,
              std::function<void(absl::StatusOr<lienthong::v1::SubmitResponse>)> done) override;
  void SubmitPetitions(
      lienthong::v1::SubmitPetitionsRequest batch, access::Scope scope,
      std::function<void(absl::StatusOr<lienthong::v1::SubmitPetitionsResponse>)> done) override;
  void SubmitObservations(
      lienthong::v1::SubmitObservationsRequest batch, access::Scope scope,
      std::function<void(absl::StatusOr<lienthong::v1::SubmitObservationsResponse>)> done) override;
  // uplink::ChildNode
  void Acknowledge(lienthong::v1::Ack ack) override;
  void TakeReference(lienthong::v1::ReferenceRun run,
                     std::function<void(absl::Status)> done) override;
  lienthong::v1::ReferencePosition reference_position() const override;
  std::optional<lienthong::v1::FetchUnitRequest> NextFetch() const override;
  void TakeUnit(lienthong::v1::FetchUnitRequest request, lienthong::v1::FetchUnitResponse page,
                std::function<void(absl::Status)> done) override;
  RefusedReferences refused_references() const;
  // uplink::ParentNode
  void TakeBlock(lienthong::v1::Block block,
                 std::function<void(absl::StatusOr<uplink::BlockResult>)> done) override;
  void TakeProgress(lienthong::v1::NodeProgress progress, std::function<void()> done) override;
  absl::StatusOr<lienthong::v1::ReferenceRun> ReadReference(
      const lienthong::v1::ReferencePosition& after) override;
  absl::StatusOr<lienthong::v1::FetchUnitResponse> ReadUnit(
      const lienthong::v1::FetchUnitRequest& request) override;

  // Imports reference data and waits for the commit; `actor` is who asked, for the audit.
  absl::StatusOr<lienthong::v1::ImportReferenceResponse> Import(
      lienthong::v1::ImportReferenceRequest request, std::string actor);
  // Keeps a credential together with what the audit says of it, and waits for the commit.
  absl::Status Keep(node::v1::CredentialRow row, lienthong::v1::Audit audit);
  // The reference data in force.
  std::shared_ptr<const Registry> registry() const;

 private:
  struct Task {
    admission::Work work;
    std::function<void(Task&)> done;
    size_t records = 0;
  };

  void Enqueue(admission::Work work, std::function<void(Task&)> done, size_t records);
  // The same for what a desk sends, which is refused while too much waits.
  void EnqueueFromDesk(std::unique_ptr<Task> task);
  template <typename Work, typename Response>
  void SubmitWork(Work work, size_t records, const char* kind,
                  std::function<void(absl::StatusOr<Response>)> done);
  // Has `task` answered with `why` and without a commit. Under the mutex.
  void Refuse(std::unique_ptr<Task> task, absl::Status why);
  absl::Status QueueFull() const;
  absl::Status Room() const;
  // Counts, and says once, that reference data was refused.
  void NoteReference(const absl::Status& status);
  void Run();
  std::vector<std::unique_ptr<Task>> TakeTasks();
  void Commit(std::vector<std::unique_ptr<Task>>& tasks);
  void AfterCommit(const admission::CommitSummary& summary);
  void LetParkedIn();
  void HandOver();
  // After a page of `request`: the next one, or none.
  void NotePage(const lienthong::v1::FetchUnitRequest& request,
                const lienthong::v1::FetchUnitResponse& page);

  Engine& engine_;
  Journal& journal_;
  ReferenceLog& references_;
  gateway::Metrics& metrics_;
  const Options options_;
  admission::Admission admission_;
  ReferenceReader reference_reader_;
  Events events_;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Task>> queue_;
  size_t queued_records_ = 0;
  bool stopping_ = false;
  std::shared_ptr<const Registry> registry_;
  lienthong::v1::ReferencePosition reference_position_;
  // Units to be fetched, each with how far it has come.
  std::map<uint32_t, lienthong::v1::FetchUnitRequest> wanted_;
  RefusedReferences refused_;
  std::thread thread_;
};

}  // namespace lienthong::node
