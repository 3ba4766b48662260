#include "services/node/incidents.h"

#include "services/node/log.h"

namespace lienthong::node {

void Incidents::Note(std::string_view kind, std::string_view peer, std::string_view reason) {
  metrics_.OnRefused(kind);
  uint64_t before = 0;
  {
    const std::lock_guard lock(mutex_);
    const int64_t now_ms = clock_.NowMs();
    const std::pair key{std::string(kind), std::string(peer)};
    if (told_.size() >= kToldMax && !told_.contains(key)) {
      std::erase_if(told_, [&](const auto& entry) {
        return now_ms - entry.second.told_ms >= kTellIntervalMs;
      });
      if (told_.size() >= kToldMax) return;
    }
    const auto [place, first] = told_.try_emplace(key);
    Told& told = place->second;
    ++told.since;
    if (!first && now_ms - told.told_ms < kTellIntervalMs) return;
    before = told.since - 1;
    told = {now_ms, 0};
  }
  LogWarn("refused", {{"kind", kind}, {"peer", peer}, {"reason", reason}, {"not_told", before}});
}

}  // namespace lienthong::node
