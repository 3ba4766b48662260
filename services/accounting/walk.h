// One pass along a dossier's timeline: the state machine behind movements.h.
//
//   outside ─> registered ─> open <─> paused
//                 │            │        │
//                 └> outside   └> finished <┘   finished ─> open | paused (reopened)
//
// With a calendar it computes the effective instant as it goes (the origin);
// without one it reads the final one from the state (everybody else). Both give
// the same moves: until it passes, the effective instant never falls below a moment
// that it has judged in time, and once passed it stands still, so the final one
// tells in time from late for every entry. Only the day of a finish and the date of
// an inferred entry need the one of their time (judged_by).
#pragma once

#include <limits>
#include <set>
#include <span>
#include <vector>

#include "services/accounting/movements.h"

namespace lienthong {

// An instant that does not come.
inline constexpr Instant kNever = std::numeric_limits<Instant>::max();

// A movement before it is spread over roles; a *due* when `from == to`.
struct Move {
  Instant instant;
  uint32_t unit;
  Account from;
  Account to;
  bool not_stated = false;

  bool IsTransfer() const { return from == Account::kElsewhere || to == Account::kElsewhere; }
};

// Walks once; read the results afterwards. `dossier` is sorted and must outlive it.
class Walk {
 public:
  // With `calendar` null, deadlines are read from `dossier`.
  Walk(const v1::Dossier& dossier, const Calendar* calendar, const DatedRules& rules);

  void Run();

  const std::vector<Move>& moves() const { return moves_; }
  // Resolved values; valid after a run with a calendar. By place in the timeline:
  const std::vector<Instant>& judged_by() const { return judged_by_; }
  const std::vector<bool>& over_limit() const { return over_limit_; }
  // The promise in force at the end, -1 for none, and its effective instant.
  int promise() const { return promise_; }
  Instant effective() const { return Effective(); }
  // 0 when no acceptance clock ever ran.
  Instant accept_by() const { return accept_by_; }

 private:
  struct Pause {
    Instant start;
    Instant end;  // kNever while it goes on
    bool in_time;
  };

  const v1::TimelineEntry& EntryAt(int index) const { return dossier_.timeline(index); }

  void TakeEntry(int index, Instant t, bool not_stated);
  void TakeBeforeAcceptance(int index, Instant t);
  void Accept(int index, Instant t);
  // One move, to the account judged at `t`.
  void Judge(int index, Instant t, bool not_stated);
  void Request(int index, Instant t);
  // Takes those made by `t` while the dossier was not late.
  void TakePromises(Instant t);

  // Whether the front of `rest` is dated at the effective instant: an inferred
  // request or finish that arrived after it, or an inferred repeat before one.
  bool IsDatedBack(std::span<const int> rest) const;
  // Does what the clocks do before `t`.
  void PassClocks(Instant t);
  void PassAcceptanceClock(Instant t);
  void StartAcceptanceClock(int index, Instant t);
  void StopAcceptanceClock(Instant t);

  bool IsSupplementRequest(const v1::TimelineEntry& entry);
  bool IsOverLimit(int index, Instant t, bool is_request);
  void BeginPause(Instant t);
  void EndPause(Instant t);
  void MoveToUnit(uint32_t unit, Instant t);
  void Post(Account to, Instant t, bool not_stated = false);

  // The last instant in time; kNever without a promise and while a pause holds
  // it. `index` names the entry that it judges, -1 for none.
  Instant Effective(int index = -1) const;
  Instant ComputeEffective() const;
  Account OpenAccount() const;
  Account ResolvedAccount(int index, Instant t) const;
  Account CancelledAccount() const;
  // Keeps the effective instant of now for those who have no calendar.
  void NoteJudge(int index);
  void ForgetFinalJudges();

  const v1::Dossier& dossier_;
  const Calendar* const calendar_;
  const DatedRules rules_;
  Instant stored_effective_ = kNever;

  Account account_ = Account::kOutside;
  uint32_t unit_ = 0;
  v1::Status status_ = v1::STATUS_UNSPECIFIED;  // of the last entry judged
  Instant accepted_at_ = 0;
  int promise_ = -1;  // in force; none before acceptance
  bool late_ = false;
  bool clock_passed_ = false;
  std::vector<Pause> pauses_;  // those that count; only the last may go on
  int requests_ = 0;
  std::set<uint32_t> supplements_;

  // The hours in which the desk must answer.
  int filed_ = -1;           // the entry that started them last
  Instant clock_since_ = 0;  // 0: they stand still
  int64_t clock_left_ = kAcceptanceSeconds;
  Instant accept_by_ = 0;

  std::vector<Move> moves_;
  std::vector<Instant> judged_by_;
  std::vector<int> judged_;
  std::vector<bool> over_limit_;
};

}  // namespace lienthong
