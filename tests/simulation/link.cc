#include "tests/simulation/link.h"

#include <algorithm>

namespace lienthong::simulation {
namespace {

// As in services/uplink/uplink_service.cc.
constexpr int kBlocksInFlightMax = 4;
constexpr int kProgressInFlightMax = 16;

constexpr int64_t kDelayMaxMs = 300;

}  // namespace

Link::Link(Node& child, Node& parent, Node::Shared shared, Fault fault)
    : child_(child), parent_(parent), shared_(shared), fault_(fault) {}

bool Link::Connect() {
  if (stream_ != nullptr || !up_ || !child_.running() || !parent_.running()) return false;
  stream_ = std::make_shared<Stream>();
  Random& random = shared_.random;
  const size_t block_bytes = random.Chance(50) ? 256 << 10 : random.Between(100, 3000);
  stream_->sender = std::make_unique<uplink::Sender>(
      child_.engine(), child_.journal(),
      uplink::Sender::Options{.progress_interval_ms = 10'000, .block_bytes = block_bytes});
  stream_->receiver = std::make_unique<uplink::Receiver>(parent_.journal());
  if (random.Chance(30)) stream_->window_bytes = random.Between(100, 2000);
  const v1::ReplicateRequest hello =
      stream_->sender->Hello(child_.references().position(), "simulated");
  Push(stream_->up, hello.SerializeAsString());
  shared_.story.Say("{} says hello to {}", child_.name(), parent_.name());
  return true;
}

void Link::Cut(const std::string& why) {
  if (stream_ == nullptr) return;
  shared_.story.Say("{} and {} lose their stream ({}), {} messages up and {} down under way",
                    child_.name(), parent_.name(), why, stream_->up.size(), stream_->down.size());
  const std::shared_ptr<Stream> stream = std::move(stream_);
  stream->sender.reset();
  stream->down.clear();
  stream->half_closed = true;
  if (parent_.running() && shared_.random.Chance(50)) {
    ghosts_.push_back(stream);
  } else {
    stream->ended = true;
  }
}

void Link::SetUp(bool up) {
  if (up_ == up) return;
  up_ = up;
  shared_.story.Say("the line between {} and {} {}", child_.name(), parent_.name(),
                    up ? "is mended" : "is gone");
  if (!up) Cut("the line is gone");
  if (!up) ghosts_.clear();
}

void Link::HalfClose() {
  if (stream_ == nullptr || !stream_->sender->resumed()) return;
  shared_.story.Say("{} ends its stream because of its age", child_.name());
  stream_->half_closed = true;
}

void Link::DropBroken() {
  if (!child_.running() || !parent_.running()) Cut("one side is gone");
  if (parent_.running()) return;
  for (const auto& ghost : ghosts_) ghost->ended = true;
  ghosts_.clear();
}

void Link::LeaveRefused() {
  if (stream_ != nullptr && stream_->references_refused) Cut("its reference data was refused");
}

void Link::Push(std::deque<Message>& queue, const std::string& bytes) {
  const int64_t due = shared_.clock.NowMs() + shared_.random.Between(1, kDelayMaxMs);
  queue.push_back({queue.empty() ? due : std::max(due, queue.back().due_ms), bytes});
}

bool Link::IsDue(const std::deque<Message>& queue) const {
  return !queue.empty() && queue.front().due_ms <= shared_.clock.NowMs();
}

bool Link::Step() {
  if (shared_.random.Chance(5)) return Fetch();
  switch (shared_.random.Below(4)) {
    case 0:
      return ChildSends();
    case 1:
      return ChildReads();
    case 2:
      return stream_ != nullptr && ParentReads(stream_);
    default:
      return !ghosts_.empty() && ParentReads(shared_.random.Pick(ghosts_));
  }
}

bool Link::StepAll() {
  bool any = Connect();
  any |= ChildSends();
  any |= stream_ != nullptr && ParentReads(stream_);
  any |= ChildReads();
  for (const auto& ghost : std::vector(ghosts_)) any |= ParentReads(ghost);
  any |= Fetch();
  return any || (stream_ != nullptr && (!stream_->up.empty() || !stream_->down.empty()));
}

// A call of its own beside the stream.
bool Link::Fetch() {
  if (!up_ || !child_.running() || !parent_.running()) return false;
  const std::optional<v1::FetchUnitRequest> request = child_.NextFetch();
  if (!request.has_value()) return false;
  absl::StatusOr<v1::FetchUnitResponse> page = parent_.ReadUnit(*request);
  if (!page.ok()) return false;
  PlantInPage(*page);
  child_.TakeUnit(*request, *std::move(page));
  return true;
}

bool Link::ChildSends() {
  if (stream_ == nullptr || stream_->half_closed || !child_.running()) return false;
  const std::shared_ptr<Stream> stream = stream_;
  auto message = stream->sender->Next(child_.clock().NowMs());
  if (!message.ok()) {
    Cut(MessageOf(message.status()));
    return true;
  }
  if (!message->has_value()) return stream->sender->ready();
  if (PlantInSending(**message)) return true;
  if ((*message)->has_block())
    shared_.story.Say("{} sends a block to {}", child_.name(), parent_.name());
  Push(stream->up, (*message)->SerializeAsString());
  return true;
}

bool Link::ChildReads() {
  if (stream_ == nullptr || !child_.running() || !IsDue(stream_->down)) return false;
  v1::ReplicateResponse message;
  const bool parsed = message.ParseFromString(stream_->down.front().bytes);
  stream_->down.pop_front();
  const std::shared_ptr<Stream> stream = stream_;
  const absl::Status status = parsed ? ChildTakes(std::move(message)) : Internal("cannot be read");
  if (!status.ok() && stream == stream_) Cut(MessageOf(status));
  // What waits for room in the queue may come now.
  if (stream == stream_ && stream->references_wanted) {
    const absl::Status sent = SendReferences(*stream);
    if (!sent.ok()) End(stream, sent);
  }
  return true;
}

// As UplinkLink::TakeMessage.
absl::Status Link::ChildTakes(v1::ReplicateResponse message) {
  if (message.has_resume() && stream_->window_bytes != 0)
    message.mutable_resume()->set_window_bytes(stream_->window_bytes);
  RETURN_IF_ERROR(stream_->sender->Take(message));
  if (message.has_divergence())
    shared_.story.Say("{} hears of a divergence: {}", child_.name(), message.divergence().reason());
  if (message.has_ack() && !message.ack().positions().empty())
    child_.Acknowledge(std::move(*message.mutable_ack()));
  if (!message.has_reference() || stream_->references_refused) return absl::OkStatus();
  child_.TakeReference(
      std::move(*message.mutable_reference()),
      [this, stream = std::weak_ptr(stream_)](const absl::Status& status) {
        const auto alive = stream.lock();
        if (status.ok() || alive == nullptr || alive != stream_) return;
        // In calm times whoever forged is gone, and a new stream is due.
        if (status.code() != absl::StatusCode::kFailedPrecondition || child_.calm())
          return Cut(MessageOf(status));
        alive->references_refused = true;
        shared_.story.Say("{} refuses: {}", child_.name(), MessageOf(status));
      });
  return absl::OkStatus();
}

bool Link::ParentReads(const std::shared_ptr<Stream>& stream) {
  if (stream->ended || !parent_.running()) return false;
  if (stream->half_closed && stream->up.empty() && stream->blocks_in_flight == 0 &&
      stream->progress_in_flight == 0 && stream->down.empty()) {
    End(stream, absl::OkStatus());
    return true;
  }
  if (!IsDue(stream->up) || stream->blocks_in_flight >= kBlocksInFlightMax ||
      stream->progress_in_flight >= kProgressInFlightMax) {
    return false;
  }
  v1::ReplicateRequest message;
  const bool parsed = message.ParseFromString(stream->up.front().bytes);
  stream->up.pop_front();
  const absl::Status status =
      parsed ? ParentTakes(stream, std::move(message)) : InvalidArgument("cannot be read");
  if (!status.ok()) End(stream, status);
  return true;
}

absl::Status Link::ParentTakes(const std::shared_ptr<Stream>& stream,
                               v1::ReplicateRequest message) {
  if (!stream->receiver->hello().has_value()) return ParentTakesHello(*stream, message);
  if (message.has_block()) return ParentTakesBlock(stream, message.block());
  if (!message.has_progress())
    return InvalidArgument("replicate: a second hello, or an empty message");
  RETURN_IF_ERROR(stream->receiver->CheckProgress(message.progress()));
  ++stream->progress_in_flight;
  parent_.TakeProgress(message.progress(), [stream] { --stream->progress_in_flight; });
  return absl::OkStatus();
}

absl::Status Link::ParentTakesHello(Stream& stream, const v1::ReplicateRequest& message) {
  ASSIGN_OR_RETURN(v1::ReplicateResponse response, stream.receiver->TakeHello(message));
  PlantInResume(*response.mutable_resume());
  stream.reference = stream.receiver->hello()->reference();
  PlantInReferences(stream);
  stream.references_wanted = true;
  if (stream.sender != nullptr) Push(stream.down, response.SerializeAsString());
  return SendReferences(stream);
}

absl::Status Link::ParentTakesBlock(const std::shared_ptr<Stream>& stream,
                                    const v1::PackedBlock& packed) {
  ASSIGN_OR_RETURN(v1::Block block, stream->receiver->TakeBlock(packed));
  Remember(block);
  PlantInBlock(block);
  if (PlantInAck(*stream, block, packed.payload().size())) return absl::OkStatus();
  ++stream->blocks_in_flight;
  const v1::Block copy = fault_ == Fault::kRepeatedBlockAdded ? block : v1::Block();
  parent_.TakeBlock(std::move(block), [this, stream, copy, bytes = packed.payload().size()](
                                          absl::StatusOr<uplink::BlockResult> result) {
    --stream->blocks_in_flight;
    PlantAfterBlock(copy);
    if (stream->ended) return;
    if (!result.ok()) return End(stream, result.status());
    ParentAnswers(*stream, result, bytes);
  });
  return absl::OkStatus();
}

void Link::ParentAnswers(Stream& stream, const absl::StatusOr<uplink::BlockResult>& result,
                         size_t bytes) {
  for (const v1::ReplicateResponse& response : stream.receiver->Answer(*result, bytes)) {
    if (response.has_resume())
      shared_.story.Say("{} sees a gap and asks {} again", parent_.name(), child_.name());
    if (stream.sender != nullptr) Push(stream.down, response.SerializeAsString());
  }
}

void Link::WantReferences() {
  if (stream_ == nullptr || !stream_->receiver->hello().has_value()) return;
  stream_->references_wanted = true;
  const std::shared_ptr<Stream> stream = stream_;
  const absl::Status status = SendReferences(*stream);
  if (!status.ok()) End(stream, status);
}

// A run at a time, when the queue is empty.
absl::Status Link::SendReferences(Stream& stream) {
  if (stream.sender == nullptr || stream.half_closed || !stream.down.empty())
    return absl::OkStatus();
  if (!parent_.running() || !stream.receiver->hello().has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(v1::ReferenceRun run, parent_.ReadReference(stream.reference));
  stream.references_wanted = !run.entries().empty();
  if (!stream.references_wanted) return absl::OkStatus();
  *stream.reference.mutable_author() = run.author();
  stream.reference.set_sequence(run.first_sequence() + run.entries_size() - 1);
  Hash hash;
  if (HashFromBytes(run.previous_hash(), hash)) {
    for (const std::string& entry : run.entries()) hash = NextHash(hash, entry);
    stream.reference.set_hash(std::string(BytesOf(hash)));
  }
  sent_reference_ = stream.reference;
  Forge(run);
  v1::ReplicateResponse response;
  *response.mutable_reference() = run;
  Push(stream.down, response.SerializeAsString());
  shared_.story.Say("{} sends {} reference entries to {}", parent_.name(), run.entries_size(),
                    child_.name());
  return absl::OkStatus();
}

void Link::Forge(v1::ReferenceRun& run) {
  if (parent_.calm() || !shared_.random.Chance(10)) return;
  v1::ReferenceEntry entry;
  entry.mutable_grant()->set_unit(1);
  entry.mutable_grant()->set_node(parent_.name());
  entry.mutable_grant()->set_term(99);
  if (shared_.random.Chance(50)) {
    *run.add_entries() = entry.SerializeAsString();
  } else {
    *run.mutable_entries(run.entries_size() - 1) = entry.SerializeAsString();
  }
  shared_.story.Say("somebody between {} and {} forges a grant", parent_.name(), child_.name());
  PlantInForgery(run);
}

void Link::End(const std::shared_ptr<Stream>& stream, const absl::Status& why) {
  stream->ended = true;
  std::erase(ghosts_, stream);
  if (stream != stream_) return;
  shared_.story.Say("{} ends the stream of {}: {}", parent_.name(), child_.name(),
                    why.ok() ? "all is answered" : MessageOf(why));
  stream_->sender.reset();
  stream_.reset();
}

}  // namespace lienthong::simulation
