// The independent fold: every fact of the journal, the greatest state of each record, and
// the oracle's movements of it (invariants.h).
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "services/accounting/movements.h"
#include "storage/progress/progress.h"
#include "storage/records/records.h"
#include "tests/oracle/oracle.h"
#include "tests/property/translate.h"
#include "tests/simulation/invariants.h"

namespace lienthong::simulation {
namespace {

// A state with where it stands in the order of states: ownership term, revision,
// the source's event instant, origin, sequence.
struct State {
  std::tuple<uint32_t, uint64_t, int64_t, std::string, uint64_t, uint64_t> rank;
  std::string bytes;
};

std::string StateOf(const node::v1::Record& record) {
  if (record.has_petition()) return record.petition().SerializeAsString();
  if (record.has_observation()) return record.observation().SerializeAsString();
  return record.dossier().SerializeAsString();
}

std::string NameOf(const node::v1::Record& record) {
  if (record.has_petition()) return "petition " + record.petition().id();
  if (record.has_observation()) return "observation " + record.observation().ShortDebugString();
  return "dossier " + record.dossier().id();
}

class Fold {
 public:
  explicit Fold(const Memory& memory) : memory_(memory), view_(memory.engine.Snapshot()) {}

  absl::Status Run() {
    RETURN_IF_ERROR(ReadJournal());
    return Compare();
  }

 private:
  absl::Status ReadJournal() {
    for (uint64_t position = 1; position <= memory_.journal.position();) {
      ASSIGN_OR_RETURN(const auto stored, memory_.journal.ReadBlock(view_, position));
      if (!stored.has_value()) return DataLoss("position {} is missing", position);
      for (const v1::Run& run : stored->block.runs()) RETURN_IF_ERROR(ReadRun(run));
      position += stored->facts();
    }
    return absl::OkStatus();
  }

  absl::Status ReadRun(const v1::Run& run) {
    const OriginId origin = OriginId::From(run.origin());
    for (int i = 0; i < run.facts_size(); ++i) {
      v1::Fact fact;
      if (!fact.ParseFromString(run.facts(i))) return DataLoss("a fact cannot be read");
      RETURN_IF_ERROR(TakeFact(origin, run.first_sequence() + i, fact));
    }
    return absl::OkStatus();
  }

  absl::Status TakeFact(const OriginId& origin, uint64_t sequence, const v1::Fact& fact) {
    if (fact.has_dossier()) {
      RETURN_IF_ERROR(TakeLetIn(origin, fact.dossier().unparks()));
      return TakeState(origin, sequence, fact.dossier().id(), fact.dossier());
    }
    if (fact.has_petition()) {
      RETURN_IF_ERROR(TakeLetIn(origin, fact.petition().unparks()));
      return TakeState(origin, sequence, PetitionKey(fact.petition().id()), fact.petition());
    }
    if (!fact.has_observation()) return absl::OkStatus();
    const v1::Observation& seen = fact.observation();
    return Keep(ObservationKey(seen), {{0, 0, seen.as_of(), origin.node, origin.epoch, sequence},
                                       seen.SerializeAsString()});
  }

  absl::Status TakeLetIn(const OriginId& origin, uint64_t unparks) {
    if (unparks == 0 || let_in_.emplace(origin, unparks).second) return absl::OkStatus();
    return DataLoss("fact {} of {} was let in twice", unparks, origin.ToString());
  }

  template <typename Counted>
  absl::Status TakeState(const OriginId& origin, uint64_t sequence, const std::string& key,
                         const Counted& state) {
    ASSIGN_OR_RETURN(const auto parked,
                     Progress::Parked(view_, *memory_.journal.Find(origin), sequence));
    if (parked.has_value()) return absl::OkStatus();
    return Keep(key, {{state.ownership_term(), state.revision(), state.event_time(), origin.node,
                       origin.epoch, sequence},
                      state.SerializeAsString()});
  }

  absl::Status Keep(const std::string& key, State state) {
    auto [held, added] = states_.try_emplace(key, state);
    if (!added && held->second.rank < state.rank) held->second = std::move(state);
    return absl::OkStatus();
  }

  absl::Status Compare() {
    size_t records = 0;
    RETURN_IF_ERROR(Records::ScanAll(view_, [&](const node::v1::Record& record) -> absl::Status {
      ++records;
      const auto found = states_.find(KeyOf(record));
      if (found == states_.end()) return DataLoss("{} has a record and no fact", NameOf(record));
      return CompareRecord(found->second, record);
    }));
    if (records != states_.size())
      return DataLoss("{} records have facts, {} are there", states_.size(), records);
    return absl::OkStatus();
  }

  absl::Status CompareRecord(const State& state, const node::v1::Record& record) {
    const std::string key = NameOf(record);
    if (state.bytes != StateOf(record))
      return DataLoss("{}: the record is not the greatest state", key);
    const OriginId& origin = memory_.journal.origin(record.origin()).id;
    if (origin.node != std::get<3>(state.rank) || record.sequence() != std::get<5>(state.rank)) {
      return DataLoss("{}: the record names fact {} of {}", key, record.sequence(),
                      origin.ToString());
    }
    std::vector<Posting> postings;
    if (record.has_dossier()) postings = PostingsOf(record.dossier());
    if (record.has_petition()) postings = PostingsOf(record.petition());
    ASSIGN_OR_RETURN(const auto stored, DecodePostings(record.postings()));
    bool same = stored.size() == postings.size();
    for (size_t i = 0; same && i < stored.size(); ++i) {
      same = stored[i] ==
             StoredPosting{postings[i].instant, postings[i].unit, postings[i].line.Pack()};
    }
    if (!same) return DataLoss("{}: the record holds other postings than its state gives", key);
    if (record.has_petition()) return CompareWithOracle(record.petition(), postings);
    return record.has_dossier() ? CompareWithOracle(record.dossier(), postings) : absl::OkStatus();
  }

  absl::Status CompareWithOracle(const v1::Petition& petition,
                                 const std::vector<Posting>& postings) {
    oracle::Petition told{.id = petition.id(),
                          .unit = static_cast<int>(petition.unit()),
                          .tombstone = petition.tombstone()};
    for (const v1::PetitionEntry& entry : petition.timeline()) {
      told.steps.push_back({entry.instant(), static_cast<oracle::PetitionStatus>(entry.status()),
                            !entry.inferred()});
    }
    const auto expected =
        oracle::Movements(told, CalendarAt(petition.resolution().reference_sequence()));
    const auto actual = PetitionMovementsOf(postings);
    if (expected == actual) return absl::OkStatus();
    return DataLoss("petition {}: movements are not the oracle's\n{}oracle:\n{}product:\n{}",
                    petition.id(), Describe(told), Describe(expected), Describe(actual));
  }

  absl::Status CompareWithOracle(const v1::Dossier& dossier, const std::vector<Posting>& postings) {
    const oracle::Dossier told = Tell(dossier);
    const oracle::Calendar& calendar = CalendarAt(dossier.resolution().reference_sequence());
    for (const oracle::Role role :
         {oracle::Role::kReceiving, oracle::Role::kHandling, oracle::Role::kApplying}) {
      const auto expected = Sorted(oracle::Movements(told, calendar, role));
      const auto actual = Sorted(MovementsUnder(role, postings));
      if (expected == actual) continue;
      return DataLoss("dossier {}: movements are not the oracle's\n{}oracle:\n{}product:\n{}",
                      dossier.id(), Describe(told), Describe(expected), Describe(actual));
    }
    return absl::OkStatus();
  }

  oracle::Dossier Tell(const v1::Dossier& dossier) {
    oracle::Dossier told;
    told.id = dossier.id();
    told.receiving = static_cast<int>(dossier.receiving_unit());
    told.handling = static_cast<int>(dossier.handling_unit());
    told.applying = static_cast<int>(dossier.applying_unit());
    told.online = dossier.channel() == v1::CHANNEL_ONLINE;
    told.flags = dossier.flags();
    told.tombstone = dossier.tombstone();
    for (const v1::TimelineEntry& entry : dossier.timeline()) {
      told.timeline.push_back({entry.instant(), static_cast<oracle::Status>(entry.status()),
                               static_cast<int>(entry.unit()), !entry.inferred(),
                               entry.supplement()});
    }
    for (const v1::Promise& promise : dossier.promises()) {
      told.promises.push_back({promise.made(), promise.due(), promise.includes_pause()});
    }
    CalendarAt(dossier.resolution().reference_sequence());
    told.second_supplement_rule_from = limits_[dossier.resolution().reference_sequence()];
    return told;
  }

  // The calendar as the reference data up to `sequence` describes it.
  const oracle::Calendar& CalendarAt(uint64_t sequence) {
    const auto [known, added] = calendars_.try_emplace(sequence);
    if (!added) return known->second;
    oracle::Calendar& calendar = known->second;
    calendar.office_hours = {{27000, 41400}, {46800, 61200}};
    limits_[sequence] = oracle::kNever;
    const auto run = ReferenceLog::ReadAfter(view_, 0, SIZE_MAX);
    for (uint64_t i = 0; run.ok() && i < std::min<uint64_t>(sequence, run->entries_size()); ++i) {
      v1::ReferenceEntry entry;
      if (!entry.ParseFromString(run->entries(static_cast<int>(i)))) continue;
      if (entry.has_calendar_day()) {
        (entry.calendar_day().working() ? calendar.swap_days : calendar.holidays)
            .insert(entry.calendar_day().day());
      } else if (entry.has_supplement_limit()) {
        limits_[sequence] = oracle::StartOfDay(entry.supplement_limit().valid_from());
      }
    }
    return calendar;
  }

  static std::vector<oracle::Movement> Sorted(std::vector<oracle::Movement> movements) {
    const auto key = [](const oracle::Movement& m) {
      return std::tuple(m.at, m.unit, m.from, m.to, m.finish_not_stated);
    };
    std::sort(movements.begin(), movements.end(),
              [&](const auto& a, const auto& b) { return key(a) < key(b); });
    return movements;
  }

  const Memory& memory_;
  const View view_;
  std::map<std::string, State> states_;
  std::set<std::pair<OriginId, uint64_t>> let_in_;
  std::map<uint64_t, oracle::Calendar> calendars_;
  std::map<uint64_t, int64_t> limits_;
};

}  // namespace

absl::Status CheckRecords(const Memory& memory) { return Fold(memory).Run(); }

}  // namespace lienthong::simulation
