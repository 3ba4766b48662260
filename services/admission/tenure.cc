#include "services/admission/tenure.h"

namespace lienthong::admission {

std::vector<Tenure> TenuresOf(const Registry& registry, uint32_t unit) {
  std::vector<Tenure> tenures;
  const auto* const grants = registry.GrantsByTerm(unit);
  if (grants == nullptr) return tenures;
  for (const auto& [term, grant] : *grants) {
    if (tenures.empty() || tenures.back().node != grant.node())
      tenures.push_back({grant.node(), term, term, grant.without_release()});
    tenures.back().last_term = term;
  }
  return tenures;
}

}  // namespace lienthong::admission
