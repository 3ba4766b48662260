#include "services/calendars/calendars.h"

#include <algorithm>
#include <iterator>

namespace lienthong {
namespace {

std::vector<Calendar::Span> SpansOf(const v1::OfficeHours& hours) {
  std::vector<Calendar::Span> spans;
  for (const auto& span : hours.spans()) spans.push_back({span.start(), span.end()});
  return spans;
}

// Those of one unit, or of the nation, on `day`; null: none yet.
const v1::OfficeHours* HoursOn(const std::map<Day, v1::OfficeHours>& hours, Day day) {
  const auto later = hours.upper_bound(day);
  return later == hours.begin() ? nullptr : &std::prev(later)->second;
}

// Lays what units have of their own over the nation's calendar.
class Overlay {
 public:
  Overlay(const Registry& registry, uint32_t unit, Calendar& calendar)
      : registry_(registry),
        unit_(unit),
        with_rows_(registry.UnitsWithCalendar()),
        calendar_(calendar) {}

  void SetDays() {
    for (const uint32_t owner : with_rows_) {
      for (const auto& [day, entry] : registry_.calendar_days(owner)) {
        if (!IsNearest(owner, day)) continue;
        calendar_.SetDay(day, entry.working(),
                         entry.provisional() ? Calendar::Standing::kProvisional
                                             : Calendar::Standing::kLocal);
      }
    }
  }

  // Hours change when a row begins and when the tree above the unit does.
  void SetHours() {
    std::set<Day> changes = registry_.ChangesAbove(unit_);
    changes.insert(0);
    for (const auto& [day, hours] : registry_.office_hours()) changes.insert(day);
    for (const uint32_t owner : with_rows_) {
      for (const auto& [day, hours] : registry_.office_hours(owner)) changes.insert(day);
    }
    for (const Day day : changes) {
      const v1::OfficeHours* const hours = NearestHours(day);
      const bool told = hours != nullptr && !hours->spans().empty();
      calendar_.SetHours(day, told ? SpansOf(*hours) : Calendar::UsualHours());
    }
  }

 private:
  // Whether `owner`, which has a row on `day`, is the nearest above the unit that has one.
  bool IsNearest(uint32_t owner, Day day) const {
    for (const uint32_t above : registry_.WithUnitsAbove(unit_, day)) {
      if (registry_.calendar_days(above).contains(day)) return above == owner;
    }
    return false;
  }

  const v1::OfficeHours* NearestHours(Day day) const {
    for (const uint32_t above : registry_.WithUnitsAbove(unit_, day)) {
      const v1::OfficeHours* const hours = HoursOn(registry_.office_hours(above), day);
      if (hours != nullptr) return hours;
    }
    return HoursOn(registry_.office_hours(), day);
  }

  const Registry& registry_;
  const uint32_t unit_;
  const std::set<uint32_t> with_rows_;
  Calendar& calendar_;
};

}  // namespace

Calendar CalendarOf(const Registry& registry, uint32_t unit) {
  Calendar calendar;
  for (const auto& [day, entry] : registry.calendar_days()) {
    calendar.SetDay(day, entry.working(),
                    entry.provisional() ? Calendar::Standing::kProvisional
                                        : Calendar::Standing::kDecided);
  }
  for (const auto& [day, hours] : registry.office_hours()) {
    if (!hours.spans().empty()) calendar.SetHours(day, SpansOf(hours));
  }
  if (unit == 0) return calendar;
  Overlay overlay(registry, unit, calendar);
  overlay.SetDays();
  overlay.SetHours();
  return calendar;
}

Calendars::Calendars(std::shared_ptr<const Registry> registry)
    : registry_(std::move(registry)),
      nation_(CalendarOf(*registry_)),
      units_differ_(!registry_->UnitsWithCalendar().empty()) {}

const Calendar& Calendars::Of(uint32_t unit) {
  if (unit == 0 || !units_differ_) return nation_;
  const auto known = of_units_.find(unit);
  if (known != of_units_.end()) return known->second;
  return of_units_.emplace(unit, CalendarOf(*registry_, unit)).first->second;
}

}  // namespace lienthong
