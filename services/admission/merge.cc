#include "services/admission/merge.h"

#include <algorithm>

#include "services/admission/timeline_merge.h"

namespace lienthong::admission {
namespace {

// Flags that a record can tell; the others come from elsewhere and stay.
constexpr uint32_t FlagBit(v1::Flag flag) { return 1u << (flag - 1); }
constexpr uint32_t kKeptFlags = FlagBit(v1::FLAG_COMPLAINED) | FlagBit(v1::FLAG_SYNCHRONISED);

// Bound of Dossier.raw_status.
constexpr size_t kRawStatusBytesMax = 64;

// The first bytes of UTF-8 `text`, cut between characters.
std::string Cut(const std::string& text, size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  size_t end = bytes_max;
  while (end > 0 && (text[end] & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

class Merger {
 public:
  Merger(const v1::Dossier* known, const Update& update, const Calendar& calendar,
         const DatedRules& rules)
      : known_(known),
        update_(update),
        record_(*update.record),
        calendar_(calendar),
        rules_(rules) {}

  Merged Run() {
    if (auto refusal = CheckRevision()) return Refuse(*std::move(refusal));
    if (known_ != nullptr && !known_->tombstone()) dossier_ = *known_;
    if (record_.tombstone()) return RunTombstone();
    const bool reopens = Reopens();
    older_ = IsOlder() && !reopens;
    SetIdentity();
    MergeTimeline(update_, older_, reopens, dossier_);
    if (auto refusal = CheckOrder()) return Refuse(*std::move(refusal));
    MergePromises();
    SetFlags();
    return Conclude();
  }

 private:
  static Merged Refuse(Refusal refusal) {
    Merged merged;
    merged.refusal = std::move(refusal);
    return merged;
  }

  std::optional<Refusal> CheckRevision() const {
    if (known_ == nullptr || record_.revision() == 0 || record_.revision() >= known_->revision())
      return std::nullopt;
    return Refusal{"revision", "older than the one already held; send the dossier's present state"};
  }

  bool IsOlder() const {
    if (known_ == nullptr || known_->tombstone() || record_.revision() > known_->revision())
      return false;
    const Instant event_time = StatedThrough(record_);
    return event_time != 0 && event_time < known_->event_time();
  }

  Merged RunTombstone() {
    if (known_ == nullptr)
      return Refuse({"MaHoSo", "not known here, so there is nothing to delete"});
    dossier_ = *known_;
    dossier_.set_tombstone(true);
    return Conclude();
  }

  void SetIdentity() {
    const uint32_t unit = update_.handling_unit != 0    ? update_.handling_unit
                          : update_.receiving_unit != 0 ? update_.receiving_unit
                                                        : update_.reporting_unit;
    if (dossier_.id().empty()) {
      dossier_.set_id(record_.dossier());
      dossier_.set_handling_unit(unit);
      dossier_.set_applying_unit(unit);
      dossier_.set_receiving_unit(update_.receiving_unit != 0 ? update_.receiving_unit : unit);
      dossier_.set_ownership_term(known_ != nullptr ? known_->ownership_term()
                                                    : update_.ownership_term);
      dossier_.set_migrated(known_ != nullptr ? known_->migrated() : update_.migrated);
    } else if (!older_ && update_.receiving_unit != 0) {
      dossier_.set_receiving_unit(update_.receiving_unit);
    }
    AddAlias();
    if (older_) return;
    if (update_.procedure != 0) dossier_.set_procedure(update_.procedure);
    if (update_.procedure != 0 || dossier_.channel() == v1::CHANNEL_UNSPECIFIED)
      dossier_.set_channel(update_.channel);
    dossier_.set_source(update_.source);
    dossier_.set_raw_status(Cut(record_.status(), kRawStatusBytesMax));
    dossier_.set_reporting_unit(update_.reporting_unit);
  }

  void AddAlias() {
    const std::string& alias = record_.other_dossier();
    auto& aliases = *dossier_.mutable_aliases();
    if (alias.empty() || alias == record_.dossier() ||
        std::find(aliases.begin(), aliases.end(), alias) != aliases.end())
      return;
    dossier_.add_aliases(alias);
    std::sort(aliases.begin(), aliases.end());
  }

  // On the wire: an open or waiting status, empty finish fields, and a promise that
  // moved beyond the finish. Stated steps after it reopen by themselves.
  bool Reopens() const {
    const Instant finished = FinishedAt(dossier_);
    const bool open = IsOpenStatus(update_.status) || IsRequestStatus(update_.status);
    if (finished == 0 || !open || StatesFinish(record_)) return false;
    if (record_.reopens()) return !IsOlder() || !WasReopened(dossier_);
    return record_.has_promised() && record_.status_time() == 0 &&
           IsLaterThanAll(DueOf(record_.promised()), finished);
  }

  // An older snapshot names an earlier promise, so a later one is news whatever
  // instants stand beside it. The first one that is stated is no change.
  bool IsLaterThanAll(Instant due, Instant finished) const {
    if (due <= finished || dossier_.promises().empty() || dossier_.promises(0).computed())
      return false;
    return std::all_of(dossier_.promises().begin(), dossier_.promises().end(),
                       [due](const v1::Promise& promise) { return promise.due() < due; });
  }

  // A finish before the acceptance, or an acceptance after a known finish.
  std::optional<Refusal> CheckOrder() const {
    const Instant accepted = AcceptedAt(dossier_);
    if (accepted == 0) return std::nullopt;
    for (const v1::TimelineEntry& entry : dossier_.timeline()) {
      const bool is_decision = IsDecisionStatus(entry.status()) || IsCancelStatus(entry.status());
      if (!is_decision || entry.inferred() || entry.instant() >= accepted) continue;
      if (IsCancelStatus(entry.status())) continue;  // refused at the desk, then filed again
      return Refusal{
          record_.finished() != 0 || record_.returned() != 0 ? "NgayKetThucXuLy" : "NgayTiepNhan",
          "the finish lies before the acceptance; mend one of the two"};
    }
    return std::nullopt;
  }

  Instant DueOf(const v1::PromisedTime& promised) const {
    return promised.day_only() ? calendar_.CloseOf(DayOf(promised.instant())) : promised.instant();
  }

  bool HoldsDue(Instant due) const {
    return std::any_of(dossier_.promises().begin(), dossier_.promises().end(),
                       [due](const v1::Promise& promise) { return promise.due() == due; });
  }

  void MergePromises() {
    if (const std::optional<Instant> first = FirstPromise()) SetFirstPromise(*first, false);
    ComputePromise();
    for (const v1::Supplement& supplement : record_.supplements()) AddReappointment(supplement);
    AddChangedPromise();
  }

  // The first promise stays visible as the one before the first re-appointment.
  std::optional<Instant> FirstPromise() const {
    const v1::Supplement* first = nullptr;
    for (const v1::Supplement& supplement : record_.supplements()) {
      if (!supplement.has_promised_before()) continue;
      if (first == nullptr || supplement.requested() < first->requested()) first = &supplement;
    }
    if (first != nullptr) return DueOf(first->promised_before());
    if (record_.has_promised()) return DueOf(record_.promised());
    return std::nullopt;
  }

  void SetFirstPromise(Instant due, bool computed) {
    if (!dossier_.promises().empty() && !dossier_.promises(0).computed()) return;
    v1::Promise& promise =
        dossier_.promises().empty() ? *dossier_.add_promises() : *dossier_.mutable_promises(0);
    promise.set_made(AcceptedAt(dossier_));
    promise.set_due(due);
    promise.set_computed(computed);
  }

  // Where none is stated; again when the acceptance turns out to be another, or when it was
  // computed before the calendar was decided.
  void ComputePromise() {
    const Instant accepted = AcceptedAt(dossier_);
    if (accepted == 0 || update_.processing_days < 0) return;
    const bool stands = !dossier_.promises().empty() && dossier_.promises(0).made() == accepted;
    if (stands && !dossier_.resolution().calendar_provisional()) return;
    SetFirstPromise(calendar_.ComputedPromise(accepted, update_.processing_days), true);
  }

  // Made when the supplement was received, else when it was requested; else at
  // the arrival, and then valid only when it names the promise in force.
  void AddReappointment(const v1::Supplement& supplement) {
    if (!supplement.has_promised_after()) return;
    v1::Promise promise;
    promise.set_due(DueOf(supplement.promised_after()));
    promise.set_includes_pause(true);
    promise.set_made(supplement.received() != 0 ? supplement.received() : supplement.requested());
    if (promise.made() == 0) {
      const v1::Promise* const last =
          dossier_.promises().empty() ? nullptr : &dossier_.promises(dossier_.promises_size() - 1);
      if (last == nullptr || !supplement.has_promised_before() ||
          DueOf(supplement.promised_before()) != last->due())
        return;
      promise.set_inferred(true);
      promise.set_made(std::min(update_.arrival, last->due()));
    }
    AddPromise(std::move(promise));
  }

  // A promise that no re-appointment explains is one made at its arrival.
  void AddChangedPromise() {
    if (!record_.has_promised() || older_ || HoldsDue(DueOf(record_.promised()))) return;
    v1::Promise promise;
    promise.set_due(DueOf(record_.promised()));
    promise.set_made(update_.arrival);
    promise.set_inferred(true);
    AddPromise(std::move(promise));
  }

  void AddPromise(v1::Promise promise) {
    for (int i = 1; i < dossier_.promises_size(); ++i) {
      v1::Promise& held = *dossier_.mutable_promises(i);
      if (held.due() != promise.due()) continue;
      if (held.made() == promise.made() || (promise.inferred() && !held.inferred())) return;
      if (!held.inferred()) continue;
      held = std::move(promise);
      return;
    }
    *dossier_.add_promises() = std::move(promise);
  }

  void SetFlags() {
    uint32_t flags = record_.flags() & ~kKeptFlags;
    if (update_.procedure == 0) flags |= dossier_.flags();
    if (dossier_.channel() == v1::CHANNEL_ONLINE) flags |= FlagBit(v1::FLAG_ONLINE);
    if (update_.fee) flags |= FlagBit(v1::FLAG_FEE_DUE);
    if (update_.written_result) flags |= FlagBit(v1::FLAG_WRITTEN_RESULT_DUE);
    dossier_.set_flags(older_ ? dossier_.flags() | flags : (dossier_.flags() & kKeptFlags) | flags);
  }

  Merged Conclude() {
    dossier_.set_event_time(std::max(dossier_.event_time(), StatedThrough(record_)));
    ResolveDeadlines(calendar_, rules_, dossier_);
    Merged merged;
    merged.changed = known_ == nullptr || !IsSameState();
    if (merged.changed && known_ != nullptr && record_.revision() != 0 &&
        record_.revision() == known_->revision()) {
      return Refuse(
          {"revision", "already held with other content; a change needs a greater revision"});
    }
    if (record_.revision() > known_revision() && !merged.changed) merged.changed = true;
    dossier_.set_revision(record_.revision() != 0 ? record_.revision() : known_revision() + 1);
    merged.dossier = std::move(dossier_);
    return merged;
  }

  uint64_t known_revision() const { return known_ == nullptr ? 0 : known_->revision(); }

  // Whether the state is the known one but for what numbers and dates the state itself: that is
  // taken from the known one for a moment, which is cheaper than copies of both.
  bool IsSameState() {
    v1::Dossier own;
    own.set_revision(dossier_.revision());
    own.set_unparks(dossier_.unparks());
    own.mutable_resolution()->Swap(dossier_.mutable_resolution());
    dossier_.set_revision(known_->revision());
    dossier_.set_unparks(known_->unparks());
    dossier_.clear_resolution();
    if (known_->has_resolution()) *dossier_.mutable_resolution() = known_->resolution();
    const bool same = dossier_.SerializeAsString() == known_->SerializeAsString();
    dossier_.set_revision(own.revision());
    dossier_.set_unparks(own.unparks());
    dossier_.mutable_resolution()->Swap(own.mutable_resolution());
    return same;
  }

  const v1::Dossier* const known_;
  const Update& update_;
  const v1::SourceRecord& record_;
  const Calendar& calendar_;
  const DatedRules& rules_;
  v1::Dossier dossier_;
  bool older_ = false;
};

}  // namespace

Instant StatedThrough(const v1::SourceRecord& record) {
  Instant latest = std::max({record.submitted(), record.accepted(), record.finished(),
                             record.returned(), record.refused(), record.status_time()});
  for (const v1::Supplement& supplement : record.supplements()) {
    latest = std::max({latest, supplement.requested(), supplement.received()});
  }
  return latest;
}

Merged Merge(const v1::Dossier* known, const Update& update, const Calendar& calendar,
             const DatedRules& rules) {
  return Merger(known, update, calendar, rules).Run();
}

}  // namespace lienthong::admission
