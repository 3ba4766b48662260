#include "services/query/observations.h"

#include <map>
#include <set>

#include "storage/records/records.h"

namespace lienthong::query {

absl::StatusOr<std::vector<Observed>> ReadObservations(
    Known& known, const std::vector<const v1::Observation*>& from_above,
    const std::vector<uint32_t>& units, Day from, Day to) {
  // By key, whose order is that of the answer.
  std::map<std::string, Observed> found;
  const auto take = [&](const v1::Observation& observation, bool above) {
    if (observation.last_day() < from || observation.first_day() > to) return;
    const auto [place, added] = found.try_emplace(ObservationKey(observation));
    if (added || observation.as_of() >= place->second.observation.as_of())
      place->second = {observation, above};
  };
  const std::set<uint32_t> wanted(units.begin(), units.end());
  for (const uint32_t unit : wanted) {
    const auto visit = [&](const node::v1::Record& record) -> absl::Status {
      ASSIGN_OR_RETURN(const auto observation, known.ObservationAt(record));
      if (observation.has_value()) take(*observation, false);
      return absl::OkStatus();
    };
    RETURN_IF_ERROR(Records::ScanObservations(known.view(), unit, visit));
  }
  for (const v1::Observation* const observation : from_above) {
    if (wanted.contains(observation->unit())) take(*observation, true);
  }
  std::vector<Observed> observed;
  for (auto& [key, entry] : found) {
    if (!entry.observation.withdrawn()) observed.push_back(std::move(entry));
  }
  return observed;
}

v1::ObservedFigure FigureOf(const Registry& registry, const Observed& observed, Day day) {
  v1::ObservedFigure figure;
  const v1::Unit* const unit = registry.UnitAt(observed.observation.unit(), day);
  if (unit != nullptr) figure.set_unit(unit->code());
  *figure.mutable_observation() = observed.observation;
  figure.set_from_above(observed.from_above);
  return figure;
}

}  // namespace lienthong::query
