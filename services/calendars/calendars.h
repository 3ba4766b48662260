// The calendars that reference data describes: the nation's, and those of units that have
// days or hours of their own.
#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "services/accounting/calendar.h"
#include "storage/registry/registry.h"

namespace lienthong {

// The calendar of the whole nation (`unit` 0), or of a unit: for every day the nearest of
// the unit and those above it on that day that says something, else the nation. A merger
// changes whose hours hold from its day on, not before.
//
// Days of a unit decide no year (Calendar::Standing::kLocal). Costs by the number of rows.
Calendar CalendarOf(const Registry& registry, uint32_t unit = 0);

// Makes each unit's calendar when it is first asked for, and keeps it. Not thread-safe;
// calendars live as long as this.
class Calendars {
 public:
  explicit Calendars(std::shared_ptr<const Registry> registry);

  // Of `unit`, the one that received a dossier: transfers do not change whose days counted.
  const Calendar& Of(uint32_t unit);

 private:
  std::shared_ptr<const Registry> registry_;
  Calendar nation_;
  // Where no unit has rows of its own, nobody needs more than the nation's.
  bool units_differ_;
  std::map<uint32_t, Calendar> of_units_;
};

}  // namespace lienthong
