#include "oracle.h"

namespace oracle {
namespace {

struct Period {
  int64_t from_day;
  int64_t to_day;
  int64_t as_of;
};

bool IsInHand(Account account) { return IsOpen(account) || IsPaused(account); }

void CountStock(Account account, Figures& figures) {
  switch (account) {
    case Account::kRegistered:
      ++figures.registered;
      break;
    case Account::kRegisteredOverdue:
      ++figures.registered_overdue;
      break;
    case Account::kOpenInTime:
      ++figures.open_in_time;
      break;
    case Account::kOpenOverdue:
      ++figures.open_overdue;
      break;
    case Account::kOpenNoDue:
      ++figures.open_no_due;
      break;
    case Account::kPausedInTime:
      ++figures.paused_in_time;
      break;
    case Account::kPausedOverdue:
      ++figures.paused_overdue;
      break;
    default:
      break;
  }
}

void CountFinish(Account account, Figures& figures) {
  switch (account) {
    case Account::kResolvedEarly:
      ++figures.resolved_early;
      break;
    case Account::kResolvedOnDay:
      ++figures.resolved_on_day;
      break;
    case Account::kResolvedLate:
      ++figures.resolved_late;
      break;
    case Account::kResolvedNoDue:
      ++figures.resolved_no_due;
      break;
    case Account::kCancelledInTime:
      ++figures.cancelled_in_time;
      break;
    case Account::kCancelledLate:
      ++figures.cancelled_late;
      break;
    case Account::kCancelledNoDue:
      ++figures.cancelled_no_due;
      break;
    default:
      break;
  }
}

void CountDue(Account account, Figures& figures) {
  ++figures.due;
  if (account == Account::kResolvedEarly || account == Account::kResolvedOnDay) {
    ++figures.due_in_time;
  }
}

void CountFlow(const Movement& movement, Figures& figures) {
  const Account from = movement.from;
  const Account to = movement.to;
  if (from == to) return CountDue(to, figures);

  const bool enters = IsInHand(to) || IsResolved(to);
  if ((from == Account::kOutside || IsRegistered(from)) && enters) ++figures.new_;
  // Cancelled to resolved is one movement, and both a reopening and a resolution.
  if ((IsResolved(from) || IsCancelled(from)) && enters) ++figures.reopened;
  if (from == Account::kElsewhere && IsInHand(to)) ++figures.moved_in;
  if (to == Account::kElsewhere && IsInHand(from)) ++figures.moved_out;
  if (movement.finish_not_stated) ++figures.finish_not_stated;
  CountFinish(to, figures);
}

// What the set of units sees: a transfer between two of them is nothing to it.
std::vector<Movement> SeenBy(const std::set<int>& units, const std::vector<Movement>& movements) {
  std::vector<Movement> seen;
  for (size_t i = 0; i < movements.size(); ++i) {
    const bool inside = units.contains(movements[i].unit);
    const bool leaves = movements[i].to == Account::kElsewhere;
    if (inside && leaves && units.contains(movements[i + 1].unit)) {
      ++i;
    } else if (inside) {
      seen.push_back(movements[i]);
    }
  }
  return seen;
}

void CountDossier(const std::vector<Movement>& movements, const Period& period, Figures& figures) {
  Account before = Account::kOutside;
  Account now = Account::kOutside;
  for (const Movement& movement : movements) {
    if (movement.at > period.as_of) break;
    const int64_t day = LocalDay(movement.at);
    if (period.from_day <= day && day <= period.to_day) CountFlow(movement, figures);
    now = movement.to;
    if (day < period.from_day) before = now;
  }
  if (IsInHand(before)) ++figures.carried_over;
  CountStock(now, figures);
}

}  // namespace

int64_t Resolved(const Figures& f) {
  return f.resolved_early + f.resolved_on_day + f.resolved_late + f.resolved_no_due;
}

int64_t Cancelled(const Figures& f) {
  return f.cancelled_in_time + f.cancelled_late + f.cancelled_no_due;
}

int64_t Open(const Figures& f) { return f.open_in_time + f.open_overdue + f.open_no_due; }

int64_t Paused(const Figures& f) { return f.paused_in_time + f.paused_overdue; }

Figures Count(const std::vector<Dossier>& dossiers, const Calendar& calendar,
              const std::set<int>& units, Role role, int64_t from_day, int64_t to_day,
              int64_t as_of) {
  const Period period{from_day, to_day, as_of};
  Figures figures;
  for (const Dossier& dossier : dossiers) {
    CountDossier(SeenBy(units, Movements(dossier, calendar, role)), period, figures);
  }
  figures.in_hand =
      figures.carried_over + figures.new_ + figures.reopened + figures.moved_in - figures.moved_out;
  return figures;
}

Rate InTime(const Figures& f) {
  const int64_t resolved = f.resolved_early + f.resolved_on_day + f.resolved_no_due;
  const int64_t cancelled = f.cancelled_in_time + f.cancelled_no_due;
  const int64_t open = f.open_in_time + f.open_no_due;
  return {resolved + cancelled + open + f.paused_in_time, f.in_hand};
}

Rate ResolvedInTime(const Figures& f) { return {Resolved(f) - f.resolved_late, Resolved(f)}; }

Rate DueInTime(const Figures& f) { return {f.due_in_time, f.due}; }

Rate NotLate(const Figures& f) { return {f.in_hand - f.open_overdue - f.resolved_late, f.in_hand}; }

}  // namespace oracle
