// Entries of the reference log, for tests.
#pragma once

#include <algorithm>
#include <string>

#include "storage/base/calendar_date.h"
#include "storage/registry/registry.h"

namespace lienthong {

inline std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return lower;
}

inline v1::ReferenceEntry UnitEntry(uint32_t id, const std::string& code, uint32_t parent,
                                    Day from = 0, bool abolished = false) {
  v1::ReferenceEntry entry;
  v1::Unit& unit = *entry.mutable_unit();
  unit.set_id(id);
  unit.set_code(code);
  unit.set_name("Name " + code);
  unit.set_parent(parent);
  unit.set_valid_from(from);
  unit.set_abolished(abolished);
  return entry;
}

inline v1::ReferenceEntry MappingEntry(const std::string& source, const std::string& value,
                                       const std::string& target) {
  v1::ReferenceEntry entry;
  entry.mutable_mapping()->set_source(source);
  entry.mutable_mapping()->set_kind(v1::REFERENCE_KIND_STATUS);
  entry.mutable_mapping()->set_value(value);
  entry.mutable_mapping()->set_target(target);
  return entry;
}

}  // namespace lienthong
