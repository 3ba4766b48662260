// Facts that wait outside the books, and may go in now.
#include "services/admission/desk.h"
#include "services/admission/handover.h"

namespace lienthong::admission {
namespace {

// Parked facts tried in one commit; more wait for the next.
constexpr uint32_t kUnparkMax = 1024;

// Whether a record says nothing by itself: a deletion, a progress record.
bool NeedsKnown(const v1::Parked& parked) {
  if (parked.has_petition()) return parked.petition().tombstone();
  return parked.record().tombstone() || parked.record().procedure().empty();
}

absl::Status Settle(CommitContext& context, uint64_t sequence, const v1::RecordResult& refused) {
  v1::Fact fact;
  v1::Settled& settled = *fact.mutable_settled();
  settled.set_sequence(sequence);
  settled.set_field(refused.field());
  settled.set_reason(refused.reason());
  return AppendOwn(context, std::move(fact)).status();
}

// A record that this node parked itself, as it came. One that says nothing by itself goes on
// waiting for its dossier, which may wait too; what is refused is settled.
absl::Status TryRecord(CommitContext& context, uint64_t sequence, const v1::Parked& parked,
                       bool& decided) {
  const std::string key = KeyOf(parked);
  ASSIGN_OR_RETURN(const node::v1::Record* const known, context.transaction.Find(key));
  if (known == nullptr && NeedsKnown(parked)) return absl::OkStatus();
  v1::RecordResult result;
  RETURN_IF_ERROR(parked.has_petition() ? TakeParkedPetition(context, parked, sequence, result)
                                        : TakeParkedDossier(context, parked, sequence, result));
  decided = result.outcome() != v1::RecordResult::OUTCOME_UNSPECIFIED;
  if (!decided) return absl::OkStatus();
  if (result.outcome() == v1::RecordResult::OUTCOME_REFUSED)
    RETURN_IF_ERROR(Settle(context, sequence, result));
  ASSIGN_OR_RETURN(const LastParked last, context.transaction.ReadLastParked(key));
  if (last.sequence == sequence) context.transaction.SetLastParked(key, {});
  return absl::OkStatus();
}

// A fact of whatever origin that is in the journal but not in the books.
absl::Status TryParked(CommitContext& context, const ParkedFact& parked, bool& decided) {
  ASSIGN_OR_RETURN(
      const std::string bytes,
      context.journal.ReadFact(context.transaction.view(), parked.origin, parked.sequence));
  v1::Fact fact;
  if (!fact.ParseFromString(bytes)) return absl::OkStatus();
  if (fact.has_parked()) {
    if (parked.origin != context.own) return absl::OkStatus();  // its origin lets it in
    if (HasGoneOn(context.transaction.registry(), parked.row)) return absl::OkStatus();
    return TryRecord(context, parked.sequence, fact.parked(), decided);
  }
  if (!MissingFor(context, parked.origin, fact).empty()) return absl::OkStatus();
  decided = true;
  context.transaction.Unpark(parked.origin, parked.sequence);
  return FoldFact(context, parked.origin, parked.sequence, fact);
}

}  // namespace

absl::Status Perform(CommitContext& context, UnparkWork& work) {
  std::vector<ParkedFact> facts;
  RETURN_IF_ERROR(Progress::ScanParked(context.transaction.view(), [&](const ParkedFact& fact) {
    if (!context.transaction.DecidesParked(fact.origin, fact.sequence)) facts.push_back(fact);
    return true;
  }));
  for (const ParkedFact& fact : facts) {
    bool decided = false;
    RETURN_IF_ERROR(TryParked(context, fact, decided));
    work.decided += decided ? 1 : 0;
    if (work.decided == kUnparkMax) break;
  }
  return absl::OkStatus();
}

}  // namespace lienthong::admission
