#include "storage/registry/registry.h"

#include <algorithm>

#include "storage/base/calendar_date.h"
#include "storage/registry/versions.h"

namespace lienthong {
namespace {

using versions::All;
using versions::Find;
using versions::From;
using versions::InForce;
using versions::SaysTheSame;

std::optional<uint32_t> IdOf(const std::map<std::string, uint32_t>& ids, const std::string& key) {
  const uint32_t* const id = Find(ids, key);
  return id == nullptr ? std::nullopt : std::optional(*id);
}

// The days on which a row `holds`, neighbouring rows joined.
template <typename T, typename Holds>
void AddSpans(uint32_t id, const std::map<Day, T>& rows, Holds holds, std::vector<Span>& spans) {
  bool open = false;
  for (const auto& [day, row] : rows) {
    if (holds(row) == open) continue;
    open = !open;
    if (open) spans.push_back({id, day, kNoEnd});
    if (!open) spans.back().end = day;
  }
}

}  // namespace

void Registry::Add(const v1::ReferenceEntry& entry) {
  switch (entry.body_case()) {
    case v1::ReferenceEntry::kUnit:
      return AddUnit(entry.unit());
    case v1::ReferenceEntry::kProcedure:
      return AddProcedure(entry.procedure());
    case v1::ReferenceEntry::kGrant:
      grants_.Change()[entry.grant().unit()][entry.grant().valid_from()] = entry.grant();
      terms_.Change()[entry.grant().unit()][entry.grant().term()] = entry.grant();
      granted_.Change()[entry.grant().node()].insert(entry.grant().unit());
      break;
    case v1::ReferenceEntry::kMapping:
      return AddMapping(entry.mapping());
    case v1::ReferenceEntry::kCalendarDay: {
      const v1::CalendarDay& day = entry.calendar_day();
      calendar_days_.Change()[day.unit()][day.day()] = day;
      break;
    }
    case v1::ReferenceEntry::kOfficeHours: {
      const v1::OfficeHours& hours = entry.office_hours();
      office_hours_.Change()[hours.unit()][hours.valid_from()] = hours;
      break;
    }
    case v1::ReferenceEntry::kSupplementLimit:
      supplement_limit_ = entry.supplement_limit();
      break;
    case v1::ReferenceEntry::kRulebook:
      return AddRulebook(entry.rulebook());
    case v1::ReferenceEntry::kObservation:
      return AddObservation(entry.observation());
    case v1::ReferenceEntry::kOffer:
      return AddOffer(entry.offer());
    case v1::ReferenceEntry::BODY_NOT_SET:
      break;  // of a newer version: kept in the log, unknown here
  }
}

void Registry::AddUnit(const v1::Unit& unit) {
  units_.Change()[unit.id()][unit.valid_from()] = unit;
  unit_codes_.Change()[unit.code()] = unit.id();
  unit_names_.Change()[normalize_(unit.name())].insert(unit.id());
  children_.Change()[unit.parent()].insert(unit.id());
}

void Registry::AddProcedure(const v1::Procedure& procedure) {
  procedures_.Change()[procedure.id()][procedure.valid_from()] = procedure;
  procedure_codes_.Change()[procedure.code()] = procedure.id();
  procedure_names_.Change()[normalize_(procedure.name())].insert(procedure.id());
}

void Registry::AddMapping(const v1::Mapping& mapping) {
  for (const std::string& word : {mapping.value(), NormalWord(mapping.value())}) {
    mappings_.Change()[{mapping.source(), mapping.kind(), word}][mapping.valid_from()] = mapping;
  }
}

bool Registry::Holds(const v1::ReferenceEntry& entry) const {
  switch (entry.body_case()) {
    case v1::ReferenceEntry::kUnit:
      return SaysTheSame(From(*units_, entry.unit().id(), entry.unit().valid_from()), entry.unit());
    case v1::ReferenceEntry::kProcedure:
      return SaysTheSame(From(*procedures_, entry.procedure().id(), entry.procedure().valid_from()),
                         entry.procedure());
    case v1::ReferenceEntry::kGrant:
      return SaysTheSame(GrantFrom(entry.grant().unit(), entry.grant().valid_from()),
                         entry.grant());
    case v1::ReferenceEntry::kMapping: {
      const v1::Mapping& mapping = entry.mapping();
      const MappingKey key(mapping.source(), mapping.kind(), mapping.value());
      return SaysTheSame(From(*mappings_, key, mapping.valid_from()), mapping);
    }
    case v1::ReferenceEntry::kCalendarDay: {
      const v1::CalendarDay& day = entry.calendar_day();
      return SaysTheSame(From(*calendar_days_, day.unit(), day.day()), day);
    }
    case v1::ReferenceEntry::kOfficeHours: {
      const v1::OfficeHours& hours = entry.office_hours();
      return SaysTheSame(From(*office_hours_, hours.unit(), hours.valid_from()), hours);
    }
    case v1::ReferenceEntry::kSupplementLimit:
      return supplement_limit_.has_value() &&
             SaysTheSame(&*supplement_limit_, entry.supplement_limit());
    case v1::ReferenceEntry::kRulebook:
      return HoldsRulebook(entry.rulebook());
    case v1::ReferenceEntry::kObservation: {
      const v1::Observation* const held = FindObservation(entry.observation());
      return held != nullptr && (held->as_of() > entry.observation().as_of() ||
                                 SaysTheSame(held, entry.observation()));
    }
    case v1::ReferenceEntry::kOffer:
      return HoldsOffer(entry.offer());
    case v1::ReferenceEntry::BODY_NOT_SET:
      return false;
  }
  return false;
}

const v1::Unit* Registry::UnitAt(uint32_t id, Day day) const {
  const v1::Unit* const unit = InForce(*units_, id, day);
  return unit == nullptr || unit->abolished() ? nullptr : unit;
}

std::optional<uint32_t> Registry::UnitByCode(const std::string& code) const {
  return IdOf(*unit_codes_, code);
}

std::vector<uint32_t> Registry::UnitsByName(std::string_view name, Day day) const {
  std::vector<uint32_t> units;
  const std::string normal = normalize_(name);
  const std::set<uint32_t>* const named = Find(*unit_names_, normal);
  if (named == nullptr || normal.empty()) return units;
  for (const uint32_t id : *named) {
    const v1::Unit* const unit = UnitAt(id, day);
    if (unit != nullptr && normalize_(unit->name()) == normal) units.push_back(id);
  }
  return units;
}

std::vector<Span> Registry::UnitNameSpans(std::string_view name) const {
  std::vector<Span> spans;
  const std::string normal = normalize_(name);
  const std::set<uint32_t>* const named = Find(*unit_names_, normal);
  if (named == nullptr || normal.empty()) return spans;
  for (const uint32_t id : *named) {
    AddSpans(
        id, units_->at(id),
        [&](const v1::Unit& unit) {
          return !unit.abolished() && normalize_(unit.name()) == normal;
        },
        spans);
  }
  return spans;
}

std::vector<uint32_t> Registry::Children(uint32_t parent, Day day) const {
  std::vector<const v1::Unit*> units;
  const std::set<uint32_t>* const below = Find(*children_, parent);
  if (below == nullptr) return {};
  for (const uint32_t id : *below) {
    const v1::Unit* const unit = UnitAt(id, day);
    if (unit != nullptr && unit->parent() == parent) units.push_back(unit);
  }
  std::sort(units.begin(), units.end(),
            [](const auto* a, const auto* b) { return a->code() < b->code(); });
  std::vector<uint32_t> ids;
  for (const v1::Unit* unit : units) ids.push_back(unit->id());
  return ids;
}

std::vector<uint32_t> Registry::Subtree(uint32_t root, Day day) const {
  std::vector<uint32_t> units;
  std::vector<uint32_t> open = {root};
  std::set<uint32_t> seen;  // a cycle in the data must not run for ever
  while (!open.empty()) {
    const uint32_t unit = open.back();
    open.pop_back();
    if (!seen.insert(unit).second) continue;
    units.push_back(unit);
    const std::vector<uint32_t> children = Children(unit, day);
    open.insert(open.end(), children.rbegin(), children.rend());
  }
  return units;
}

std::vector<uint32_t> Registry::WithUnitsAbove(uint32_t unit, Day day) const {
  std::vector<uint32_t> units;
  const v1::Unit* described = UnitAt(unit, day);
  while (described != nullptr &&
         std::find(units.begin(), units.end(), described->id()) == units.end()) {
    units.push_back(described->id());
    described = UnitAt(described->parent(), day);
  }
  return units;
}

const v1::Procedure* Registry::ProcedureAt(uint32_t id, Day day) const {
  const v1::Procedure* const procedure = InForce(*procedures_, id, day);
  return procedure == nullptr || procedure->abolished() ? nullptr : procedure;
}

std::optional<uint32_t> Registry::ProcedureByCode(const std::string& code) const {
  return IdOf(*procedure_codes_, code);
}

std::vector<uint32_t> Registry::ProceduresByName(std::string_view name, Day day) const {
  std::vector<uint32_t> procedures;
  const std::string normal = normalize_(name);
  const std::set<uint32_t>* const named = Find(*procedure_names_, normal);
  if (named == nullptr || normal.empty()) return procedures;
  for (const uint32_t id : *named) {
    const v1::Procedure* const procedure = ProcedureAt(id, day);
    if (procedure != nullptr && normalize_(procedure->name()) == normal) procedures.push_back(id);
  }
  return procedures;
}

std::vector<Span> Registry::ProcedureSpans(uint32_t id) const {
  std::vector<Span> spans;
  if (const auto* const rows = Find(*procedures_, id))
    AddSpans(
        id, *rows, [](const v1::Procedure& row) { return !row.abolished(); }, spans);
  return spans;
}

std::vector<Span> Registry::ProcedureNameSpans(std::string_view name) const {
  std::vector<Span> spans;
  const std::string normal = normalize_(name);
  const std::set<uint32_t>* const named = Find(*procedure_names_, normal);
  if (named == nullptr || normal.empty()) return spans;
  for (const uint32_t id : *named) {
    AddSpans(
        id, procedures_->at(id),
        [&](const v1::Procedure& row) {
          return !row.abolished() && normalize_(row.name()) == normal;
        },
        spans);
  }
  return spans;
}

std::set<uint32_t> Registry::ProceduresOfSameName(uint32_t id) const {
  std::set<uint32_t> others;
  const auto* const rows = Find(*procedures_, id);
  if (rows == nullptr) return others;
  for (const auto& [day, row] : *rows) {
    const auto* const named = Find(*procedure_names_, normalize_(row.name()));
    if (named != nullptr) others.insert(named->begin(), named->end());
  }
  others.erase(id);
  return others;
}

const v1::Grant* Registry::GrantFrom(uint32_t unit, Day valid_from) const {
  return From(*grants_, unit, valid_from);
}

const v1::Grant* Registry::GrantAt(uint32_t unit, Day day) const {
  return InForce(*grants_, unit, day);
}

const v1::Grant* Registry::FirstGrant(uint32_t unit) const {
  const auto* const rows = Find(*grants_, unit);
  return rows == nullptr ? nullptr : &rows->begin()->second;
}

const v1::Grant* Registry::CurrentGrant(uint32_t unit) const {
  const auto* const grants = GrantsByTerm(unit);
  return grants == nullptr ? nullptr : &grants->rbegin()->second;
}

const std::map<uint32_t, v1::Grant>* Registry::GrantsByTerm(uint32_t unit) const {
  return Find(*terms_, unit);
}

std::set<std::string> Registry::CurrentWriters() const {
  std::set<std::string> nodes;
  for (const auto& [unit, grants] : *terms_) nodes.insert(grants.rbegin()->second.node());
  return nodes;
}

std::vector<uint32_t> Registry::UnitsGranted() const {
  std::vector<uint32_t> units;
  for (const auto& [unit, grants] : *terms_) units.push_back(unit);
  return units;
}

std::set<uint32_t> Registry::UnitsEverGranted(const std::string& node) const {
  const auto* const units = Find(*granted_, node);
  return units == nullptr ? std::set<uint32_t>() : *units;
}

bool Registry::EverGranted(uint32_t unit, const std::string& node) const {
  const auto* const units = Find(*granted_, node);
  return units != nullptr && units->contains(unit);
}

std::set<uint32_t> Registry::EverAbove(uint32_t unit) const {
  std::set<uint32_t> above;
  if (!units_->contains(unit)) return above;
  for (const auto& [day, described] : units_->at(unit)) {
    if (described.parent() != 0) above.insert(described.parent());
  }
  return above;
}

// No word of a source begins so, and the two kinds of keys stay apart.
std::string Registry::NormalWord(std::string_view value) const {
  return std::string(1, '\0') + normalize_(value);
}

std::optional<std::string> Registry::Map(const std::string& source, v1::ReferenceKind kind,
                                         std::string_view value, Day day) const {
  for (const std::string& owner : {source, std::string()}) {
    for (const std::string& word : {std::string(value), NormalWord(value)}) {
      const v1::Mapping* const mapping = InForce(*mappings_, MappingKey(owner, kind, word), day);
      if (mapping != nullptr) return mapping->target();
    }
  }
  return std::nullopt;
}

const v1::Mapping* Registry::MappingFrom(const std::string& source, v1::ReferenceKind kind,
                                         std::string_view value, Day valid_from) const {
  return From(*mappings_, MappingKey(source, kind, NormalWord(value)), valid_from);
}

std::vector<const v1::Unit*> Registry::AllUnits() const { return All(*units_); }

std::vector<const v1::Procedure*> Registry::AllProcedures() const { return All(*procedures_); }

std::vector<const v1::Grant*> Registry::AllGrants() const { return All(*grants_); }

// Each once: the other key of a mapping is its normal form.
std::vector<const v1::Mapping*> Registry::AllMappings() const {
  std::vector<const v1::Mapping*> mappings;
  for (const auto& [key, rows] : *mappings_) {
    for (const auto& [day, mapping] : rows) {
      if (std::get<2>(key) == mapping.value()) mappings.push_back(&mapping);
    }
  }
  return mappings;
}

}  // namespace lienthong
