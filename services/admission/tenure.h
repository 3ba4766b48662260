// Who had the right to write for a unit, and when it went over (HANDOVER.md). Pure.
#pragma once

#include <string>
#include <vector>

#include "storage/registry/registry.h"

namespace lienthong::admission {

// A run of consecutive terms of one node. Terms begin at 1.
struct Tenure {
  std::string node;
  uint32_t first_term = 0;
  uint32_t last_term = 0;
  // The node before it is lost: nobody waits for its release.
  bool without_release = false;
};

// The tenures of a unit in order; the last one is in force. Empty: never granted.
std::vector<Tenure> TenuresOf(const Registry& registry, uint32_t unit);

}  // namespace lienthong::admission
