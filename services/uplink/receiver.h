// The parent's side of the uplink as a state machine (DESIGN.md). No threads, no
// gRPC: it checks what came and says what to answer.
#pragma once

#include <optional>
#include <vector>

#include "lienthong/v1/uplink.pb.h"
#include "storage/journal/journal.h"

namespace lienthong::uplink {

// What the commit of a block gave.
struct BlockResult {
  // What is held now of each origin in the block.
  std::vector<v1::OriginPosition> held;
  // Origins with a gap, with what is held of them.
  std::vector<v1::OriginPosition> gaps;
  std::vector<v1::Divergence> divergences;
  // Facts that were new.
  uint64_t admitted = 0;
};

// One per stream. Not thread-safe. The journal must outlive it.
class Receiver {
 public:
  explicit Receiver(const Journal& journal) : journal_(journal) {}

  // Takes the hello and answers it. FAILED_PRECONDITION: the child has this node's
  // name, or speaks another version. INVALID_ARGUMENT: no hello, or a second one.
  absl::StatusOr<v1::ReplicateResponse> TakeHello(const v1::ReplicateRequest& message);
  // The block in `packed`; INVALID_ARGUMENT when it is none.
  absl::StatusOr<v1::Block> TakeBlock(const v1::PackedBlock& packed);
  // INVALID_ARGUMENT when it names no origin.
  absl::Status CheckProgress(const v1::NodeProgress& progress) const;
  // What to answer after the commit of a block of `packed_bytes`.
  std::vector<v1::ReplicateResponse> Answer(const BlockResult& result, size_t packed_bytes);

  // The hello, without its heads.
  const std::optional<v1::Hello>& hello() const { return hello_; }

 private:
  const Journal& journal_;
  std::optional<v1::Hello> hello_;
  uint64_t consumed_bytes_ = 0;
};

}  // namespace lienthong::uplink
