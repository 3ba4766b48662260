// What one commit gathers before it is written: a view of the memory with this
// commit's own changes on top. Dropped without a trace when the commit fails.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "lienthong/node/v1/store.pb.h"
#include "services/accounting/movements.h"
#include "services/accounting/precedence.h"
#include "services/admission/admission.h"
#include "storage/progress/progress.h"
#include "storage/records/history.h"
#include "storage/records/records.h"

namespace lienthong::admission {

class Transaction {
 public:
  Transaction(Engine& engine, const Journal& journal, const ReferenceLog& references);

  Journal::Draft& journal() { return journal_; }
  const View& view() const { return view_; }
  // The registry with this commit's own entries.
  const Registry& registry() const {
    return references_.has_value() ? *references_->registry : *registry_;
  }
  // Opens the reference log for writing.
  ReferenceLog::Draft& references();
  bool changes_references() const {
    return references_.has_value() && !references_->entries.empty();
  }

  // Reads the records of `keys` that are not here yet, in one go.
  absl::Status Prefetch(const std::vector<std::string>& keys);
  // The record as of this commit; null: not known.
  absl::StatusOr<const node::v1::Record*> Find(const std::string& key);
  // Folds a state: the winner's postings stand, the loser is listed (fold.cc).
  absl::Status Fold(uint32_t origin, uint64_t sequence, v1::Dossier dossier);
  // Notes that a first load told `dossier`, whose postings are in the books now or lost
  // against others; `now_ms`: this commit.
  absl::Status NoteFirstLoad(const v1::Dossier& dossier, int64_t now_ms);
  uint64_t first_load_facts() const { return first_load_facts_; }
  absl::Status Fold(uint32_t origin, uint64_t sequence, const v1::Petition& petition);
  absl::Status Fold(uint32_t origin, uint64_t sequence, const v1::Observation& observation);

  void Park(uint32_t origin, uint64_t sequence, node::v1::ParkedRow row);
  void Unpark(uint32_t origin, uint64_t sequence);
  // A record of `origin` waits no longer: it went in, or is refused (`settled`). What does not wait
  // as a record stays as it is: a fact that only this node cannot count is not its origin's to end.
  absl::Status EndWaiting(uint32_t origin, uint64_t sequence, const v1::Settled* settled);
  // Whether this commit parks the fact or lets it in.
  bool DecidesParked(uint32_t origin, uint64_t sequence) const {
    return parked_.contains({origin, sequence});
  }
  // A record came into being that a parked one may have waited for.
  void WakeParked() { wakes_parked_ = true; }
  bool wakes_parked() const { return wakes_parked_; }
  // The last update of the record `key` that this node parked; sequence 0: none waits.
  absl::StatusOr<LastParked> ReadLastParked(const std::string& key) const;
  void SetLastParked(const std::string& key, LastParked last) {
    last_parked_[key] = std::move(last);
  }
  // The row of a parked fact as of this commit; nothing: it is not parked.
  absl::StatusOr<std::optional<node::v1::ParkedRow>> FindParked(uint32_t origin,
                                                                uint64_t sequence) const;
  // Every parked fact as of this commit, by origin and sequence.
  absl::Status ScanParked(const std::function<absl::Status(const ParkedFact&)>& visit) const;
  // Milestones of hand-overs, as of this commit.
  void SetMilestone(Progress::Milestone milestone, uint32_t unit, uint32_t term) {
    milestones_.insert({milestone, unit, term});
  }
  absl::StatusOr<bool> HasMilestone(Progress::Milestone milestone, uint32_t unit,
                                    uint32_t term) const;
  bool changes_handovers() const { return !milestones_.empty(); }
  // Raises how far a source has reported; never lowers it.
  absl::Status RaiseSource(const SourceThrough& source);
  Batch& batch() { return batch_; }

  // Puts everything into one batch, through `ledger`; learned at `now_ms`.
  absl::Status Stage(Ledger& ledger, int64_t now_ms);
  // After the commit: makes it the present state.
  void Adopt(Journal& journal, ReferenceLog& references);

 private:
  struct Entry {
    std::optional<node::v1::Record> record;
    std::vector<StoredPosting> stored;   // before this commit
    std::vector<StoredPosting> present;  // as of this commit
    bool changed = false;
  };

  // What becomes of a parked fact, decided when the journal had come to `position`; no row:
  // it is let in.
  struct ParkedDecision {
    std::optional<node::v1::ParkedRow> row;
    uint64_t position = 0;
  };

  absl::StatusOr<Entry*> Load(const std::string& key);
  absl::Status StageParked();
  // Notes a change to the record `key`: what its `present` postings become.
  void NoteChange(const std::string& key, const Entry& entry, const node::v1::Record& next,
                  size_t kept, const std::vector<StoredPosting>& postings);
  // `next` has its state, origin and sequence.
  absl::Status FoldRecord(node::v1::Record next, std::vector<StoredPosting> postings);
  // Adds `postings` to the books, or takes them back; `procedure` as in LedgerPlace.
  void Post(std::span<const StoredPosting> postings, uint32_t procedure, int64_t count);
  Precedence PrecedenceOfRecord(const node::v1::Record& record) const;

  const ReferenceLog& reference_log_;
  const std::shared_ptr<const Registry> registry_;
  const View view_;
  Journal::Draft journal_;
  std::optional<ReferenceLog::Draft> references_;
  absl::flat_hash_map<std::string, Entry> records_;
  std::map<std::pair<uint32_t, std::string>, Instant> sources_;
  std::map<std::pair<uint32_t, uint64_t>, ParkedDecision> parked_;
  std::map<std::string, LastParked> last_parked_;
  std::set<std::tuple<Progress::Milestone, uint32_t, uint32_t>> milestones_;
  bool wakes_parked_ = false;
  std::map<uint32_t, node::v1::FirstLoadRow> first_loads_;  // by unit
  uint64_t first_load_facts_ = 0;
  LedgerChanges ledger_;
  HistoryDraft history_;
  Batch batch_;
};

}  // namespace lienthong::admission
