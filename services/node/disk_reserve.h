// The room on the disk that desks and children do not get. When free space falls below it, what
// they send is refused; what is left is for the store's own work (flushing, compaction), for
// acknowledgements and for reference data, so the store itself never meets a full disk first.
//
//   DiskReserve reserve(config.data_dir(), config.limits().disk_reserve_bytes(), metrics);
//   RETURN_IF_ERROR(reserve.Check());
//
// Other programs on the same disk are not held back by it: they may still fill it to the last
// byte. Then the store refuses commits until there is room, and loses nothing.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "services/gateway/metrics.h"
#include "storage/base/status.h"

namespace lienthong::node {

class DiskReserve {
 public:
  // `folder` exists; `metrics` must outlive it.
  DiskReserve(std::string folder, uint64_t bytes, gateway::Metrics& metrics)
      : folder_(std::move(folder)), bytes_(bytes), metrics_(metrics) {}

  // RESOURCE_EXHAUSTED with reason DISK_FULL and when to come again, while less than the reserve
  // is free: counted each time, logged when it begins and when it ends. A disk that cannot be
  // measured counts as free: the store finds out. Thread-safe; one system call.
  absl::Status Check();

 private:
  const std::string folder_;
  const uint64_t bytes_;
  gateway::Metrics& metrics_;
  std::atomic<bool> reached_ = false;
};

}  // namespace lienthong::node
