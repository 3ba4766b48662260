#include "services/admission/desk.h"

#include "services/admission/tenure.h"

namespace lienthong::admission {
namespace {

std::string DescribeMissing(const v1::Parked& parked) {
  static const char* const kNames[] = {"reference", "unit",  "procedure", "status",
                                       "channel",   "grant", "hand-over"};
  std::string text = "waits for";
  bool first = true;
  for (const v1::MissingReference& reference : parked.missing()) {
    const int kind = reference.kind() <= v1::REFERENCE_KIND_HANDOVER ? reference.kind() : 0;
    text += fmt::format("{} {}", first ? "" : ",", kNames[kind]);
    if (!reference.detail().empty()) text += fmt::format(" ({})", reference.detail());
    first = false;
  }
  return text + " to be known; it then counts by itself";
}

}  // namespace

void Refuse(const Refusal& refusal, v1::RecordResult& result) {
  result.set_outcome(v1::RecordResult::OUTCOME_REFUSED);
  result.set_field(refusal.field);
  result.set_reason(refusal.reason);
}

bool IsInScope(const CommitContext& context, const access::Scope& scope, uint32_t unit) {
  return scope.Holds(context.transaction.registry(), unit, DayOf(context.now_ms / 1000));
}

absl::Status ParkRecord(CommitContext& context, v1::Parked parked, v1::RecordResult& result) {
  const std::vector<Tenure> tenures =
      TenuresOf(context.transaction.registry(), parked.reporting_unit());
  if (!tenures.empty()) parked.set_term(tenures.back().first_term);
  const std::string key = KeyOf(parked), print = Progress::PrintOf(parked);
  result.set_outcome(v1::RecordResult::OUTCOME_PARKED);
  result.set_reason(DescribeMissing(parked));
  ASSIGN_OR_RETURN(const LastParked last, context.transaction.ReadLastParked(key));
  result.set_sequence(last.sequence);
  if (last.print == print) return absl::OkStatus();  // sent again: it waits already
  v1::Fact fact;
  *fact.mutable_parked() = std::move(parked);
  ASSIGN_OR_RETURN(const uint64_t sequence, AppendOwn(context, std::move(fact)));
  result.set_sequence(sequence);
  context.transaction.SetLastParked(key, {sequence, print});
  return absl::OkStatus();
}

absl::Status WakeParked(CommitContext& context, const std::string& key) {
  ASSIGN_OR_RETURN(const LastParked last, context.transaction.ReadLastParked(key));
  if (last.sequence != 0) context.transaction.WakeParked();
  return absl::OkStatus();
}

uint32_t ReportingUnitOf(const CommitContext& context, uint32_t of_state, uint32_t of_update) {
  const v1::Grant* const grant = context.transaction.registry().CurrentGrant(of_state);
  return grant != nullptr && grant->node() == context.node ? of_state : of_update;
}

bool IsTakenOver(const CommitContext& context, const node::v1::Record& known) {
  if (known.origin() == context.own) return false;
  const uint32_t unit =
      known.has_petition() ? known.petition().reporting_unit() : known.dossier().reporting_unit();
  const std::vector<Tenure> tenures = TenuresOf(context.transaction.registry(), unit);
  return tenures.size() > 1 && tenures.back().node == context.node &&
         tenures.back().without_release;
}

}  // namespace lienthong::admission
