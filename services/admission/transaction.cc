#include "services/admission/transaction.h"

#include <algorithm>

namespace lienthong::admission {
namespace {

// Losers kept for people to see; beyond it the eldest is dropped.
constexpr int kRivalsMax = 8;

std::vector<StoredPosting> PostingsToStore(const v1::Dossier& dossier) {
  std::vector<StoredPosting> stored;
  for (const Posting& posting : PostingsOf(dossier))
    stored.push_back({posting.instant, posting.unit, posting.line.Pack()});
  return stored;
}

// An update mostly changes the end of a life: what comes before it stays as it is posted.
size_t CommonPrefix(const std::vector<StoredPosting>& a, const std::vector<StoredPosting>& b) {
  return std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
}

using Rivals = google::protobuf::RepeatedPtrField<node::v1::Rival>;

void KeepRival(node::v1::Rival rival, Rivals& rivals) {
  for (node::v1::Rival& held : rivals) {
    if (held.origin() != rival.origin()) continue;
    if (held.sequence() < rival.sequence()) held = std::move(rival);
    return;
  }
  if (rivals.size() == kRivalsMax) rivals.erase(rivals.begin());
  *rivals.Add() = std::move(rival);
}

// The winner's own older states are no rivals of it.
void DropRival(uint32_t origin, Rivals& rivals) {
  rivals.erase(std::remove_if(rivals.begin(), rivals.end(),
                              [origin](const auto& rival) { return rival.origin() == origin; }),
               rivals.end());
}

node::v1::Rival RivalOf(uint32_t origin, uint64_t sequence, const v1::Dossier& dossier) {
  node::v1::Rival rival;
  rival.set_origin(origin);
  rival.set_sequence(sequence);
  rival.set_ownership_term(dossier.ownership_term());
  rival.set_revision(dossier.revision());
  return rival;
}

}  // namespace

Transaction::Transaction(Engine& engine, const Journal& journal, const ReferenceLog& references)
    : reference_log_(references),
      registry_(references.registry()),
      view_(engine.Snapshot()),
      journal_(journal) {}

ReferenceLog::Draft& Transaction::references() {
  if (!references_.has_value()) references_ = reference_log_.Begin();
  return *references_;
}

absl::Status Transaction::Prefetch(const std::vector<std::string>& dossiers) {
  std::vector<std::string> absent;
  for (const std::string& dossier : dossiers) {
    if (!records_.contains(dossier)) absent.push_back(dossier);
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

absl::StatusOr<Transaction::Entry*> Transaction::Load(const std::string& dossier) {
  RETURN_IF_ERROR(Prefetch({dossier}));
  return &records_.find(dossier)->second;
}

absl::StatusOr<const node::v1::Record*> Transaction::Find(const std::string& dossier) {
  ASSIGN_OR_RETURN(const Entry* entry, Load(dossier));
  return entry->record.has_value() ? &*entry->record : nullptr;
}

Precedence Transaction::PrecedenceOfRecord(const node::v1::Record& record) const {
  const OriginId& origin = journal_.origin(record.origin()).id;
  return PrecedenceOf(record.dossier(), origin.node, origin.epoch, record.sequence());
}

absl::Status Transaction::Fold(uint32_t origin, uint64_t sequence, const v1::Dossier& dossier) {
  ASSIGN_OR_RETURN(Entry* const entry, Load(dossier.id()));
  entry->changed = true;
  const OriginId& id = journal_.origin(origin).id;
  if (entry->record.has_value()) {
    node::v1::Record& held = *entry->record;
    if (PrecedenceOf(dossier, id.node, id.epoch, sequence) < PrecedenceOfRecord(held)) {
      if (held.origin() != origin)
        KeepRival(RivalOf(origin, sequence, dossier), *held.mutable_rivals());
      return absl::OkStatus();
    }
    KeepRival(RivalOf(held.origin(), held.sequence(), held.dossier()), *held.mutable_rivals());
    DropRival(origin, *held.mutable_rivals());
  } else {
    entry->record.emplace();
  }
  std::vector<StoredPosting> postings = PostingsToStore(dossier);
  const uint32_t procedure = entry->record->dossier().procedure();
  const size_t same = procedure == dossier.procedure() ? CommonPrefix(entry->present, postings) : 0;
  Post(std::span(entry->present).subspan(same), procedure, -1);
  Post(std::span(postings).subspan(same), dossier.procedure(), 1);
  entry->present = std::move(postings);
  *entry->record->mutable_dossier() = dossier;
  entry->record->set_origin(origin);
  entry->record->set_sequence(sequence);
  entry->record->set_postings(EncodePostings(entry->present));
  return absl::OkStatus();
}

void Transaction::Post(std::span<const StoredPosting> postings, uint32_t procedure, int64_t count) {
  for (const StoredPosting& posting : postings)
    ledger_.Add({posting.unit, DayOf(posting.instant), procedure}, posting.line, count);
}

void Transaction::Park(uint32_t origin, uint64_t sequence, node::v1::ParkedRow row) {
  parked_[{origin, sequence}] = std::move(row);
}

void Transaction::Unpark(uint32_t origin, uint64_t sequence) {
  parked_[{origin, sequence}] = std::nullopt;
}

absl::StatusOr<LastParked> Transaction::ReadLastParked(const std::string& dossier) const {
  const auto known = last_parked_.find(dossier);
  return known != last_parked_.end() ? known->second : Progress::ReadLastParked(view_, dossier);
}

absl::StatusOr<std::optional<node::v1::ParkedRow>> Transaction::FindParked(
    uint32_t origin, uint64_t sequence) const {
  const auto decided = parked_.find({origin, sequence});
  if (decided != parked_.end()) return decided->second;
  return Progress::Parked(view_, origin, sequence);
}

absl::Status Transaction::ScanParked(
    const std::function<absl::Status(const ParkedFact&)>& visit) const {
  std::vector<ParkedFact> facts;
  RETURN_IF_ERROR(Progress::ScanParked(view_, [&](const ParkedFact& fact) {
    if (!DecidesParked(fact.origin, fact.sequence)) facts.push_back(fact);
    return true;
  }));
  for (const auto& [key, row] : parked_) {
    if (row.has_value()) facts.push_back({key.first, key.second, *row});
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
  auto [known, added] = sources_.try_emplace({source.unit, source.source}, source.complete_through);
  if (added) {
    ASSIGN_OR_RETURN(const Instant stored,
                     Progress::CompleteThrough(view_, source.unit, source.source));
    known->second = std::max(known->second, stored);
  }
  known->second = std::max(known->second, source.complete_through);
  return absl::OkStatus();
}

absl::Status Transaction::Stage(Ledger& ledger) {
  journal_.WriteTo(batch_);
  for (const auto& [dossier, entry] : records_) {
    if (entry.changed) RETURN_IF_ERROR(Records::Write(*entry.record, entry.stored, batch_));
  }
  for (const auto& [key, through] : sources_)
    Progress::PutSource({key.first, key.second, through}, batch_);
  for (const auto& [dossier, last] : last_parked_) {
    if (last.sequence == 0) {
      Progress::DeleteLastParked(dossier, batch_);
    } else {
      Progress::PutLastParked(dossier, last, batch_);
    }
  }
  for (const auto& [key, row] : parked_) {
    if (row.has_value()) {
      Progress::PutParked({key.first, key.second, *row}, batch_);
    } else {
      Progress::DeleteParked(key.first, key.second, batch_);
    }
  }
  for (const auto& [milestone, unit, term] : milestones_)
    Progress::PutMilestone(milestone, unit, term, batch_);
  if (changes_references()) ReferenceLog::WriteTo(*references_, batch_);
  return ledger.Stage(ledger_, batch_);
}

void Transaction::Adopt(Journal& journal, ReferenceLog& references) {
  journal.Adopt(std::move(journal_));
  if (changes_references()) references.Adopt(*std::move(references_));
}

}  // namespace lienthong::admission
