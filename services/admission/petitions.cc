// Petitions from the node's own desks, and parked ones that may go in now.
#include "services/admission/desk.h"
#include "services/admission/petition_resolve.h"

namespace lienthong::admission {
namespace {

class PetitionDesk {
 public:
  PetitionDesk(CommitContext& context, const access::Scope& scope, std::string source,
               std::string reporting_unit, Instant arrival)
      : context_(context),
        scope_(scope),
        source_(std::move(source)),
        reporting_unit_(std::move(reporting_unit)),
        arrival_(arrival != 0 ? arrival : context.now_ms / 1000) {}

  absl::Status Take(const v1::PetitionRecord& record, v1::RecordResult& result) {
    ResolvedPetition resolved = ResolveRecord(record);
    if (const Refusal* const refusal = std::get_if<Refusal>(&resolved)) {
      Refuse(*refusal, result);
      return absl::OkStatus();
    }
    if (!IsInScope(resolved)) {
      Refuse({"reporting_unit", "not known here as one of the units of this token"}, result);
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const bool others, IsOthersPetition(record.petition()));
    if (others) {
      Refuse({"petition", "is reported by a unit that is none of this token's"}, result);
      return absl::OkStatus();
    }
    if (Missing* const missing = std::get_if<Missing>(&resolved))
      return Park(record, *missing, result);
    return Admit(std::get<PetitionUpdate>(resolved), 0, result);
  }

  // The admission of one that waited as fact `sequence`.
  absl::Status TakeParked(const v1::PetitionRecord& record, uint64_t sequence,
                          v1::RecordResult& result) {
    const ResolvedPetition resolved = ResolveRecord(record);
    const PetitionUpdate* const update = std::get_if<PetitionUpdate>(&resolved);
    return update == nullptr ? absl::OkStatus() : Admit(*update, sequence, result);
  }

 private:
  ResolvedPetition ResolveRecord(const v1::PetitionRecord& record) const {
    return Resolve(record, {context_.transaction.registry(), context_.node, source_,
                            reporting_unit_, arrival_, context_.awaited});
  }

  bool IsInScope(const ResolvedPetition& resolved) const {
    const Missing* const missing = std::get_if<Missing>(&resolved);
    return admission::IsInScope(context_, scope_,
                                missing != nullptr
                                    ? missing->reporting_unit
                                    : std::get<PetitionUpdate>(resolved).reporting_unit);
  }

  // Nobody changes what a unit outside the scope reports.
  absl::StatusOr<bool> IsOthersPetition(const std::string& petition) {
    ASSIGN_OR_RETURN(const node::v1::Record* const known,
                     context_.transaction.Find(PetitionKey(petition)));
    return known != nullptr &&
           !admission::IsInScope(context_, scope_, known->petition().reporting_unit());
  }

  absl::Status Park(const v1::PetitionRecord& record, const Missing& missing,
                    v1::RecordResult& result) {
    v1::Parked parked;
    *parked.mutable_petition() = record;
    parked.mutable_petition()->DiscardUnknownFields();
    if (record.reporting_unit().empty())
      parked.mutable_petition()->set_reporting_unit(reporting_unit_);
    parked.set_arrival(arrival_);
    parked.set_reporting_unit(missing.reporting_unit);
    parked.set_source(source_);
    for (const v1::MissingReference& reference : missing.what) *parked.add_missing() = reference;
    return ParkRecord(context_, std::move(parked), result);
  }

  absl::Status Admit(const PetitionUpdate& update, uint64_t unparks, v1::RecordResult& result) {
    ASSIGN_OR_RETURN(const node::v1::Record* known,
                     context_.transaction.Find(PetitionKey(update.record->petition())));
    MergedPetition merged =
        Merge(known == nullptr ? nullptr : &known->petition(), update,
              context_.calendars.Of(update.reporting_unit));
    if (merged.refusal.has_value()) {
      Refuse(*merged.refusal, result);
      return absl::OkStatus();
    }
    if (!merged.changed && unparks == 0) {
      result.set_outcome(v1::RecordResult::OUTCOME_UNCHANGED);
      result.set_revision(known->petition().revision());
      return absl::OkStatus();
    }
    v1::Fact fact;
    v1::Petition& petition = *fact.mutable_petition();
    petition = std::move(merged.petition);
    petition.set_unparks(unparks);
    petition.set_reporting_unit(
        ReportingUnitOf(context_, petition.reporting_unit(), update.reporting_unit));
    if (known != nullptr && IsTakenOver(context_, *known))
      petition.set_ownership_term(known->petition().ownership_term() + 1);
    petition.mutable_resolution()->set_reference_sequence(context_.reference_sequence);
    result.set_outcome(v1::RecordResult::OUTCOME_ADMITTED);
    result.set_revision(petition.revision());
    if (known == nullptr)
      RETURN_IF_ERROR(WakeParked(context_, PetitionKey(update.record->petition())));
    ASSIGN_OR_RETURN(const uint64_t sequence, AppendOwn(context_, std::move(fact)));
    result.set_sequence(sequence);
    return absl::OkStatus();
  }

  CommitContext& context_;
  const access::Scope& scope_;
  const std::string source_;
  const std::string reporting_unit_;
  const Instant arrival_;
};

}  // namespace

absl::Status Perform(CommitContext& context, SubmitPetitionsWork& work) {
  PetitionDesk desk(context, work.scope, work.request.source(), work.request.reporting_unit(),
                    work.request.arrival());
  for (const v1::PetitionRecord& record : work.request.petitions())
    RETURN_IF_ERROR(desk.Take(record, *work.response.add_results()));
  work.response.set_durable_sequence(context.transaction.journal().origin(context.own).sequence);
  return absl::OkStatus();
}

absl::Status TakeParkedPetition(CommitContext& context, const v1::Parked& parked, uint64_t sequence,
                                v1::RecordResult& result) {
  // Its desk's scope was judged when it came.
  const access::Scope scope = access::Scope::EveryUnit();
  return PetitionDesk(context, scope, parked.source(), "", parked.arrival())
      .TakeParked(parked.petition(), sequence, result);
}

}  // namespace lienthong::admission
