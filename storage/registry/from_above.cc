// Rulebooks, and figures that only arrive from above.
#include <algorithm>

#include "storage/base/calendar_date.h"
#include "storage/registry/registry.h"
#include "storage/registry/versions.h"

namespace lienthong {
namespace {

using versions::Find;

}  // namespace

// Days that cannot be read hold on no day: the bytes are the author's, and may be of a
// newer version.
void Registry::AddRulebook(const v1::Rulebook& rulebook) {
  const std::optional<Day> first = ParseDate(rulebook.valid_from());
  const std::optional<Day> last =
      rulebook.valid_to().empty() ? kLastDay : ParseDate(rulebook.valid_to());
  const bool readable = first.has_value() && last.has_value();
  rulebooks_.Change()[rulebook.id()] = {rulebook, readable ? *first : kLastDay + 1,
                                        readable ? *last : kLastDay};
}

bool Registry::HoldsRulebook(const v1::Rulebook& rulebook) const {
  return versions::SaysTheSame(RulebookById(rulebook.id()), rulebook);
}

const v1::Rulebook* Registry::RulebookById(const std::string& id) const {
  const DatedRulebook* const found = Find(*rulebooks_, id);
  return found == nullptr ? nullptr : &found->rulebook;
}

const v1::Rulebook* Registry::RulebookAt(Day day) const {
  const DatedRulebook* latest = nullptr;
  for (const auto& [id, dated] : *rulebooks_) {
    const bool holds = dated.first <= day && day <= dated.last;
    if (holds && (latest == nullptr || dated.first > latest->first)) latest = &dated;
  }
  return latest == nullptr ? nullptr : &latest->rulebook;
}

std::vector<const Registry::DatedRulebook*> Registry::Rulebooks() const {
  std::vector<const DatedRulebook*> rulebooks;
  for (const auto& [id, dated] : *rulebooks_) rulebooks.push_back(&dated);
  std::stable_sort(rulebooks.begin(), rulebooks.end(),
                   [](const auto* a, const auto* b) { return a->first < b->first; });
  return rulebooks;
}

// An older moment says nothing of the present; the same moment again is a correction.
void Registry::AddObservation(const v1::Observation& observation) {
  v1::Observation& held =
      observations_.Change()[observation.unit()][{observation.definition(), observation.first_day(),
                                                  observation.last_day(), observation.source()}];
  if (observation.as_of() >= held.as_of()) held = observation;
}

const v1::Observation* Registry::FindObservation(const v1::Observation& observation) const {
  const auto* const of_unit = Find(*observations_, observation.unit());
  if (of_unit == nullptr) return nullptr;
  return Find(*of_unit, ObservationKey(observation.definition(), observation.first_day(),
                                       observation.last_day(), observation.source()));
}

const v1::Observation* Registry::ObservationOf(uint32_t unit, const std::string& definition,
                                               Day first_day, Day last_day) const {
  const auto* const of_unit = Find(*observations_, unit);
  if (of_unit == nullptr) return nullptr;
  const v1::Observation* latest = nullptr;
  for (auto row = of_unit->lower_bound({definition, first_day, last_day, ""});
       row != of_unit->end(); ++row) {
    const auto& [named, first, last, source] = row->first;
    if (named != definition || first != first_day || last != last_day) break;
    if (row->second.withdrawn()) continue;
    if (latest == nullptr || row->second.as_of() > latest->as_of()) latest = &row->second;
  }
  return latest;
}

std::vector<const v1::Observation*> Registry::Observations(uint32_t unit, Day first_day,
                                                           Day last_day) const {
  std::vector<const v1::Observation*> observations;
  const auto* const of_unit = Find(*observations_, unit);
  if (of_unit == nullptr) return observations;
  for (const auto& [key, observation] : *of_unit) {
    const bool asked = observation.first_day() == first_day && observation.last_day() == last_day;
    if (asked && !observation.withdrawn()) observations.push_back(&observation);
  }
  return observations;
}

std::vector<const v1::Observation*> Registry::AllObservations() const {
  std::vector<const v1::Observation*> observations;
  for (const auto& [unit, of_unit] : *observations_) {
    for (const auto& [key, observation] : of_unit) observations.push_back(&observation);
  }
  return observations;
}

}  // namespace lienthong
