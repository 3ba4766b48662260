#include "services/uplink/receiver.h"

#include "services/uplink/packing.h"

namespace lienthong::uplink {
namespace {

constexpr uint32_t kProtocol = 1;

// Packed bytes under way for each child: a second of a fast line.
constexpr uint64_t kWindowBytes = 4 << 20;

// Origins below one child; a province has a few hundred.
constexpr int kHeadsMax = 100'000;

// A node's name, as configuration allows it; what is on disk is bounded by it.
constexpr size_t kNameBytesMax = 63;

bool IsName(const v1::Origin& origin) {
  return !origin.node().empty() && origin.node().size() <= kNameBytesMax;
}

}  // namespace

absl::StatusOr<v1::ReplicateResponse> Receiver::TakeHello(const v1::ReplicateRequest& message) {
  if (hello_.has_value()) return InvalidArgument("replicate: a second hello");
  if (!message.has_hello() || !IsName(message.hello().node())) {
    return InvalidArgument("replicate: the first message must be a hello with the node's name");
  }
  const v1::Hello& hello = message.hello();
  const OriginId own = journal_.origin(journal_.own()).id;
  if (hello.protocol() != kProtocol) {
    return FailedPrecondition(
        "replicate: the child speaks protocol {}, this node {}; update the older one",
        hello.protocol(), kProtocol);
  }
  if (hello.node().node() == own.node)
    return FailedPrecondition("replicate: the child has this node's name, \"{}\"", own.node);
  if (hello.heads_size() > kHeadsMax)
    return InvalidArgument("replicate: more than {} origins", kHeadsMax);
  hello_ = hello;
  hello_->clear_heads();  // an idle child costs little memory
  v1::ReplicateResponse response;
  response.mutable_resume()->set_window_bytes(kWindowBytes);
  for (const v1::OriginPosition& head : hello.heads()) {
    const std::optional<uint32_t> number = journal_.Find(OriginId::From(head.origin()));
    v1::OriginPosition& held = *response.mutable_resume()->add_positions();
    *held.mutable_origin() = head.origin();
    const OriginState state = number.has_value() ? journal_.origin(*number) : OriginState{};
    held.set_sequence(state.sequence);
    held.set_hash(std::string(BytesOf(
        number.has_value() ? state.hash
                           : FirstHash(kFactChain, head.origin().node(), head.origin().epoch()))));
  }
  return response;
}

absl::StatusOr<v1::Block> Receiver::TakeBlock(const v1::PackedBlock& packed) {
  if (!hello_.has_value()) return InvalidArgument("replicate: a block before the hello");
  ASSIGN_OR_RETURN(v1::Block block, Unpack(packed));
  if (block.runs().empty()) return InvalidArgument("block: holds no run");
  for (const v1::Run& run : block.runs()) {
    if (!IsName(run.origin()))
      return InvalidArgument("block: a run without the name of its origin");
    if (run.facts().empty() || run.first_sequence() == 0)
      return InvalidArgument("block: a run is empty or begins at 0");
  }
  return block;
}

absl::Status Receiver::CheckProgress(const v1::NodeProgress& progress) const {
  if (!IsName(progress.origin()))
    return InvalidArgument("replicate: progress without the name of its origin");
  return absl::OkStatus();
}

std::vector<v1::ReplicateResponse> Receiver::Answer(const BlockResult& result,
                                                    size_t packed_bytes) {
  consumed_bytes_ += packed_bytes;
  std::vector<v1::ReplicateResponse> responses(1);
  v1::Ack& ack = *responses.front().mutable_ack();
  ack.set_consumed_bytes(consumed_bytes_);
  for (const v1::OriginPosition& position : result.held) *ack.add_positions() = position;
  if (!result.gaps.empty()) {
    v1::Resume& resume = *responses.emplace_back().mutable_resume();
    for (const v1::OriginPosition& position : result.gaps) *resume.add_positions() = position;
  }
  for (const v1::Divergence& divergence : result.divergences)
    *responses.emplace_back().mutable_divergence() = divergence;
  return responses;
}

}  // namespace lienthong::uplink
