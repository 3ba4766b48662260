// Units, and who may write for them.
#include <algorithm>
#include <map>

#include "services/admission/row_reader.h"
#include "storage/base/calendar_date.h"

namespace lienthong::admission {
namespace {

const std::map<std::string, v1::UnitType> kUnitTypes = {
    {"nation", v1::UNIT_TYPE_NATION},         {"province", v1::UNIT_TYPE_PROVINCE},
    {"district", v1::UNIT_TYPE_DISTRICT},     {"commune", v1::UNIT_TYPE_COMMUNE},
    {"department", v1::UNIT_TYPE_DEPARTMENT}, {"centre", v1::UNIT_TYPE_CENTRE}};

// Units named in a message; the rest is cut off.
constexpr size_t kNamedMax = 5;

// The day from which a row holds: 0 means always, and no tree is older than this.
Day FirstDayOf(Day valid_from) { return std::max(valid_from, kFirstDay); }

// Whether `unit` would stand above itself: on its first day, or on the tree as it is in
// the end, when other units have moved.
bool WouldStandAboveItself(const Registry& registry, const v1::Unit& unit) {
  for (const Day day : {FirstDayOf(unit.valid_from()), kLastDay}) {
    const std::vector<uint32_t> above = registry.WithUnitsAbove(unit.parent(), day);
    if (std::find(above.begin(), above.end(), unit.id()) != above.end()) return true;
  }
  return false;
}

// "H44.1, H44.2 and 3 more".
std::string CodesOf(const Registry& registry, const std::vector<uint32_t>& units, Day day) {
  std::string codes;
  for (size_t i = 0; i < std::min(units.size(), kNamedMax); ++i) {
    const v1::Unit* const unit = registry.UnitAt(units[i], day);
    codes += (i == 0 ? "" : ", ") + (unit == nullptr ? std::to_string(units[i]) : unit->code());
  }
  if (units.size() > kNamedMax) codes += fmt::format(" and {} more", units.size() - kNamedMax);
  return codes;
}

// The unit stays as it was; only its end is new.
void ReadAbolished(const v1::UnitRow& row, uint32_t id, RowFields& fields, Entries& entries) {
  const Registry& registry = fields.registry();
  const Day last = fields.Date("valid_from", row.valid_from(), true);
  const v1::Unit* const before = registry.UnitAt(id, last - 1);
  if (before == nullptr) return fields.Fail("abolished", "the unit is not there the day before");
  const std::vector<uint32_t> below = registry.Children(id, last);
  if (!below.empty()) {
    return fields.Fail("abolished", "there are units below it: " + CodesOf(registry, below, last) +
                                        "; place them elsewhere in earlier rows");
  }
  v1::Unit& unit = *entries.emplace_back().mutable_unit();
  unit = *before;
  unit.set_valid_from(last);
  unit.set_abolished(true);
}

}  // namespace

void ReadUnit(const v1::UnitRow& row, RowFields& fields, Entries& entries) {
  const Registry& registry = fields.registry();
  const auto known = registry.UnitByCode(fields.Text("code", row.code()));
  if (fields.Flag("abolished", row.abolished())) {
    if (!known.has_value()) return fields.Fail("code", "names no unit known so far");
    return ReadAbolished(row, *known, fields, entries);
  }
  v1::Unit& unit = *entries.emplace_back().mutable_unit();
  unit.set_id(known.value_or(registry.next_unit_id()));
  unit.set_code(row.code());
  unit.set_name(fields.Text("name", row.name()));
  const auto type = kUnitTypes.find(row.type());
  if (type == kUnitTypes.end()) {
    fields.Fail("type", "is none of nation, province, district, commune, department, centre");
  } else {
    unit.set_type(type->second);
  }
  unit.set_valid_from(fields.Date("valid_from", row.valid_from()));
  if (row.parent().empty()) return;
  unit.set_parent(fields.UnitId("parent", row.parent()));
  if (known.has_value() && WouldStandAboveItself(registry, unit))
    fields.Fail("parent", "lies below the unit itself");
}

// Several rows of a unit and node name several sources of one grant.
void ReadGrant(const v1::GrantRow& row, RowFields& fields, Entries& entries) {
  v1::Grant& grant = *entries.emplace_back().mutable_grant();
  const uint32_t unit = fields.UnitId("unit", row.unit());
  const Day from = fields.Date("valid_from", row.valid_from());
  const v1::Grant* const last = fields.registry().CurrentGrant(unit);
  const v1::Grant* const same_day = fields.registry().GrantFrom(unit, from);
  const bool continues = same_day != nullptr && same_day->node() == row.node();
  if (continues) grant = *same_day;
  grant.set_unit(unit);
  grant.set_node(fields.Text("node", row.node()));
  grant.set_valid_from(from);
  if (!continues) grant.set_term(last == nullptr ? 1 : last->term() + 1);
  if (!row.go_live().empty()) grant.set_go_live(fields.Date("go_live", row.go_live()));
  if (grant.go_live() != 0 && grant.go_live() < from)
    fields.Fail("go_live", "lies before valid_from; a grant goes live on its first day or later");
  if (fields.Flag("without_release", row.without_release())) grant.set_without_release(true);
  auto& sources = *grant.mutable_sources();
  if (!row.source().empty() &&
      std::find(sources.begin(), sources.end(), row.source()) == sources.end()) {
    *sources.Add() = fields.Text("source", row.source());
    std::sort(sources.begin(), sources.end());
  }
}

}  // namespace lienthong::admission
