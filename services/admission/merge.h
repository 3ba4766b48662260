// From what is known of a dossier and one update of it to its next state.
//
// The national wire sends snapshots: the current status with the instants known
// so far, in any order, any number of times. Merging is the union of what they
// state, under these rules:
//  - a stated instant takes the place of an inferred one, never the other way;
//  - a status without an instant is dated at its arrival, and only where it is
//    news: a repeat, a late older snapshot, or an open status after a finish adds
//    nothing;
//  - a finish stays until another stated finish of the same run corrects it, or a
//    tombstone;
//  - an update is *older* when the greatest instant it states lies before the one
//    already known; it may add stated instants, it takes nothing back. A promise
//    later than all known ones and than the finish is no older update: it reopens.
// The result is resolved (services/accounting/movements.h) and compared: an update
// that changes nothing makes no fact.
#pragma once

#include <optional>
#include <string>

#include "lienthong/v1/dossier.pb.h"
#include "lienthong/v1/intake.pb.h"
#include "services/accounting/calendar.h"
#include "services/accounting/movements.h"
#include "storage/base/status.h"

namespace lienthong::admission {

// A record whose words have been looked up.
struct Update {
  const v1::SourceRecord* record = nullptr;
  v1::Status status = v1::STATUS_UNSPECIFIED;
  v1::Channel channel = v1::CHANNEL_UNSPECIFIED;
  // Internal ids; 0 where the record names none.
  uint32_t receiving_unit = 0;
  uint32_t handling_unit = 0;
  uint32_t reporting_unit = 0;
  uint32_t procedure = 0;
  // Of the procedure: working days to compute a promise, -1 for none; a fee or a
  // written result is due.
  int32_t processing_days = -1;
  bool fee = false;
  bool written_result = false;
  std::string source;
  Instant arrival = 0;
  // It came with a first load.
  bool migrated = false;
  // Of a dossier not known yet: 2 when it was received at a unit of another owner
  // and handed over, else 1.
  uint32_t ownership_term = 1;
};

// Why a record is refused: the national field at fault, and what to do.
struct Refusal {
  std::string field;
  std::string reason;
};

// What merging gave.
struct Merged {
  std::optional<Refusal> refusal;
  // True when `dossier` says something that was not known.
  bool changed = false;
  // The next state, resolved; without origin and sequence.
  v1::Dossier dossier;
};

// The greatest instant that `record` states; 0: it states none. A promise is none.
Instant StatedThrough(const v1::SourceRecord& record);

// Merges `update` into `known` (null: not known yet). Pure.
Merged Merge(const v1::Dossier* known, const Update& update, const Calendar& calendar,
             const DatedRules& rules);

}  // namespace lienthong::admission
