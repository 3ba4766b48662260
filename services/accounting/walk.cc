#include "services/accounting/walk.h"

#include <algorithm>

#include "services/accounting/counted_entries.h"
#include "services/accounting/status.h"

namespace lienthong {

Walk::Walk(const v1::Dossier& dossier, const Calendar* calendar, const DatedRules& rules)
    : dossier_(dossier),
      calendar_(calendar),
      rules_(rules),
      unit_(dossier.handling_unit()),
      judged_by_(dossier.timeline_size()),
      over_limit_(dossier.timeline_size()) {
  for (const v1::Promise& promise : dossier.promises()) {
    if (promise.effective() != 0) stored_effective_ = promise.effective();
  }
}

void Walk::Run() {
  const std::vector<int> counted = CountedEntries(dossier_);
  for (std::span<const int> rest = counted; !rest.empty(); rest = rest.subspan(1)) {
    const int index = rest.front();
    const Instant t = EntryAt(index).instant();
    TakePromises(t);
    if (IsDatedBack(rest)) {
      NoteJudge(index);
      TakeEntry(index, Effective(index), true);
    } else {
      PassClocks(t);
      TakeEntry(index, t, false);
    }
  }
  TakePromises(kNever);
  ForgetFinalJudges();
  PassClocks(kNever);
}

// An inferred repeat is dated back with the request or finish that it foretells.
bool Walk::IsDatedBack(std::span<const int> rest) const {
  if (late_ || EntryAt(rest.front()).instant() <= Effective(rest.front())) return false;
  for (int index : rest) {
    const v1::TimelineEntry& entry = EntryAt(index);
    if (!entry.inferred()) return false;
    if (!Opens(entry.status()) && entry.status() != v1::STATUS_REGISTERED) return true;
  }
  return false;
}

// A finished dossier does not move: a finish moves first, a reopening reopens first.
void Walk::TakeEntry(int index, Instant t, bool not_stated) {
  const uint32_t unit = EntryAt(index).unit();
  MoveToUnit(unit, t);
  if (account_ == Account::kOutside || IsRegistered(account_))
    return TakeBeforeAcceptance(index, t);
  Judge(index, t, not_stated);
  MoveToUnit(unit, t);
}

// A request stops the hours in which the desk must answer; a refusal ends them.
void Walk::TakeBeforeAcceptance(int index, Instant t) {
  const v1::Status status = EntryAt(index).status();
  if (Opens(status) || Resolves(status)) return Accept(index, t);
  if (Cancels(status)) {
    Post(Account::kOutside, t);
    StopAcceptanceClock(t);
    clock_left_ = kAcceptanceSeconds;
    return;
  }
  if (account_ == Account::kOutside) Post(Account::kRegistered, t);
  if (status == v1::STATUS_REGISTERED) {
    StartAcceptanceClock(index, t);
  } else {
    StopAcceptanceClock(t);
  }
}

// An inferred acceptance alone makes nothing late: a finish that is one with it
// is dated at it.
void Walk::Accept(int index, Instant t) {
  accepted_at_ = t;
  promise_ = dossier_.promises().empty() ? -1 : 0;
  TakePromises(t);
  const bool after_due = promise_ >= 0 && dossier_.promises(promise_).due() < t;
  const bool inferred = EntryAt(index).inferred();
  late_ = after_due && !inferred;
  Judge(index, t, after_due && inferred);
}

void Walk::Judge(int index, Instant t, bool not_stated) {
  const v1::Status status = EntryAt(index).status();
  if (status == v1::STATUS_REGISTERED) return;
  if (Pauses(status)) {
    Request(index, t);
  } else {
    EndPause(t);
  }
  if (Opens(status)) Post(OpenAccount(), t);
  if (Cancels(status)) Post(CancelledAccount(), t, not_stated);
  if (Resolves(status)) {
    NoteJudge(index);
    Post(ResolvedAccount(index, t), t, not_stated);
  }
  status_ = status;
}

void Walk::Request(int index, Instant t) {
  const v1::TimelineEntry& entry = EntryAt(index);
  const bool is_request = IsSupplementRequest(entry);
  const bool repeats = IsPaused(account_) && status_ == entry.status() && !is_request;
  if (IsOverLimit(index, t, is_request)) late_ = true;
  if (!repeats) {
    EndPause(t);
    BeginPause(t);
  }
  Post(late_ ? Account::kPausedOverdue : Account::kPausedInTime, t);
}

// A request is a new id, or an entry into 5 from another status; an inferred one
// without an id may be a repeat and does not count.
bool Walk::IsSupplementRequest(const v1::TimelineEntry& entry) {
  if (entry.status() != v1::STATUS_SUPPLEMENT_REQUESTED) return false;
  if (entry.supplement() != 0) return supplements_.insert(entry.supplement()).second;
  return !entry.inferred() && status_ != v1::STATUS_SUPPLEMENT_REQUESTED;
}

// The second request alone decides: made before the rule's first day, it and all
// that follow are allowed.
bool Walk::IsOverLimit(int index, Instant t, bool is_request) {
  if (calendar_ == nullptr) return EntryAt(index).over_limit();
  if (is_request && ++requests_ == 2) over_limit_[index] = t >= rules_.supplement_limit_from;
  return over_limit_[index];
}

void Walk::TakePromises(Instant t) {
  if (promise_ < 0 || late_) return;
  while (promise_ + 1 < dossier_.promises_size() &&
         dossier_.promises(promise_ + 1).made() <= std::min(t, Effective())) {
    ++promise_;
  }
}

// The clock stands after all facts of its own instant. A dossier that a second
// request made late is still due on its day.
void Walk::PassClocks(Instant t) {
  PassAcceptanceClock(t);
  const Instant effective = Effective();
  if (clock_passed_ || effective >= t) return;
  clock_passed_ = true;
  late_ = true;
  if (!IsCancelled(account_)) moves_.push_back({effective, unit_, account_, account_});
  if (account_ == Account::kOpenInTime) Post(Account::kOpenOverdue, effective);
}

// A state that came from elsewhere may lack the end of its clock: it never strikes.
void Walk::PassAcceptanceClock(Instant t) {
  if (account_ != Account::kRegistered || clock_since_ == 0) return;
  const Instant own = calendar_ == nullptr ? EntryAt(filed_).judged_by() : 0;
  const Instant deadline = own != 0 ? own : accept_by_;
  if (deadline != 0 && deadline < t) Post(Account::kRegisteredOverdue, deadline);
}

// A clock that another filing starts anew keeps its own end in its entry.
void Walk::StartAcceptanceClock(int index, Instant t) {
  if (dossier_.channel() != v1::CHANNEL_ONLINE || clock_since_ != 0) return;
  if (filed_ >= 0) judged_by_[filed_] = accept_by_;
  filed_ = index;
  clock_since_ = t;
  accept_by_ =
      calendar_ != nullptr ? calendar_->AddWorkingSeconds(t, clock_left_) : dossier_.accept_by();
}

void Walk::StopAcceptanceClock(Instant t) {
  if (calendar_ != nullptr && clock_since_ != 0)
    clock_left_ -= calendar_->WorkingSeconds(clock_since_, t);
  clock_since_ = 0;
}

// A pause that a second request made late counts too, where working time is left:
// without any, the clock strikes during it.
void Walk::BeginPause(Instant t) {
  if (calendar_ == nullptr || promise_ < 0) return;
  if (late_ && calendar_->WorkingSeconds(t, Effective()) == 0) return;
  pauses_.push_back({t, kNever, !late_});
}

void Walk::EndPause(Instant t) {
  if (!pauses_.empty()) pauses_.back().end = std::min(pauses_.back().end, t);
}

void Walk::MoveToUnit(uint32_t unit, Instant t) {
  if (unit == 0 || unit == unit_ || IsFinished(account_)) return;
  if (account_ != Account::kOutside) {
    moves_.push_back({t, unit_, account_, Account::kElsewhere});
    moves_.push_back({t, unit, Account::kElsewhere, account_});
  }
  unit_ = unit;
}

void Walk::Post(Account to, Instant t, bool not_stated) {
  if (to != account_) moves_.push_back({t, unit_, account_, to, not_stated});
  account_ = to;
}

Instant Walk::Effective(int index) const {
  if (promise_ < 0) return kNever;
  if (calendar_ != nullptr) return ComputeEffective();
  const Instant judged_by = index >= 0 ? EntryAt(index).judged_by() : 0;
  return judged_by != 0 ? judged_by : stored_effective_;
}

// Never before the promise was made, nor before the end of a pause in time.
Instant Walk::ComputeEffective() const {
  const v1::Promise& promise = dossier_.promises(promise_);
  const Instant made = promise_ == 0 ? accepted_at_ : promise.made();
  Instant earliest = std::max(accepted_at_, made);
  int64_t paused = 0;
  for (const Pause& pause : pauses_) {
    const bool included = promise.includes_pause() && pause.start <= made;
    if (pause.in_time) earliest = std::max(earliest, pause.end);
    if (included) continue;
    if (pause.end == kNever) return kNever;
    paused += calendar_->WorkingSeconds(pause.start, pause.end);
  }
  return std::max(earliest, calendar_->AddWorkingSeconds(promise.due(), paused));
}

Account Walk::OpenAccount() const {
  if (late_) return Account::kOpenOverdue;
  return promise_ < 0 ? Account::kOpenNoDue : Account::kOpenInTime;
}

Account Walk::ResolvedAccount(int index, Instant t) const {
  if (late_) return Account::kResolvedLate;
  if (promise_ < 0) return Account::kResolvedNoDue;
  const Instant effective = Effective(index);
  const bool early = effective == kNever || DayOf(t) < DayOf(effective);
  return early ? Account::kResolvedEarly : Account::kResolvedOnDay;
}

Account Walk::CancelledAccount() const {
  if (late_) return Account::kCancelledLate;
  return promise_ < 0 ? Account::kCancelledNoDue : Account::kCancelledInTime;
}

void Walk::NoteJudge(int index) {
  if (calendar_ == nullptr || promise_ < 0 || late_) return;
  judged_by_[index] = Effective();
  judged_.push_back(index);
}

void Walk::ForgetFinalJudges() {
  const Instant final = Effective();
  for (int index : judged_) {
    if (judged_by_[index] == final) judged_by_[index] = 0;
  }
}

}  // namespace lienthong
