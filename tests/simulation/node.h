// One office: the product's stores and admission on a faulty disk, with a writer
// that does what services/node/writer.cc does, in one thread and when told.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lienthong/node/v1/store.pb.h"
#include "services/admission/admission.h"
#include "services/uplink/receiver.h"
#include "storage/progress/progress.h"
#include "storage/engine/faulty_disk.h"
#include "storage/registry/reference_reader.h"
#include "tests/simulation/basics.h"
#include "tests/simulation/fault.h"
#include "tests/simulation/promises.h"

namespace lienthong::simulation {

class Node {
 public:
  struct Options {
    std::string name;
    bool is_root = false;
    uint64_t disk_seed = 0;
    int64_t skew_ms = 0;
    Fault fault = Fault::kNone;
  };

  // What all nodes share; must outlive them.
  struct Shared {
    VirtualClock& clock;
    Random& random;
    Story& story;
    Promises& promises;
  };

  Node(Options options, Shared shared);

  // Switches on and opens the store; then every promise must hold. With a full or
  // broken disk the node may stay down, which is no error.
  absl::Status Start();
  // In calm times nothing fails by itself.
  void SetCalm(bool calm) { calm_ = calm; }
  void SetTrouble(FaultyDisk::Trouble trouble);
  // The power goes at this instant.
  void Crash();
  bool calm() const { return calm_; }
  bool running() const { return admission_ != nullptr; }
  // True while the store refuses writes until it is opened again.
  bool failed() const { return failed_; }

  // What may be asked of a node. `done` may never be called: that is a crash.
  void Submit(v1::SubmitRequest request);
  void Submit(v1::SubmitPetitionsRequest request);
  void Submit(v1::SubmitObservationsRequest request);
  void Import(v1::ImportReferenceRequest request);
  void TakeBlock(v1::Block block, std::function<void(absl::StatusOr<uplink::BlockResult>)> done);
  void TakeProgress(v1::NodeProgress progress, std::function<void()> done);
  void TakeReference(v1::ReferenceRun run, std::function<void(absl::Status)> done);
  void Acknowledge(v1::Ack ack);
  absl::StatusOr<v1::ReferenceRun> ReadReference(const v1::ReferencePosition& after) const;
  std::optional<v1::FetchUnitRequest> NextFetch() const;
  // Of this node or, where it does not hold them, of those above.
  absl::StatusOr<v1::FetchUnitResponse> ReadUnit(const v1::FetchUnitRequest& request) const;
  void TakeUnit(v1::FetchUnitRequest request, v1::FetchUnitResponse page);
  // The node above, for ReadUnit.
  void SetAbove(const Node* above) { above_ = above; }
  // What its author signs with, the same in every life of the root.
  static SigningKey AuthorKey();

  // Commits a part of what waits, at least one piece, and answers.
  void Work();
  bool has_work() const { return !queue_.empty(); }
  // Called when reference data was committed.
  void OnReferences(std::function<void()> listener) { on_references_ = std::move(listener); }

  const std::string& name() const { return options_.name; }
  bool is_root() const { return options_.is_root; }
  FaultyDisk& disk() { return *disk_; }
  const Clock& clock() const { return clock_; }
  const Engine& engine() const { return *engine_; }
  const Journal& journal() const { return *journal_; }
  const ReferenceLog& references() const { return *references_; }
  Fault fault() const { return options_.fault; }
  // How often planted faults took effect here.
  int planted() const { return planted_; }

 private:
  struct Task {
    admission::Work work;
    std::function<void(Task&)> done;
    size_t records = 0;
  };

  void Enqueue(admission::Work work, std::function<void(Task&)> done, size_t records);
  absl::Status Open();
  void Close();
  std::unique_ptr<admission::Admission> MakeAdmission();
  std::vector<std::unique_ptr<Task>> TakeTasks();
  void Answer(std::vector<std::unique_ptr<Task>>& tasks, bool committed);
  void AnswerDesk(Task& task);
  void AnswerRecord(const std::string& key, const v1::RecordResult& result);
  void LetParkedIn();
  void HandOver();
  absl::Status Commit(std::vector<std::unique_ptr<Task>>& tasks);

  // The planted faults (node_faults.cc).
  void PlantBeforeCommit(std::vector<std::unique_ptr<Task>>& tasks);
  void AnswerTooEarly(std::vector<std::unique_ptr<Task>>& tasks);
  void CommitHeadsFirst(std::vector<std::unique_ptr<Task>>& tasks);
  void ForgetPostings();
  void PlantAfterCommit();
  void PostOnceMore();
  void ForgetRow(Family family, const std::string& from, const std::string& to);
  void PutParkedRowsBack();
  std::vector<ParkedFact> ParkedRows() const;
  void KeepFirstArrivals();
  void PlantBeforeStart();

  const Options options_;
  Shared shared_;
  SkewedClock clock_;
  std::shared_ptr<FaultyDisk> disk_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<ReferenceLog> references_;
  std::unique_ptr<ReferenceReader> reference_reader_;
  std::unique_ptr<admission::Admission> admission_;
  std::deque<std::unique_ptr<Task>> queue_;
  std::function<void()> on_references_;
  std::map<uint32_t, v1::FetchUnitRequest> wanted_;
  const Node* above_ = nullptr;
  bool failed_ = false;
  bool calm_ = false;
  FaultyDisk::Trouble trouble_ = FaultyDisk::Trouble::kNone;
  int starts_ = 0;
  int planted_ = 0;
  FaultyDisk::Contents backup_;
  std::map<std::string, node::v1::Record> first_arrivals_;
  std::vector<ParkedFact> parked_before_;
};

}  // namespace lienthong::simulation
