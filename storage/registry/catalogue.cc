// What units offer.
#include <algorithm>

#include "storage/registry/registry.h"
#include "storage/registry/versions.h"

namespace lienthong {
namespace {

using versions::Find;

// Full before partial before other.
bool IsFurtherOnline(const CatalogueRow& a, const CatalogueRow& b) {
  const auto rank = [](v1::OnlineLevel level) {
    return level == v1::ONLINE_LEVEL_UNSPECIFIED ? v1::OnlineLevel_MAX + 1 : int{level};
  };
  return rank(a.online()) < rank(b.online());
}

std::vector<CatalogueRow> ByCode(const std::map<uint32_t, CatalogueRow>& rows) {
  std::vector<CatalogueRow> sorted;
  for (const auto& [id, row] : rows) sorted.push_back(row);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.procedure->code() < b.procedure->code(); });
  return sorted;
}

}  // namespace

void Registry::AddOffer(const v1::Offer& offer) {
  offers_.Change()[offer.unit()][offer.procedure()][offer.valid_from()] = offer;
  offering_units_.Change()[offer.procedure()].insert(offer.unit());
}

bool Registry::HoldsOffer(const v1::Offer& offer) const {
  const auto* const of_unit = Find(*offers_, offer.unit());
  return of_unit != nullptr &&
         versions::SaysTheSame(versions::From(*of_unit, offer.procedure(), offer.valid_from()),
                               offer);
}

const v1::Offer* Registry::OfferAt(uint32_t unit, uint32_t procedure, Day day) const {
  const auto* const of_unit = Find(*offers_, unit);
  return of_unit == nullptr ? nullptr : versions::InForce(*of_unit, procedure, day);
}

bool Registry::HasOffers(uint32_t unit, Day day) const {
  const auto* const of_unit = Find(*offers_, unit);
  return of_unit != nullptr && std::any_of(of_unit->begin(), of_unit->end(), [&](const auto& rows) {
           return rows.second.begin()->first <= day;
         });
}

std::set<uint32_t> Registry::UnitsOffering(uint32_t procedure, Day day) const {
  std::set<uint32_t> units;
  const std::set<uint32_t>* const candidates = Find(*offering_units_, procedure);
  if (candidates == nullptr) return units;
  for (const uint32_t unit : *candidates) {
    const v1::Offer* const offer = OfferAt(unit, procedure, day);
    if (offer != nullptr && !offer->withdrawn()) units.insert(unit);
  }
  return units;
}

std::set<Day> Registry::ChangesOfProcedure(uint32_t procedure) const {
  std::set<Day> days;
  if (const auto* const rows = Find(*procedures_, procedure)) {
    for (const auto& [day, row] : *rows) days.insert(day);
  }
  if (const auto* const units = Find(*offering_units_, procedure)) {
    for (const uint32_t unit : *units) {
      for (const auto& [day, offer] : offers_->at(unit).at(procedure)) days.insert(day);
    }
  }
  return days;
}

// What the unit itself offers. A procedure that stands in `rows` already keeps its row,
// unless `further_online` and this one is.
void Registry::AddOffered(uint32_t unit, Day day, bool further_online, CatalogueRows& rows) const {
  const auto* const of_unit = Find(*offers_, unit);
  if (of_unit == nullptr) return;
  for (const auto& [procedure, versions] : *of_unit) {
    const CatalogueRow row{ProcedureAt(procedure, day), versions::InForce(versions, day)};
    if (row.procedure == nullptr || row.offer == nullptr || row.offer->withdrawn()) continue;
    const auto [held, added] = rows.try_emplace(procedure, row);
    if (!added && further_online && IsFurtherOnline(row, held->second)) held->second = row;
  }
}

std::vector<CatalogueRow> Registry::Catalogue(uint32_t unit, Day day) const {
  if (UnitAt(unit, day) == nullptr) return {};
  CatalogueRows rows, below;
  bool offers = false;
  for (const uint32_t nearer : WithUnitsAbove(unit, day)) {
    offers = offers || HasOffers(nearer, day);
    AddOffered(nearer, day, false, rows);
  }
  for (const uint32_t other : offers_->empty() ? std::vector<uint32_t>() : Subtree(unit, day)) {
    offers = offers || HasOffers(other, day);
    AddOffered(other, day, true, below);
  }
  rows.merge(below);
  if (!offers) AddAll(day, rows);
  return ByCode(rows);
}

void Registry::AddAll(Day day, CatalogueRows& rows) const {
  for (const auto& [id, versions] : *procedures_) {
    const v1::Procedure* const procedure = ProcedureAt(id, day);
    if (procedure != nullptr) rows.emplace(id, CatalogueRow{procedure, nullptr});
  }
}

std::vector<const v1::Offer*> Registry::AllOffers() const {
  std::vector<const v1::Offer*> offers;
  for (const auto& [unit, of_unit] : *offers_) {
    const std::vector<const v1::Offer*> more = versions::All(of_unit);
    offers.insert(offers.end(), more.begin(), more.end());
  }
  return offers;
}

}  // namespace lienthong
