// How a state becomes the one that counts (transaction.h).
#include <algorithm>

#include "services/accounting/petitions.h"
#include "services/admission/transaction.h"

namespace lienthong::admission {
namespace {

// Losers kept for people to see; beyond it the eldest is dropped.
constexpr int kRivalsMax = 8;

template <typename State>
std::vector<StoredPosting> PostingsToStore(const State& state) {
  std::vector<StoredPosting> stored;
  for (const Posting& posting : PostingsOf(state))
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

// The loser in short. An observation has neither term nor revision.
node::v1::Rival RivalOf(const node::v1::Record& record) {
  node::v1::Rival rival;
  rival.set_origin(record.origin());
  rival.set_sequence(record.sequence());
  const bool is_petition = record.has_petition();
  rival.set_ownership_term(is_petition ? record.petition().ownership_term()
                                       : record.dossier().ownership_term());
  rival.set_revision(is_petition ? record.petition().revision() : record.dossier().revision());
  return rival;
}

RecordChange::Kind KindOf(const node::v1::Record& record) {
  return record.has_petition()      ? RecordChange::Kind::kPetition
         : record.has_observation() ? RecordChange::Kind::kObservation
                                    : RecordChange::Kind::kDossier;
}

node::v1::Record RecordFrom(uint32_t origin, uint64_t sequence) {
  node::v1::Record record;
  record.set_origin(origin);
  record.set_sequence(sequence);
  return record;
}

}  // namespace

Precedence Transaction::PrecedenceOfRecord(const node::v1::Record& record) const {
  const OriginId& origin = journal_.origin(record.origin()).id;
  const auto of = [&](const auto& state) {
    return PrecedenceOf(state, origin.node, origin.epoch, record.sequence());
  };
  if (record.has_petition()) return of(record.petition());
  if (record.has_observation()) return of(record.observation());
  return of(record.dossier());
}

absl::Status Transaction::Fold(uint32_t origin, uint64_t sequence, v1::Dossier dossier) {
  node::v1::Record next = RecordFrom(origin, sequence);
  std::vector<StoredPosting> postings = PostingsToStore(dossier);
  *next.mutable_dossier() = std::move(dossier);
  return FoldRecord(std::move(next), std::move(postings));
}

absl::Status Transaction::Fold(uint32_t origin, uint64_t sequence, const v1::Petition& petition) {
  node::v1::Record next = RecordFrom(origin, sequence);
  *next.mutable_petition() = petition;
  return FoldRecord(std::move(next), PostingsToStore(petition));
}

absl::Status Transaction::Fold(uint32_t origin, uint64_t sequence,
                               const v1::Observation& observation) {
  node::v1::Record next = RecordFrom(origin, sequence);
  *next.mutable_observation() = observation;
  return FoldRecord(std::move(next), {});
}

void Transaction::NoteChange(const std::string& key, const Entry& entry,
                             const node::v1::Record& next, size_t kept,
                             const std::vector<StoredPosting>& postings) {
  RecordChange change;
  change.position = journal_.position();
  change.state = {next.origin(), next.sequence()};
  if (entry.record->sequence() != 0)
    change.before = {entry.record->origin(), entry.record->sequence()};
  change.kind = KindOf(next);
  if (!next.has_dossier()) change.key = key;
  change.procedure_before = entry.record->dossier().procedure();
  change.procedure_after = next.dossier().procedure();
  change.kept = static_cast<uint32_t>(kept);
  history_.Add(change, std::span(entry.present).subspan(kept), std::span(postings).subspan(kept));
}

absl::Status Transaction::FoldRecord(node::v1::Record next, std::vector<StoredPosting> postings) {
  const std::string key = KeyOf(next);
  ASSIGN_OR_RETURN(Entry* const entry, Load(key));
  entry->changed = true;
  if (entry->record.has_value()) {
    node::v1::Record& held = *entry->record;
    if (PrecedenceOfRecord(next) < PrecedenceOfRecord(held)) {
      if (held.origin() != next.origin()) KeepRival(RivalOf(next), *held.mutable_rivals());
      return absl::OkStatus();
    }
    KeepRival(RivalOf(held), *held.mutable_rivals());
    DropRival(next.origin(), *held.mutable_rivals());
    next.mutable_rivals()->Swap(held.mutable_rivals());
  } else {
    entry->record.emplace();
  }
  const uint32_t before = entry->record->dossier().procedure();
  const uint32_t after = next.dossier().procedure();
  const size_t same = before == after ? CommonPrefix(entry->present, postings) : 0;
  NoteChange(key, *entry, next, same, postings);
  Post(std::span(entry->present).subspan(same), before, -1);
  Post(std::span(postings).subspan(same), after, 1);
  entry->present = std::move(postings);
  next.set_postings(EncodePostings(entry->present));
  *entry->record = std::move(next);
  return absl::OkStatus();
}

void Transaction::Post(std::span<const StoredPosting> postings, uint32_t procedure, int64_t count) {
  for (const StoredPosting& posting : postings)
    ledger_.Add({posting.unit, DayOf(posting.instant), procedure}, posting.line, count);
}

}  // namespace lienthong::admission
