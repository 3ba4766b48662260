// What each origin really had at each instant, so that a sign of life which claims
// more than its data, or an admitted time that runs backwards, is seen.
#pragma once

#include <map>
#include <vector>

#include "storage/journal/journal.h"

namespace lienthong::simulation {

class Heartbeats {
 public:
  // Reads what the node's own origin admitted since the last time. Fails when an
  // admitted time is earlier than the one before.
  absl::Status Follow(const Engine& engine, const Journal& journal);
  // Fails when the node believes an origin to be more complete than it was then.
  absl::Status Check(const std::string& node, const Journal& journal) const;

 private:
  std::map<OriginId, std::vector<int64_t>> admitted_ms_;
};

}  // namespace lienthong::simulation
