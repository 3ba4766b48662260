// The journal: every fact this node admitted, in the order of admission, chained
// per origin, verbatim. Formats: storage/DESIGN.md; the chain: fact.proto.
//
// Admission writes through a Draft and adopts it once its batch is committed;
// everybody else reads. Safe to use from any thread, with one writer.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lienthong/v1/fact.pb.h"
#include "storage/base/hash.h"
#include "storage/engine/engine.h"

namespace lienthong {

// Where facts enter: a node in one life of its storage.
struct OriginId {
  std::string node;
  uint64_t epoch = 0;

  auto operator<=>(const OriginId&) const = default;

  static OriginId From(const v1::Origin& origin) { return {origin.node(), origin.epoch()}; }
  v1::Origin ToProto() const;
  std::string ToString() const;
};

// What this node knows of an origin.
struct OriginState {
  OriginId id;
  // Last fact held, and the hash after it.
  uint64_t sequence = 0;
  Hash hash{};
  // The last sign of life: "at this time, my head was this".
  int64_t progress_ms = 0;
  uint64_t progress_sequence = 0;
  // Not empty: the chain differs, the origin stands still, and why.
  std::string divergence;
  // Last second in which its node's certificate holds, since 1970 UTC; 0: not told.
  int64_t certificate_expires = 0;
};

class Journal {
 public:
  // A block with the position of its first fact.
  struct StoredBlock {
    uint64_t first_position = 0;
    v1::Block block;

    uint64_t facts() const;
  };

  class Draft;

  // Reads the identity and the origins; creates them with `new_epoch` in an empty
  // store. FAILED_PRECONDITION: the directory is another node's or of a newer
  // version. `engine` must outlive the journal.
  static absl::StatusOr<std::unique_ptr<Journal>> Open(Engine& engine, const std::string& node,
                                                       uint64_t new_epoch);

  // Number of this node's live origin in the table of origins.
  uint32_t own() const { return own_; }
  // Position of the last fact; 0: none.
  uint64_t position() const;
  // Every origin, by number.
  std::vector<OriginState> origins() const;
  OriginState origin(uint32_t number) const;
  std::optional<uint32_t> Find(const OriginId& id) const;

  // The block that holds `position`, nothing when that is not admitted yet.
  absl::StatusOr<std::optional<StoredBlock>> ReadBlock(const View& view, uint64_t position) const;
  // Position of a fact; NOT_FOUND when it is not held.
  absl::StatusOr<uint64_t> Locate(const View& view, uint32_t origin, uint64_t sequence) const;
  // hash(sequence) of an origin; NOT_FOUND when it is not held.
  absl::StatusOr<Hash> HashAt(const View& view, uint32_t origin, uint64_t sequence) const;
  // A fact's bytes; NOT_FOUND when it is not held.
  absl::StatusOr<std::string> ReadFact(const View& view, uint32_t origin, uint64_t sequence) const;

  // Makes a committed draft the present state.
  void Adopt(Draft&& draft);

 private:
  explicit Journal(Engine& engine) : engine_(engine) {}
  absl::Status Load();
  absl::Status Create(const std::string& node, uint64_t epoch);
  absl::Status CheckIdentity(const std::string& node, std::string_view bytes);
  // The run of `origin` that holds `sequence`, with the position of its first fact.
  absl::StatusOr<std::pair<uint64_t, v1::Run>> FindRun(const View& view, uint32_t origin,
                                                       uint64_t sequence) const;

  Engine& engine_;
  uint32_t own_ = 0;
  mutable std::mutex mutex_;
  uint64_t position_ = 0;
  std::vector<OriginState> origins_;
  std::map<OriginId, uint32_t> numbers_;
};

// What one commit adds. Belongs to one thread; sees its own additions.
class Journal::Draft {
 public:
  explicit Draft(const Journal& journal);

  // The origin's number, a new one when it is not known yet.
  uint32_t NumberOf(const OriginId& id);
  const OriginState& origin(uint32_t number) const { return origins_[number]; }
  // Numbers and chains `fact` as the next one of `origin`; returns its sequence.
  uint64_t Append(uint32_t origin, std::string fact);
  // Notes a sign of life; one that is earlier than the last is ignored.
  void SetProgress(uint32_t origin, uint64_t sequence, int64_t time_ms);
  void SetDivergence(uint32_t origin, std::string reason);
  void SetCertificateExpires(uint32_t origin, int64_t seconds);
  // Facts appended so far.
  uint64_t facts() const { return facts_; }
  // Position of the last fact, this draft's own included.
  uint64_t position() const { return position_ + facts_; }
  // Adds the block and the origins that moved to `batch`.
  void WriteTo(Batch& batch) const;

 private:
  friend class Journal;

  uint64_t position_;
  uint64_t facts_ = 0;
  std::vector<OriginState> origins_;
  std::map<OriginId, uint32_t> numbers_;
  std::vector<bool> moved_;
  v1::Block block_;
  std::vector<uint32_t> run_origins_;
};

}  // namespace lienthong
