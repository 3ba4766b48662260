#include "services/node/writer.h"

#include <chrono>
#include <future>

#include "services/access/wire_status.h"
#include "services/admission/handover.h"
#include "services/node/log.h"

namespace lienthong::node {
namespace {

// Records in one commit. Larger ones gain little (the sync is paid by then) and
// make everybody in the queue wait longer.
constexpr size_t kCommitRecordsMax = 4096;

// Some commits later there is room.
constexpr int64_t kQueueRetryMs = 250;

// Reference entries in one message, below gRPC's limit.
constexpr size_t kReferenceBytesMax = 256 << 10;

size_t FactsOf(const lienthong::v1::Block& block) {
  size_t facts = 0;
  for (const lienthong::v1::Run& run : block.runs()) facts += run.facts_size();
  return facts;
}

const char* NameOf(lienthong::v1::RecordResult::Outcome outcome) {
  switch (outcome) {
    case lienthong::v1::RecordResult::OUTCOME_ADMITTED:
      return "admitted";
    case lienthong::v1::RecordResult::OUTCOME_UNCHANGED:
      return "unchanged";
    case lienthong::v1::RecordResult::OUTCOME_PARKED:
      return "parked";
    default:
      return "refused";
  }
}

template <typename Response>
void CountRecords(const Response& response, const char* kind, gateway::Metrics& metrics) {
  std::map<lienthong::v1::RecordResult::Outcome, uint64_t> outcomes;
  for (const lienthong::v1::RecordResult& result : response.results()) ++outcomes[result.outcome()];
  for (const auto& [outcome, count] : outcomes) metrics.OnRecords(NameOf(outcome), count);
  metrics.OnFactsAdmitted(kind, outcomes[lienthong::v1::RecordResult::OUTCOME_ADMITTED]);
  metrics.OnFactsAdmitted("parked", outcomes[lienthong::v1::RecordResult::OUTCOME_PARKED]);
}

uplink::BlockResult ResultOf(admission::ReplicateWork& work) {
  return {std::move(work.held), std::move(work.gaps), std::move(work.divergences), work.admitted};
}

}  // namespace

Writer::Writer(Engine& engine, Journal& journal, ReferenceLog& references, const Clock& clock,
               gateway::Metrics& metrics, Options options)
    : engine_(engine),
      journal_(journal),
      references_(references),
      metrics_(metrics),
      options_(std::move(options)),
      admission_(engine, journal, references, clock, options_.admission),
      reference_reader_(engine),
      registry_(references.registry()),
      reference_position_(references.position()) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  // Something is left only when the writer was never started.
  for (const auto& task : queue_) {
    task->work.status = Unavailable("node: it has stopped");
    task->done(*task);
  }
}

void Writer::Start(Events events) {
  events_ = std::move(events);
  LetParkedIn();  // reference data may have come just before the last stop
  thread_ = std::thread([this] { Run(); });
}

void Writer::Enqueue(admission::Work work, std::function<void(Task&)> done, size_t records) {
  auto task = std::make_unique<Task>(Task{std::move(work), std::move(done), records});
  {
    const std::lock_guard lock(mutex_);
    queued_records_ += records;
    queue_.push_back(std::move(task));
  }
  changed_.notify_one();
}

template <typename Work, typename Response>
void Writer::SubmitWork(Work work, size_t records, const char* kind,
                        std::function<void(absl::StatusOr<Response>)> done) {
  auto answer = [this, kind, done = std::move(done)](Task& task) {
    if (!task.work.status.ok()) return done(task.work.status);
    Response& response = std::get<Work>(task.work.body).response;
    CountRecords(response, kind, metrics_);
    done(std::move(response));
  };
  EnqueueFromDesk(
      std::make_unique<Task>(Task{{std::move(work), {}}, std::move(answer), records + 1}));
}

void Writer::Submit(lienthong::v1::SubmitRequest batch, access::Scope scope,
                    std::function<void(absl::StatusOr<lienthong::v1::SubmitResponse>)> done) {
  const size_t records = batch.records_size();
  SubmitWork(admission::SubmitWork{std::move(batch), {}, std::move(scope)}, records, "dossier",
             std::move(done));
}

void Writer::SubmitPetitions(
    lienthong::v1::SubmitPetitionsRequest batch, access::Scope scope,
    std::function<void(absl::StatusOr<lienthong::v1::SubmitPetitionsResponse>)> done) {
  const size_t records = batch.petitions_size();
  SubmitWork(admission::SubmitPetitionsWork{std::move(batch), {}, std::move(scope)}, records,
             "petition", std::move(done));
}

void Writer::SubmitObservations(
    lienthong::v1::SubmitObservationsRequest batch, access::Scope scope,
    std::function<void(absl::StatusOr<lienthong::v1::SubmitObservationsResponse>)> done) {
  const size_t records = batch.observations_size();
  SubmitWork(admission::SubmitObservationsWork{std::move(batch), {}, std::move(scope)}, records,
             "observation", std::move(done));
}

void Writer::EnqueueFromDesk(std::unique_ptr<Task> task) {
  absl::Status room = Room();
  {
    const std::lock_guard lock(mutex_);
    // One batch always fits, however large, else it would never go in.
    if (queued_records_ > 0 && queued_records_ + task->records > options_.queue_records_max)
      room.Update(QueueFull());
    if (!room.ok()) {
      Refuse(std::move(task), std::move(room));
    } else {
      queued_records_ += task->records;
      queue_.push_back(std::move(task));
    }
  }
  changed_.notify_one();
}

absl::Status Writer::Room() const { return options_.room ? options_.room() : absl::OkStatus(); }

absl::Status Writer::QueueFull() const {
  const absl::Status status = ResourceExhausted(
      "intake: {} records wait already; send the batch again later", queued_records_);
  return access::WithRetry(access::WithReason(status, "QUEUE_FULL"), kQueueRetryMs);
}

// In front of all that waits: who is to slow down must not hear of it last.
void Writer::Refuse(std::unique_ptr<Task> task, absl::Status why) {
  task->work.status = std::move(why);
  task->work.body = admission::UnparkWork{};
  task->records = 0;
  queue_.push_front(std::move(task));
}

void Writer::Acknowledge(lienthong::v1::Ack ack) {
  Enqueue(
      {admission::AcknowledgeWork{std::move(ack)}, {}}, [](Task&) {}, 1);
}

void Writer::TakeReference(lienthong::v1::ReferenceRun run,
                           std::function<void(absl::Status)> done) {
  const size_t entries = run.entries_size();
  Enqueue(
      {admission::ReferenceWork{std::move(run)}, {}},
      [this, done = std::move(done)](Task& task) {
        NoteReference(task.work.status);
        done(task.work.status);
      },
      entries);
}

// A gap is no refusal: the next hello mends it.
void Writer::NoteReference(const absl::Status& status) {
  const bool refused = status.code() == absl::StatusCode::kFailedPrecondition;
  if (!refused && !status.ok()) return;
  const std::string reason = refused ? MessageOf(status) : "";
  bool is_news = false;
  {
    const std::lock_guard lock(mutex_);
    refused_.runs += refused ? 1 : 0;
    is_news = refused && refused_.reason != reason;
    refused_.reason = reason;
  }
  if (refused) metrics_.OnReferenceRefused();
  if (is_news) LogWarn("reference data refused", {{"reason", reason}});
}

Writer::RefusedReferences Writer::refused_references() const {
  const std::lock_guard lock(mutex_);
  return refused_;
}

lienthong::v1::ReferencePosition Writer::reference_position() const {
  const std::lock_guard lock(mutex_);
  return reference_position_;
}

std::shared_ptr<const Registry> Writer::registry() const {
  const std::lock_guard lock(mutex_);
  return registry_;
}

void Writer::TakeBlock(lienthong::v1::Block block,
                       std::function<void(absl::StatusOr<uplink::BlockResult>)> done) {
  const size_t facts = FactsOf(block);
  admission::ReplicateWork work;
  work.block = std::move(block);
  Enqueue(
      {std::move(work), Room()},
      [this, done = std::move(done)](Task& task) {
        if (!task.work.status.ok()) return done(task.work.status);
        admission::ReplicateWork& result = std::get<admission::ReplicateWork>(task.work.body);
        metrics_.OnReplicated(result.admitted);
        done(ResultOf(result));
      },
      facts);
}

void Writer::TakeProgress(lienthong::v1::NodeProgress progress, std::function<void()> done) {
  Enqueue(
      {admission::ProgressWork{{std::move(progress)}}, {}},
      [done = std::move(done)](Task&) { done(); }, 1);
}

absl::StatusOr<lienthong::v1::ReferenceRun> Writer::ReadReference(
    const lienthong::v1::ReferencePosition& after) {
  return reference_reader_.Read(reference_position(), after, kReferenceBytesMax);
}

absl::StatusOr<lienthong::v1::ImportReferenceResponse> Writer::Import(
    lienthong::v1::ImportReferenceRequest request, std::string actor) {
  using Answer = absl::StatusOr<lienthong::v1::ImportReferenceResponse>;
  // Shared: the writer may still be inside set_value when the caller has its answer.
  const auto answer = std::make_shared<std::promise<Answer>>();
  const size_t rows = request.rows_size();
  Enqueue(
      {admission::ImportWork{std::move(request), {}, std::move(actor)}, {}},
      [answer](Task& task) {
        if (!task.work.status.ok()) return answer->set_value(task.work.status);
        answer->set_value(std::move(std::get<admission::ImportWork>(task.work.body).response));
      },
      rows);
  return answer->get_future().get();
}

absl::Status Writer::Keep(node::v1::CredentialRow row, lienthong::v1::Audit audit) {
  const auto answer = std::make_shared<std::promise<absl::Status>>();
  Enqueue(
      {admission::CredentialWork{std::move(row), std::move(audit)}, {}},
      [answer](Task& task) { answer->set_value(task.work.status); }, 1);
  return answer->get_future().get();
}

// In steps, each a commit, until nothing more goes in or the node stops; Start goes on.
void Writer::LetParkedIn() {
  Enqueue(
      {admission::UnparkWork{}, {}},
      [this](Task& task) {
        if (!task.work.status.ok() || std::get<admission::UnparkWork>(task.work.body).decided == 0)
          return HandOver();
        {
          const std::lock_guard lock(mutex_);
          if (stopping_) return;
        }
        LetParkedIn();
      },
      1);
}

void Writer::HandOver() {
  Enqueue(
      {admission::HandoverWork{}, {}},
      [this](Task& task) {
        if (!task.work.status.ok()) return;
        std::map<uint32_t, lienthong::v1::FetchUnitRequest> wanted;
        const std::lock_guard lock(mutex_);
        for (auto& request : std::get<admission::HandoverWork>(task.work.body).wanted) {
          const auto known = wanted_.find(request.unit());
          const bool goes_on = known != wanted_.end() && known->second.term() == request.term();
          wanted[request.unit()] = goes_on ? known->second : std::move(request);
        }
        wanted_ = std::move(wanted);
      },
      1);
}

std::optional<lienthong::v1::FetchUnitRequest> Writer::NextFetch() const {
  const std::lock_guard lock(mutex_);
  return wanted_.empty() ? std::nullopt : std::optional(wanted_.begin()->second);
}

void Writer::TakeUnit(lienthong::v1::FetchUnitRequest request,
                      lienthong::v1::FetchUnitResponse page,
                      std::function<void(absl::Status)> done) {
  const size_t records = page.dossiers_size() + page.parked_size() + 1;
  Enqueue(
      {admission::TakeoverWork{std::move(request), std::move(page)}, {}},
      [this, done = std::move(done)](Task& task) {
        const auto& work = std::get<admission::TakeoverWork>(task.work.body);
        if (task.work.status.ok()) NotePage(work.request, work.page);
        done(task.work.status);
        if (events_.units_wanted) events_.units_wanted();
      },
      records);
}

void Writer::NotePage(const lienthong::v1::FetchUnitRequest& request,
                      const lienthong::v1::FetchUnitResponse& page) {
  const std::lock_guard lock(mutex_);
  const auto wanted = wanted_.find(request.unit());
  if (wanted == wanted_.end() || wanted->second.term() != request.term()) return;
  if (page.complete()) {
    wanted_.erase(wanted);
  } else {
    wanted->second.set_after(page.last());
  }
}

absl::StatusOr<lienthong::v1::FetchUnitResponse> Writer::ReadUnit(
    const lienthong::v1::FetchUnitRequest& request) {
  return admission::ReadUnit(engine_.Snapshot(), journal_, *registry(), options_.admission.is_root,
                             request);
}

void Writer::Run() {
  while (true) {
    std::vector<std::unique_ptr<Task>> tasks = TakeTasks();
    if (tasks.empty()) return;
    Commit(tasks);
    for (const auto& task : tasks) task->done(*task);
  }
}

std::vector<std::unique_ptr<Writer::Task>> Writer::TakeTasks() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  std::vector<std::unique_ptr<Task>> tasks;
  size_t records = 0;
  while (!queue_.empty() &&
         (tasks.empty() || records + queue_.front()->records <= kCommitRecordsMax)) {
    records += queue_.front()->records;
    tasks.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  queued_records_ -= records;
  metrics_.SetQueue(queued_records_);
  return tasks;
}

void Writer::Commit(std::vector<std::unique_ptr<Task>>& tasks) {
  std::vector<admission::Work*> work;
  for (const auto& task : tasks) {
    if (task->work.status.ok()) work.push_back(&task->work);
  }
  if (work.empty()) return;
  const auto start = std::chrono::steady_clock::now();
  const absl::StatusOr<admission::CommitSummary> summary = admission_.Commit(work);
  metrics_.SetStoreWritable(engine_.health().ok());
  if (!summary.ok()) {
    LogError("commit failed", {{"reason", MessageOf(summary.status())}});
    return;
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  metrics_.OnCommit(summary->facts, elapsed.count());
  AfterCommit(*summary);
}

void Writer::AfterCommit(const admission::CommitSummary& summary) {
  metrics_.SetJournalPosition(journal_.position());
  metrics_.OnFirstLoad(summary.first_load_facts);
  if (summary.reference_changed) {
    {
      const std::lock_guard lock(mutex_);
      registry_ = references_.registry();
      reference_position_ = references_.position();
    }
    LetParkedIn();
    if (events_.references_changed) events_.references_changed();
  } else if (summary.handover_changed || summary.wakes_parked) {
    LetParkedIn();
  }
  if (summary.facts > 0 && events_.journal_grew) events_.journal_grew();
}

}  // namespace lienthong::node
