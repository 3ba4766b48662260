// What is still parked although everything is mapped (invariants.h).
#include "services/admission/admission.h"
#include "services/admission/petition_resolve.h"
#include "storage/progress/progress.h"
#include "storage/records/records.h"
#include "tests/simulation/invariants.h"

namespace lienthong::simulation {
namespace {

// Why the words of a record do not let it in; empty: they do.
template <typename Record>
std::string LookupRefusal(const Memory& memory, const v1::Parked& parked, const Record& record) {
  const std::string unit;
  const std::set<uint32_t> none;
  const auto resolved =
      admission::Resolve(record, {*memory.references.registry(), memory.name, parked.source(), unit,
                                  parked.arrival(), none});
  const auto* const refusal = std::get_if<admission::Refusal>(&resolved);
  return refusal == nullptr ? std::string() : refusal->reason;
}

// What excuses a record that still waits: a deletion or a progress record whose dossier never
// came, or a right that this node has not got. Empty: nothing does.
absl::StatusOr<std::string> Excuse(const Memory& memory, const View& view,
                                   const v1::Parked& parked) {
  const bool says_nothing_alone =
      parked.has_petition() ? parked.petition().tombstone()
                            : parked.record().tombstone() || parked.record().procedure().empty();
  ASSIGN_OR_RETURN(const auto known, Records::Read(view, KeyOf(parked)));
  // A dossier that comes from another node wakes nobody: the next reference data, or start, does.
  const bool came_here = known.has_value() && known->origin() == memory.journal.own();
  if (!came_here && says_nothing_alone) return std::string("its dossier never came here");
  return parked.has_petition() ? LookupRefusal(memory, parked, parked.petition())
                               : LookupRefusal(memory, parked, parked.record());
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
    ASSIGN_OR_RETURN(const std::string excuse, Excuse(memory, view, fact.parked()));
    if (!excuse.empty()) continue;
    const std::string what = row.row.missing().empty() ? "nothing" : row.row.missing(0).value();
    return DataLoss("fact {} ({}) is still parked; it waited for {}", row.sequence,
                    row.row.dossier(), what);
  }
  return absl::OkStatus();
}

}  // namespace lienthong::simulation
