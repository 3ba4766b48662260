#include "storage/registry/registry.h"

#include <algorithm>

#include "storage/base/calendar_date.h"

namespace lienthong {
namespace {

// The entry in force on `day`: the last one that began by then.
template <typename T>
const T* InForce(const std::map<Day, T>& versions, Day day) {
  auto later = versions.upper_bound(day);
  return later == versions.begin() ? nullptr : &std::prev(later)->second;
}

template <typename Key, typename T>
const T* InForce(const std::map<Key, std::map<Day, T>>& all, const Key& key, Day day) {
  const auto found = all.find(key);
  return found == all.end() ? nullptr : InForce(found->second, day);
}

template <typename Key, typename T>
bool SaysTheSame(const std::map<Key, std::map<Day, T>>& all, const Key& key, const T& entry) {
  const auto found = all.find(key);
  if (found == all.end()) return false;
  const auto version = found->second.find(entry.valid_from());
  return version != found->second.end() &&
         version->second.SerializeAsString() == entry.SerializeAsString();
}

template <typename T>
bool SaysTheSame(const std::map<Day, T>& all, Day day, const T& entry) {
  const auto found = all.find(day);
  return found != all.end() && found->second.SerializeAsString() == entry.SerializeAsString();
}

template <typename Key>
std::optional<uint32_t> Find(const std::map<Key, uint32_t>& ids, const Key& key) {
  const auto found = ids.find(key);
  return found == ids.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

void Registry::Add(const v1::ReferenceEntry& entry) {
  switch (entry.body_case()) {
    case v1::ReferenceEntry::kUnit: {
      const v1::Unit& unit = entry.unit();
      units_[unit.id()][unit.valid_from()] = unit;
      unit_codes_[unit.code()] = unit.id();
      unit_names_[normalize_(unit.name())].insert(unit.id());
      children_[unit.parent()].insert(unit.id());
      break;
    }
    case v1::ReferenceEntry::kProcedure:
      procedures_[entry.procedure().id()][entry.procedure().valid_from()] = entry.procedure();
      procedure_codes_[entry.procedure().code()] = entry.procedure().id();
      break;
    case v1::ReferenceEntry::kGrant:
      grants_[entry.grant().unit()][entry.grant().valid_from()] = entry.grant();
      break;
    case v1::ReferenceEntry::kMapping: {
      const v1::Mapping& mapping = entry.mapping();
      for (const std::string& word : {mapping.value(), NormalWord(mapping.value())}) {
        mappings_[{mapping.source(), mapping.kind(), word}][mapping.valid_from()] = mapping;
      }
      break;
    }
    case v1::ReferenceEntry::kCalendarDay:
      calendar_days_[entry.calendar_day().day()] = entry.calendar_day();
      break;
    case v1::ReferenceEntry::kOfficeHours:
      office_hours_[entry.office_hours().valid_from()] = entry.office_hours();
      break;
    case v1::ReferenceEntry::kSupplementLimit:
      supplement_limit_ = entry.supplement_limit();
      break;
    case v1::ReferenceEntry::kRulebook:
    case v1::ReferenceEntry::kObservation:
    case v1::ReferenceEntry::kOffer:
    case v1::ReferenceEntry::BODY_NOT_SET:
      break;  // of a newer version: kept in the log, unknown here
  }
}

bool Registry::Holds(const v1::ReferenceEntry& entry) const {
  switch (entry.body_case()) {
    case v1::ReferenceEntry::kUnit:
      return SaysTheSame(units_, entry.unit().id(), entry.unit());
    case v1::ReferenceEntry::kProcedure:
      return SaysTheSame(procedures_, entry.procedure().id(), entry.procedure());
    case v1::ReferenceEntry::kGrant:
      return SaysTheSame(grants_, entry.grant().unit(), entry.grant());
    case v1::ReferenceEntry::kMapping: {
      const v1::Mapping& mapping = entry.mapping();
      return SaysTheSame(mappings_, MappingKey(mapping.source(), mapping.kind(), mapping.value()),
                         mapping);
    }
    case v1::ReferenceEntry::kCalendarDay:
      return SaysTheSame(calendar_days_, entry.calendar_day().day(), entry.calendar_day());
    case v1::ReferenceEntry::kOfficeHours:
      return SaysTheSame(office_hours_, entry.office_hours().valid_from(), entry.office_hours());
    case v1::ReferenceEntry::kSupplementLimit:
      return supplement_limit_.has_value() &&
             supplement_limit_->SerializeAsString() == entry.supplement_limit().SerializeAsString();
    case v1::ReferenceEntry::kRulebook:
    case v1::ReferenceEntry::kObservation:
    case v1::ReferenceEntry::kOffer:
    case v1::ReferenceEntry::BODY_NOT_SET:
      return false;
  }
  return false;
}

const v1::Unit* Registry::UnitAt(uint32_t id, Day day) const {
  const v1::Unit* const unit = InForce(units_, id, day);
  return unit == nullptr || unit->abolished() ? nullptr : unit;
}

std::optional<uint32_t> Registry::UnitByCode(const std::string& code) const {
  return Find(unit_codes_, code);
}

std::vector<uint32_t> Registry::UnitsByName(std::string_view name, Day day) const {
  std::vector<uint32_t> units;
  const std::string normal = normalize_(name);
  const auto found = unit_names_.find(normal);
  if (found == unit_names_.end() || normal.empty()) return units;
  for (const uint32_t id : found->second) {
    const v1::Unit* const unit = UnitAt(id, day);
    if (unit != nullptr && normalize_(unit->name()) == normal) units.push_back(id);
  }
  return units;
}

std::vector<uint32_t> Registry::Children(uint32_t parent, Day day) const {
  std::vector<const v1::Unit*> units;
  const auto found = children_.find(parent);
  if (found == children_.end()) return {};
  for (const uint32_t id : found->second) {
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

const v1::Procedure* Registry::ProcedureAt(uint32_t id, Day day) const {
  return InForce(procedures_, id, day);
}

std::optional<uint32_t> Registry::ProcedureByCode(const std::string& code) const {
  return Find(procedure_codes_, code);
}

const v1::Grant* Registry::GrantFrom(uint32_t unit, Day valid_from) const {
  const auto found = grants_.find(unit);
  if (found == grants_.end()) return nullptr;
  const auto version = found->second.find(valid_from);
  return version == found->second.end() ? nullptr : &version->second;
}

const v1::Grant* Registry::CurrentGrant(uint32_t unit) const {
  const auto found = grants_.find(unit);
  return found == grants_.end() ? nullptr : &found->second.rbegin()->second;
}

std::set<std::string> Registry::CurrentWriters() const {
  std::set<std::string> nodes;
  for (const auto& [unit, grants] : grants_) nodes.insert(grants.rbegin()->second.node());
  return nodes;
}

bool Registry::EverGranted(uint32_t unit, const std::string& node) const {
  const auto found = grants_.find(unit);
  return found != grants_.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [&](const auto& version) { return version.second.node() == node; });
}

// No word of a source begins so, and the two kinds of keys stay apart.
std::string Registry::NormalWord(std::string_view value) const {
  return std::string(1, '\0') + normalize_(value);
}

std::optional<std::string> Registry::Map(const std::string& source, v1::ReferenceKind kind,
                                         std::string_view value, Day day) const {
  for (const std::string& owner : {source, std::string()}) {
    for (const std::string& word : {std::string(value), NormalWord(value)}) {
      const v1::Mapping* const mapping = InForce(mappings_, MappingKey(owner, kind, word), day);
      if (mapping != nullptr) return mapping->target();
    }
  }
  return std::nullopt;
}

}  // namespace lienthong
