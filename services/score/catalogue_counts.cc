#include "services/score/catalogue_counts.h"

namespace lienthong::score {
namespace {

bool IsOnline(const v1::Procedure& procedure) {
  return procedure.online() == v1::ONLINE_LEVEL_FULL ||
         procedure.online() == v1::ONLINE_LEVEL_PARTIAL;
}

// What was done on `day`, no later than `by`; not done is not in time.
bool IsInTime(Day day, Day by) { return day != 0 && day <= by; }

bool IsPublished(const v1::Offering& offering, Day from, Day to) {
  const Day counted = offering.publish_by() != 0 ? offering.publish_by() : offering.published();
  return counted != 0 && counted >= from && counted <= to;
}

bool IsUpdateDue(const v1::Offering& offering, Day from, Day to) {
  return offering.update_by() != 0 && offering.update_by() >= from && offering.update_by() <= to;
}

bool IsPublic(const v1::Offering& offering, Day to) {
  return offering.published() != 0 && offering.published() <= to;
}

}  // namespace

void CatalogueFacts::Add(const v1::Offering& offering) {
  publication = publication || offering.issued() != 0 || offering.publish_by() != 0 ||
                offering.published() != 0 || offering.update_by() != 0 || offering.updated() != 0;
  online_payment = online_payment || offering.online_payment();
  population_data = population_data || offering.population_data();
}

void CatalogueFacts::Add(const v1::Procedure& procedure) {
  citizen = citizen || procedure.citizen();
  Add(procedure.offering());
}

bool CatalogueFacts::Tell(v1::CatalogueCount::Aspect aspect) const {
  switch (aspect) {
    case v1::CatalogueCount::ASPECT_FEE_ONLINE_PAYMENT:
      return online_payment;
    case v1::CatalogueCount::ASPECT_CITIZEN:
      return citizen;
    case v1::CatalogueCount::ASPECT_CITIZEN_POPULATION_DATA:
      return citizen && population_data;
    case v1::CatalogueCount::ASPECT_PUBLISHED:
    case v1::CatalogueCount::ASPECT_PUBLISHED_IN_TIME:
    case v1::CatalogueCount::ASPECT_UPDATE_DUE:
    case v1::CatalogueCount::ASPECT_UPDATED_IN_TIME:
    case v1::CatalogueCount::ASPECT_PUBLIC:
    case v1::CatalogueCount::ASPECT_COMPLETE:
      return publication;
    default:
      return true;
  }
}

bool HasAspect(const v1::Procedure& procedure, v1::CatalogueCount::Aspect aspect, Day from,
               Day to) {
  const v1::Offering& offering = procedure.offering();
  switch (aspect) {
    case v1::CatalogueCount::ASPECT_ONLINE:
      return IsOnline(procedure);
    case v1::CatalogueCount::ASPECT_ONLINE_FULL:
      return procedure.online() == v1::ONLINE_LEVEL_FULL;
    case v1::CatalogueCount::ASPECT_FEE:
      return procedure.fee();
    case v1::CatalogueCount::ASPECT_FEE_ONLINE_PAYMENT:
      return procedure.fee() && offering.online_payment();
    case v1::CatalogueCount::ASPECT_CITIZEN:
      return procedure.citizen();
    case v1::CatalogueCount::ASPECT_CITIZEN_POPULATION_DATA:
      return procedure.citizen() && offering.population_data();
    case v1::CatalogueCount::ASPECT_PUBLISHED:
      return IsPublished(offering, from, to);
    case v1::CatalogueCount::ASPECT_PUBLISHED_IN_TIME:
      return IsPublished(offering, from, to) &&
             (offering.publish_by() == 0 || IsInTime(offering.published(), offering.publish_by()));
    case v1::CatalogueCount::ASPECT_UPDATE_DUE:
      return IsUpdateDue(offering, from, to);
    case v1::CatalogueCount::ASPECT_UPDATED_IN_TIME:
      return IsUpdateDue(offering, from, to) && IsInTime(offering.updated(), offering.update_by());
    case v1::CatalogueCount::ASPECT_PUBLIC:
      return IsPublic(offering, to);
    case v1::CatalogueCount::ASPECT_COMPLETE:
      return IsPublic(offering, to) && offering.complete();
    default:
      return true;
  }
}

std::set<uint32_t> WithAspect(const std::vector<v1::Procedure>& catalogue,
                              v1::CatalogueCount::Aspect aspect, Day from, Day to) {
  std::set<uint32_t> ids;
  for (const v1::Procedure& procedure : catalogue) {
    if (HasAspect(procedure, aspect, from, to)) ids.insert(procedure.id());
  }
  return ids;
}

}  // namespace lienthong::score
