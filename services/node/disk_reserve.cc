#include "services/node/disk_reserve.h"

#include <filesystem>

#include "services/access/wire_status.h"
#include "services/node/log.h"

namespace lienthong::node {
namespace {

// Somebody has to free space; asking more often does not make it come sooner.
constexpr int64_t kDiskRetryMs = 5'000;

}  // namespace

absl::Status DiskReserve::Check() {
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(folder_, error);
  const bool reached = !error && space.available < bytes_;
  const bool is_news = reached_.exchange(reached) != reached;
  if (!reached) {
    if (is_news) LogInfo("disk: there is room again, records are taken");
    return absl::OkStatus();
  }
  metrics_.OnRefused("disk_full");
  const absl::Status status = ResourceExhausted(
      "disk: {} bytes are free, fewer than limits.disk_reserve_bytes ({}); nothing is taken until "
      "space is freed where data_dir is",
      space.available, bytes_);
  if (is_news) LogError("disk: records are refused", {{"reason", MessageOf(status)}});
  return access::WithRetry(access::WithReason(status, "DISK_FULL"), kDiskRetryMs);
}

}  // namespace lienthong::node
