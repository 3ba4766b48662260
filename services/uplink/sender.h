// The child's side of the uplink as a state machine (DESIGN.md): told what came
// and what time it is, it says what to send next. No threads, no gRPC.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lienthong/v1/uplink.pb.h"
#include "storage/journal/journal.h"

namespace lienthong::uplink {

// One per stream. Not thread-safe. The journal and engine must outlive it.
class Sender {
 public:
  struct Options {
    // A sign of life at least this often while nothing else is sent.
    int64_t progress_interval_ms = 10'000;
    // One block, unpacked; larger ones hold up a commune's 2 Mbit/s line. A single fact
    // that is larger goes alone.
    size_t block_bytes = 256 << 10;
    // Last second in which this node's certificate holds; absent: it has none.
    std::function<int64_t()> certificate_expires;
  };

  Sender(const Engine& engine, const Journal& journal, Options options)
      : engine_(engine), journal_(journal), options_(options) {}

  // The first message of the stream.
  v1::ReplicateRequest Hello(const v1::ReferencePosition& reference, const std::string& software);

  // Takes a resume, ack or divergence; others are the caller's. An error ends the
  // stream.
  absl::Status Take(const v1::ReplicateResponse& message);

  // What to send now; nothing when there is nothing, the window is closed, or the
  // parent has not answered the hello yet.
  absl::StatusOr<std::optional<v1::ReplicateRequest>> Next(int64_t now_ms);

  // True when facts wait and the window is open: ask again at once, even if Next gave
  // nothing because it only passed over what the parent holds.
  bool ready() const;

  // True once the parent answered the hello.
  bool resumed() const { return resumed_; }
  // Packed bytes sent on this stream.
  uint64_t sent_bytes() const { return sent_bytes_; }
  // Facts in the journal that were not passed yet.
  uint64_t behind() const;
  // Origins whose chain differs from the parent's, with the reason.
  const std::map<OriginId, std::string>& stopped() const { return stopped_; }

 private:
  absl::Status Resume(const v1::Resume& resume);
  // Sends nothing more of the origin, and tells the parent why.
  void Stop(const OriginState& state, const std::string& reason);
  absl::Status ResumeOrigin(const View& view, uint32_t number, const OriginState& state,
                            const v1::OriginPosition& held, uint64_t& cursor);
  absl::Status StartTheRest(const View& view, const std::vector<OriginState>& origins,
                            uint64_t& cursor);
  // Moves `cursor` back to where the journal holds fact `sequence`, if it does.
  absl::Status MoveBack(const View& view, uint32_t number, const OriginState& state,
                        uint64_t sequence, uint64_t& cursor);
  absl::StatusOr<std::optional<v1::ReplicateRequest>> NextBlock();
  // Reads the journal's block at the cursor; nothing at the end.
  absl::Status Load(const View& view);
  // Moves facts from `stored` into `block`; false when it is full.
  bool Fill(const Journal::StoredBlock& stored, v1::Block& block, size_t& bytes);
  bool FillRun(const v1::Run& run, v1::Block& block, size_t& bytes);
  void QueueProgress(int64_t now_ms);
  uint64_t& NextOf(const OriginId& id) { return next_.try_emplace(id, 1).first->second; }

  const Engine& engine_;
  const Journal& journal_;
  const Options options_;
  bool resumed_ = false;
  uint64_t cursor_ = 1;
  std::optional<Journal::StoredBlock> stored_;
  uint64_t window_bytes_ = 0;
  uint64_t sent_bytes_ = 0;
  uint64_t consumed_bytes_ = 0;
  std::map<OriginId, uint64_t> next_;
  std::map<OriginId, std::string> stopped_;
  std::map<OriginId, int64_t> told_progress_ms_;
  std::deque<v1::ReplicateRequest> queue_;
  int64_t last_progress_ms_ = 0;
  bool sent_since_progress_ = true;
};

}  // namespace lienthong::uplink
