#include "services/query/known.h"

#include <algorithm>
#include <array>

#include "absl/container/flat_hash_map.h"
#include "storage/base/calendar_date.h"
#include "storage/ledger/ledger.h"
#include "storage/progress/progress.h"

namespace lienthong::query {
namespace {

absl::Status Differs() { return DataLoss("history: differs from the books"); }

// Takes `deltas` out of `lines`, both ascending by line.
template <typename Deltas, typename Get>
absl::Status TakeBack(const Deltas& deltas, Get get, Lines& lines) {
  lienthong::Lines left;
  left.reserve(lines.size() + deltas.size());
  auto now = lines.begin();
  for (const auto& delta : deltas) {
    const auto [line, learned] = get(delta);
    while (now != lines.end() && now->first < line) left.push_back(*now++);
    int64_t count = -learned;
    if (now != lines.end() && now->first == line) count += static_cast<int64_t>((now++)->second);
    if (count < 0) return Differs();
    if (count > 0) left.emplace_back(line, count);
  }
  left.insert(left.end(), now, lines.end());
  lines = std::move(left);
  return absl::OkStatus();
}

// Takes what was learned of each procedure out of `flows`.
using ProcedureCounts = std::map<uint32_t, std::map<uint32_t, int64_t>>;
absl::Status TakeBack(const ProcedureCounts& learned, ProcedureFlows& flows) {
  for (const auto& [procedure, counts] : learned) {
    lienthong::Lines& lines = flows[procedure];
    RETURN_IF_ERROR(TakeBack(
        counts, [](const auto& count) { return count; }, lines));
    if (lines.empty()) flows.erase(procedure);
  }
  return absl::OkStatus();
}

// Sums of one pass: (unit, procedure, line) -> before, within; procedure 0: of no dossier.
using Place = std::array<uint32_t, 3>;
using Counts = std::pair<int64_t, int64_t>;
using Sums = absl::flat_hash_map<Place, Counts>;

class PeriodSummer {
 public:
  explicit PeriodSummer(const Period& period)
      : start_(StartOfDay(period.from)), end_(period.as_of) {}

  void Add(const std::vector<StoredPosting>& postings, uint32_t procedure, int64_t sign) {
    for (const StoredPosting& posting : postings) {
      if (posting.instant > end_) continue;
      auto& [before, within] = sums_[{posting.unit, procedure, posting.line}];
      (posting.instant < start_ ? before : within) += sign;
    }
  }
  // In the order of their places, without those that come to nothing.
  std::map<Place, Counts> Sorted() const {
    std::map<Place, Counts> sorted;
    for (const auto& entry : sums_) {
      if (entry.second != Counts()) sorted.insert(entry);
    }
    return sorted;
  }

 private:
  const Instant start_, end_;
  Sums sums_;
};

}  // namespace

absl::StatusOr<Known> Known::Open(const View& view, const Journal& journal,
                                  const v1::KnownAt& asked, int64_t now_ms) {
  const OriginId own = journal.origin(journal.own()).id;
  if (asked.has_origin() && OriginId::From(asked.origin()) != own) {
    return FailedPrecondition("known.origin: positions of {} say nothing here; this is {}",
                              OriginId::From(asked.origin()).ToString(), own.ToString());
  }
  if (asked.time() > now_ms / 1000) return OutOfRange("known.time: lies in the future");
  if (asked.time() < 0) return InvalidArgument("known.time: lies before 1970");
  if (asked.has_step() && asked.position() == 0)
    return InvalidArgument("known.step: belongs to a position, and none is given");
  ASSIGN_OR_RETURN(Knowledge knowledge, History::Present(view));
  knowledge.time_ms = now_ms;
  if (asked.position() == 0 && asked.time() == 0) return Known(view, journal, knowledge, true);
  if (asked.position() == 0) {
    ASSIGN_OR_RETURN(knowledge, History::AtInstant(view, asked.time()));
    return Known(view, journal, knowledge, false);
  }
  const auto step = asked.has_step() ? std::optional(asked.step()) : std::nullopt;
  ASSIGN_OR_RETURN(knowledge, History::AtPosition(view, asked.position(), step));
  if (asked.time() != 0 && asked.time() < knowledge.time_ms / 1000) {
    return InvalidArgument("known.time: position {} was reached only at {}", asked.position(),
                           FormatInstant(knowledge.time_ms / 1000));
  }
  // To the second, as an answer names it.
  knowledge.time_ms = 1000 * (asked.time() != 0 ? asked.time() : knowledge.time_ms / 1000);
  return Known(view, journal, knowledge, false);
}

v1::KnownAt Known::Name() const {
  v1::KnownAt name;
  name.set_time(now());
  name.set_position(knowledge_.position);
  name.set_step(knowledge_.step);
  if (journal_ != nullptr) *name.mutable_origin() = journal_->origin(journal_->own()).id.ToProto();
  return name;
}

absl::StatusOr<const Known::PeriodDelta*> Known::DeltaOf(const Period& period) {
  for (const PeriodDelta& delta : deltas_) {
    if (delta.period.from == period.from && delta.period.as_of == period.as_of) return &delta;
  }
  PeriodSummer summer(period);
  RETURN_IF_ERROR(
      History::ScanAfter(*view_, knowledge_, {.record = [&](const RecordChange& change) {
        summer.Add(change.taken, change.procedure_before, -1);
        summer.Add(change.posted, change.procedure_after, 1);
        return absl::OkStatus();
      }}));
  PeriodDelta& delta = deltas_.emplace_back();
  delta.period = period;
  std::map<std::pair<uint32_t, uint32_t>, Counts> lines;  // by unit and line
  for (const auto& [place, sums] : summer.Sorted()) {
    const auto [unit, procedure, line] = place;
    lines[{unit, line}].first += sums.first;
    lines[{unit, line}].second += sums.second;
    if (procedure != 0)
      delta.procedures[unit].emplace_back(procedure, LineDelta{line, sums.first, sums.second});
  }
  for (const auto& [place, sums] : lines)
    delta.lines[place.first].push_back({place.second, sums.first, sums.second});
  return &delta;
}

absl::Status Known::RequireHeld(uint32_t unit) const {
  if (present_) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto load, Progress::ReadFirstLoad(*view_, unit));
  if (!load.has_value() || load->last_position() <= knowledge_.position) return absl::OkStatus();
  return OutOfRange(
      "known: not held of unit #{} before {}, when its earlier years had been loaded (position {})",
      unit, FormatInstant(load->last_time_ms() / 1000), load->last_position());
}

absl::StatusOr<PeriodLines> Known::Lines(uint32_t unit, const Period& period) {
  RETURN_IF_ERROR(RequireHeld(unit));
  ASSIGN_OR_RETURN(PeriodLines lines, ReadLines(*view_, unit, period));
  if (present_) return lines;
  ASSIGN_OR_RETURN(const PeriodDelta* const delta, DeltaOf(period));
  const auto learned = delta->lines.find(unit);
  if (learned == delta->lines.end()) return lines;
  RETURN_IF_ERROR(TakeBack(
      learned->second, [](const LineDelta& d) { return std::pair(d.line, d.before); },
      lines.before));
  RETURN_IF_ERROR(TakeBack(
      learned->second, [](const LineDelta& d) { return std::pair(d.line, d.within); },
      lines.within));
  return lines;
}

absl::StatusOr<ProcedureFlows> Known::ProcedureFlowsOf(const std::vector<uint32_t>& units,
                                                       const Period& period) {
  for (const uint32_t unit : units) RETURN_IF_ERROR(RequireHeld(unit));
  ASSIGN_OR_RETURN(ProcedureFlows flows, ReadProcedureFlows(*view_, units, period));
  if (present_) return flows;
  ASSIGN_OR_RETURN(const PeriodDelta* const delta, DeltaOf(period));
  ProcedureCounts within;
  for (const uint32_t unit : units) {
    const auto learned = delta->procedures.find(unit);
    if (learned == delta->procedures.end()) continue;
    for (const auto& [procedure, d] : learned->second) within[procedure][d.line] += d.within;
  }
  RETURN_IF_ERROR(TakeBack(within, flows));
  return flows;
}

absl::StatusOr<ProcedureLines> Known::Procedures(const std::vector<uint32_t>& units,
                                                 const Period& period) {
  for (const uint32_t unit : units) RETURN_IF_ERROR(RequireHeld(unit));
  ASSIGN_OR_RETURN(ProcedureLines lines, ReadProcedureLines(*view_, units, period));
  if (present_) return lines;
  ASSIGN_OR_RETURN(const PeriodDelta* const delta, DeltaOf(period));
  ProcedureCounts before_counts, within_counts;
  for (const uint32_t unit : units) {
    const auto learned = delta->procedures.find(unit);
    if (learned == delta->procedures.end()) continue;
    for (const auto& [procedure, d] : learned->second) {
      before_counts[procedure][d.line] += d.before;
      within_counts[procedure][d.line] += d.within;
    }
  }
  ProcedureFlows before, within;
  for (auto& [procedure, posted] : lines) {
    if (!posted.before.empty()) before[procedure] = std::move(posted.before);
    if (!posted.within.empty()) within[procedure] = std::move(posted.within);
  }
  RETURN_IF_ERROR(TakeBack(before_counts, before));
  RETURN_IF_ERROR(TakeBack(within_counts, within));
  ProcedureLines known;
  for (auto& [procedure, posted] : before) known[procedure].before = std::move(posted);
  for (auto& [procedure, posted] : within) known[procedure].within = std::move(posted);
  return known;
}

absl::StatusOr<std::set<uint32_t>> Known::LinesEver(uint32_t unit) {
  RETURN_IF_ERROR(RequireHeld(unit));
  ASSIGN_OR_RETURN(lienthong::Lines sums, Ledger::Sum(*view_, unit, kFirstDay, kLastDay));
  if (!present_) {
    ASSIGN_OR_RETURN(const Learned* const learned, LearnedSince());
    const auto of_unit = learned->lines.find(unit);
    if (of_unit != learned->lines.end())
      RETURN_IF_ERROR(TakeBack(
          of_unit->second, [](const auto& count) { return count; }, sums));
  }
  std::set<uint32_t> lines;
  for (const auto& [line, count] : sums) lines.insert(line);
  return lines;
}

absl::StatusOr<const Known::Learned*> Known::LearnedSince() {
  if (learned_.has_value()) return &*learned_;
  Learned learned;
  std::map<std::string, std::vector<RecordChange>> petitions;
  if (!present_) {
    RETURN_IF_ERROR(History::ScanAfter(
        *view_, knowledge_,
        {.record =
             [&](const RecordChange& change) {
               for (const StoredPosting& posting : change.taken)
                 --learned.lines[posting.unit][posting.line];
               for (const StoredPosting& posting : change.posted)
                 ++learned.lines[posting.unit][posting.line];
               if (change.kind == RecordChange::Kind::kPetition)
                 petitions[change.key].push_back(change);
               if (change.kind == RecordChange::Kind::kObservation)
                 learned.observations.try_emplace(change.key, change.before);
               return absl::OkStatus();
             },
         .source =
             [&](const SourceChange& change) {
               learned.sources.try_emplace({change.unit, change.source}, change.before);
               return absl::OkStatus();
             },
         .parked =
             [&](const ParkedChange& change) {
               learned.parked[change.unit] += change.count;
               return absl::OkStatus();
             }}));
    RETURN_IF_ERROR(TakeBackPetitions(petitions, learned.petitions));
  }
  learned_ = std::move(learned);
  return &*learned_;
}

absl::Status Known::TakeBackPetition(const std::vector<RecordChange>& changes,
                                     std::vector<StoredPosting>& postings) {
  for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
    const bool fits =
        postings.size() == change->kept + change->posted.size() &&
        std::equal(change->posted.begin(), change->posted.end(), postings.begin() + change->kept);
    if (!fits) return Differs();
    postings.resize(change->kept);
    postings.insert(postings.end(), change->taken.begin(), change->taken.end());
  }
  return absl::OkStatus();
}

absl::Status Known::TakeBackPetitions(
    const std::map<std::string, std::vector<RecordChange>>& changes, Petitions& petitions) const {
  std::vector<std::string> keys;
  for (const auto& [key, of_one] : changes) keys.push_back(key);
  ASSIGN_OR_RETURN(const auto records, Records::ReadMany(*view_, keys));
  for (size_t i = 0; i < keys.size(); ++i) {
    if (!records[i].has_value()) return Differs();
    ASSIGN_OR_RETURN(auto postings, DecodePostings(records[i]->postings()));
    RETURN_IF_ERROR(TakeBackPetition(changes.at(keys[i]), postings));
    petitions[keys[i]] = std::move(postings);
  }
  return absl::OkStatus();
}

absl::StatusOr<const Known::Petitions*> Known::ChangedPetitions() {
  ASSIGN_OR_RETURN(const Learned* const learned, LearnedSince());
  return &learned->petitions;
}

absl::StatusOr<std::optional<v1::Observation>> Known::ObservationAt(
    const node::v1::Record& present) {
  ASSIGN_OR_RETURN(const Learned* const learned, LearnedSince());
  const auto changed = learned->observations.find(KeyOf(present));
  if (changed == learned->observations.end()) return std::optional(present.observation());
  if (!changed->second.has_value()) return std::optional<v1::Observation>();
  ASSIGN_OR_RETURN(const std::string bytes,
                   journal_->ReadFact(*view_, changed->second->origin, changed->second->sequence));
  v1::Fact fact;
  if (!fact.ParseFromString(bytes) || !fact.has_observation()) return Differs();
  return std::optional(fact.observation());
}

absl::StatusOr<const Known::Sources*> Known::ChangedSources() {
  ASSIGN_OR_RETURN(const Learned* const learned, LearnedSince());
  return &learned->sources;
}

absl::StatusOr<const std::map<uint32_t, int64_t>*> Known::ParkedSince() {
  ASSIGN_OR_RETURN(const Learned* const learned, LearnedSince());
  return &learned->parked;
}

}  // namespace lienthong::query
