#include "services/access/caller.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace lienthong::access {
namespace {

// A tree of offices has seven levels at most; a cycle in the reference data must end.
constexpr int kLevelsMax = 16;

const char* NameOf(v1::Role role) {
  switch (role) {
    case v1::ROLE_SUBMIT:
      return "submit";
    case v1::ROLE_READ:
      return "read";
    case v1::ROLE_PUBLISH:
      return "publish";
    case v1::ROLE_ADMINISTER:
      return "administer";
    default:
      return "unknown";
  }
}

}  // namespace

Scope Scope::EveryUnit() {
  v1::Scope scope;
  scope.set_every_unit(true);
  return Scope(scope);
}

bool Scope::Holds(const Registry& registry, uint32_t unit, Day day) const {
  if (scope_.every_unit()) return true;
  for (int level = 0; level < kLevelsMax && unit != 0; ++level) {
    const v1::Unit* const described = registry.UnitAt(unit, day);
    if (described == nullptr) return false;
    const auto& units = scope_.units();
    if (std::find(units.begin(), units.end(), described->code()) != units.end()) return true;
    unit = described->parent();
  }
  return false;
}

std::string Scope::ToString() const {
  if (scope_.every_unit()) return "every unit";
  if (scope_.units().empty()) return "no unit";
  return fmt::format("{}", fmt::join(scope_.units(), ", "));
}

Caller Caller::Local() {
  return {.kind = Kind::kLocal,
          .roles = {v1::ROLE_SUBMIT, v1::ROLE_READ, v1::ROLE_PUBLISH, v1::ROLE_ADMINISTER},
          .scope = Scope::EveryUnit()};
}

bool Caller::Has(v1::Role role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

std::string Caller::ToString() const {
  switch (kind) {
    case Kind::kLocal:
      return "local";
    case Kind::kNode:
      return "node " + name;
    case Kind::kClient:
      return "client " + name;
    case Kind::kToken:
      return fmt::format("token {} ({})", id, name);
  }
  return "unknown";
}

std::string RolesToString(const std::vector<v1::Role>& roles) {
  std::vector<const char*> names;
  for (const v1::Role role : roles) names.push_back(NameOf(role));
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace lienthong::access
