#include "services/accounting/petitions.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace lienthong {
namespace {

auto EntryKey(const v1::PetitionEntry& entry) {
  return std::make_tuple(entry.instant(), entry.status(), entry.inferred());
}

const v1::PetitionEntry* First(const v1::Petition& petition, v1::PetitionStatus status) {
  for (const v1::PetitionEntry& entry : petition.timeline()) {
    if (entry.status() == status) return &entry;
  }
  return nullptr;
}

// The step that ends it; null while it is open.
const v1::PetitionEntry* Handling(const v1::Petition& petition) {
  if (const auto* const published = First(petition, v1::PETITION_STATUS_PUBLISHED))
    return published;
  if (First(petition, v1::PETITION_STATUS_PROCESSED) != nullptr) return nullptr;
  return First(petition, v1::PETITION_STATUS_REFUSED);
}

// Goes once along the steps with a calendar.
class Judge {
 public:
  Judge(const Calendar& calendar, v1::Petition& petition)
      : calendar_(calendar), petition_(petition) {}

  void Run() {
    const auto* const received = First(petition_, v1::PETITION_STATUS_RECEIVED);
    if (received == nullptr) return;
    const auto* const processed = First(petition_, v1::PETITION_STATUS_PROCESSED);
    const auto* const handling = Handling(petition_);
    const Instant start = received->instant();
    Instant refuse_by = After(start, kRefuseDays), process_by = After(start, kProcessDays);
    const auto* const asked = First(petition_, v1::PETITION_STATUS_MORE_ASKED);
    if (asked != nullptr && IsBefore(*asked, processed) && IsBefore(*asked, handling)) {
      process_by = After(JudgedAt(*asked, After(start, kAskMoreDays)), kProcessDays);
      refuse_by = process_by;
    }
    Instant by = process_by;
    if (processed != nullptr) by = After(JudgedAt(*processed, process_by), kPublishDays);
    if (handling != nullptr && handling->status() == v1::PETITION_STATUS_REFUSED) by = refuse_by;
    if (handling != nullptr) JudgedAt(*handling, by);
    petition_.set_effective(by);
    petition_.set_late_from(late_from_);
  }

 private:
  Instant After(Instant instant, int32_t days) const {
    return calendar_.ComputedPromise(instant, days);
  }

  static bool IsBefore(const v1::PetitionEntry& entry, const v1::PetitionEntry* other) {
    return other == nullptr || entry.instant() <= other->instant();
  }

  // When the step counts as done, having noted whether it was late.
  Instant JudgedAt(const v1::PetitionEntry& entry, Instant by) {
    if (entry.instant() <= by) return entry.instant();
    if (entry.inferred()) return by;
    late_from_ = late_from_ == 0 ? by : std::min(late_from_, by);
    return entry.instant();
  }

  const Calendar& calendar_;
  v1::Petition& petition_;
  Instant late_from_ = 0;
};

uint16_t FlagsOf(const v1::Petition& petition) {
  switch (petition.satisfaction()) {
    case v1::SATISFACTION_SATISFIED:
      return kSatisfied;
    case v1::SATISFACTION_DISSATISFIED:
      return kDissatisfied;
    default:
      return 0;
  }
}

}  // namespace

void SortTimeline(v1::Petition& petition) {
  std::sort(petition.mutable_timeline()->begin(), petition.mutable_timeline()->end(),
            [](const auto& a, const auto& b) { return EntryKey(a) < EntryKey(b); });
}

void ResolveDeadlines(const Calendar& calendar, v1::Petition& petition) {
  SortTimeline(petition);
  petition.clear_effective();
  petition.clear_late_from();
  Judge(calendar, petition).Run();
  bool provisional = false;
  for (const v1::PetitionEntry& entry : petition.timeline())
    provisional |= calendar.IsProvisional(DayOf(entry.instant()));
  if (petition.effective() != 0) provisional |= calendar.IsProvisional(DayOf(petition.effective()));
  petition.mutable_resolution()->set_rules(kRules);
  petition.mutable_resolution()->set_calendar_provisional(provisional);
}

std::vector<Posting> PostingsOf(const v1::Petition& petition) {
  std::vector<Posting> postings;
  const auto* const received = First(petition, v1::PETITION_STATUS_RECEIVED);
  if (petition.tombstone() || received == nullptr) return postings;
  const auto post = [&](Instant at, Account from, Account to) {
    postings.push_back(
        {at, petition.unit(), {from, to, false, kEveryRole, FlagsOf(petition), Book::kPetitions}});
  };
  const Instant start = received->instant();
  post(start, Account::kOutside, Account::kOpenInTime);
  const auto* const handling = Handling(petition);
  Instant overdue = petition.late_from();
  if (overdue == 0 && handling == nullptr) overdue = petition.effective();
  if (overdue != 0) post(std::max(overdue, start), Account::kOpenInTime, Account::kOpenOverdue);
  if (handling == nullptr) return postings;
  if (overdue != 0) {
    post(std::max({handling->instant(), overdue, start}), Account::kOpenOverdue, kHandledLate);
  } else {
    const Instant at = handling->inferred() ? std::min(handling->instant(), petition.effective())
                                            : handling->instant();
    post(std::max(at, start), Account::kOpenInTime, kHandledInTime);
  }
  return postings;
}

PetitionFigures PetitionFiguresOf(const PeriodLines& lines) {
  std::array<int64_t, kAccounts> stock{}, inflow{};
  const auto add = [&](const Lines& posted) {
    for (const auto& [bits, count] : posted) {
      if (BookOf(bits) != Book::kPetitions) continue;
      const Line line = Line::Unpack(bits);
      stock[static_cast<int>(line.from)] -= static_cast<int64_t>(count);
      stock[static_cast<int>(line.to)] += static_cast<int64_t>(count);
      inflow[static_cast<int>(line.to)] += static_cast<int64_t>(count);
    }
  };
  const auto open_of = [&] {
    return stock[static_cast<int>(Account::kOpenInTime)] +
           stock[static_cast<int>(Account::kOpenOverdue)];
  };
  PetitionFigures figures;
  add(lines.before);
  figures.carried_over = open_of();
  inflow = {};
  add(lines.within);
  figures.received = inflow[static_cast<int>(Account::kOpenInTime)];
  figures.handled_in_time = inflow[static_cast<int>(kHandledInTime)];
  figures.handled_late = inflow[static_cast<int>(kHandledLate)];
  figures.open_in_time = stock[static_cast<int>(Account::kOpenInTime)];
  figures.open_overdue = stock[static_cast<int>(Account::kOpenOverdue)];
  return figures;
}

void CountPetition(const std::vector<Line>& postings, PetitionFigures& figures) {
  if (postings.empty()) return;
  const Line& last = postings.back();
  const bool late = last.to == Account::kOpenOverdue || last.to == kHandledLate;
  ++(late ? figures.overdue : figures.in_time);
  figures.handled += IsFinished(last.to) ? 1 : 0;
  figures.satisfied += (last.flags & kSatisfied) != 0 ? 1 : 0;
  figures.dissatisfied += (last.flags & kDissatisfied) != 0 ? 1 : 0;
}

}  // namespace lienthong
