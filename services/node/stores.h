// What a node keeps, opened: its directory, the engine in it, and the stores on that.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "lienthong/node/v1/config.pb.h"
#include "storage/base/clock.h"
#include "storage/base/signing.h"
#include "storage/journal/journal.h"
#include "storage/registry/registry.h"

namespace lienthong::node {

// The system's.
class SystemClock final : public Clock {
 public:
  int64_t NowMs() const override;
};

struct Stores {
  std::unique_ptr<Engine> engine;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<ReferenceLog> references;
  // With which the root signs reference data; absent elsewhere.
  std::optional<SigningKey> signing_key;

  // FAILED_PRECONDITION: the directory is another node's, in use, another user's, or others may
  // look into it.
  static absl::StatusOr<Stores> Open(const v1::NodeConfig& config);

 private:
  absl::Status OpenReferences(const v1::NodeConfig& config);
};

// Makes `path`, mode 0700, or sees to it that it is this user's alone: closes it to its group,
// and refuses one that everybody may look into.
absl::Status OpenDirectory(const std::string& path);

// Bytes of all files below `folder`, the log of recent writes included, which the store's own
// count leaves out.
uint64_t SizeOfFiles(const std::string& folder);

}  // namespace lienthong::node
