#include "random_dossier.h"

#include <algorithm>

namespace oracle {
namespace {

constexpr int64_t kHour = 3600;
constexpr int64_t kDay = 24 * kHour;

bool Opens(Status s) { return s == Status::kAccepted || s == Status::kProcessing; }
bool Finishes(Status s) {
  return !Opens(s) && s != Status::kRegistered && s != Status::kSupplement && s != Status::kPayment;
}
// 3, 7 and 8 are one kind of finish, 9 another, 10 a third.
bool SameFinish(Status a, Status b) {
  if (!Finishes(a) || !Finishes(b)) return false;
  return a == b || (a < Status::kDecided && b < Status::kDecided);
}

class Author {
 public:
  Author(std::mt19937_64& rng, const Calendar& calendar, const RandomOptions& options)
      : rng_(rng), calendar_(calendar), options_(options) {}

  Dossier Write() {
    WriteHead();
    WriteRegistration();
    if (Chance(8)) return Refuse();
    WriteAcceptance();
    for (int64_t left = Pick(0, options_.entries_max); left > 0 && at_ < LastInstant(); --left) {
      if (Chance(20) && !dossier_.promises.empty()) WritePromise();
      WriteEntry();
    }
    return Finish();
  }

 private:
  // std::uniform_int_distribution differs from one library to the next.
  int64_t Pick(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(rng_() % static_cast<uint64_t>(high - low + 1));
  }
  bool Chance(int percent) { return Pick(1, 100) <= percent; }
  bool Unsettled(int percent) { return options_.unsettled && Chance(percent); }
  int Unit() { return static_cast<int>(Pick(1, options_.units)); }
  template <typename T>
  T OneOf(std::initializer_list<T> choices) {
    return choices.begin()[Pick(0, static_cast<int64_t>(choices.size()) - 1)];
  }

  static int64_t LastInstant() { return StartOfDay(LocalDate(2026, 11, 1)) - 1; }

  void WriteHead() {
    dossier_.id = "H44.1-" + std::to_string(rng_());
    dossier_.receiving = Unit();
    dossier_.handling = Unit();
    dossier_.applying = Unit();
    dossier_.online = Chance(50);
    dossier_.flags = static_cast<uint32_t>(Pick(0, 2047));
    const int64_t september = StartOfDay(LocalDate(2026, 9, 1));
    dossier_.second_supplement_rule_from = OneOf<int64_t>({0, september, kNever});
    at_ = StartOfDay(LocalDate(2026, 6, 1)) + Pick(0, 80 * kDay);
    if (Chance(50)) at_ = AddWorkingSeconds(calendar_, at_, 1);
  }

  void WriteRegistration() {
    if (Chance(70)) Add(Status::kRegistered, !Unsettled(20));
    while (Chance(15)) {
      Step(2 * kDay);
      Add(OneOf({Status::kSupplement, Status::kPayment}), Chance(70));
      if (Unsettled(50)) Step(kDay), Add(Status::kRegistered, true);
    }
    Step(OneOf({kHour, 3 * kDay}));
    if (Chance(10)) at_ = EightHours();
  }

  // The instant at which the registration on the books becomes overdue.
  int64_t EightHours() {
    for (const Movement& movement : Movements(dossier_, calendar_, Role::kReceiving)) {
      if (movement.to == Account::kRegisteredOverdue) return movement.at;
    }
    return at_;
  }

  Dossier Refuse() {
    Add(OneOf({Status::kRefused, Status::kWithdrawn, Status::kStopped}), Chance(70));
    if (Unsettled(40)) {
      Step(5 * kDay);
      WriteAcceptance();
      WriteEntry();
    }
    return Finish();
  }

  void WriteAcceptance() {
    if (!Unsettled(10)) Add(Status::kAccepted, !Unsettled(20), Unsettled(20) ? Unit() : 0);
    if (Chance(90)) {
      dossier_.promises.push_back({at_ + Pick(-kDay, kDay), FirstDue(), Unsettled(20)});
    } else if (!options_.unsettled) {
      dossier_.second_supplement_rule_from = kNever;
    }
  }

  int64_t FirstDue() {
    if (Chance(5)) return at_ - Pick(0, 2 * kDay);
    return Due();
  }

  int64_t Due() {
    const int64_t days = Pick(0, 15);
    switch (Pick(0, 3)) {
      case 0:
        return at_ + Pick(0, 15 * kDay);
      case 1:
        return std::max(at_, ClosingInstant(calendar_, LocalDay(at_) + days));
      default:
        return std::max(at_, ComputedPromise(calendar_, at_, static_cast<int>(days)));
    }
  }

  void WritePromise() {
    Step(2 * kDay);
    const int64_t due = Unsettled(20) ? at_ - Pick(0, 3 * kDay) : Due();
    dossier_.promises.push_back({at_, due, Chance(60)});
    if (Unsettled(10)) dossier_.promises.back().made -= Pick(0, 20 * kDay);
  }

  void WriteEntry() {
    const Status status = NextStatus();
    const bool stated = Chance(70);
    Step(OneOf({kHour, kDay, 4 * kDay, 15 * kDay}));
    if (!options_.unsettled && Corrects(status, stated)) return;

    const bool may_move = stated || Finishes(status) || options_.unsettled;
    const int unit = Chance(25) && may_move ? Unit() : 0;
    Add(status, stated, unit);
    if (status == Status::kSupplement) NameSupplement();
  }

  Status NextStatus() {
    if (Unsettled(2)) return Status::kRegistered;
    return OneOf({Status::kProcessing, Status::kProcessing, Status::kProcessing, Status::kAccepted,
                  Status::kSupplement, Status::kSupplement, Status::kPayment, Status::kDecided,
                  Status::kDecided, Status::kReturned, Status::kRefused, Status::kWithdrawn,
                  Status::kStopped});
  }

  // A second finish of the same kind, of which only one is stated.
  bool Corrects(Status status, bool stated) const {
    for (const Entry& entry : dossier_.timeline) {
      if (SameFinish(entry.status, status) && entry.stated != stated) return true;
    }
    return false;
  }

  void NameSupplement() {
    Entry& entry = dossier_.timeline.back();
    if (!options_.unsettled) {
      // One dossier's requests either all have ids or none has.
      entry.supplement_id = dossier_.flags % 2 == 0 ? static_cast<uint32_t>(Pick(1, 3)) : 0;
    } else {
      entry.supplement_id = static_cast<uint32_t>(Pick(0, 3));
    }
  }

  void Add(Status status, bool stated, int unit = 0) {
    dossier_.timeline.push_back({at_, status, unit, stated, 0});
  }

  // On from `at_`, often to an instant at which something changes.
  void Step(int64_t at_most) {
    const int64_t day = LocalDay(at_) + Pick(0, 3);
    const int64_t before = at_;
    switch (Pick(0, 11)) {
      case 0:
        break;
      case 1:
        at_ = StartOfDay(day + 1);
        break;
      case 2:
        at_ = ClosingInstant(calendar_, day);
        break;
      case 3:
        at_ = StartOfDay(day) - 1;
        break;
      case 4:
        at_ = StartOfDay(Saturday(day)) + Pick(0, 2 * kDay);
        break;
      case 5:
        at_ = EffectiveInstant();
        break;
      case 6:
        at_ = EffectiveInstant() + 1;
        break;
      case 7:
        at_ = EffectiveInstant() - 1;
        break;
      default:
        at_ += Pick(1, at_most);
    }
    at_ = std::clamp(at_, before, std::max(before, LastInstant()));
  }

  static int64_t Saturday(int64_t day) {
    const int64_t since_saturday = (day + 5) % 7;  // day 2, 3 January 1970, was one
    return day + (7 - since_saturday) % 7;
  }

  // As far as it is known from what is written so far.
  int64_t EffectiveInstant() {
    int64_t instant = at_;
    for (const Movement& movement : Movements(dossier_, calendar_, Role::kReceiving)) {
      if (movement.from == movement.to) instant = movement.at;
    }
    return instant;
  }

  Dossier Finish() {
    for (size_t i = dossier_.timeline.size(); i > 1; --i) {
      const auto other = static_cast<size_t>(Pick(0, static_cast<int64_t>(i) - 1));
      std::swap(dossier_.timeline[i - 1], dossier_.timeline[other]);
    }
    dossier_.tombstone = Chance(1);
    return dossier_;
  }

  std::mt19937_64& rng_;
  const Calendar& calendar_;
  const RandomOptions& options_;
  Dossier dossier_;
  int64_t at_ = 0;
};

}  // namespace

Calendar ExampleCalendar() {
  return {.holidays = {LocalDate(2026, 9, 1), LocalDate(2026, 9, 2)},
          .swap_days = {LocalDate(2026, 8, 22)},
          .office_hours = {{27000, 41400}, {46800, 61200}}};
}

Dossier RandomDossier(std::mt19937_64& rng, const Calendar& calendar,
                      const RandomOptions& options) {
  return Author(rng, calendar, options).Write();
}

}  // namespace oracle
