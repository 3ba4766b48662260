#include "tests/simulation/node.h"

#include "services/admission/handover.h"
#include "services/intake/names.h"
#include "storage/records/records.h"

namespace lienthong::simulation {
namespace {

constexpr char kPath[] = "/store";
constexpr size_t kReferenceBytesMax = 400;  // small, so that a few rows make several runs

size_t FactsOf(const v1::Block& block) {
  size_t facts = 0;
  for (const v1::Run& run : block.runs()) facts += run.facts_size();
  return facts;
}

uplink::BlockResult ResultOf(admission::ReplicateWork& work) {
  return {std::move(work.held), std::move(work.gaps), std::move(work.divergences), work.admitted};
}

}  // namespace

Node::Node(Options options, Shared shared)
    : options_(std::move(options)),
      shared_(shared),
      clock_(shared.clock, options_.skew_ms),
      disk_(FaultyDisk::Make(options_.disk_seed)) {}

absl::Status Node::Start() {
  Close();
  PlantBeforeStart();
  if (!disk_->powered()) disk_->Restore();
  const absl::Status opened = Open();
  if (!opened.ok()) {
    Close();
    if (trouble_ == FaultyDisk::Trouble::kNone && disk_->powered())
      return Annotate(opened, options_.name + " does not start");
    shared_.story.Say("{} cannot start: {}", options_.name, MessageOf(opened));
    return absl::OkStatus();
  }
  ++starts_;
  failed_ = false;
  shared_.story.Say("{} starts, holds {} facts", options_.name, journal_->position());
  LetParkedIn();
  return shared_.promises.Check(options_.name, *engine_, *journal_);
}

absl::Status Node::Open() {
  ASSIGN_OR_RETURN(
      engine_,
      Engine::Open(
          {.path = kPath, .disk = disk_, .block_cache_bytes = 1 << 20, .deterministic = true}));
  ASSIGN_OR_RETURN(journal_, Journal::Open(*engine_, options_.name, shared_.random.Next()));
  ASSIGN_OR_RETURN(references_, ReferenceLog::Open(*engine_, intake::NormalizeName));
  if (options_.is_root)
    RETURN_IF_ERROR(references_->SignUnsigned(
        *engine_, journal_->origin(journal_->own()).id.ToProto(), AuthorKey()));
  reference_reader_ = std::make_unique<ReferenceReader>(*engine_);
  admission_ = MakeAdmission();
  return absl::OkStatus();
}

SigningKey Node::AuthorKey() { return *SigningKey::FromSeed(std::string(32, 'a')); }

std::unique_ptr<admission::Admission> Node::MakeAdmission() {
  admission::Admission::Options options{.is_root = options_.is_root};
  if (options_.is_root) options.signing_key = AuthorKey();
  return std::make_unique<admission::Admission>(*engine_, *journal_, *references_, clock_, options);
}

void Node::Close() {
  queue_.clear();
  wanted_.clear();
  admission_.reset();
  reference_reader_.reset();
  references_.reset();
  journal_.reset();
  engine_.reset();
}

void Node::SetTrouble(FaultyDisk::Trouble trouble) {
  trouble_ = trouble;
  disk_->SetTrouble(trouble);
}

void Node::Crash() {
  if (!running()) return;
  shared_.story.Say("{} loses its power, {} pieces of work unanswered", options_.name,
                    queue_.size());
  disk_->CutPower();
  Close();
}

void Node::Enqueue(admission::Work work, std::function<void(Task&)> done, size_t records) {
  queue_.push_back(std::make_unique<Task>(Task{std::move(work), std::move(done), records}));
}

void Node::Submit(v1::SubmitRequest request) {
  const size_t records = request.records_size();
  Enqueue(
      {admission::SubmitWork{std::move(request), {}}, {}}, [this](Task& task) { AnswerDesk(task); },
      records);
}

void Node::Submit(v1::SubmitPetitionsRequest request) {
  const size_t records = request.petitions_size();
  Enqueue(
      {admission::SubmitPetitionsWork{std::move(request), {}}, {}},
      [this](Task& task) { AnswerDesk(task); }, records);
}

void Node::Submit(v1::SubmitObservationsRequest request) {
  const size_t records = request.observations_size();
  Enqueue(
      {admission::SubmitObservationsWork{std::move(request), {}}, {}},
      [this](Task& task) { AnswerDesk(task); }, records);
}

void Node::Import(v1::ImportReferenceRequest request) {
  const size_t rows = request.rows_size();
  Enqueue(
      {admission::ImportWork{std::move(request), {}}, {}}, [](Task&) {}, rows);
}

void Node::TakeBlock(v1::Block block,
                     std::function<void(absl::StatusOr<uplink::BlockResult>)> done) {
  const size_t facts = FactsOf(block);
  admission::ReplicateWork work;
  work.block = std::move(block);
  Enqueue(
      {std::move(work), {}},
      [this, done = std::move(done)](Task& task) {
        if (!task.work.status.ok()) return done(task.work.status);
        uplink::BlockResult result = ResultOf(std::get<admission::ReplicateWork>(task.work.body));
        for (const v1::OriginPosition& held : result.held)
          shared_.promises.PromiseHeld(options_.name, held);
        done(std::move(result));
      },
      facts);
}

void Node::TakeProgress(v1::NodeProgress progress, std::function<void()> done) {
  Enqueue(
      {admission::ProgressWork{{std::move(progress)}}, {}},
      [done = std::move(done)](Task&) { done(); }, 1);
}

void Node::TakeReference(v1::ReferenceRun run, std::function<void(absl::Status)> done) {
  const size_t entries = run.entries_size();
  Enqueue(
      {admission::ReferenceWork{std::move(run)}, {}},
      [done = std::move(done)](Task& task) { done(task.work.status); }, entries);
}

void Node::Acknowledge(v1::Ack ack) {
  Enqueue(
      {admission::AcknowledgeWork{std::move(ack)}, {}}, [](Task&) {}, 1);
}

absl::StatusOr<v1::ReferenceRun> Node::ReadReference(const v1::ReferencePosition& after) const {
  return reference_reader_->Read(references_->position(), after, kReferenceBytesMax);
}

void Node::LetParkedIn() {
  if (fault() == Fault::kParkedForgotten) {
    ++planted_;
    return;
  }
  Enqueue(
      {admission::UnparkWork{}, {}},
      [this](Task& task) {
        if (!task.work.status.ok()) return;
        if (std::get<admission::UnparkWork>(task.work.body).decided > 0) return LetParkedIn();
        HandOver();
      },
      1);
}

void Node::HandOver() {
  Enqueue(
      {admission::HandoverWork{}, {}},
      [this](Task& task) {
        if (!task.work.status.ok()) return;
        std::map<uint32_t, v1::FetchUnitRequest> wanted;
        for (auto& request : std::get<admission::HandoverWork>(task.work.body).wanted) {
          const auto known = wanted_.find(request.unit());
          const bool goes_on = known != wanted_.end() && known->second.term() == request.term();
          wanted[request.unit()] = goes_on ? known->second : request;
        }
        wanted_ = std::move(wanted);
      },
      1);
}

std::optional<v1::FetchUnitRequest> Node::NextFetch() const {
  return wanted_.empty() ? std::nullopt : std::optional(wanted_.begin()->second);
}

absl::StatusOr<v1::FetchUnitResponse> Node::ReadUnit(const v1::FetchUnitRequest& request) const {
  if (!running()) return Unavailable("{} is away", options_.name);
  auto page = admission::ReadUnit(engine_->Snapshot(), *journal_, *references_->registry(),
                                  options_.is_root, request);
  const bool ask_above = absl::IsUnavailable(page.status()) && above_ != nullptr;
  return ask_above ? above_->ReadUnit(request) : std::move(page);
}

void Node::TakeUnit(v1::FetchUnitRequest request, v1::FetchUnitResponse page) {
  Enqueue(
      {admission::TakeoverWork{std::move(request), std::move(page)}, {}},
      [this](Task& task) {
        const auto& work = std::get<admission::TakeoverWork>(task.work.body);
        const auto wanted = wanted_.find(work.request.unit());
        if (!task.work.status.ok() || wanted == wanted_.end()) return;
        shared_.story.Say("{} takes over {} dossiers of unit {}{}", options_.name,
                          work.page.dossiers_size(), work.request.unit(),
                          work.page.complete() ? ", the last ones" : "");
        if (work.page.complete()) {
          wanted_.erase(wanted);
        } else {
          wanted->second.set_after(work.page.last());
        }
      },
      1);
}

std::vector<std::unique_ptr<Node::Task>> Node::TakeTasks() {
  std::vector<std::unique_ptr<Task>> tasks;
  size_t left = 1 + shared_.random.Below(static_cast<int>(queue_.size()));
  for (; left > 0; --left) {
    tasks.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return tasks;
}

absl::Status Node::Commit(std::vector<std::unique_ptr<Task>>& tasks) {
  std::vector<admission::Work*> work;
  size_t records = 0;
  for (const auto& task : tasks) {
    work.push_back(&task->work);
    records += task->records;
  }
  const auto summary = admission_->Commit(work);
  if (!summary.ok()) {
    shared_.story.Say("{} cannot commit: {}", options_.name, MessageOf(summary.status()));
    return summary.status();
  }
  if (summary->facts > 0 || summary->reference_changed) {
    shared_.story.Say("{} commits {} pieces of work, {} facts{}; position {}", options_.name,
                      tasks.size(), summary->facts,
                      summary->reference_changed ? " and reference data" : "",
                      journal_->position());
  }
  if (summary->reference_changed || summary->handover_changed || summary->wakes_parked)
    LetParkedIn();
  if (summary->reference_changed && on_references_) on_references_();
  return absl::OkStatus();
}

void Node::Work() {
  if (!running() || queue_.empty()) return;
  std::vector<std::unique_ptr<Task>> tasks = TakeTasks();
  PlantBeforeCommit(tasks);
  if (!running()) return;
  const absl::Status status = Commit(tasks);
  failed_ = !status.ok();
  const bool dead = !disk_->powered() || (status.ok() && !calm_ && shared_.random.Below(200) == 0);
  const bool lies = failed_ && (fault() == Fault::kAnswerFromFailedCommit ||
                                fault() == Fault::kAnswerBeforeCommit);
  if (lies) {
    ++planted_;
    for (const auto& task : tasks) {
      if (std::holds_alternative<admission::SubmitWork>(task->work.body)) AnswerDesk(*task);
    }
  }
  if (dead) {
    if (status.ok()) shared_.story.Say("{} committed and does not come to answer", options_.name);
    return Crash();
  }
  PlantAfterCommit();
  for (const auto& task : tasks) task->done(*task);
}

// What the desk may rely on from now on.
void Node::AnswerDesk(Task& task) {
  const bool lies =
      fault() == Fault::kAnswerFromFailedCommit || fault() == Fault::kAnswerBeforeCommit;
  if (!task.work.status.ok() && !lies) return;
  if (const auto* const work = std::get_if<admission::SubmitPetitionsWork>(&task.work.body)) {
    for (int i = 0; i < work->response.results_size(); ++i)
      AnswerRecord(PetitionKey(work->request.petitions(i).petition()), work->response.results(i));
  } else if (const auto* const seen =
                 std::get_if<admission::SubmitObservationsWork>(&task.work.body)) {
    // By its fact; its record holds what a later moment said.
    for (const v1::RecordResult& result : seen->response.results()) AnswerRecord("", result);
  } else {
    const auto& dossiers = std::get<admission::SubmitWork>(task.work.body);
    for (int i = 0; i < dossiers.response.results_size(); ++i)
      AnswerRecord(dossiers.request.records(i).dossier(), dossiers.response.results(i));
  }
}

void Node::AnswerRecord(const std::string& key, const v1::RecordResult& result) {
  if (result.outcome() == v1::RecordResult::OUTCOME_REFUSED) {
    shared_.story.Say("{} refuses {}: {} {}", options_.name, key, result.field(), result.reason());
    return;
  }
  // One that waits may go to another node with its unit, and be let in there.
  const bool waits = result.outcome() == v1::RecordResult::OUTCOME_PARKED;
  if (!key.empty()) shared_.promises.PromiseRecord(waits ? "" : options_.name, key);
  if (result.sequence() == 0) return;
  const auto bytes = journal_->ReadFact(engine_->Snapshot(), journal_->own(), result.sequence());
  shared_.promises.PromiseFact(options_.name, result.sequence(),
                               bytes.ok() ? *bytes : std::string());
}

}  // namespace lienthong::simulation
