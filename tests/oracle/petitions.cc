#include "petitions.h"

#include <algorithm>
#include <optional>

namespace oracle {
namespace {

// Close of the n-th working day after that of `from`, counted on the fingers.
int64_t Deadline(const Calendar& calendar, int64_t from, int days) {
  int64_t day = LocalDay(from);
  while (days > 0) {
    ++day;
    if (IsWorkingDay(calendar, day)) --days;
  }
  return ClosingInstant(calendar, day);
}

std::optional<PetitionStep> Find(const Petition& petition, PetitionStatus status) {
  for (const PetitionStep& step : petition.steps) {
    if (step.status == status) return step;
  }
  return std::nullopt;
}

// One duty: until when it was to be done, and when it was.
struct Duty {
  int64_t by = 0;
  std::optional<PetitionStep> done;

  bool missed() const { return done && done->stated && done->at > by; }
  // An inferred step was done by its deadline at the latest.
  int64_t when() const { return done->stated ? done->at : std::min(done->at, by); }
};

}  // namespace

std::vector<PetitionMovement> Movements(const Petition& petition, const Calendar& calendar) {
  const auto received = Find(petition, PetitionStatus::kReceived);
  if (petition.tombstone || !received) return {};
  const auto refused = Find(petition, PetitionStatus::kRefused);
  const auto processed = Find(petition, PetitionStatus::kProcessed);
  const auto published = Find(petition, PetitionStatus::kPublished);
  const bool answered = processed || published;
  const bool ends_in_refusal = refused && !answered;
  auto asked = Find(petition, PetitionStatus::kMoreAsked);
  // A question after the answer, or after the end, is none.
  if (asked && processed && asked->at > processed->at) asked.reset();
  if (asked && published && asked->at > published->at) asked.reset();
  if (asked && ends_in_refusal && asked->at > refused->at) asked.reset();

  std::vector<Duty> duties;
  int64_t process_from = received->at;
  if (asked) {
    duties.push_back({Deadline(calendar, received->at, 5), asked});
    process_from = duties.back().when();
  }
  if (ends_in_refusal) {
    const int64_t by =
        asked ? Deadline(calendar, process_from, 15) : Deadline(calendar, received->at, 2);
    duties.push_back({by, refused});
  } else if (processed) {
    duties.push_back({Deadline(calendar, process_from, 15), processed});
    duties.push_back({Deadline(calendar, duties.back().when(), 2), published});
  } else {
    duties.push_back({Deadline(calendar, process_from, 15), published});
  }

  int64_t overdue = kNever;
  for (const Duty& duty : duties) {
    if (duty.missed()) overdue = std::min(overdue, duty.by);
  }
  const Duty& last = duties.back();
  if (!last.done && overdue == kNever) overdue = last.by;

  std::vector<PetitionMovement> movements;
  PetitionAccount account = PetitionAccount::kOutside;
  const auto move = [&](int64_t at, PetitionAccount to) {
    movements.push_back({at, petition.unit, account, to});
    account = to;
  };
  move(received->at, PetitionAccount::kOpenInTime);
  const bool late = overdue != kNever;
  if (late) move(std::max(overdue, received->at), PetitionAccount::kOpenOverdue);
  if (!last.done) return movements;
  if (late) {
    move(std::max({last.done->at, overdue, received->at}), PetitionAccount::kHandledLate);
  } else {
    move(std::max(last.when(), received->at), PetitionAccount::kHandledInTime);
  }
  return movements;
}

PetitionCount Count(const std::vector<Petition>& petitions, const Calendar& calendar,
                    const std::set<int>& units, int64_t from_day, int64_t to_day, int64_t as_of) {
  using Account = PetitionAccount;
  PetitionCount count;
  for (const Petition& petition : petitions) {
    if (!units.contains(petition.unit)) continue;
    Account before = Account::kOutside, now = Account::kOutside;
    bool received = false;
    for (const PetitionMovement& movement : Movements(petition, calendar)) {
      if (movement.at > as_of || LocalDay(movement.at) > to_day) continue;
      const bool within = LocalDay(movement.at) >= from_day;
      now = movement.to;
      if (!within) before = now;
      received |= within && movement.from == Account::kOutside;
      count.handled_in_time += within && movement.to == Account::kHandledInTime;
      count.handled_late += within && movement.to == Account::kHandledLate;
    }
    count.carried_over += before == Account::kOpenInTime || before == Account::kOpenOverdue;
    count.open_in_time += now == Account::kOpenInTime;
    count.open_overdue += now == Account::kOpenOverdue;
    if (!received) continue;
    const bool in_time = now == Account::kOpenInTime || now == Account::kHandledInTime;
    ++count.received;
    ++(in_time ? count.in_time : count.overdue);
    count.handled += now == Account::kHandledInTime || now == Account::kHandledLate;
    count.satisfied += petition.satisfied > 0;
    count.dissatisfied += petition.satisfied < 0;
  }
  return count;
}

Petition RandomPetition(std::mt19937_64& rng, const Calendar& calendar) {
  const auto pick = [&](int64_t low, int64_t high) {
    return low + static_cast<int64_t>(rng() % static_cast<uint64_t>(high - low + 1));
  };
  Petition petition;
  petition.id = "pa-" + std::to_string(rng() % 1000000);
  petition.unit = static_cast<int>(pick(1, 5));
  petition.satisfied = static_cast<int>(pick(-1, 1));
  petition.tombstone = pick(1, 30) == 1;
  const int64_t received = LocalTime(LocalDate(2026, 6, 1) + pick(0, 130), 0, 0) + pick(0, 86399);
  // After some days, or where a deadline may lie.
  const auto later = [&](int64_t from, int days) {
    if (pick(0, 1) == 0) return from + pick(1, 40 * 86400);
    return Deadline(calendar, from, days) + pick(-1, 1);
  };
  const auto add = [&](PetitionStatus status, int64_t at) {
    petition.steps.push_back({at, status, pick(1, 6) != 1});
    return at;
  };
  if (pick(1, 50) != 1) add(PetitionStatus::kReceived, received);
  if (pick(1, 4) == 1) add(PetitionStatus::kRefused, later(received, 2));
  int64_t from = received;
  if (pick(1, 3) == 1) from = add(PetitionStatus::kMoreAsked, later(received, 5));
  if (pick(1, 3) != 1) from = add(PetitionStatus::kProcessed, later(from, 15));
  if (pick(1, 2) == 1) add(PetitionStatus::kPublished, later(from, pick(0, 3) == 0 ? 15 : 2));
  std::shuffle(petition.steps.begin(), petition.steps.end(), rng);
  return petition;
}

}  // namespace oracle
