// What was refused, so that somebody looks: each counted, and the first of a kind from one peer
// logged; the rest of the hour is a number in the next line.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "services/gateway/metrics.h"
#include "storage/base/clock.h"

namespace lienthong::node {

class Incidents {
 public:
  // Both must outlive it.
  Incidents(gateway::Metrics& metrics, const Clock& clock) : metrics_(metrics), clock_(clock) {}

  // `kind` is one of few words (services/gateway/README.md), `peer` who, `reason` why. Never
  // blocks. Thread-safe.
  void Note(std::string_view kind, std::string_view peer, std::string_view reason);

 private:
  struct Told {
    int64_t told_ms = 0;
    uint64_t since = 0;
  };

  gateway::Metrics& metrics_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Told> told_;
};

// One line an hour for each kind and peer: a flood must not fill the disk with its own story.
inline constexpr int64_t kTellIntervalMs = 3'600'000;
// Kinds and peers that are remembered at once; beyond them only the count goes up.
inline constexpr size_t kToldMax = 4096;

}  // namespace lienthong::node
