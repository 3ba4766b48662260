// Facts that wait outside the books, and may go in now.
#include "services/admission/desk.h"
#include "services/admission/handover.h"

namespace lienthong::admission {
namespace {

// Parked facts tried in one commit; more wait for the next.
constexpr uint32_t kUnparkMax = 1024;

// A record that this node parked itself, as it came.
absl::Status TryRecord(CommitContext& context, uint64_t sequence, const v1::Parked& parked,
                       bool& let_in) {
  v1::RecordResult result;
  RETURN_IF_ERROR(parked.has_petition() ? TakeParkedPetition(context, parked, sequence, result)
                                        : TakeParkedDossier(context, parked, sequence, result));
  let_in = result.outcome() == v1::RecordResult::OUTCOME_ADMITTED;
  if (!let_in) return absl::OkStatus();
  const std::string key = KeyOf(parked);
  ASSIGN_OR_RETURN(const LastParked last, context.transaction.ReadLastParked(key));
  if (last.sequence == sequence) context.transaction.SetLastParked(key, {});
  return absl::OkStatus();
}

// A fact of whatever origin that is in the journal but not in the books.
absl::Status TryParked(CommitContext& context, const ParkedFact& parked, bool& let_in) {
  ASSIGN_OR_RETURN(
      const std::string bytes,
      context.journal.ReadFact(context.transaction.view(), parked.origin, parked.sequence));
  v1::Fact fact;
  if (!fact.ParseFromString(bytes)) return absl::OkStatus();
  if (fact.has_parked()) {
    if (parked.origin != context.own) return absl::OkStatus();  // its origin lets it in
    if (HasGoneOn(context.transaction.registry(), parked.row)) return absl::OkStatus();
    return TryRecord(context, parked.sequence, fact.parked(), let_in);
  }
  if (!MissingFor(context, parked.origin, fact).empty()) return absl::OkStatus();
  let_in = true;
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
    bool let_in = false;
    RETURN_IF_ERROR(TryParked(context, fact, let_in));
    work.let_in += let_in ? 1 : 0;
    if (work.let_in == kUnparkMax) break;
  }
  return absl::OkStatus();
}

}  // namespace lienthong::admission
