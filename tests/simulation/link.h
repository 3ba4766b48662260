// The line between a child and its parent: the product's sender and receiver, with
// what services/uplink's link and service do around them, over messages that are
// delayed, and lost with everything behind them when the line is cut. Within one
// stream they stay in order, as TCP keeps them; a stream that was cut may still
// reach the parent while the next one runs.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "services/uplink/receiver.h"
#include "services/uplink/sender.h"
#include "tests/simulation/node.h"

namespace lienthong::simulation {

class Link {
 public:
  // All must outlive it.
  Link(Node& child, Node& parent, Node::Shared shared, Fault fault);

  // Says hello when both run, the line is up and there is no stream.
  bool Connect();
  // Breaks the stream, with a part of what is in flight.
  void Cut(const std::string& why);
  // A partition, and its end.
  void SetUp(bool up);
  bool up() const { return up_; }
  // The child ends the stream because of its age; the parent answers what it has.
  void HalfClose();
  // Ends a stream on which the child takes no reference data any more.
  void LeaveRefused();
  // After a crash of either side.
  void DropBroken();

  // One step of each party, chosen at random; false when nothing could be done.
  bool Step();
  // One step of everybody who can; false when nothing is under way and nobody has
  // anything to say.
  bool StepAll();
  // New reference data at the parent.
  void WantReferences();
  bool connected() const { return stream_ != nullptr; }
  // Asks for a page of a unit that the child has to take over; false: none is wanted, or
  // it is not to be had yet.
  bool Fetch();

  Node& child() { return child_; }
  Node& parent() { return parent_; }
  int planted() const { return planted_; }

 private:
  struct Message {
    int64_t due_ms;
    std::string bytes;
  };
  struct Stream;

  bool ChildSends();
  bool ChildReads();
  bool ParentReads(const std::shared_ptr<Stream>& stream);
  absl::Status ChildTakes(v1::ReplicateResponse message);
  absl::Status ParentTakes(const std::shared_ptr<Stream>& stream, v1::ReplicateRequest message);
  absl::Status ParentTakesHello(Stream& stream, const v1::ReplicateRequest& message);
  absl::Status ParentTakesBlock(const std::shared_ptr<Stream>& stream,
                                const v1::PackedBlock& packed);
  void ParentAnswers(Stream& stream, const absl::StatusOr<uplink::BlockResult>& result,
                     size_t bytes);
  absl::Status SendReferences(Stream& stream);
  void End(const std::shared_ptr<Stream>& stream, const absl::Status& why);
  // Now and then somebody on the way changes reference data and has no key to sign it.
  void Forge(v1::ReferenceRun& run);
  void Push(std::deque<Message>& queue, const std::string& bytes);
  bool IsDue(const std::deque<Message>& queue) const;

  // The planted faults (link_faults.cc).
  bool PlantInSending(v1::ReplicateRequest& message);
  void PlantInBlock(v1::Block& block);
  void PlantAfterBlock(const v1::Block& block);
  void PlantInResume(v1::Resume& resume);
  void PlantInReferences(Stream& stream);
  void PlantInForgery(v1::ReferenceRun& run);
  void PlantInPage(v1::FetchUnitResponse& page);
  bool PlantInAck(Stream& stream, const v1::Block& block, size_t bytes);
  void Remember(const v1::Block& block);

  Node& child_;
  Node& parent_;
  Node::Shared shared_;
  const Fault fault_;
  bool up_ = true;
  std::shared_ptr<Stream> stream_;
  // Streams that the child has left and the parent still reads.
  std::vector<std::shared_ptr<Stream>> ghosts_;
  int planted_ = 0;
  std::map<OriginId, std::pair<uint64_t, Hash>> remembered_;
  v1::ReferencePosition sent_reference_;
};

// One connection as both sides see it.
struct Link::Stream {
  std::unique_ptr<uplink::Sender> sender;  // null once the child has left
  std::unique_ptr<uplink::Receiver> receiver;
  v1::ReferencePosition reference;  // what the child holds once it has all that was sent
  bool references_wanted = false;
  // The child refused some: it takes no more on this stream.
  bool references_refused = false;
  bool half_closed = false;
  bool ended = false;
  int blocks_in_flight = 0;
  int progress_in_flight = 0;
  std::deque<Message> up;
  std::deque<Message> down;
  // Window that this parent grants; 0: the product's own.
  uint64_t window_bytes = 0;
};

}  // namespace lienthong::simulation
