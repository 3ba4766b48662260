#include "oracle.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace oracle {
namespace {

constexpr int64_t kRegistrationSeconds = 8 * 60 * 60;  // to accept or refuse an online dossier

bool Opens(Status s) { return s == Status::kAccepted || s == Status::kProcessing; }
bool Pauses(Status s) { return s == Status::kSupplement || s == Status::kPayment; }
bool Resolves(Status s) { return s == Status::kDecided || s == Status::kReturned; }
bool Cancels(Status s) {
  return s == Status::kRefused || s == Status::kWithdrawn || s == Status::kStopped;
}

// Which of several entries at one instant comes first.
int Rank(Status status) {
  switch (status) {
    case Status::kRegistered:
      return 1;
    case Status::kAccepted:
      return 2;
    case Status::kSupplement:
    case Status::kPayment:
      return 3;
    case Status::kProcessing:
      return 4;
    case Status::kDecided:
      return 5;
    case Status::kReturned:
      return 6;
    default:
      return 7;
  }
}

std::vector<Entry> InOrder(std::vector<Entry> timeline) {
  const auto key = [](const Entry& e) {
    return std::tuple(e.at, Rank(e.status), e.status, !e.stated, e.supplement_id, e.unit);
  };
  std::stable_sort(timeline.begin(), timeline.end(),
                   [&](const Entry& a, const Entry& b) { return key(a) < key(b); });
  return timeline;
}

// Of two finishes of one run, in order: does the second overrule the first?
bool Overrules(const Entry& second, const Entry& first) {
  const bool decided = second.status == Status::kDecided;
  if (Resolves(second.status) && decided != (first.status == Status::kDecided)) return decided;
  return second.stated && !first.stated;
}

// Takes out what never counts: late repeats after a finish, finishes overruled by
// another one of the same run, and inferred returns to the books.
class Sieve {
 public:
  std::vector<Entry> Run(const std::vector<Entry>& entries) {
    for (const Entry& entry : entries) Take(entry);
    CloseRun();
    return kept_;
  }

 private:
  void Take(const Entry& entry) {
    if (cancellation_ || resolution_) return TakeFinished(entry);
    if (!accepted_) return TakeUnaccepted(entry);
    if (!TakeFinish(entry)) kept_.push_back(entry);
  }

  void TakeUnaccepted(const Entry& entry) {
    if (Resolves(entry.status)) {
      accepted_ = TakeFinish(entry);
      return;
    }
    if (left_ && !entry.stated) return;
    accepted_ = Opens(entry.status);
    left_ = Cancels(entry.status);
    kept_.push_back(entry);
  }

  void TakeFinished(const Entry& entry) {
    if (TakeFinish(entry)) return;
    if (!entry.stated || entry.status == Status::kRegistered) return;
    CloseRun();
    kept_.push_back(entry);
  }

  bool TakeFinish(const Entry& entry) {
    if (Resolves(entry.status)) {
      if (!resolution_ || Overrules(entry, *resolution_)) resolution_ = entry;
    } else if (Cancels(entry.status)) {
      // After 9 or 10 it is ignored.
      if (resolution_) return true;
      if (!cancellation_ || Overrules(entry, *cancellation_)) cancellation_ = entry;
    } else {
      return false;
    }
    return true;
  }

  void CloseRun() {
    if (cancellation_) kept_.push_back(*cancellation_);
    if (resolution_) kept_.push_back(*resolution_);
    cancellation_.reset();
    resolution_.reset();
  }

  std::vector<Entry> kept_;
  bool accepted_ = false;
  bool left_ = false;  // the books, from `registered`
  std::optional<Entry> cancellation_;
  std::optional<Entry> resolution_;
};

struct Pause {
  int64_t begin;
  int64_t end;
  bool in_time;
};

int UnitOf(const Dossier& dossier, Role role) {
  const int named = role == Role::kReceiving  ? dossier.receiving
                    : role == Role::kHandling ? dossier.handling
                                              : dossier.applying;
  for (int unit : {named, dossier.handling, dossier.receiving}) {
    if (unit != 0) return unit;
  }
  return dossier.applying;
}

// One dossier's life under one role.
class Replay {
 public:
  Replay(const Dossier& dossier, const Calendar& calendar, Role role)
      : dossier_(dossier), calendar_(calendar), role_(role), unit_(UnitOf(dossier, role)) {
    if (dossier.promises.empty()) return;
    later_promises_.assign(dossier.promises.begin() + 1, dossier.promises.end());
    std::stable_sort(later_promises_.begin(), later_promises_.end(),
                     [](const Promise& a, const Promise& b) { return a.made < b.made; });
  }

  std::vector<Movement> Run() {
    const std::vector<Entry> entries = Sieve().Run(InOrder(dossier_.timeline));
    for (size_t i = 0; i < entries.size();) {
      TakePromises(entries[i].at);
      const size_t unstated = CountUnstated(entries, i);
      const int64_t dated = unstated == 0 ? entries[i].at : EffectiveInstant();
      if (unstated == 0) RingClocks(dated);
      for (size_t end = i + std::max<size_t>(1, unstated); i < end; ++i) {
        Apply(entries[i], dated, unstated != 0);
      }
    }
    TakePromises(kNever);
    RingClocks(kNever);
    return movements_;
  }

 private:
  // ---- Promises and the clock ----

  // Those made by `until` while the dossier was not late.
  void TakePromises(int64_t until) {
    if (!accepted_ || late_) return;
    for (; next_promise_ < later_promises_.size(); ++next_promise_) {
      const Promise& promise = later_promises_[next_promise_];
      if (promise.made > until || promise.made > EffectiveInstant()) return;
      promise_ = promise;
    }
  }

  // kNever without a promise, and while a pause that counts goes on.
  int64_t EffectiveInstant() const {
    if (!promise_) return kNever;

    int64_t paused = 0;
    int64_t earliest = std::max(acceptance_, promise_->made);
    for (const Pause& pause : pauses_) {
      const bool included = promise_->includes_pause && pause.begin <= promise_->made;
      if (pause.end == kNever && (pause.in_time || !included)) return kNever;
      if (!included) paused += WorkingSecondsBetween(calendar_, pause.begin, pause.end);
      if (pause.in_time) earliest = std::max(earliest, pause.end);
    }
    return std::max(earliest, AddWorkingSeconds(calendar_, promise_->due, paused));
  }

  // Whatever falls due before `before`, and so after all facts of its own instant.
  void RingClocks(int64_t before) {
    RingRegistration(before);
    const int64_t effective = EffectiveInstant();
    if (rung_ || effective >= before) return;
    rung_ = true;
    late_ = true;
    if (!IsCancelled(account_)) movements_.push_back({effective, unit_, account_, account_});
    if (account_ == Account::kOpenInTime) MoveTo(effective, Account::kOpenOverdue);
  }

  // An inferred request or finish that arrives after the effective instant of a
  // dossier still in time is dated at that instant, and with it the inferred
  // repeats that arrived before it. How many entries from `first` on are such?
  size_t CountUnstated(const std::vector<Entry>& entries, size_t first) const {
    if (!accepted_ || late_ || entries[first].at <= EffectiveInstant()) return 0;
    for (size_t i = first; i < entries.size() && !entries[i].stated; ++i) {
      const Status status = entries[i].status;
      if (status != Status::kRegistered && !Opens(status)) return i - first + 1;
    }
    return 0;
  }

  // ---- Entries ----

  void Apply(const Entry& entry, int64_t at, bool unstated) {
    if (!accepted_) {
      ApplyUnaccepted(entry, at);
    } else if (IsResolved(account_) || IsCancelled(account_)) {
      ApplyFinished(entry, at, unstated);
    } else {
      Transfer(at, entry.unit);
      Judge(entry, at, unstated);
    }
  }

  void ApplyUnaccepted(const Entry& entry, int64_t at) {
    Transfer(at, entry.unit);
    if (Opens(entry.status) || Resolves(entry.status)) {
      const bool after_due = Accept(at);
      late_ = after_due && entry.stated;
      Judge(entry, at, after_due && !entry.stated);
    } else if (Cancels(entry.status)) {
      MoveTo(at, Account::kOutside);
      clock_left_ = kRegistrationSeconds;
      clock_since_ = kNever;
    } else {
      if (account_ == Account::kOutside) MoveTo(at, Account::kRegistered);
      entry.status == Status::kRegistered ? StartRegistration(at) : StopRegistration(at);
    }
  }

  // Returns whether the promise had passed by then.
  bool Accept(int64_t at) {
    accepted_ = true;
    acceptance_ = at;
    if (dossier_.promises.empty()) return false;
    promise_ = dossier_.promises.front();
    promise_->made = at;
    TakePromises(at);
    return promise_->due < at;
  }

  // A finished dossier does not move; a reopened one moves after it has reopened.
  void ApplyFinished(const Entry& entry, int64_t at, bool unstated) {
    Judge(entry, at, unstated);
    if (!Resolves(entry.status)) Transfer(at, entry.unit);
  }

  // One movement, to the account judged at `at`.
  void Judge(const Entry& entry, int64_t at, bool unstated) {
    if (entry.status == Status::kRegistered) return;
    if (Pauses(entry.status)) {
      Request(entry, at);
    } else {
      EndPause(at);
      if (Opens(entry.status)) MoveTo(at, OpenAccount());
      if (Resolves(entry.status)) MoveTo(at, ResolvedAccount(at), unstated);
      if (Cancels(entry.status)) MoveTo(at, CancelledAccount(), unstated);
    }
    status_ = entry.status;
  }

  void Request(const Entry& entry, int64_t at) {
    const bool counts = IsSupplementRequest(entry);
    if (counts && ++requests_ == 2 && at >= dossier_.second_supplement_rule_from) late_ = true;
    const bool repeat = IsPaused(account_) && status_ == entry.status && !counts;
    if (!repeat) {
      EndPause(at);
      BeginPause(at);
    }
    MoveTo(at, late_ ? Account::kPausedOverdue : Account::kPausedInTime);
  }

  bool IsSupplementRequest(const Entry& entry) {
    if (entry.status != Status::kSupplement) return false;
    if (entry.supplement_id != 0) return supplement_ids_.insert(entry.supplement_id).second;
    return entry.stated && status_ != Status::kSupplement;
  }

  // A pause counts when it begins before the effective instant has passed, even if
  // a second request has made the dossier late by then. Such a late one counts only
  // where working time is left: without any, the clock strikes during the pause.
  void BeginPause(int64_t at) {
    if (!promise_) return;
    if (late_ && WorkingSecondsBetween(calendar_, at, EffectiveInstant()) == 0) return;
    pauses_.push_back({at, kNever, !late_});
  }

  void EndPause(int64_t at) {
    if (!pauses_.empty()) pauses_.back().end = std::min(pauses_.back().end, at);
  }

  Account OpenAccount() const {
    if (late_) return Account::kOpenOverdue;
    return promise_ ? Account::kOpenInTime : Account::kOpenNoDue;
  }

  Account ResolvedAccount(int64_t at) const {
    if (late_) return Account::kResolvedLate;
    if (!promise_) return Account::kResolvedNoDue;
    const bool early = LocalDay(at) < LocalDay(EffectiveInstant());
    return early ? Account::kResolvedEarly : Account::kResolvedOnDay;
  }

  Account CancelledAccount() const {
    if (late_) return Account::kCancelledLate;
    return promise_ ? Account::kCancelledInTime : Account::kCancelledNoDue;
  }

  // ---- The 8 hours before acceptance ----

  void StartRegistration(int64_t at) {
    if (clock_since_ == kNever) clock_since_ = at;
  }

  void StopRegistration(int64_t at) {
    if (clock_since_ == kNever) return;
    clock_left_ -= WorkingSecondsBetween(calendar_, clock_since_, at);
    clock_since_ = kNever;
  }

  void RingRegistration(int64_t before) {
    if (!dossier_.online || account_ != Account::kRegistered || clock_since_ == kNever) return;
    const int64_t overdue = AddWorkingSeconds(calendar_, clock_since_, clock_left_);
    if (overdue < before) MoveTo(overdue, Account::kRegisteredOverdue);
  }

  // ---- Posting ----

  void MoveTo(int64_t at, Account to, bool finish_not_stated = false) {
    if (to != account_) movements_.push_back({at, unit_, account_, to, finish_not_stated});
    account_ = to;
  }

  void Transfer(int64_t at, int unit) {
    if (role_ != Role::kHandling || unit == 0 || unit == unit_) return;
    if (account_ != Account::kOutside) {
      movements_.push_back({at, unit_, account_, Account::kElsewhere});
      movements_.push_back({at, unit, Account::kElsewhere, account_});
    }
    unit_ = unit;
  }

  const Dossier& dossier_;
  const Calendar& calendar_;
  const Role role_;
  std::vector<Movement> movements_;

  Account account_ = Account::kOutside;
  int unit_;
  Status status_ = Status::kRegistered;  // of the last entry that was judged

  int64_t clock_since_ = kNever;  // the 8 hours run since then; kNever: stopped
  int64_t clock_left_ = kRegistrationSeconds;

  bool accepted_ = false;
  int64_t acceptance_ = 0;
  bool late_ = false;               // for good
  bool rung_ = false;               // the effective instant has passed
  std::optional<Promise> promise_;  // in force
  std::vector<Promise> later_promises_;
  size_t next_promise_ = 0;
  std::vector<Pause> pauses_;  // those that count; only the last may still go on
  std::set<uint32_t> supplement_ids_;
  int requests_ = 0;
};

}  // namespace

bool IsRegistered(Account a) {
  return a == Account::kRegistered || a == Account::kRegisteredOverdue;
}
bool IsOpen(Account a) { return a >= Account::kOpenInTime && a <= Account::kOpenNoDue; }
bool IsPaused(Account a) { return a == Account::kPausedInTime || a == Account::kPausedOverdue; }
bool IsResolved(Account a) { return a >= Account::kResolvedEarly && a <= Account::kResolvedNoDue; }
bool IsCancelled(Account a) {
  return a >= Account::kCancelledInTime && a <= Account::kCancelledNoDue;
}
bool IsLate(Account a) {
  return a == Account::kOpenOverdue || a == Account::kPausedOverdue ||
         a == Account::kResolvedLate || a == Account::kCancelledLate;
}

std::vector<Movement> Movements(const Dossier& dossier, const Calendar& calendar, Role role) {
  if (dossier.tombstone) return {};
  return Replay(dossier, calendar, role).Run();
}

}  // namespace oracle
