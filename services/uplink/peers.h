// What the uplink asks of the node it runs in; services/node fills these in.
#pragma once

#include <functional>
#include <optional>

#include "lienthong/v1/uplink.pb.h"
#include "services/uplink/receiver.h"
#include "storage/base/status.h"

namespace lienthong::uplink {

// The child's node. Safe to call from any thread.
class ChildNode {
 public:
  virtual ~ChildNode() = default;
  // Notes what the parent holds.
  virtual void Acknowledge(v1::Ack ack) = 0;
  // Admits reference data; `done` is called once, from another thread.
  virtual void TakeReference(v1::ReferenceRun run, std::function<void(absl::Status)> done) = 0;
  virtual v1::ReferencePosition reference_position() const = 0;
  // The next page of a unit that this node has to take over; nothing: none is wanted.
  virtual std::optional<v1::FetchUnitRequest> NextFetch() const = 0;
  // Admits a page; `done` is called once, from another thread, after the commit.
  virtual void TakeUnit(v1::FetchUnitRequest request, v1::FetchUnitResponse page,
                        std::function<void(absl::Status)> done) = 0;
};

// The parent's node. Safe to call from any thread.
class ParentNode {
 public:
  virtual ~ParentNode() = default;
  // Admits a block; `done` is called once, from another thread, after the commit.
  virtual void TakeBlock(v1::Block block,
                         std::function<void(absl::StatusOr<BlockResult>)> done) = 0;
  // Notes a sign of life; `done` is called once, from another thread.
  virtual void TakeProgress(v1::NodeProgress progress, std::function<void()> done) = 0;
  // The next reference entries after `after`; empty when there are none.
  // FAILED_PRECONDITION: the child holds another tree's.
  virtual absl::StatusOr<v1::ReferenceRun> ReadReference(const v1::ReferencePosition& after) = 0;
  // A page of the states of a unit (handover.proto); UNAVAILABLE: not complete here.
  virtual absl::StatusOr<v1::FetchUnitResponse> ReadUnit(const v1::FetchUnitRequest& request) = 0;
};

}  // namespace lienthong::uplink
