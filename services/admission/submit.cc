// Updates of dossiers from the node's own desks.
#include "services/admission/desk.h"

namespace lienthong::admission {
namespace {

class Submitter {
 public:
  Submitter(CommitContext& context, const v1::SubmitRequest& request, const access::Scope& scope)
      : context_(context),
        request_(request),
        scope_(scope),
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

  // The admission of one that waited as fact `sequence`.
  absl::Status TakeParked(const v1::SourceRecord& record, uint64_t sequence,
                          v1::RecordResult& result) {
    const Resolved resolved = ResolveRecord(record);
    const Update* const update = std::get_if<Update>(&resolved);
    return update == nullptr ? absl::OkStatus() : Admit(*update, sequence, result);
  }

 private:
  Resolved ResolveRecord(const v1::SourceRecord& record) const {
    Resolved resolved =
        Resolve(record, {context_.transaction.registry(), context_.node, request_.source(),
                         request_.reporting_unit(), ArrivalOf(record), context_.awaited});
    if (Update* const update = std::get_if<Update>(&resolved))
      update->migrated = request_.migrated();
    return resolved;
  }

  // History arrived when it happened: nothing is inferred from the moment of its loading.
  Instant ArrivalOf(const v1::SourceRecord& record) const {
    const Instant stated = request_.migrated() ? StatedThrough(record) : 0;
    return stated != 0 ? stated : arrival_;
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
    if (!IsInScope(*unit))
      return PermissionDenied("complete_through: the reporting unit is outside the scope, {}",
                              scope_.ToString());
    unit_ = *unit;
    return absl::OkStatus();
  }

  bool IsInScope(uint32_t unit) const { return admission::IsInScope(context_, scope_, unit); }

  // A unit that is not known yet could turn out to be anybody's, so it is in no scope.
  bool IsInScope(const Resolved& resolved) const {
    if (const Update* const update = std::get_if<Update>(&resolved))
      return IsInScope(update->reporting_unit);
    return IsInScope(std::get<Missing>(resolved).reporting_unit);
  }

  // Nobody changes what a unit outside the scope reports.
  absl::StatusOr<bool> IsOthersDossier(const std::string& dossier) {
    ASSIGN_OR_RETURN(const node::v1::Record* const known, context_.transaction.Find(dossier));
    return known != nullptr && !IsInScope(known->dossier().reporting_unit());
  }

  absl::Status TakeRecord(const v1::SourceRecord& record, v1::RecordResult& result) {
    Resolved resolved = ResolveRecord(record);
    if (const Refusal* const refusal = std::get_if<Refusal>(&resolved)) {
      Refuse(*refusal, result);
      return absl::OkStatus();
    }
    if (!IsInScope(resolved)) {
      Refuse({"madonvi", "not known here as one of the units of this token"}, result);
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const bool others, IsOthersDossier(record.dossier()));
    if (others) {
      Refuse({"MaHoSo", "is reported by a unit that is none of this token's"}, result);
      return absl::OkStatus();
    }
    if (Missing* const missing = std::get_if<Missing>(&resolved))
      return Park(record, *missing, result);
    return Admit(std::get<Update>(resolved), 0, result);
  }

  absl::Status Park(const v1::SourceRecord& record, const Missing& missing,
                    v1::RecordResult& result) {
    v1::Parked parked;
    *parked.mutable_record() = record;
    parked.mutable_record()->DiscardUnknownFields();
    if (record.reporting_unit().empty())
      parked.mutable_record()->set_reporting_unit(request_.reporting_unit());
    parked.set_arrival(ArrivalOf(record));
    parked.set_migrated(request_.migrated());
    parked.set_reporting_unit(missing.reporting_unit);
    parked.set_source(request_.source());
    for (const v1::MissingReference& reference : missing.what) *parked.add_missing() = reference;
    return ParkRecord(context_, std::move(parked), result);
  }

  absl::Status Admit(const Update& update, uint64_t unparks, v1::RecordResult& result) {
    ASSIGN_OR_RETURN(const node::v1::Record* known,
                     context_.transaction.Find(update.record->dossier()));
    if (known == nullptr && update.procedure == 0) {
      Refuse({"MaHoSo", "not known here yet; send the dossier itself (DongBoHoSoMC) first"},
             result);
      return absl::OkStatus();
    }
    const v1::Dossier* const held = known == nullptr ? nullptr : &known->dossier();
    Merged merged = Merge(held, update, context_.calendars.Of(CalendarUnit(held, update)),
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
    fact.set_migrated(update.migrated);
    v1::Dossier& dossier = *fact.mutable_dossier();
    dossier = std::move(merged.dossier);
    dossier.set_unparks(unparks);
    dossier.set_reporting_unit(
        ReportingUnitOf(context_, dossier.reporting_unit(), update.reporting_unit));
    if (known != nullptr && IsTakenOver(context_, *known))
      dossier.set_ownership_term(known->dossier().ownership_term() + 1);
    dossier.mutable_resolution()->set_reference_sequence(context_.reference_sequence);
    result.set_outcome(v1::RecordResult::OUTCOME_ADMITTED);
    result.set_revision(dossier.revision());
    if (known == nullptr) RETURN_IF_ERROR(WakeParked(context_, update.record->dossier()));
    return Append(std::move(fact), result);
  }

  // Whose working days count: those of the unit that received the dossier, which transfers
  // do not change.
  static uint32_t CalendarUnit(const v1::Dossier* held, const Update& update) {
    if (update.receiving_unit != 0) return update.receiving_unit;
    if (held != nullptr) return held->receiving_unit();
    return update.handling_unit != 0 ? update.handling_unit : update.reporting_unit;
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
  const access::Scope& scope_;
  const Instant arrival_;
  uint32_t unit_ = 0;
};

}  // namespace

absl::Status Perform(CommitContext& context, SubmitWork& work) {
  return Submitter(context, work.request, work.scope).Run(work.response);
}

absl::Status TakeParkedDossier(CommitContext& context, const v1::Parked& parked, uint64_t sequence,
                               v1::RecordResult& result) {
  v1::SubmitRequest request;
  request.set_source(parked.source());
  request.set_arrival(parked.arrival());
  request.set_migrated(parked.migrated());
  // Its desk's scope was judged when it came.
  const access::Scope scope = access::Scope::EveryUnit();
  return Submitter(context, request, scope).TakeParked(parked.record(), sequence, result);
}

}  // namespace lienthong::admission
