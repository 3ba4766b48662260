// How the records changed, in the order in which this node learned it: for each commit
// what every fact took back and posted. "As known at K" is what stands now, less what was
// learned after K. Keys and packed changes: storage/DESIGN.md.
//
//   ASSIGN_OR_RETURN(const Knowledge known, History::AtInstant(view, instant));
//   RETURN_IF_ERROR(History::ScanAfter(view, known, {.record = [&](const RecordChange& c) {
//     ...
//   }}));
//
// A position of the journal is not enough to say what was known: a fact that was parked
// enters the books when its reference data comes, and no fact is admitted then. Such
// commits are counted as *steps* at the position at which they happen.
//
// A directory that an older version wrote, and one that was filled from elsewhere, holds
// no history of what came before: questions to that are OUT_OF_RANGE and say since when
// there is one. Nothing is ever made up.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "storage/base/clock.h"
#include "storage/engine/engine.h"
#include "storage/records/records.h"

namespace lienthong {

// What this node knew: every fact up to `position`, and what was let in at that position
// up to `step`.
struct Knowledge {
  uint64_t position = 0;
  uint32_t step = 0;
  // When it had come to that, or the instant that was asked for; milliseconds.
  int64_t time_ms = 0;
};

// A state, by where it entered.
struct StateRef {
  // Number in the table of origins.
  uint32_t origin = 0;
  uint64_t sequence = 0;

  bool operator==(const StateRef&) const = default;
};

// One fact's change to one record.
struct RecordChange {
  enum class Kind : uint8_t { kDossier = 1, kPetition = 2, kObservation = 3 };

  // When it was learned.
  uint64_t position = 0;
  Kind kind = Kind::kDossier;
  // The state that counts from then on, and the one that counted until then.
  StateRef state;
  std::optional<StateRef> before;
  // Key of a petition or observation; empty for a dossier, whose code stands in the fact.
  std::string key;
  // Of a dossier; 0: none.
  uint32_t procedure_before = 0;
  uint32_t procedure_after = 0;
  // So many postings at the front stay as they are; the rest was `taken` back, and
  // `posted` stands in its place.
  uint32_t kept = 0;
  std::vector<StoredPosting> taken;
  std::vector<StoredPosting> posted;

  bool operator==(const RecordChange&) const = default;
};

// A source has reported further.
struct SourceChange {
  uint64_t position = 0;
  uint32_t unit = 0;
  std::string source;
  Instant before = 0;
  Instant after = 0;

  bool operator==(const SourceChange&) const = default;
};

// A fact of `unit` was parked (1), or waits no longer (-1).
struct ParkedChange {
  uint64_t position = 0;
  uint32_t unit = 0;
  int count = 0;

  bool operator==(const ParkedChange&) const = default;
};

// Since when there is a history, and why not longer.
struct HistoryStart {
  // What was known at this position is the first thing that can be told.
  uint64_t position = 0;
  int64_t time_ms = 0;
  // For people, in English; a clause.
  std::string reason;
};

// What one commit adds. Changes are added in the order in which they happen.
class HistoryDraft {
 public:
  // `position`: of the last fact before this commit.
  explicit HistoryDraft(uint64_t position) : position_(position) {}

  // `taken` and `posted` take the place of those in `change`: they need no copy.
  void Add(const RecordChange& change, std::span<const StoredPosting> taken,
           std::span<const StoredPosting> posted);
  void Add(const SourceChange& change);
  void Add(const ParkedChange& change);

  // Adds the row of a commit that admits `facts` facts; `view`: the store before it. Nothing
  // when it neither admits nor changes anything.
  absl::Status WriteTo(const View& view, uint64_t facts, int64_t time_ms, Batch& batch) const;

 private:
  void Append(uint64_t position, uint8_t kind);

  const uint64_t position_;
  // Packed.
  std::string changes_;
  // The change that is being packed; kept, so that their memory is.
  std::string body_;
  std::string taken_;
};

// Stateless: everything is read through a View.
class History {
 public:
  // What is known now.
  static absl::StatusOr<Knowledge> Present(const View& view);
  // What was known at a position after `step`; without one, after the last step there.
  // OUT_OF_RANGE: not reached yet, or not held.
  static absl::StatusOr<Knowledge> AtPosition(const View& view, uint64_t position,
                                              std::optional<uint32_t> step);
  // What was known at an instant, that second included. OUT_OF_RANGE: not held. Costs some
  // thirty reads whatever the history.
  static absl::StatusOr<Knowledge> AtInstant(const View& view, Instant instant);

  // The kinds of changes that a reader wants; others are passed over unread.
  struct Visit {
    std::function<absl::Status(const RecordChange&)> record = {};
    std::function<absl::Status(const SourceChange&)> source = {};
    std::function<absl::Status(const ParkedChange&)> parked = {};
  };
  // Everything that was learned after `known`, in the order in which it was. Costs by what was learned
  // since. DATA_LOSS: bytes that cannot be read.
  static absl::Status ScanAfter(const View& view, const Knowledge& known, const Visit& visit);

  static absl::StatusOr<HistoryStart> Start(const View& view);
  // From now on history is held; whoever fills a directory otherwise says so with this.
  static void PutStart(const HistoryStart& start, Batch& batch);
};

}  // namespace lienthong
