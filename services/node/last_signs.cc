#include "services/node/last_signs.h"

#include <algorithm>
#include <set>

namespace lienthong::node {

std::map<std::string, int64_t> LastSigns(const lienthong::v1::GetStatusResponse& status,
                                         const Registry& registry) {
  std::set<std::string> expected = registry.CurrentWriters();
  for (const auto& child : status.children()) {
    if (child.connected()) expected.insert(child.node().node());
  }
  expected.erase(status.node().node());
  std::map<std::string, int64_t> signs;
  for (const auto& origin : status.origins()) {
    const std::string& node = origin.head().origin().node();
    if (!expected.contains(node)) continue;
    int64_t& last = signs[node];
    last = std::max(last, origin.progress_ms());
  }
  return signs;
}

}  // namespace lienthong::node
