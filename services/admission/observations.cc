// Observations from the node's own desks.
#include "services/admission/desk.h"
#include "services/admission/rights.h"
#include "storage/base/calendar_date.h"

namespace lienthong::admission {
namespace {

using Outcome = v1::RecordResult;

// The figure with its internal id; a refusal when its unit is not known here, or not this
// node's, or this desk's, to write about.
std::variant<v1::Observation, Refusal> Resolve(const CommitContext& context,
                                               const access::Scope& scope,
                                               const v1::ObservationRecord& record) {
  const Registry& registry = context.transaction.registry();
  const auto from = ParseDate(record.from()), to = ParseDate(record.to());
  if (!from.has_value() || !to.has_value() || *to < *from)
    return Refusal{"from", "from and to must be days yyyy-mm-dd, in order"};
  const auto unit = ResolveUnit(registry, "", record.unit(), *to);
  if (!unit.has_value())
    return Refusal{"unit", "not known here; give the code of a unit, or import it first"};
  if (!IsInScope(context, scope, *unit)) return Refusal{"unit", "is none of this token's units"};
  if (!MayWriteAbout(registry, context.node, *unit, *to))
    return Refusal{"unit", "this node holds no grant of that unit, nor of one above it"};
  v1::Observation observation;
  observation.set_unit(*unit);
  observation.set_definition(record.definition());
  observation.set_first_day(*from);
  observation.set_last_day(*to);
  observation.set_value(record.value());
  observation.set_measure(record.measure());
  observation.set_source(record.source());
  observation.set_as_of(record.as_of());
  observation.set_withdrawn(record.withdrawn());
  return observation;
}

absl::Status Take(CommitContext& context, const access::Scope& scope,
                  const v1::ObservationRecord& record, Outcome& result) {
  const auto resolved = Resolve(context, scope, record);
  if (const Refusal* const refusal = std::get_if<Refusal>(&resolved)) {
    Refuse(*refusal, result);
    return absl::OkStatus();
  }
  const v1::Observation& observation = std::get<v1::Observation>(resolved);
  ASSIGN_OR_RETURN(const node::v1::Record* known,
                   context.transaction.Find(ObservationKey(observation)));
  const bool is_news = known == nullptr || (known->observation().as_of() <= observation.as_of() &&
                                            known->observation().SerializeAsString() !=
                                                observation.SerializeAsString());
  if (!is_news) {
    result.set_outcome(Outcome::OUTCOME_UNCHANGED);
    return absl::OkStatus();
  }
  v1::Fact fact;
  *fact.mutable_observation() = observation;
  ASSIGN_OR_RETURN(const uint64_t sequence, AppendOwn(context, std::move(fact)));
  result.set_outcome(Outcome::OUTCOME_ADMITTED);
  result.set_sequence(sequence);
  return absl::OkStatus();
}

}  // namespace

absl::Status Perform(CommitContext& context, SubmitObservationsWork& work) {
  for (const v1::ObservationRecord& record : work.request.observations())
    RETURN_IF_ERROR(Take(context, work.scope, record, *work.response.add_results()));
  work.response.set_durable_sequence(context.transaction.journal().origin(context.own).sequence);
  return absl::OkStatus();
}

}  // namespace lienthong::admission
