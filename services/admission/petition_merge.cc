#include "services/admission/petition_merge.h"

#include <algorithm>

#include "services/accounting/petitions.h"

namespace lienthong::admission {
namespace {

using Step = std::pair<v1::PetitionStatus, Instant>;

std::vector<Step> StepsOf(const v1::PetitionRecord& record) {
  return {{v1::PETITION_STATUS_RECEIVED, record.received()},
          {v1::PETITION_STATUS_REFUSED, record.refused()},
          {v1::PETITION_STATUS_MORE_ASKED, record.more_asked()},
          {v1::PETITION_STATUS_PROCESSED, record.processed()},
          {v1::PETITION_STATUS_PUBLISHED, record.published()}};
}

Instant EventTimeOf(const v1::PetitionRecord& record) {
  Instant latest = 0;
  for (const auto& [status, instant] : StepsOf(record)) latest = std::max(latest, instant);
  return latest;
}

class PetitionMerger {
 public:
  PetitionMerger(const v1::Petition* known, const PetitionUpdate& update, const Calendar& calendar)
      : known_(known), update_(update), record_(*update.record), calendar_(calendar) {}

  MergedPetition Run() {
    if (record_.revision() != 0 && record_.revision() < known_revision())
      return Refuse({"revision", "older than the one already held; send the present state"});
    if (record_.tombstone()) return RunTombstone();
    if (known_ != nullptr && !known_->tombstone()) petition_ = *known_;
    const bool older = IsOlder();
    SetIdentity(older);
    for (const auto& [status, instant] : StepsOf(record_)) SetStep(status, instant, older);
    if (auto refusal = CheckOrder()) return Refuse(*std::move(refusal));
    return Conclude();
  }

 private:
  static MergedPetition Refuse(Refusal refusal) {
    MergedPetition merged;
    merged.refusal = std::move(refusal);
    return merged;
  }

  uint64_t known_revision() const { return known_ == nullptr ? 0 : known_->revision(); }

  bool IsOlder() const {
    return known_ != nullptr && !known_->tombstone() && record_.revision() <= known_revision() &&
           EventTimeOf(record_) < known_->event_time();
  }

  MergedPetition RunTombstone() {
    if (known_ == nullptr)
      return Refuse({"petition", "not known here, so there is nothing to delete"});
    petition_ = *known_;
    petition_.set_tombstone(true);
    return Conclude();
  }

  void SetIdentity(bool older) {
    petition_.set_id(record_.petition());
    if (petition_.ownership_term() == 0)
      petition_.set_ownership_term(known_ != nullptr ? known_->ownership_term() : 1);
    if (petition_.unit() == 0) petition_.set_unit(update_.reporting_unit);
    if (older) return;
    if (update_.unit != 0) petition_.set_unit(update_.unit);
    if (update_.procedure != 0) petition_.set_procedure(update_.procedure);
    if (record_.satisfaction() != v1::SATISFACTION_UNSPECIFIED)
      petition_.set_satisfaction(record_.satisfaction());
    petition_.set_reporting_unit(update_.reporting_unit);
    petition_.set_source(update_.source);
  }

  void SetStep(v1::PetitionStatus status, Instant instant, bool older) {
    if (instant == 0) return;
    for (v1::PetitionEntry& entry : *petition_.mutable_timeline()) {
      if (entry.status() != status) continue;
      if (older && !entry.inferred()) return;
      entry.set_instant(instant);
      entry.set_inferred(false);
      return;
    }
    v1::PetitionEntry& entry = *petition_.add_timeline();
    entry.set_status(status);
    entry.set_instant(instant);
  }

  // Two updates, each sound, may say together what cannot be.
  std::optional<Refusal> CheckOrder() const {
    Instant received = 0;
    for (const v1::PetitionEntry& entry : petition_.timeline()) {
      if (entry.status() == v1::PETITION_STATUS_RECEIVED) received = entry.instant();
    }
    for (const v1::PetitionEntry& entry : petition_.timeline()) {
      if (entry.instant() < received && !entry.inferred())
        return Refusal{"received", "lies after a step that is known already; mend one of the two"};
    }
    return std::nullopt;
  }

  MergedPetition Conclude() {
    petition_.set_event_time(std::max(petition_.event_time(), EventTimeOf(record_)));
    ResolveDeadlines(calendar_, petition_);
    MergedPetition merged;
    merged.changed = known_ == nullptr || !SameState(*known_, petition_);
    const bool states_revision = record_.revision() != 0;
    if (merged.changed && known_ != nullptr && states_revision &&
        record_.revision() == known_revision()) {
      return Refuse(
          {"revision", "already held with other content; a change needs a greater revision"});
    }
    if (record_.revision() > known_revision()) merged.changed = true;
    petition_.set_revision(states_revision ? record_.revision() : known_revision() + 1);
    merged.petition = std::move(petition_);
    return merged;
  }

  // Equal but for what numbers and dates the state itself.
  static bool SameState(v1::Petition a, v1::Petition b) {
    for (v1::Petition* petition : {&a, &b}) {
      petition->clear_revision();
      petition->clear_resolution();
      petition->clear_unparks();
    }
    return a.SerializeAsString() == b.SerializeAsString();
  }

  const v1::Petition* const known_;
  const PetitionUpdate& update_;
  const v1::PetitionRecord& record_;
  const Calendar& calendar_;
  v1::Petition petition_;
};

}  // namespace

MergedPetition Merge(const v1::Petition* known, const PetitionUpdate& update,
                     const Calendar& calendar) {
  return PetitionMerger(known, update, calendar).Run();
}

}  // namespace lienthong::admission
