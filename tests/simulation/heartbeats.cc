#include "tests/simulation/heartbeats.h"

#include <algorithm>

namespace lienthong::simulation {

absl::Status Heartbeats::Follow(const Engine& engine, const Journal& journal) {
  const OriginState own = journal.origin(journal.own());
  std::vector<int64_t>& admitted = admitted_ms_[own.id];
  if (own.sequence < admitted.size()) admitted.resize(own.sequence);
  if (own.sequence == admitted.size()) return absl::OkStatus();
  const View view = engine.Snapshot();
  while (admitted.size() < own.sequence) {
    ASSIGN_OR_RETURN(const std::string bytes,
                     journal.ReadFact(view, journal.own(), admitted.size() + 1));
    v1::Fact fact;
    if (!fact.ParseFromString(bytes)) return DataLoss("a fact cannot be read");
    if (!admitted.empty() && fact.admitted_time_ms() < admitted.back()) {
      return DataLoss("{}: fact {} was admitted before the one before it", own.id.node,
                      admitted.size() + 1);
    }
    admitted.push_back(fact.admitted_time_ms());
  }
  return absl::OkStatus();
}

absl::Status Heartbeats::Check(const std::string& node, const Journal& journal) const {
  for (const OriginState& state : journal.origins()) {
    const auto found = admitted_ms_.find(state.id);
    if (found == admitted_ms_.end()) continue;
    const std::vector<int64_t>& admitted = found->second;
    const auto before =
        std::lower_bound(admitted.begin(), admitted.end(), state.progress_ms) - admitted.begin();
    if (static_cast<uint64_t>(before) <= state.progress_sequence) continue;
    return DataLoss("{} believes {} to be complete with {} facts at a time when it had {}", node,
                    state.id.node, state.progress_sequence, before);
  }
  return absl::OkStatus();
}

}  // namespace lienthong::simulation
