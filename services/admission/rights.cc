#include "services/admission/rights.h"

#include <set>
#include <vector>

namespace lienthong::admission {
namespace {

// A tree deeper than this is a circle.
constexpr int kDepthMax = 16;

}  // namespace

bool MayWriteAbout(const Registry& registry, const std::string& node, uint32_t unit, Day day) {
  for (int depth = 0; unit != 0 && depth < kDepthMax; ++depth) {
    const v1::Grant* const grant = registry.CurrentGrant(unit);
    if (grant != nullptr && grant->node() == node) return true;
    const v1::Unit* const described = registry.UnitAt(unit, day);
    unit = described == nullptr ? 0 : described->parent();
  }
  return false;
}

bool MayEverWriteAbout(const Registry& registry, const std::string& node, uint32_t unit) {
  if (registry.EverGranted(unit, node)) return true;
  std::set<uint32_t> seen = {unit};
  std::vector<uint32_t> left = {unit};
  while (!left.empty()) {
    const uint32_t below = left.back();
    left.pop_back();
    for (const uint32_t above : registry.EverAbove(below)) {
      if (!seen.insert(above).second) continue;
      if (registry.EverGranted(above, node)) return true;
      left.push_back(above);
    }
  }
  return false;
}

}  // namespace lienthong::admission
