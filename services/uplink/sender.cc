#include "services/uplink/sender.h"

#include <algorithm>

#include "services/uplink/packing.h"

namespace lienthong::uplink {
namespace {

constexpr uint32_t kProtocol = 1;

// Blocks of the journal that one call reads, so that a long stretch which the parent
// holds already does not hold up whoever waits for the sender.
constexpr int kScanBlocksMax = 64;

// What a run adds to a block beside its facts: origin (a name of up to 63 bytes), hash
// and numbers.
constexpr size_t kRunBytes = 128;

std::string PreviousHash(const v1::Run& run, int skipped) {
  Hash hash;
  if (!HashFromBytes(run.previous_hash(), hash)) return {};
  for (int i = 0; i < skipped; ++i) hash = NextHash(hash, run.facts(i));
  return std::string(BytesOf(hash));
}

}  // namespace

v1::ReplicateRequest Sender::Hello(const v1::ReferencePosition& reference,
                                   const std::string& software) {
  v1::ReplicateRequest request;
  v1::Hello& hello = *request.mutable_hello();
  *hello.mutable_node() = journal_.origin(journal_.own()).id.ToProto();
  hello.set_protocol(kProtocol);
  hello.set_software(software);
  for (const OriginState& state : journal_.origins()) {
    v1::OriginPosition& head = *hello.add_heads();
    *head.mutable_origin() = state.id.ToProto();
    head.set_sequence(state.sequence);
    head.set_hash(std::string(BytesOf(state.hash)));
  }
  *hello.mutable_reference() = reference;
  return request;
}

absl::Status Sender::Take(const v1::ReplicateResponse& message) {
  if (message.has_resume()) return Resume(message.resume());
  if (message.has_ack()) {
    // Not more than was sent, else the window would close for good.
    consumed_bytes_ = std::clamp(message.ack().consumed_bytes(), consumed_bytes_, sent_bytes_);
  }
  if (message.has_divergence()) {
    const OriginId id = OriginId::From(message.divergence().held().origin());
    stopped_[id] = "the parent says: " + message.divergence().reason();
  }
  return absl::OkStatus();
}

// After a gap the cursor only goes back; at the start it is where the first missing
// fact is.
absl::Status Sender::Resume(const v1::Resume& resume) {
  uint64_t cursor = resumed_ ? cursor_ : journal_.position() + 1;
  // Before the view, so that the view holds every head.
  const std::vector<OriginState> origins = journal_.origins();
  const View view = engine_.Snapshot();
  for (const v1::OriginPosition& held : resume.positions()) {
    const std::optional<uint32_t> number = journal_.Find(OriginId::From(held.origin()));
    if (!number.has_value() || *number >= origins.size()) continue;
    RETURN_IF_ERROR(ResumeOrigin(view, *number, origins[*number], held, cursor));
  }
  if (!resumed_) RETURN_IF_ERROR(StartTheRest(view, origins, cursor));
  if (resume.window_bytes() != 0) window_bytes_ = resume.window_bytes();
  if (window_bytes_ == 0) return FailedPrecondition("resume: the parent opens no window");
  cursor_ = cursor;
  resumed_ = true;
  return absl::OkStatus();
}

absl::Status Sender::ResumeOrigin(const View& view, uint32_t number, const OriginState& state,
                                  const v1::OriginPosition& held, uint64_t& cursor) {
  next_[state.id] = held.sequence() + 1;
  if (held.sequence() > state.sequence) {
    if (number == journal_.own()) {
      Stop(state, "the parent holds more of the child's own facts than the child itself");
    }
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const Hash hash, journal_.HashAt(view, number, held.sequence()));
  if (held.hash() != BytesOf(hash)) {
    Stop(state, fmt::format("the chains differ at or before fact {}", held.sequence()));
    return absl::OkStatus();
  }
  return MoveBack(view, number, state, held.sequence() + 1, cursor);
}

void Sender::Stop(const OriginState& state, const std::string& reason) {
  if (!stopped_.emplace(state.id, reason).second) return;
  v1::Divergence& divergence = *queue_.emplace_back().mutable_divergence();
  *divergence.mutable_held()->mutable_origin() = state.id.ToProto();
  divergence.mutable_held()->set_sequence(state.sequence);
  divergence.mutable_held()->set_hash(std::string(BytesOf(state.hash)));
  divergence.set_reason(reason);
}

// An origin that came between the hello and its answer goes up from its first fact.
absl::Status Sender::StartTheRest(const View& view, const std::vector<OriginState>& origins,
                                  uint64_t& cursor) {
  for (uint32_t i = 0; i < origins.size(); ++i) {
    if (next_.contains(origins[i].id)) continue;
    RETURN_IF_ERROR(MoveBack(view, i, origins[i], 1, cursor));
  }
  return absl::OkStatus();
}

absl::Status Sender::MoveBack(const View& view, uint32_t number, const OriginState& state,
                              uint64_t sequence, uint64_t& cursor) {
  if (sequence > state.sequence) return absl::OkStatus();
  ASSIGN_OR_RETURN(const uint64_t position, journal_.Locate(view, number, sequence));
  cursor = std::min(cursor, position);
  return absl::OkStatus();
}

uint64_t Sender::behind() const {
  return journal_.position() + 1 - std::min(cursor_, journal_.position() + 1);
}

bool Sender::ready() const {
  return resumed_ && sent_bytes_ - consumed_bytes_ < window_bytes_ &&
         cursor_ <= journal_.position();
}

absl::StatusOr<std::optional<v1::ReplicateRequest>> Sender::Next(int64_t now_ms) {
  if (!resumed_) return std::optional<v1::ReplicateRequest>();
  if (queue_.empty() && ready()) {
    ASSIGN_OR_RETURN(auto block, NextBlock());
    if (block.has_value()) return block;
  }
  if (queue_.empty()) QueueProgress(now_ms);
  if (queue_.empty()) return std::optional<v1::ReplicateRequest>();
  std::optional<v1::ReplicateRequest> first = std::move(queue_.front());
  queue_.pop_front();
  return first;
}

absl::StatusOr<std::optional<v1::ReplicateRequest>> Sender::NextBlock() {
  const View view = engine_.Snapshot();
  v1::Block block;
  size_t bytes = 0;
  bool room = true;
  for (int i = 0; room && i < kScanBlocksMax; ++i) {
    RETURN_IF_ERROR(Load(view));
    if (!stored_.has_value()) break;
    room = Fill(*stored_, block, bytes);
  }
  if (block.runs().empty()) return std::optional<v1::ReplicateRequest>();
  v1::ReplicateRequest request;
  ASSIGN_OR_RETURN(*request.mutable_block(), Pack(block));
  sent_bytes_ += request.block().payload().size();
  sent_since_progress_ = true;
  return std::optional(std::move(request));
}

// One block of the journal may fill many blocks of the line.
absl::Status Sender::Load(const View& view) {
  const bool holds = stored_.has_value() && stored_->first_position <= cursor_ &&
                     cursor_ < stored_->first_position + stored_->facts();
  if (holds) return absl::OkStatus();
  ASSIGN_OR_RETURN(stored_, journal_.ReadBlock(view, cursor_));
  return absl::OkStatus();
}

bool Sender::Fill(const Journal::StoredBlock& stored, v1::Block& block, size_t& bytes) {
  uint64_t first = stored.first_position;
  for (const v1::Run& run : stored.block.runs()) {
    if (cursor_ < first + run.facts_size()) {
      if (!FillRun(run, block, bytes)) return false;
      cursor_ = first + run.facts_size();
    }
    first += run.facts_size();
  }
  return bytes < options_.block_bytes;
}

// Leaves out what the parent holds. When the block fills up in the middle of a run,
// the cursor stays at the run and the origin's next sequence says where to go on.
bool Sender::FillRun(const v1::Run& run, v1::Block& block, size_t& bytes) {
  const OriginId id = OriginId::From(run.origin());
  uint64_t& next = NextOf(id);
  const uint64_t end = run.first_sequence() + run.facts_size();
  if (stopped_.contains(id) || next >= end || next < run.first_sequence()) return true;
  v1::Run* out = nullptr;
  for (; next < end; ++next) {
    const int place = static_cast<int>(next - run.first_sequence());
    const size_t more = run.facts(place).size() + 4 + (out == nullptr ? kRunBytes : 0);
    // A fact larger than a block goes alone: joined with others it could pass the
    // bounds of a packed block.
    if (bytes > 0 && bytes + more > options_.block_bytes) return false;
    bytes += more;
    if (out == nullptr) {
      out = block.add_runs();
      *out->mutable_origin() = run.origin();
      out->set_first_sequence(next);
      out->set_previous_hash(PreviousHash(run, place));
    }
    out->add_facts(run.facts(place));
  }
  return true;
}

void Sender::QueueProgress(int64_t now_ms) {
  const bool due =
      sent_since_progress_ || now_ms - last_progress_ms_ >= options_.progress_interval_ms;
  if (!due) return;
  // The heads first: what the cursor has passed then is at least these.
  const std::vector<OriginState> origins = journal_.origins();
  if (cursor_ <= journal_.position()) return;
  const int64_t own_certificate_expires =
      options_.certificate_expires ? options_.certificate_expires() : 0;
  for (uint32_t i = 0; i < origins.size(); ++i) {
    const OriginState& state = origins[i];
    const bool own = i == journal_.own();
    const int64_t time_ms = own ? now_ms : state.progress_ms;
    if (stopped_.contains(state.id) || time_ms <= told_progress_ms_[state.id]) continue;
    told_progress_ms_[state.id] = time_ms;
    v1::ReplicateRequest request;
    *request.mutable_progress()->mutable_origin() = state.id.ToProto();
    request.mutable_progress()->set_sequence(own ? state.sequence : state.progress_sequence);
    request.mutable_progress()->set_time_ms(time_ms);
    request.mutable_progress()->set_certificate_expires(own ? own_certificate_expires
                                                            : state.certificate_expires);
    queue_.push_back(std::move(request));
  }
  sent_since_progress_ = false;
  last_progress_ms_ = now_ms;
}

}  // namespace lienthong::uplink
