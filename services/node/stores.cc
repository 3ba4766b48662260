#include "services/node/stores.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <random>

#include "services/admission/upgrade.h"
#include "services/intake/names.h"
#include "services/node/log.h"

namespace lienthong::node {
namespace {

uint64_t DrawEpoch() {
  std::random_device device;
  return static_cast<uint64_t>(device()) << 32 | device();
}

}  // namespace

int64_t SystemClock::NowMs() const {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

absl::Status OpenDirectory(const std::string& path) {
  std::error_code error;
  if (std::filesystem::create_directories(path, error)) {
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  }
  if (error) return FailedPrecondition("data_dir {}: cannot be made: {}", path, error.message());
  struct stat found {};
  if (stat(path.c_str(), &found) != 0)
    return FailedPrecondition("data_dir {}: {}", path, std::strerror(errno));
  if (found.st_uid != geteuid())
    return FailedPrecondition("data_dir {}: belongs to another user; name a folder inside it",
                              path);
  if ((found.st_mode & 07) != 0)
    return FailedPrecondition("data_dir {}: others may look into it; run chmod 700 on it", path);
  // Kubernetes opens a volume to its group when it is mounted.
  if ((found.st_mode & 070) != 0)
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  if (error) return FailedPrecondition("data_dir {}: cannot be closed: {}", path, error.message());
  return absl::OkStatus();
}

// Files come and go meanwhile; one that is gone counts nothing.
uint64_t SizeOfFiles(const std::string& folder) {
  uint64_t bytes = 0;
  std::error_code error;
  std::filesystem::recursive_directory_iterator files(folder, error);
  while (!error && files != std::filesystem::recursive_directory_iterator()) {
    std::error_code gone;
    const uint64_t size = files->file_size(gone);
    if (!gone) bytes += size;
    files.increment(error);
  }
  return bytes;
}

absl::StatusOr<Stores> Stores::Open(const v1::NodeConfig& config) {
  RETURN_IF_ERROR(OpenDirectory(config.data_dir()));
  Stores stores;
  Engine::Options options;
  options.path = config.data_dir() + "/store";
  options.block_cache_bytes = config.limits().block_cache_bytes();
  ASSIGN_OR_RETURN(stores.engine, Engine::Open(options));
  ASSIGN_OR_RETURN(stores.journal, Journal::Open(*stores.engine, config.node(), DrawEpoch()));
  RETURN_IF_ERROR(admission::Upgrade(*stores.engine, *stores.journal));
  RETURN_IF_ERROR(stores.OpenReferences(config));
  return stores;
}

// A root that may not go on with its log still serves; its imports say why.
absl::Status Stores::OpenReferences(const v1::NodeConfig& config) {
  ASSIGN_OR_RETURN(references, ReferenceLog::Open(*engine, intake::NormalizeName));
  if (config.has_parent()) return absl::OkStatus();
  ASSIGN_OR_RETURN(signing_key, SigningKey::LoadOrMake(config.data_dir() + "/keys/signing.pem"));
  const lienthong::v1::Origin own = journal->origin(journal->own()).id.ToProto();
  const absl::Status status = references->SignUnsigned(*engine, own, *signing_key);
  if (status.code() != absl::StatusCode::kFailedPrecondition) return status;
  LogError("reference data cannot be changed here", {{"reason", MessageOf(status)}});
  return absl::OkStatus();
}

}  // namespace lienthong::node
