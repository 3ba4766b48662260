// Days and hours, of the nation and of units that have their own.
#include "storage/base/calendar_date.h"
#include "storage/registry/registry.h"
#include "storage/registry/versions.h"

namespace lienthong {

using versions::Find;

const std::map<Day, v1::CalendarDay>& Registry::calendar_days(uint32_t unit) const {
  static const std::map<Day, v1::CalendarDay> kNone;
  const auto* const days = Find(*calendar_days_, unit);
  return days == nullptr ? kNone : *days;
}

const std::map<Day, v1::OfficeHours>& Registry::office_hours(uint32_t unit) const {
  static const std::map<Day, v1::OfficeHours> kNone;
  const auto* const hours = Find(*office_hours_, unit);
  return hours == nullptr ? kNone : *hours;
}

std::set<uint32_t> Registry::UnitsWithCalendar() const {
  std::set<uint32_t> units;
  for (const auto& [unit, days] : *calendar_days_) units.insert(unit);
  for (const auto& [unit, hours] : *office_hours_) units.insert(unit);
  units.erase(0);
  return units;
}

std::vector<int> Registry::ProvisionalYears(Day first, Day last) const {
  std::set<int> decided, expected;
  for (const auto& [day, entry] : calendar_days()) {
    if (!entry.provisional()) decided.insert(YearOf(day));
    if (entry.provisional() && first <= day && day <= last) expected.insert(YearOf(day));
  }
  std::vector<int> years;
  for (int year = YearOf(first); year <= YearOf(last); ++year) {
    if (!decided.contains(year) || expected.contains(year)) years.push_back(year);
  }
  return years;
}

std::set<Day> Registry::ChangesAbove(uint32_t unit) const {
  std::set<Day> days;
  std::set<uint32_t> seen;
  std::vector<uint32_t> open = {unit};
  while (!open.empty()) {
    const uint32_t at = open.back();
    open.pop_back();
    const auto* const rows = Find(*units_, at);
    if (rows == nullptr || !seen.insert(at).second) continue;
    for (const auto& [day, described] : *rows) {
      days.insert(day);
      open.push_back(described.parent());
    }
  }
  return days;
}

}  // namespace lienthong
