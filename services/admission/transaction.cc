#include "services/admission/transaction.h"

#include <algorithm>

namespace lienthong::admission {
Transaction::Transaction(Engine& engine, const Journal& journal, const ReferenceLog& references)
    : reference_log_(references),
      registry_(references.registry()),
      view_(engine.Snapshot()),
      journal_(journal),
      history_(journal_.position()) {}

ReferenceLog::Draft& Transaction::references() {
  if (!references_.has_value()) references_ = reference_log_.Begin();
  return *references_;
}

absl::Status Transaction::Prefetch(const std::vector<std::string>& keys) {
  std::vector<std::string> absent;
  for (const std::string& key : keys) {
    if (!records_.contains(key)) absent.push_back(key);
  }
  std::sort(absent.begin(), absent.end());
  absent.erase(std::unique(absent.begin(), absent.end()), absent.end());
  if (absent.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto records, Records::ReadMany(view_, absent));
  for (size_t i = 0; i < absent.size(); ++i) {
    Entry entry;
    if (records[i].has_value()) {
      ASSIGN_OR_RETURN(entry.stored, DecodePostings(records[i]->postings()));
      entry.present = entry.stored;
      entry.record = std::move(records[i]);
    }
    records_.emplace(absent[i], std::move(entry));
  }
  return absl::OkStatus();
}

absl::StatusOr<Transaction::Entry*> Transaction::Load(const std::string& key) {
  if (const auto known = records_.find(key); known != records_.end()) return &known->second;
  RETURN_IF_ERROR(Prefetch({key}));
  return &records_.find(key)->second;
}

absl::StatusOr<const node::v1::Record*> Transaction::Find(const std::string& key) {
  ASSIGN_OR_RETURN(const Entry* entry, Load(key));
  return entry->record.has_value() ? &*entry->record : nullptr;
}

void Transaction::Park(uint32_t origin, uint64_t sequence, node::v1::ParkedRow row) {
  parked_[{origin, sequence}] = {std::move(row), journal_.position()};
}

void Transaction::Unpark(uint32_t origin, uint64_t sequence) {
  parked_[{origin, sequence}] = {std::nullopt, journal_.position()};
}

absl::Status Transaction::EndWaiting(uint32_t origin, uint64_t sequence,
                                     const v1::Settled* settled) {
  ASSIGN_OR_RETURN(auto row, FindParked(origin, sequence));
  if (!row.has_value() || !row->record() || row->has_settled()) return absl::OkStatus();
  if (settled == nullptr) {
    Unpark(origin, sequence);
    return absl::OkStatus();
  }
  *row->mutable_settled() = *settled;
  Park(origin, sequence, *std::move(row));
  return absl::OkStatus();
}

absl::StatusOr<LastParked> Transaction::ReadLastParked(const std::string& key) const {
  const auto known = last_parked_.find(key);
  return known != last_parked_.end() ? known->second : Progress::ReadLastParked(view_, key);
}

absl::StatusOr<std::optional<node::v1::ParkedRow>> Transaction::FindParked(
    uint32_t origin, uint64_t sequence) const {
  const auto decided = parked_.find({origin, sequence});
  if (decided != parked_.end()) return decided->second.row;
  return Progress::Parked(view_, origin, sequence);
}

absl::Status Transaction::ScanParked(
    const std::function<absl::Status(const ParkedFact&)>& visit) const {
  std::vector<ParkedFact> facts;
  RETURN_IF_ERROR(Progress::ScanParked(view_, [&](const ParkedFact& fact) {
    if (!DecidesParked(fact.origin, fact.sequence)) facts.push_back(fact);
    return true;
  }));
  for (const auto& [key, decision] : parked_) {
    const auto& row = decision.row;
    if (row.has_value() && !row->has_settled()) facts.push_back({key.first, key.second, *row});
  }
  for (const ParkedFact& fact : facts) RETURN_IF_ERROR(visit(fact));
  return absl::OkStatus();
}

absl::StatusOr<bool> Transaction::HasMilestone(Progress::Milestone milestone, uint32_t unit,
                                               uint32_t term) const {
  if (milestones_.contains({milestone, unit, term})) return true;
  return Progress::HasMilestone(view_, milestone, unit, term);
}

absl::Status Transaction::RaiseSource(const SourceThrough& source) {
  auto [known, added] = sources_.try_emplace({source.unit, source.source}, 0);
  if (added) {
    ASSIGN_OR_RETURN(known->second, Progress::CompleteThrough(view_, source.unit, source.source));
  }
  if (known->second >= source.complete_through) return absl::OkStatus();
  history_.Add(SourceChange{journal_.position(), source.unit, source.source, known->second,
                            source.complete_through});
  known->second = source.complete_through;
  return absl::OkStatus();
}

absl::Status Transaction::NoteFirstLoad(const v1::Dossier& dossier, int64_t now_ms) {
  ++first_load_facts_;
  std::set<uint32_t> units = {dossier.reporting_unit()};
  for (const Posting& posting : PostingsOf(dossier)) units.insert(posting.unit);
  for (const uint32_t unit : units) {
    auto [known, added] = first_loads_.try_emplace(unit);
    node::v1::FirstLoadRow& row = known->second;
    if (added) {
      ASSIGN_OR_RETURN(auto stored, Progress::ReadFirstLoad(view_, unit));
      if (stored.has_value()) row = *std::move(stored);
    }
    if (row.facts() == 0) row.set_first_position(journal_.position());
    row.set_last_position(journal_.position());
    row.set_last_time_ms(now_ms);
    row.set_facts(row.facts() + 1);
  }
  return absl::OkStatus();
}

absl::Status Transaction::StageParked() {
  for (const auto& [key, decision] : parked_) {
    const auto& [origin, sequence] = key;
    const auto& row = decision.row;
    ASSIGN_OR_RETURN(const auto stored, Progress::Parked(view_, origin, sequence));
    const bool waited = stored.has_value() && !stored->has_settled();
    const bool waits = row.has_value() && !row->has_settled();
    if (waits && !waited) history_.Add(ParkedChange{decision.position, row->unit(), 1});
    if (waited && !waits) history_.Add(ParkedChange{decision.position, stored->unit(), -1});
    if (row.has_value()) {
      Progress::PutParked({origin, sequence, *row}, batch_);
    } else {
      Progress::DeleteParked(origin, sequence, batch_);
    }
  }
  return absl::OkStatus();
}

absl::Status Transaction::Stage(Ledger& ledger, int64_t now_ms) {
  journal_.WriteTo(batch_);
  for (const auto& [key, entry] : records_) {
    if (entry.changed) RETURN_IF_ERROR(Records::Write(*entry.record, entry.stored, batch_));
  }
  for (const auto& [key, through] : sources_)
    Progress::PutSource({key.first, key.second, through}, batch_);
  for (const auto& [key, last] : last_parked_) {
    if (last.sequence == 0) {
      Progress::DeleteLastParked(key, batch_);
    } else {
      Progress::PutLastParked(key, last, batch_);
    }
  }
  RETURN_IF_ERROR(StageParked());
  for (const auto& [unit, row] : first_loads_) Progress::PutFirstLoad({unit, row}, batch_);
  for (const auto& [milestone, unit, term] : milestones_)
    Progress::PutMilestone(milestone, unit, term, batch_);
  if (changes_references()) ReferenceLog::WriteTo(*references_, batch_);
  RETURN_IF_ERROR(history_.WriteTo(view_, journal_.facts(), now_ms, batch_));
  return ledger.Stage(ledger_, batch_);
}

void Transaction::Adopt(Journal& journal, ReferenceLog& references) {
  journal.Adopt(std::move(journal_));
  if (changes_references()) references.Adopt(*std::move(references_));
}

}  // namespace lienthong::admission
