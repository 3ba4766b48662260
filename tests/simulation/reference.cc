#include "tests/simulation/reference.h"

#include <algorithm>

namespace lienthong::simulation {
namespace {

using Import = v1::ImportReferenceRequest;

void AddUnit(const UnitPlan& plan, Import& import) {
  v1::UnitRow& row = *import.add_rows()->mutable_unit();
  row.set_code(plan.place.code);
  row.set_name("Đơn vị " + plan.place.code);
  row.set_type(plan.type);
  row.set_parent(plan.parent);
}

void AddGrant(const UnitPlan& plan, Import& import) {
  v1::GrantRow& row = *import.add_rows()->mutable_grant();
  row.set_unit(plan.place.code);
  row.set_node(plan.place.node);
  row.set_source("igate");
  row.set_valid_from("2026-07-01");
}

void AddProcedure(int number, Import& import) {
  v1::ProcedureRow& row = *import.add_rows()->mutable_procedure();
  row.set_code(fmt::format("1.00{}", number));
  row.set_name(fmt::format("Thủ tục {}", number));
  row.set_processing_days(number == 0 ? "" : std::to_string(2 * number));
  row.set_fee(number == 1 ? "1" : "0");
  row.set_online("full");
}

void AddMapping(const std::string& kind, const std::string& value, const std::string& target,
                Import& import) {
  v1::MappingRow& row = *import.add_rows()->mutable_mapping();
  row.set_source("igate");
  row.set_kind(kind);
  row.set_value(value);
  row.set_target(target);
}

void AddCalendar(const std::string& date, const std::string& kind, Import& import) {
  v1::CalendarRow& row = *import.add_rows()->mutable_calendar();
  row.set_date(date);
  row.set_kind(kind);
  row.set_source("unverified");
}

}  // namespace

std::vector<Import> PlanReferences(const std::vector<UnitPlan>& units, Random& random) {
  Import first;
  std::vector<Import> later;
  // Where a row goes: mostly at the start, else into an import of its own.
  const auto place = [&](int percent_late) -> Import& {
    return random.Chance(percent_late) ? later.emplace_back() : first;
  };
  for (const UnitPlan& unit : units) AddUnit(unit, first);
  for (const UnitPlan& unit : units) AddGrant(unit, place(20));
  for (int number = 0; number < 4; ++number) AddProcedure(number, place(25));
  AddMapping("status", "đang thẩm định", "4", place(60));
  AddMapping("channel", "zalo", "2", place(60));
  AddCalendar("2026-09-02", "holiday", place(50));
  AddCalendar("2026-08-06", "holiday", place(50));
  if (random.Chance(50)) AddCalendar("2026-07-01", "supplement_limit", place(50));
  for (size_t i = later.size(); i > 1; --i)
    std::swap(later[i - 1], later[random.Below(static_cast<int>(i))]);
  later.insert(later.begin(), std::move(first));
  return later;
}

}  // namespace lienthong::simulation
