#include "tests/simulation/promises.h"

#include "storage/progress/progress.h"
#include "storage/records/records.h"

namespace lienthong::simulation {

void Promises::PromiseFact(const std::string& node, uint64_t sequence, std::string bytes) {
  made_[node].facts[sequence] = std::move(bytes);
}

void Promises::PromiseRecord(const std::string& node, const std::string& key) {
  made_[node].records.insert(key);
}

void Promises::PromiseHeld(const std::string& node, const v1::OriginPosition& position) {
  auto& held = made_[node].held[OriginId::From(position.origin())];
  if (position.sequence() > held.first) held = {position.sequence(), position.hash()};
}

absl::Status Promises::Check(const std::string& node, const Engine& engine,
                             const Journal& journal) const {
  const auto found = made_.find(node);
  if (found == made_.end()) return absl::OkStatus();
  const View view = engine.Snapshot();
  RETURN_IF_ERROR(Annotate(CheckFacts(found->second, view, journal), node));
  RETURN_IF_ERROR(Annotate(CheckRecords(found->second, view), node));
  return Annotate(CheckHeld(found->second, view, journal), node);
}

absl::Status Promises::CheckRoot(const Engine& engine) const {
  for (const auto& [node, made] : made_)
    RETURN_IF_ERROR(Annotate(CheckRecords(made, engine.Snapshot()), "the root"));
  return absl::OkStatus();
}

absl::Status Promises::CheckFacts(const Made& made, const View& view,
                                  const Journal& journal) const {
  if (made.facts.empty()) return absl::OkStatus();
  const uint64_t head = journal.origin(journal.own()).sequence;
  const uint64_t promised = made.facts.rbegin()->first;
  if (head < promised) return DataLoss("acknowledged up to fact {}, holds {}", promised, head);
  auto next = made.facts.begin();
  for (uint64_t position = 1; position <= journal.position();) {
    ASSIGN_OR_RETURN(const auto stored, journal.ReadBlock(view, position));
    if (!stored.has_value()) return DataLoss("position {} is missing", position);
    for (const v1::Run& run : stored->block.runs()) {
      if (OriginId::From(run.origin()) != journal.origin(journal.own()).id) continue;
      const uint64_t end = run.first_sequence() + run.facts_size();
      for (; next != made.facts.end() && next->first < end; ++next) {
        const bool here = next->first >= run.first_sequence();
        if (!here ||
            run.facts(static_cast<int>(next->first - run.first_sequence())) != next->second) {
          return DataLoss("fact {} is not the one acknowledged", next->first);
        }
      }
    }
    position = stored->first_position + stored->facts();
  }
  if (next != made.facts.end())
    return DataLoss("fact {} was acknowledged and is gone", next->first);
  return absl::OkStatus();
}

absl::Status Promises::CheckRecords(const Made& made, const View& view) const {
  std::set<std::string> parked;
  const auto note = [&](const ParkedFact& fact) {
    parked.insert(fact.row.dossier());
    return true;
  };
  RETURN_IF_ERROR(Progress::ScanParked(view, note));
  RETURN_IF_ERROR(Progress::ScanSettled(view, note));
  for (const std::string& key : made.records) {
    ASSIGN_OR_RETURN(const auto record, Records::Read(view, key));
    if (!record.has_value() && !parked.contains(key))
      return DataLoss("record {} was acknowledged and is gone", key);
  }
  return absl::OkStatus();
}

absl::Status Promises::CheckHeld(const Made& made, const View& view, const Journal& journal) const {
  for (const auto& [origin, held] : made.held) {
    const auto number = journal.Find(origin);
    const uint64_t head = number.has_value() ? journal.origin(*number).sequence : 0;
    if (head < held.first) {
      return DataLoss("told a child to hold {} up to {}, holds {}", origin.ToString(), held.first,
                      head);
    }
    ASSIGN_OR_RETURN(const Hash hash, journal.HashAt(view, *number, held.first));
    if (BytesOf(hash) != held.second)
      return DataLoss("holds other facts of {} than it acknowledged", origin.ToString());
  }
  return absl::OkStatus();
}

size_t Promises::count() const {
  size_t sum = 0;
  for (const auto& [node, made] : made_)
    sum += made.facts.size() + made.records.size() + made.held.size();
  return sum;
}

}  // namespace lienthong::simulation
