#include "services/access/door.h"

#include "storage/base/calendar_date.h"

namespace lienthong::access {

absl::Status Door::EnterFor(const grpc::ServerContextBase* context, const std::string& unit,
                            const std::string& date) {
  ASSIGN_OR_RETURN(const Caller caller, Enter(context));
  if (caller.scope.every_unit()) return absl::OkStatus();
  const std::shared_ptr<const Registry> known = registry();
  const std::optional<uint32_t> id = known->UnitByCode(unit);
  if (!id.has_value()) return absl::OkStatus();
  return RequireInScope(caller, *known, *id, ParseDate(date).value_or(today()));
}

absl::Status RequireInScope(const Caller& caller, const Registry& registry, uint32_t unit,
                            Day day) {
  if (caller.scope.Holds(registry, unit, day)) return absl::OkStatus();
  const v1::Unit* const described = registry.UnitAt(unit, day);
  return PermissionDenied("unit \"{}\": outside the scope of {}, which is {}",
                          described == nullptr ? "" : described->code(), caller.ToString(),
                          caller.scope.ToString());
}

}  // namespace lienthong::access
