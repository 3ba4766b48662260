#include "services/admission/missing.h"

#include <algorithm>

#include "services/admission/rights.h"
#include "storage/base/calendar_date.h"

namespace lienthong::admission {
namespace {

// Bound of Observation.definition and Observation.source.
constexpr size_t kObservationTextBytesMax = 96;

bool IsAbsentOrPlausible(Instant instant) { return instant == 0 || IsPlausible(instant); }

bool IsReadable(const v1::Observation& observation) {
  const std::string& definition = observation.definition();
  const std::string& source = observation.source();
  return !definition.empty() && definition.size() <= kObservationTextBytesMax &&
         definition.find('\0') == std::string::npos && !source.empty() &&
         source.size() <= kObservationTextBytesMax && !observation.value().empty() &&
         observation.first_day() >= kFirstDay && observation.last_day() <= kLastDay &&
         observation.first_day() <= observation.last_day() && IsPlausible(observation.as_of());
}

void AddMissingUnit(const CommitContext& context, uint32_t unit,
                    std::vector<v1::MissingReference>& missing) {
  if (!context.transaction.registry().KnowsUnit(unit))
    missing.push_back(MakeMissing(v1::REFERENCE_KIND_UNIT, fmt::format("#{}", unit)));
}

void AddMissingRight(const CommitContext& context, uint32_t origin, uint32_t unit,
                     std::vector<v1::MissingReference>& missing) {
  const std::string& node = context.transaction.journal().origin(origin).id.node;
  if (MayEverWriteAbout(context.transaction.registry(), node, unit)) return;
  missing.push_back(
      MakeMissing(v1::REFERENCE_KIND_GRANT, fmt::format("#{} or above for {}", unit, node)));
}

v1::MissingReference Unreadable() {
  return MakeMissing(v1::REFERENCE_KIND_UNSPECIFIED, "cannot be counted by this version");
}

}  // namespace

v1::MissingReference MakeMissing(v1::ReferenceKind kind, std::string value) {
  v1::MissingReference missing;
  missing.set_kind(kind);
  missing.set_value(std::move(value));
  return missing;
}

std::vector<v1::MissingReference> MissingGrant(const CommitContext& context, uint32_t origin,
                                               uint32_t unit) {
  const std::string& node = context.transaction.journal().origin(origin).id.node;
  if (context.transaction.registry().EverGranted(unit, node)) return {};
  return {MakeMissing(v1::REFERENCE_KIND_GRANT, fmt::format("#{} for {}", unit, node))};
}

bool IsPlausible(Instant instant) {
  return instant >= StartOfDay(kFirstDay) && instant <= EndOfDay(kLastDay);
}

bool IsCountable(const v1::Petition& petition) {
  return petition.resolution().rules() == kRules && Records::IsId(petition.id()) &&
         IsAbsentOrPlausible(petition.effective()) && IsAbsentOrPlausible(petition.late_from()) &&
         std::all_of(petition.timeline().begin(), petition.timeline().end(),
                     [](const auto& entry) { return IsPlausible(entry.instant()); });
}

std::vector<v1::MissingReference> MissingForPetition(const CommitContext& context, uint32_t origin,
                                                     const v1::Petition& petition) {
  std::vector<v1::MissingReference> missing =
      MissingGrant(context, origin, petition.reporting_unit());
  AddMissingUnit(context, petition.unit(), missing);
  const Registry& registry = context.transaction.registry();
  if (petition.procedure() != 0 && !registry.KnowsProcedure(petition.procedure())) {
    missing.push_back(
        MakeMissing(v1::REFERENCE_KIND_PROCEDURE, fmt::format("#{}", petition.procedure())));
  }
  if (!IsCountable(petition)) missing.push_back(Unreadable());
  return missing;
}

std::vector<v1::MissingReference> MissingForObservation(const CommitContext& context,
                                                        uint32_t origin,
                                                        const v1::Observation& observation) {
  std::vector<v1::MissingReference> missing;
  AddMissingUnit(context, observation.unit(), missing);
  AddMissingRight(context, origin, observation.unit(), missing);
  if (!IsReadable(observation)) missing.push_back(Unreadable());
  return missing;
}

}  // namespace lienthong::admission
