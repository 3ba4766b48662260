// On disk: who may call this node, and which facts tell what administrators did. Keys:
// storage/DESIGN.md.
#pragma once

#include <string>
#include <vector>

#include "lienthong/node/v1/store.pb.h"
#include "storage/engine/engine.h"

namespace lienthong {

// Stateless: everything is read through a View and written into a Batch.
class Credentials {
 public:
  static void Put(const node::v1::CredentialRow& row, Batch& batch);
  // All, by id. DATA_LOSS: one cannot be read.
  static absl::StatusOr<std::vector<node::v1::CredentialRow>> ReadAll(const View& view);
};

// A fact about an administrative action, of whatever origin.
struct AuditedFact {
  uint32_t origin = 0;
  uint64_t sequence = 0;
  // Its origin's clock.
  int64_t time_ms = 0;
};

// Where such facts are in the journal. Stateless, as above.
class AuditIndex {
 public:
  static void Put(const AuditedFact& fact, Batch& batch);
  // All, by origin and sequence: some a day in the whole country.
  static absl::StatusOr<std::vector<AuditedFact>> ReadAll(const View& view);
};

}  // namespace lienthong
