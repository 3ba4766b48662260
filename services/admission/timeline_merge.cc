#include "services/admission/timeline_merge.h"

#include <xxhash.h>

#include <algorithm>

namespace lienthong::admission {
namespace {

v1::TimelineEntry MakeEntry(v1::Status status, Instant instant, bool inferred,
                            uint32_t supplement = 0) {
  v1::TimelineEntry entry;
  entry.set_status(status);
  entry.set_instant(instant);
  entry.set_inferred(inferred);
  entry.set_supplement(supplement);
  return entry;
}

v1::TimelineEntry LastOf(const v1::Dossier& dossier) {
  return dossier.timeline().empty() ? v1::TimelineEntry() : *dossier.timeline().rbegin();
}

// Start of the run in which `instant` lies (0: the last run): the last stated step
// by then that reopened a finished dossier.
Instant RunStart(const v1::Dossier& dossier, Instant instant) {
  Instant start = 0, finished = 0;
  for (const v1::TimelineEntry& entry : dossier.timeline()) {
    if (instant != 0 && entry.instant() > instant) break;
    if (IsDecisionStatus(entry.status()) || IsCancelStatus(entry.status())) {
      finished = entry.instant();
    } else if (finished != 0 && !entry.inferred() && entry.instant() > finished) {
      start = entry.instant();
      finished = 0;
    }
  }
  return start;
}

// Gathers what one update adds.
class TimelineMerge {
 public:
  TimelineMerge(const Update& update, bool older, v1::Dossier& dossier)
      : update_(update),
        record_(*update.record),
        older_(older),
        dossier_(dossier),
        known_(LastOf(dossier)) {}

  void Run(bool reopens) {
    AddFilingAndAcceptance();
    AddSupplements();
    AddStatus();
    if (reopens)
      AddStated(update_.status,
                record_.status_time() != 0 ? record_.status_time() : update_.arrival);
    MoveToHandlingUnit();
    SortTimeline(dossier_);
  }

 private:
  bool is_new() const { return known_.status() == v1::STATUS_UNSPECIFIED; }
  v1::Status status() const { return update_.status; }

  bool ProvesAcceptance() const {
    return IsOpenStatus(status()) || IsDecisionStatus(status()) ||
           status() == v1::STATUS_PAYMENT_REQUESTED;
  }

  // Acceptance is NgayTiepNhan, else NgayNopHoSo where the status proves it.
  void AddFilingAndAcceptance() {
    const bool falls_back =
        record_.accepted() == 0 && ProvesAcceptance() && AcceptedAt(dossier_) == 0;
    if (record_.accepted() != 0) {
      SetOnly(v1::STATUS_ACCEPTED, record_.accepted());
    } else if (falls_back && record_.submitted() != 0) {
      SetOnly(v1::STATUS_ACCEPTED, record_.submitted());
      Remove(v1::STATUS_REGISTERED);
    } else if (falls_back) {
      Append(MakeEntry(v1::STATUS_ACCEPTED, std::min(update_.arrival, EarliestStated()), true));
    }
    const bool filed_first =
        record_.submitted() != 0 && record_.submitted() != AcceptedAt(dossier_);
    if (filed_first) SetOnly(v1::STATUS_REGISTERED, record_.submitted());
  }

  Instant EarliestStated() const {
    Instant earliest = update_.arrival;
    for (const Instant stated :
         {record_.finished(), record_.returned(), record_.refused(), record_.status_time()}) {
      if (stated != 0) earliest = std::min(earliest, stated);
    }
    for (const v1::Supplement& supplement : record_.supplements()) {
      if (supplement.requested() != 0) earliest = std::min(earliest, supplement.requested());
    }
    return earliest;
  }

  // What a record books after the finish that it states itself reopens nothing.
  void AddSupplements() {
    for (const v1::Supplement& supplement : record_.supplements()) {
      const uint32_t key = SupplementKey(supplement.id());
      if (IsInTheRun(supplement.requested())) AddRequest(supplement.requested(), key);
      if (IsInTheRun(supplement.received()))
        AddStated(v1::STATUS_PROCESSING, supplement.received());
    }
  }

  bool IsInTheRun(Instant at) const {
    Instant finish = record_.finished();
    if (finish == 0) finish = record_.returned();
    if (finish == 0) finish = record_.refused();
    return at != 0 && (finish == 0 || at <= finish);
  }

  void AddRequest(Instant requested, uint32_t key) {
    for (v1::TimelineEntry& entry : *dossier_.mutable_timeline()) {
      const bool same =
          entry.status() == v1::STATUS_SUPPLEMENT_REQUESTED &&
          ((key != 0 && entry.supplement() == key) ||
           (entry.supplement() == 0 && entry.instant() == requested) ||
           (entry.inferred() && entry.supplement() == 0 && entry.instant() >= requested));
      if (!same) continue;
      if (key != 0) entry.set_supplement(key);
      return Date(entry, requested);
    }
    AddStated(v1::STATUS_SUPPLEMENT_REQUESTED, requested, key);
    if (IsRequestStatus(status()) && !older_) BoundInferred(requested);
  }

  // The dossier waits since `requested`, so steps that are known by their arrival
  // only, which is an upper bound, came before it.
  void BoundInferred(Instant requested) {
    for (v1::TimelineEntry& entry : *dossier_.mutable_timeline()) {
      if (entry.inferred() && IsOpenStatus(entry.status()) && entry.instant() >= requested)
        entry.set_instant(requested - 1);
    }
    SortTimeline(dossier_);
  }

  void AddStatus() {
    if (IsDecisionStatus(status())) return AddDecision();
    if (IsCancelStatus(status())) return AddFinish(status(), CancelInstant());
    if (status() == v1::STATUS_REGISTERED || status() == v1::STATUS_UNSPECIFIED) return;
    if (record_.status_time() != 0) return AddStatedStatus();
    AddInferredStatus();
  }

  Instant CancelInstant() const {
    const Instant own = status() == v1::STATUS_REFUSED ? record_.refused() : record_.finished();
    return own != 0 ? own : record_.status_time();
  }

  // NgayKetThucXuLy states 9, NgayTra states 10; where only the hand-over is
  // stated it proves the decision.
  void AddDecision() {
    const Instant decided = record_.finished() != 0          ? record_.finished()
                            : status() == v1::STATUS_DECIDED ? record_.status_time()
                                                             : 0;
    Instant returned = record_.returned();
    if (returned == 0 && status() == v1::STATUS_RETURNED) returned = record_.status_time();
    if (decided != 0) AddFinish(v1::STATUS_DECIDED, decided);
    if (returned != 0) AddFinish(v1::STATUS_RETURNED, returned);
    if (decided == 0 && returned == 0) AddFinish(status(), 0);
  }

  // A finish of the present run: a stated one corrects it, an inferred one is news
  // only where nothing of the run is finished yet.
  void AddFinish(v1::Status finish, Instant stated) {
    const Instant run_start = RunStart(dossier_, stated);
    v1::TimelineEntry* held = nullptr;
    bool finished = false;
    for (v1::TimelineEntry& entry : *dossier_.mutable_timeline()) {
      if (entry.instant() < run_start ||
          (!IsDecisionStatus(entry.status()) && !IsCancelStatus(entry.status())))
        continue;
      finished = true;
      if (entry.status() == finish) held = &entry;
    }
    if (stated == 0) {
      const bool decision_after =
          finish == v1::STATUS_RETURNED && CurrentStatus(dossier_) == v1::STATUS_DECIDED;
      if ((!finished || decision_after) && held == nullptr) AddInferred(finish);
    } else if (held == nullptr) {
      Append(MakeEntry(finish, stated, false));
    } else if (held->inferred() || !older_) {
      Date(*held, stated);
    }
  }

  // With the finish fields filled, an open status is a late repeat.
  void AddStatedStatus() {
    const Instant at = record_.status_time();
    const Instant finished = FinishedAt(dossier_);
    if (finished != 0 && at > finished && StatesFinish(record_)) return;
    if (status() == v1::STATUS_ACCEPTED &&
        (AcceptedAt(dossier_) == 0 || at <= AcceptedAt(dossier_))) {
      if (record_.accepted() == 0) SetOnly(v1::STATUS_ACCEPTED, at);
      return;
    }
    if (status() == v1::STATUS_SUPPLEMENT_REQUESTED && HasRequestAt(at)) return;
    AddStated(status(), at);
  }

  bool HasRequestAt(Instant at) const {
    return std::any_of(dossier_.timeline().begin(), dossier_.timeline().end(),
                       [at](const v1::TimelineEntry& entry) {
                         return entry.status() == v1::STATUS_SUPPLEMENT_REQUESTED &&
                                entry.instant() == at;
                       });
  }

  void AddInferredStatus() {
    const v1::Status current = CurrentStatus(dossier_);
    if (FinishedAt(dossier_) != 0 || current == status()) return;
    // Without an instant, "in process" says something only where it ends a wait.
    if (IsOpenStatus(status()) && !IsRequestStatus(current)) return;
    if (status() == v1::STATUS_SUPPLEMENT_REQUESTED) return AddInferredRequest();
    AddInferred(status());
  }

  // The list already states the request that the status speaks of.
  void AddInferredRequest() {
    uint32_t key = 0;
    for (const v1::Supplement& supplement : record_.supplements()) {
      if (supplement.requested() != 0 && supplement.received() == 0) return;
      key = SupplementKey(supplement.id());
    }
    for (const v1::TimelineEntry& entry : dossier_.timeline()) {
      if (key != 0 && entry.supplement() == key) return;
    }
    AddInferred(v1::STATUS_SUPPLEMENT_REQUESTED, key);
  }

  void AddInferred(v1::Status status, uint32_t supplement = 0) {
    if (older_) return;
    Instant at = update_.arrival;
    for (const v1::TimelineEntry& entry : dossier_.timeline()) at = std::max(at, entry.instant());
    Append(MakeEntry(status, at, true, supplement));
  }

  // A stated step; where the same step is known by its arrival, it is dated.
  void AddStated(v1::Status status, Instant at, uint32_t supplement = 0) {
    for (v1::TimelineEntry& entry : *dossier_.mutable_timeline()) {
      if (entry.status() != status || entry.supplement() != supplement) continue;
      if (entry.instant() != at && !(entry.inferred() && entry.instant() > at)) continue;
      return Date(entry, at);
    }
    Append(MakeEntry(status, at, false, supplement));
  }

  // Steps that happen once before anything else: filing and the first acceptance.
  void SetOnly(v1::Status status, Instant at) {
    for (v1::TimelineEntry& entry : *dossier_.mutable_timeline()) {
      if (entry.status() != status) continue;
      if (!entry.inferred() && older_) return;
      return Date(entry, at);
    }
    Append(MakeEntry(status, at, false));
  }

  void Remove(v1::Status status) {
    auto& timeline = *dossier_.mutable_timeline();
    timeline.erase(std::remove_if(timeline.begin(), timeline.end(),
                                  [status](const v1::TimelineEntry& entry) {
                                    return entry.status() == status;
                                  }),
                   timeline.end());
  }

  // The step happened at `at`, as stated. Its place may change.
  void Date(v1::TimelineEntry& entry, Instant at) {
    entry.set_instant(at);
    entry.set_inferred(false);
    SortTimeline(dossier_);
  }

  void Append(v1::TimelineEntry entry) {
    *dossier_.add_timeline() = std::move(entry);
    SortTimeline(dossier_);
  }

  // Another handling unit: the last step moves there when it is new, else a step
  // of its own at the arrival. A finished dossier does not move.
  void MoveToHandlingUnit() {
    const uint32_t unit = update_.handling_unit;
    if (is_new() || older_ || unit == 0 || unit == CurrentUnit(dossier_)) return;
    v1::TimelineEntry* const last = dossier_.mutable_timeline(dossier_.timeline_size() - 1);
    if (last->status() != known_.status() || last->instant() != known_.instant()) {
      last->set_unit(unit);
    } else if (FinishedAt(dossier_) == 0) {
      v1::TimelineEntry move =
          MakeEntry(last->status(), std::max(update_.arrival, last->instant()), true);
      move.set_unit(unit);
      Append(std::move(move));
    }
  }

  const Update& update_;
  const v1::SourceRecord& record_;
  const bool older_;
  v1::Dossier& dossier_;
  // The last step before this update.
  const v1::TimelineEntry known_;
};

}  // namespace

bool IsOpenStatus(v1::Status status) {
  return status == v1::STATUS_ACCEPTED || status == v1::STATUS_PROCESSING;
}

bool IsRequestStatus(v1::Status status) {
  return status == v1::STATUS_SUPPLEMENT_REQUESTED || status == v1::STATUS_PAYMENT_REQUESTED;
}

bool IsDecisionStatus(v1::Status status) {
  return status == v1::STATUS_DECIDED || status == v1::STATUS_RETURNED;
}

bool IsCancelStatus(v1::Status status) {
  return status == v1::STATUS_REFUSED || status == v1::STATUS_WITHDRAWN ||
         status == v1::STATUS_STOPPED;
}

bool StatesFinish(const v1::SourceRecord& record) {
  return record.finished() != 0 || record.returned() != 0 || record.refused() != 0;
}

uint32_t SupplementKey(const std::string& id) {
  if (id.empty()) return 0;
  const uint32_t key = XXH32(id.data(), id.size(), 0);
  return key == 0 ? 1 : key;
}

v1::Status CurrentStatus(const v1::Dossier& dossier) {
  return dossier.timeline().empty() ? v1::STATUS_UNSPECIFIED
                                    : dossier.timeline(dossier.timeline_size() - 1).status();
}

uint32_t CurrentUnit(const v1::Dossier& dossier) {
  uint32_t unit = dossier.handling_unit();
  for (const v1::TimelineEntry& entry : dossier.timeline()) {
    if (entry.unit() != 0) unit = entry.unit();
  }
  return unit;
}

Instant FinishedAt(const v1::Dossier& dossier) {
  Instant finished = 0;
  v1::Status by = v1::STATUS_UNSPECIFIED;
  for (const v1::TimelineEntry& entry : dossier.timeline()) {
    const bool is_finish = IsDecisionStatus(entry.status()) || IsCancelStatus(entry.status());
    const bool governs = by == v1::STATUS_RETURNED && entry.status() == v1::STATUS_DECIDED;
    if (is_finish && (finished == 0 || governs)) {
      finished = entry.instant();
      by = entry.status();
    } else if (!is_finish && finished != 0 && !entry.inferred() && entry.instant() > finished) {
      finished = 0;
    }
  }
  return finished;
}

bool WasReopened(const v1::Dossier& dossier) { return RunStart(dossier, 0) != 0; }

Instant AcceptedAt(const v1::Dossier& dossier) {
  for (const v1::TimelineEntry& entry : dossier.timeline()) {
    if (entry.status() == v1::STATUS_ACCEPTED) return entry.instant();
  }
  return 0;
}

void MergeTimeline(const Update& update, bool older, bool reopens, v1::Dossier& dossier) {
  TimelineMerge(update, older, dossier).Run(reopens);
}

}  // namespace lienthong::admission
