// How far things are that are no facts in the books: what the parent holds, how
// far each source has reported, and which facts are parked. Keys: storage/DESIGN.md.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lienthong/node/v1/store.pb.h"
#include "storage/base/clock.h"
#include "storage/engine/engine.h"

namespace lienthong {

// A fact that is in the journal but not in the books: it waits, or is settled.
struct ParkedFact {
  uint32_t origin = 0;
  uint64_t sequence = 0;
  node::v1::ParkedRow row;
};

// A parked record, known by the print of what was sent.
struct LastParked {
  uint64_t sequence = 0;
  std::string print;
};

// How far a source has reported a unit.
struct SourceThrough {
  uint32_t unit = 0;
  std::string source;
  Instant complete_through = 0;
};

// What a first load (lienthong import --history) told of a unit: the facts that changed its
// books and that nobody learned when this node did. As known at a moment before `row`'s last
// position, the unit's figures are not held: until then its history was not all here.
struct FirstLoad {
  uint32_t unit = 0;
  node::v1::FirstLoadRow row;
};

// Stateless: everything is read through a View and written into a Batch.
class Progress {
 public:
  // What the parent acknowledged of an origin: a hint for people; a stream always
  // resumes from what the parent itself says.
  static void PutAcknowledged(uint32_t origin, uint64_t sequence, Batch& batch);
  static absl::StatusOr<uint64_t> Acknowledged(const View& view, uint32_t origin);

  static void PutSource(const SourceThrough& source, Batch& batch);
  // 0 when the source was never heard of.
  static absl::StatusOr<Instant> CompleteThrough(const View& view, uint32_t unit,
                                                 const std::string& source);
  static absl::StatusOr<std::vector<SourceThrough>> Sources(const View& view);

  static void PutParked(const ParkedFact& fact, Batch& batch);
  static void DeleteParked(uint32_t origin, uint64_t sequence, Batch& batch);
  static absl::StatusOr<std::optional<node::v1::ParkedRow>> Parked(const View& view,
                                                                   uint32_t origin,
                                                                   uint64_t sequence);
  // The last update of a dossier or petition, by the key of its record, that this node
  // parked itself, so that the same one sent again parks nothing more.
  static std::string PrintOf(const v1::Parked& parked);
  static void PutLastParked(const std::string& key, const LastParked& last, Batch& batch);
  static void DeleteLastParked(const std::string& key, Batch& batch);
  // With sequence 0 when there is none.
  static absl::StatusOr<LastParked> ReadLastParked(const View& view, const std::string& key);
  static void PutFirstLoad(const FirstLoad& load, Batch& batch);
  // Nothing when no first load told anything of the unit.
  static absl::StatusOr<std::optional<node::v1::FirstLoadRow>> ReadFirstLoad(const View& view,
                                                                             uint32_t unit);
  // Of every unit that a first load told of, by unit.
  static absl::StatusOr<std::vector<FirstLoad>> FirstLoads(const View& view);
  // Milestones of a hand-over that this node knows of (services/admission/HANDOVER.md).
  enum class Milestone : char { kReleased = 'r', kTakenOver = 't' };
  static void PutMilestone(Milestone milestone, uint32_t unit, uint32_t term, Batch& batch);
  static absl::StatusOr<bool> HasMilestone(const View& view, Milestone milestone, uint32_t unit,
                                           uint32_t term);

  // Every parked fact, by origin and sequence; `visit` returns false to stop. Of records that
  // wait and of those that are settled, one or the other.
  static absl::Status ScanParked(const View& view,
                                 const std::function<bool(const ParkedFact&)>& visit);
  static absl::Status ScanSettled(const View& view,
                                  const std::function<bool(const ParkedFact&)>& visit);
};

}  // namespace lienthong
