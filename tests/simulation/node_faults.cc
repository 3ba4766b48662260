// The faults planted in a node (fault.h).
#include "lienthong/node/v1/store.pb.h"
#include "services/accounting/movements.h"
#include "storage/journal/keys.h"
#include "storage/records/records.h"
#include "tests/simulation/node.h"

namespace lienthong::simulation {

void Node::PlantBeforeStart() {
  if (fault() == Fault::kSyncSwitchedOff) {
    disk_->IgnoreLogSyncs(true);
    ++planted_;
  }
  if (fault() != Fault::kRestoreKeepsEpoch || starts_ == 0) return;
  if (!disk_->powered()) disk_->Restore();
  if (backup_.empty()) {
    backup_ = disk_->Save();
  } else if (shared_.random.Chance(50)) {
    disk_->Load(backup_);
    shared_.story.Say("{} is put back to an older backup", options_.name);
    ++planted_;
  }
}

void Node::PlantBeforeCommit(std::vector<std::unique_ptr<Task>>& tasks) {
  if (calm_) return;
  if (fault() == Fault::kAnswerBeforeCommit && shared_.random.Chance(5)) disk_->CutPower();
  if (fault() == Fault::kProgressOutsideBatch && shared_.random.Chance(10)) CommitHeadsFirst(tasks);
  if (fault() == Fault::kRetractionForgotten && shared_.random.Chance(5)) ForgetPostings();
  if (fault() == Fault::kParkedRowKept || fault() == Fault::kSettledBelowOnly)
    parked_before_ = ParkedRows();
}

// The rows of the origins in one batch, the power cut before the other.
void Node::CommitHeadsFirst(std::vector<std::unique_ptr<Task>>& tasks) {
  Journal::Draft draft(*journal_);
  for (const auto& task : tasks) {
    const auto* const work = std::get_if<admission::ReplicateWork>(&task->work.body);
    if (work == nullptr) continue;
    for (const v1::Run& run : work->block.runs()) {
      const uint32_t origin = draft.NumberOf(OriginId::From(run.origin()));
      if (run.first_sequence() != draft.origin(origin).sequence + 1) continue;
      for (const std::string& fact : run.facts()) draft.Append(origin, fact);
    }
  }
  if (draft.facts() == 0) return;
  Batch batch;
  for (uint32_t i = 0; i < journal_->origins().size(); ++i) {
    const OriginState& state = draft.origin(i);
    node::v1::OriginRow row;
    *row.mutable_origin() = state.id.ToProto();
    row.set_sequence(state.sequence);
    row.set_hash(std::string(BytesOf(state.hash)));
    batch.Put(Family::kDefault, journal_keys::Origin(i), row.SerializeAsString());
  }
  if (!engine_->Commit(batch).ok()) return;
  ++planted_;
  Crash();
}

void Node::ForgetPostings() {
  std::vector<node::v1::Record> records;
  const absl::Status scanned =
      Records::ScanAll(engine_->Snapshot(), [&](const node::v1::Record& record) {
        if (!record.postings().empty()) records.push_back(record);
        return absl::OkStatus();
      });
  if (!scanned.ok() || records.empty()) return;
  node::v1::Record& record = shared_.random.Pick(records);
  record.clear_postings();
  Batch batch;
  if (!Records::Write(record, {}, batch).ok() || !engine_->Commit(batch).ok()) return;
  ++planted_;
}

void Node::PlantAfterCommit() {
  if (failed_) return;
  if (fault() == Fault::kFirstArrivalWins) KeepFirstArrivals();
  const bool now = !calm_ && shared_.random.Chance(5);
  if (fault() == Fault::kPostedTwice && now) PostOnceMore();
  if (fault() == Fault::kIndexForgotten && now) ForgetRow(Family::kIndex, "", "");
  if (fault() == Fault::kMonthSumMissed && now) ForgetRow(Family::kLedger, "m", "n");
  if (fault() == Fault::kParkedRowKept || fault() == Fault::kSettledBelowOnly) PutParkedRowsBack();
}

void Node::PostOnceMore() {
  LedgerChanges changes;
  const absl::Status scanned =
      Records::ScanAll(engine_->Snapshot(), [&](const node::v1::Record& record) {
        const auto postings = DecodePostings(record.postings());
        if (!postings.ok() || postings->empty() || !shared_.random.Chance(20))
          return absl::OkStatus();
        for (const StoredPosting& p : *postings)
          changes.Add({p.unit, DayOf(p.instant), record.dossier().procedure()}, p.line, 1);
        ++planted_;
        return absl::OkStatus();
      });
  Ledger ledger(*engine_);
  Batch batch;
  if (!scanned.ok() || !ledger.Stage(changes, batch).ok() || !engine_->Commit(batch).ok()) return;
  admission_ = MakeAdmission();
}

// Any one of the rows between two keys.
void Node::ForgetRow(Family family, const std::string& from, const std::string& to) {
  std::vector<std::string> keys;
  const auto scanned = engine_->Snapshot().Scan(
      family, from, to, [&](std::string_view key, std::string_view) -> absl::StatusOr<bool> {
        keys.emplace_back(key);
        return true;
      });
  if (!scanned.ok() || keys.empty()) return;
  Batch batch;
  batch.Delete(family, shared_.random.Pick(keys));
  if (!engine_->Commit(batch).ok()) return;
  ++planted_;
  admission_ = MakeAdmission();
}

std::vector<ParkedFact> Node::ParkedRows() const {
  std::vector<ParkedFact> rows;
  const absl::Status scanned =
      Progress::ScanParked(engine_->Snapshot(), [&](const ParkedFact& fact) {
        rows.push_back(fact);
        return true;
      });
  return scanned.ok() ? rows : std::vector<ParkedFact>();
}

// Of this node's own records, or of those that other nodes settled.
void Node::PutParkedRowsBack() {
  const bool of_settled = fault() == Fault::kSettledBelowOnly;
  Batch batch;
  for (const ParkedFact& before : parked_before_) {
    const bool own = before.origin == journal_->own();
    if (own == of_settled || !before.row.record()) continue;
    const auto row = Progress::Parked(engine_->Snapshot(), before.origin, before.sequence);
    const bool changed = row.ok() && (of_settled ? row->has_value() && (*row)->has_settled()
                                                 : !row->has_value() && shared_.random.Chance(20));
    if (!changed) continue;
    Progress::PutParked(before, batch);
    ++planted_;
  }
  if (!engine_->Commit(batch).ok()) failed_ = true;
}

// Books, index and record stay in step; only the wrong state counts.
void Node::KeepFirstArrivals() {
  std::vector<node::v1::Record> usurped;
  const absl::Status scanned =
      Records::ScanAll(engine_->Snapshot(), [&](const node::v1::Record& record) {
        const auto [first, added] = first_arrivals_.try_emplace(KeyOf(record), record);
        if (first->second.origin() == record.origin()) {
          first->second = record;
        } else {
          usurped.push_back(record);
        }
        return absl::OkStatus();
      });
  if (!scanned.ok() || usurped.empty()) return;
  LedgerChanges changes;
  Batch batch;
  for (const node::v1::Record& record : usurped) {
    const node::v1::Record& first = first_arrivals_[KeyOf(record)];
    const auto present = DecodePostings(record.postings());
    const auto wanted = DecodePostings(first.postings());
    if (!present.ok() || !wanted.ok() || !Records::Write(first, *present, batch).ok()) return;
    const auto post = [&](const auto& postings, uint32_t procedure, int64_t count) {
      for (const StoredPosting& p : postings)
        changes.Add({p.unit, DayOf(p.instant), procedure}, p.line, count);
    };
    post(*present, record.dossier().procedure(), -1);
    post(*wanted, first.dossier().procedure(), 1);
  }
  Ledger ledger(*engine_);
  if (!ledger.Stage(changes, batch).ok() || !engine_->Commit(batch).ok()) return;
  planted_ += static_cast<int>(usurped.size());
  admission_ = MakeAdmission();
}

}  // namespace lienthong::simulation
