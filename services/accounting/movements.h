// From a dossier's timeline to its movements: the heart of the counting.
//
// The rules are the settled readings of the domain, version kRules:
//  - entries are taken in the order of their instants; ties: promises, then
//    status 1, 2, 5 and 6, 4, 9, 10, then 3, 7 and 8, the clock last;
//  - one *effective instant* judges every account: the promise in force plus the
//    time paused that it does not include, in working time, never before the end
//    of a pause that was in time; a fact at that instant is in time;
//  - lateness is absorbing: once the effective instant has passed, a dossier stays
//    late, and a later promise or pause does not undo it; a supplement request
//    beyond the limit makes it late too;
//  - an inferred instant alone never reopens and never makes late: an inferred
//    request or finish that arrives later is dated at the effective instant;
//  - a promise goes on running while a dossier is finished.
//
// What depends on the calendar is resolved once, by the origin, and written into
// the state; from then on movements depend on the state alone.
#pragma once

#include <cstdint>
#include <vector>

#include "lienthong/v1/dossier.pb.h"
#include "services/accounting/calendar.h"
#include "services/accounting/line.h"
#include "storage/base/clock.h"

namespace lienthong {

// Version of the rules; stands in every state (Resolution.rules). Another version
// means another shadow ledger.
inline constexpr uint32_t kRules = 1;

// One line of the books that a dossier posts.
struct Posting {
  Instant instant;
  uint32_t unit;
  Line line;

  bool operator==(const Posting&) const = default;
};

// Rules that have a first day, applied by the origin.
struct DatedRules {
  // From this instant a second supplement request makes a dossier overdue; the
  // second request's instant decides.
  Instant supplement_limit_from = 0;
};

// Puts timeline and promises into the order of the rules. Idempotent.
void SortTimeline(v1::Dossier& dossier);

// Fills everything in `dossier` that the calendar decides: the effective instant of
// the promise in force (0 in all others), TimelineEntry.over_limit and judged_by,
// accept_by, resolution.rules and calendar_provisional. Sorts the timeline. What was
// resolved before is forgotten. Run by the origin only.
void ResolveDeadlines(const Calendar& calendar, const DatedRules& rules, v1::Dossier& dossier);

// Everything a resolved `dossier` posts, in the order of the instants, the move
// to overdue in the future included. Empty for a tombstone. Needs no calendar.
std::vector<Posting> PostingsOf(const v1::Dossier& dossier);

}  // namespace lienthong
