// What is still parked although everything is mapped (invariants.h).
#include <algorithm>

#include "services/admission/admission.h"
#include "services/admission/petition_resolve.h"
#include "storage/progress/progress.h"
#include "storage/records/records.h"
#include "tests/simulation/invariants.h"

namespace lienthong::simulation {
namespace {

// The greatest revision of the dossier or petition that this node ever gave or took.
absl::StatusOr<uint64_t> GreatestRevision(const Memory& memory, const View& view,
                                          const std::string& key) {
  uint64_t greatest = 0;
  for (uint64_t position = 1; position <= memory.journal.position();) {
    ASSIGN_OR_RETURN(const auto stored, memory.journal.ReadBlock(view, position));
    if (!stored.has_value()) return DataLoss("position {} is missing", position);
    for (const v1::Run& run : stored->block.runs()) {
      for (const std::string& bytes : run.facts()) {
        v1::Fact fact;
        if (!fact.ParseFromString(bytes)) continue;
        if (fact.has_dossier() && fact.dossier().id() == key)
          greatest = std::max(greatest, fact.dossier().revision());
        if (fact.has_petition() && PetitionKey(fact.petition().id()) == key)
          greatest = std::max(greatest, fact.petition().revision());
      }
    }
    position = stored->first_position + stored->facts();
  }
  return greatest;
}

// The same for a petition whose words are known.
absl::StatusOr<std::string> RefusalOfPetition(const Memory& memory, const View& view,
                                              const v1::Parked& parked) {
  const Registry& registry = *memory.references.registry();
  const std::string unit;
  const std::set<uint32_t> none;
  const admission::ResolvedPetition resolved = admission::Resolve(
      parked.petition(), {registry, memory.name, parked.source(), unit, parked.arrival(), none});
  if (const auto* const refusal = std::get_if<admission::Refusal>(&resolved))
    return refusal->reason;
  const auto* const update = std::get_if<admission::PetitionUpdate>(&resolved);
  if (update == nullptr) return std::string();
  ASSIGN_OR_RETURN(const auto record, Records::Read(view, KeyOf(parked)));
  const admission::MergedPetition merged = admission::Merge(
      record.has_value() ? &record->petition() : nullptr, *update, admission::CalendarOf(registry));
  return merged.refusal.has_value() ? merged.refusal->reason : std::string();
}

// Why the record is refused; empty: it would go in. Admission keeps a parked record
// that is refused parked, which is known. A deletion is refused as long as its dossier
// is unknown, an old revision as long as a greater one counts, and nobody asks again
// when that changes.
absl::StatusOr<std::string> Refusal(const Memory& memory, const View& view,
                                    const v1::Parked& parked) {
  if (parked.record().tombstone() || parked.petition().tombstone())
    return std::string("there was nothing to delete");
  const uint64_t revision = std::max(parked.record().revision(), parked.petition().revision());
  ASSIGN_OR_RETURN(const uint64_t greatest, GreatestRevision(memory, view, KeyOf(parked)));
  if (revision != 0 && greatest >= revision) return std::string("outdated when it was tried");
  if (parked.has_petition()) return RefusalOfPetition(memory, view, parked);
  const Registry& registry = *memory.references.registry();
  const std::string unit;
  const std::set<uint32_t> none;
  const admission::Resolved resolved = admission::Resolve(
      parked.record(), {registry, memory.name, parked.source(), unit, parked.arrival(), none});
  if (const auto* const refusal = std::get_if<admission::Refusal>(&resolved))
    return refusal->reason;
  const auto* const update = std::get_if<admission::Update>(&resolved);
  if (update == nullptr) return std::string();
  ASSIGN_OR_RETURN(const auto record, Records::Read(view, parked.record().dossier()));
  if (!record.has_value() && update->procedure == 0) return std::string("the dossier is not known");
  const admission::Merged merged =
      admission::Merge(record.has_value() ? &record->dossier() : nullptr, *update,
                       admission::CalendarOf(registry), admission::RulesOf(registry));
  return merged.refusal.has_value() ? merged.refusal->reason : std::string();
}

}  // namespace

absl::Status CheckNothingParked(const Memory& memory) {
  const View view = memory.engine.Snapshot();
  std::vector<ParkedFact> parked;
  RETURN_IF_ERROR(Progress::ScanParked(view, [&](const ParkedFact& fact) {
    if (fact.origin == memory.journal.own()) parked.push_back(fact);
    return true;
  }));
  for (const ParkedFact& row : parked) {
    ASSIGN_OR_RETURN(const std::string bytes,
                     memory.journal.ReadFact(view, row.origin, row.sequence));
    v1::Fact fact;
    if (!fact.ParseFromString(bytes)) return DataLoss("fact {} cannot be read", row.sequence);
    ASSIGN_OR_RETURN(const std::string refusal, Refusal(memory, view, fact.parked()));
    if (!refusal.empty()) continue;
    const std::string what = row.row.missing().empty() ? "nothing" : row.row.missing(0).value();
    return DataLoss("fact {} ({}) is still parked; it waited for {}", row.sequence,
                    row.row.dossier(), what);
  }
  return absl::OkStatus();
}

}  // namespace lienthong::simulation
