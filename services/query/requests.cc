#include "services/query/requests.h"

#include <algorithm>

#include "storage/base/calendar_date.h"

namespace lienthong::query {

absl::StatusOr<Day> RequireDate(const char* field, const std::string& text) {
  const std::optional<Day> day = ParseDate(text);
  if (!day.has_value())
    return InvalidArgument("{}: is no date of the form yyyy-mm-dd between 1990 and 2099", field);
  return *day;
}

absl::StatusOr<Period> RequirePeriod(const std::string& from, const std::string& to, Instant as_of,
                                     Instant now) {
  Period period;
  ASSIGN_OR_RETURN(period.from, RequireDate("from", from));
  ASSIGN_OR_RETURN(period.to, RequireDate("to", to));
  if (period.from > period.to) return InvalidArgument("from: lies after to");
  const Instant end = EndOfDay(period.to);
  if (as_of > end)
    return OutOfRange("as_of: lies beyond the end of the period; choose a later period");
  period.as_of = as_of != 0 ? as_of : std::min(end, now);
  if (period.as_of < StartOfDay(period.from)) {
    return OutOfRange("as_of: lies before the period begins{}",
                      as_of == 0 ? "; it has not begun yet" : "");
  }
  return period;
}

absl::StatusOr<uint32_t> RequireUnit(const Registry& registry, const std::string& code, Day day) {
  const std::optional<uint32_t> unit = registry.UnitByCode(code);
  if (!unit.has_value()) return NotFound("unit \"{}\": not known here", code);
  if (registry.UnitAt(*unit, day) == nullptr)
    return NotFound("unit \"{}\": does not exist on {}", code, FormatDate(day));
  return *unit;
}

std::optional<Day> RootDay(const v1::Unit& unit, Day day) {
  return unit.parent() == 0 ? std::optional(day) : std::nullopt;
}

}  // namespace lienthong::query
