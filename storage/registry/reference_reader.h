// Reads the reference log for the nodes below: what each of them lacks, as runs.
#pragma once

#include <map>
#include <mutex>

#include "storage/registry/registry.h"

namespace lienthong {

// Safe to use from any thread. The engine must outlive it.
class ReferenceReader {
 public:
  explicit ReferenceReader(const Engine& engine) : engine_(engine) {}

  // The next entries after `after`, where a node below stands; `held` is where this node
  // stands. At most `bytes_max` bytes (see ReferenceLog::ReadAfter); empty when there are
  // none. A node that is ahead of this one gets nothing until this one has caught up: its
  // facts must not wait for that. FAILED_PRECONDITION: it holds another tree's, or its
  // chain differs.
  absl::StatusOr<v1::ReferenceRun> Read(const v1::ReferencePosition& held,
                                        const v1::ReferencePosition& after, size_t bytes_max);

 private:
  absl::StatusOr<Hash> HashAt(const View& view, const v1::ReferencePosition& held,
                              uint64_t sequence);
  void Remember(uint64_t sequence, const Hash& hash);

  const Engine& engine_;
  std::mutex mutex_;
  // The hashes that were asked for last: a node that catches up asks from one run's end to
  // the next, and everybody from the same ones.
  std::map<uint64_t, Hash> known_;  // guarded
};

}  // namespace lienthong
