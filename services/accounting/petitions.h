// Petitions (phản ánh, kiến nghị): from a timeline to movements, and to figures.
//
//   outside ─> open_in_time ─> handled_in_time
//                   │    └───> open_overdue ─> handled_late
//
// Deadlines, in whole working days after the day of the step they begin with, at the
// close of the last of them:
//   refused     2 after the receipt; once more was asked, as for processed
//   more asked  5 after the receipt
//   processed   15 after the receipt, or after more was asked
//   published   2 after the processing
// The numbers are those of the national portal's description (domain of Decision
// 766/QĐ-TTg, indicator 6.1). Unverified: whether 6.1 asks for the publication too, and
// whether the 15 days begin again when more was asked; both are taken to be so, since no
// source states when the sender answered.
//
//  - A petition is *handled* when its answer is public, or when it was refused. An answer
//    that stands beside a refusal takes its place.
//  - A step at its deadline is in time. One after it makes the petition late from that
//    deadline on, and it stays late.
//  - While a step is missing, the move to overdue stands in the future, at the deadline of
//    that step; the next step takes it back.
//  - An inferred instant alone makes nothing late: it is dated at the deadline it passed.
//  - All of it is posted at the unit that has to handle the petition now: when that changes,
//    the petition goes as a whole, and earlier days with it.
//
// As for dossiers, the origin resolves what the calendar decides into the state, and
// movements depend on the state alone. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "lienthong/v1/petition.pb.h"
#include "services/accounting/calendar.h"
#include "services/accounting/figures.h"
#include "services/accounting/movements.h"

namespace lienthong {

inline constexpr int32_t kRefuseDays = 2;
inline constexpr int32_t kAskMoreDays = 5;
inline constexpr int32_t kProcessDays = 15;
inline constexpr int32_t kPublishDays = 2;

// The accounts of the book of petitions beside kOutside, kOpenInTime and kOpenOverdue.
inline constexpr Account kHandledInTime = Account::kResolvedOnDay;
inline constexpr Account kHandledLate = Account::kResolvedLate;

// Flags of a line in the book of petitions.
inline constexpr uint16_t kSatisfied = 1;
inline constexpr uint16_t kDissatisfied = 2;

// Puts the steps into their order. Idempotent.
void SortTimeline(v1::Petition& petition);

// Fills `effective`, `late_from` and `resolution`; sorts. What was resolved before is
// forgotten. Run by the origin only.
void ResolveDeadlines(const Calendar& calendar, v1::Petition& petition);

// Everything a resolved `petition` posts, in the order of the instants. Empty for a
// tombstone and without a receipt. Needs no calendar.
std::vector<Posting> PostingsOf(const v1::Petition& petition);

// What the books say of the petitions of a set of units.
struct PetitionFigures {
  // Of those received in the period, as they stand at the instant as of which it is
  // counted. in_time + overdue = received.
  uint64_t received = 0;
  // Handled in time, or not handled and not overdue.
  uint64_t in_time = 0;
  uint64_t overdue = 0;
  uint64_t handled = 0;
  // What their senders say of the handling.
  uint64_t satisfied = 0;
  uint64_t dissatisfied = 0;

  // Of all: carried_over + received = handled_in_time + handled_late + open_in_time +
  // open_overdue, by construction.
  uint64_t carried_over = 0;
  uint64_t handled_in_time = 0;
  uint64_t handled_late = 0;
  uint64_t open_in_time = 0;
  uint64_t open_overdue = 0;

  bool operator==(const PetitionFigures&) const = default;
};

// Reads everything but in_time, overdue, handled, satisfied and dissatisfied off the
// books: cells do not tell when a petition that was handled had been received.
PetitionFigures PetitionFiguresOf(const PeriodLines& lines);

// Counts one petition that was received in the period into those five; `postings` up to
// the instant as of which it is counted, in order, none of them missing.
void CountPetition(const std::vector<Line>& postings, PetitionFigures& figures);

}  // namespace lienthong
