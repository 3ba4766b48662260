// Updates from the node's own desks, and parked ones that may go in now.
#include <algorithm>

#include "services/admission/commit.h"
#include "services/admission/handover.h"
#include "services/admission/resolve.h"
#include "services/admission/tenure.h"

namespace lienthong::admission {
namespace {

// Parked facts tried in one commit; more wait for the next.
constexpr uint32_t kUnparkMax = 1024;

std::string DescribeMissing(const std::vector<v1::MissingReference>& missing) {
  static const char* const kNames[] = {"reference", "unit",  "procedure", "status",
                                       "channel",   "grant", "hand-over"};
  std::string text = "waits for";
  bool first = true;
  for (const v1::MissingReference& reference : missing) {
    const int kind = reference.kind() <= v1::REFERENCE_KIND_HANDOVER ? reference.kind() : 0;
    text += fmt::format("{} {}", first ? "" : ",", kNames[kind]);
    if (!reference.detail().empty()) text += fmt::format(" ({})", reference.detail());
    first = false;
  }
  return text + " to be known; it then counts by itself";
}

class Submitter {
 public:
  Submitter(CommitContext& context, const v1::SubmitRequest& request)
      : context_(context),
        request_(request),
        arrival_(request.arrival() != 0 ? request.arrival() : context.now_ms / 1000) {}

  absl::Status Run(v1::SubmitResponse& response) {
    RETURN_IF_ERROR(CheckProgress());
    for (const v1::SourceRecord& record : request_.records()) {
      RETURN_IF_ERROR(TakeRecord(record, *response.add_results()));
    }
    RETURN_IF_ERROR(TakeProgress());
    response.set_durable_sequence(context_.transaction.journal().origin(context_.own).sequence);
    return absl::OkStatus();
  }

  // The admission of one parked record, as it came.
  absl::Status TakeParked(const v1::Parked& parked, uint64_t sequence, bool& let_in) {
    const Resolved resolved = ResolveRecord(parked.record());
    const Update* const update = std::get_if<Update>(&resolved);
    if (update == nullptr) return absl::OkStatus();
    v1::RecordResult result;
    RETURN_IF_ERROR(Admit(*update, sequence, result));
    let_in = result.outcome() == v1::RecordResult::OUTCOME_ADMITTED;
    ASSIGN_OR_RETURN(const LastParked last,
                     context_.transaction.ReadLastParked(parked.record().dossier()));
    if (let_in && last.sequence == sequence)
      context_.transaction.SetLastParked(parked.record().dossier(), {});
    return absl::OkStatus();
  }

 private:
  Resolved ResolveRecord(const v1::SourceRecord& record) const {
    return Resolve(record, {context_.transaction.registry(), context_.node, request_.source(),
                            request_.reporting_unit(), arrival_, context_.awaited});
  }

  absl::Status CheckProgress() {
    if (request_.complete_through() == 0) return absl::OkStatus();
    const Registry& registry = context_.transaction.registry();
    const auto unit =
        ResolveUnit(registry, request_.source(), request_.reporting_unit(), DayOf(arrival_));
    if (!unit.has_value())
      return FailedPrecondition("complete_through: the reporting unit is not known here yet");
    const v1::Grant* const grant = registry.CurrentGrant(*unit);
    if (grant == nullptr || grant->node() != context_.node) {
      return FailedPrecondition(
          "complete_through: this node holds no grant for the reporting unit");
    }
    if (context_.awaited.contains(*unit))
      return FailedPrecondition(
          "complete_through: the unit is still being handed over to this node");
    unit_ = *unit;
    return absl::OkStatus();
  }

  absl::Status TakeRecord(const v1::SourceRecord& record, v1::RecordResult& result) {
    Resolved resolved = ResolveRecord(record);
    if (const Refusal* const refusal = std::get_if<Refusal>(&resolved)) {
      Refuse(*refusal, result);
      return absl::OkStatus();
    }
    if (Missing* const missing = std::get_if<Missing>(&resolved))
      return Park(record, *missing, result);
    return Admit(std::get<Update>(resolved), 0, result);
  }

  static void Refuse(const Refusal& refusal, v1::RecordResult& result) {
    result.set_outcome(v1::RecordResult::OUTCOME_REFUSED);
    result.set_field(refusal.field);
    result.set_reason(refusal.reason);
  }

  absl::Status Park(const v1::SourceRecord& record, const Missing& missing,
                    v1::RecordResult& result) {
    v1::Fact fact;
    v1::Parked& parked = *fact.mutable_parked();
    *parked.mutable_record() = record;
    parked.mutable_record()->DiscardUnknownFields();
    if (record.reporting_unit().empty())
      parked.mutable_record()->set_reporting_unit(request_.reporting_unit());
    parked.set_arrival(arrival_);
    parked.set_reporting_unit(missing.reporting_unit);
    parked.set_source(request_.source());
    parked.set_term(TermOf(missing.reporting_unit));
    for (const v1::MissingReference& reference : missing.what) *parked.add_missing() = reference;
    result.set_outcome(v1::RecordResult::OUTCOME_PARKED);
    result.set_reason(DescribeMissing(missing.what));
    const std::string print = Progress::PrintOf(parked);
    ASSIGN_OR_RETURN(const LastParked last, context_.transaction.ReadLastParked(record.dossier()));
    result.set_sequence(last.sequence);
    if (last.print == print) return absl::OkStatus();  // sent again: it waits already
    RETURN_IF_ERROR(Append(std::move(fact), result));
    context_.transaction.SetLastParked(record.dossier(), {result.sequence(), print});
    return absl::OkStatus();
  }

  // First term of the tenure in force; 0 for an unknown unit and one without a grant.
  uint32_t TermOf(uint32_t unit) const {
    const std::vector<Tenure> tenures = TenuresOf(context_.transaction.registry(), unit);
    return tenures.empty() ? 0 : tenures.back().first_term;
  }

  absl::Status Admit(const Update& update, uint64_t unparks, v1::RecordResult& result) {
    ASSIGN_OR_RETURN(const node::v1::Record* known,
                     context_.transaction.Find(update.record->dossier()));
    if (known == nullptr && update.procedure == 0) {
      Refuse({"MaHoSo", "not known here yet; send the dossier itself (DongBoHoSoMC) first"},
             result);
      return absl::OkStatus();
    }
    Merged merged = Merge(known == nullptr ? nullptr : &known->dossier(), update, context_.calendar,
                          context_.rules);
    if (merged.refusal.has_value()) {
      Refuse(*merged.refusal, result);
      return absl::OkStatus();
    }
    if (!merged.changed && unparks == 0) {
      result.set_outcome(v1::RecordResult::OUTCOME_UNCHANGED);
      result.set_revision(known->dossier().revision());
      return absl::OkStatus();
    }
    v1::Fact fact;
    *fact.mutable_dossier() = std::move(merged.dossier);
    fact.mutable_dossier()->set_unparks(unparks);
    if (known != nullptr && IsTakenOver(*known))
      fact.mutable_dossier()->set_ownership_term(known->dossier().ownership_term() + 1);
    fact.mutable_dossier()->mutable_resolution()->set_reference_sequence(
        context_.reference_sequence);
    result.set_outcome(v1::RecordResult::OUTCOME_ADMITTED);
    result.set_revision(fact.dossier().revision());
    return Append(std::move(fact), result);
  }

  // Whether a node wrote it that is lost, and whose unit is this node's now: what that one
  // may still send must not win.
  bool IsTakenOver(const node::v1::Record& known) const {
    if (known.origin() == context_.own) return false;
    const std::vector<Tenure> tenures =
        TenuresOf(context_.transaction.registry(), known.dossier().reporting_unit());
    return tenures.size() > 1 && tenures.back().node == context_.node &&
           tenures.back().without_release;
  }

  absl::Status TakeProgress() {
    if (request_.complete_through() == 0) return absl::OkStatus();
    v1::Fact fact;
    fact.mutable_source_progress()->set_unit(unit_);
    fact.mutable_source_progress()->set_source(request_.source());
    fact.mutable_source_progress()->set_complete_through(request_.complete_through());
    v1::RecordResult ignored;
    return Append(std::move(fact), ignored);
  }

  absl::Status Append(v1::Fact fact, v1::RecordResult& result) {
    ASSIGN_OR_RETURN(const uint64_t sequence, AppendOwn(context_, std::move(fact)));
    result.set_sequence(sequence);
    return absl::OkStatus();
  }

  CommitContext& context_;
  const v1::SubmitRequest& request_;
  const Instant arrival_;
  uint32_t unit_ = 0;
};

// A fact of whatever origin that is in the journal but not in the books.
absl::Status TryParked(CommitContext& context, const Journal& journal, const ParkedFact& parked,
                       bool& let_in) {
  ASSIGN_OR_RETURN(const std::string bytes,
                   journal.ReadFact(context.transaction.view(), parked.origin, parked.sequence));
  v1::Fact fact;
  if (!fact.ParseFromString(bytes)) return absl::OkStatus();
  if (fact.has_parked()) {
    if (parked.origin != context.own) return absl::OkStatus();  // its origin lets it in
    if (HasGoneOn(context.transaction.registry(), parked.row)) return absl::OkStatus();
    v1::SubmitRequest request;
    request.set_source(fact.parked().source());
    request.set_arrival(fact.parked().arrival());
    return Submitter(context, request).TakeParked(fact.parked(), parked.sequence, let_in);
  }
  if (!MissingFor(context, parked.origin, fact).empty()) return absl::OkStatus();
  let_in = true;
  context.transaction.Unpark(parked.origin, parked.sequence);
  return FoldFact(context, parked.origin, parked.sequence, fact);
}

}  // namespace

absl::StatusOr<uint64_t> AppendOwn(CommitContext& context, v1::Fact fact) {
  fact.set_admitted_time_ms(context.now_ms);
  const uint64_t sequence =
      context.transaction.journal().Append(context.own, fact.SerializeAsString());
  RETURN_IF_ERROR(FoldFact(context, context.own, sequence, fact));
  return sequence;
}

absl::Status Perform(CommitContext& context, SubmitWork& work) {
  return Submitter(context, work.request).Run(work.response);
}

absl::Status Perform(CommitContext& context, UnparkWork& work) {
  std::vector<ParkedFact> facts;
  RETURN_IF_ERROR(Progress::ScanParked(context.transaction.view(), [&](const ParkedFact& fact) {
    if (!context.transaction.DecidesParked(fact.origin, fact.sequence)) facts.push_back(fact);
    return true;
  }));
  for (const ParkedFact& fact : facts) {
    bool let_in = false;
    RETURN_IF_ERROR(TryParked(context, context.journal, fact, let_in));
    work.let_in += let_in ? 1 : 0;
    if (work.let_in == kUnparkMax) break;
  }
  return absl::OkStatus();
}

}  // namespace lienthong::admission
