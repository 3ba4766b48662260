#include "tests/property/translate.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/base/calendar_date.h"
#include "tests/oracle/story.h"

namespace lienthong {
namespace {

std::string TimeOf(Instant instant) {
  return instant == oracle::kNever ? "never" : FormatInstant(instant);
}

}  // namespace

v1::Dossier DossierFrom(const oracle::Dossier& told) {
  v1::Dossier dossier;
  dossier.set_id(told.id);
  dossier.set_receiving_unit(told.receiving);
  dossier.set_handling_unit(told.handling);
  dossier.set_applying_unit(told.applying);
  dossier.set_channel(told.online ? v1::CHANNEL_ONLINE : v1::CHANNEL_IN_PERSON);
  dossier.set_flags(told.flags);
  dossier.set_tombstone(told.tombstone);
  for (const oracle::Entry& entry : told.timeline) {
    v1::TimelineEntry& added = *dossier.add_timeline();
    added.set_instant(entry.at);
    added.set_status(static_cast<v1::Status>(entry.status));
    added.set_unit(entry.unit);
    added.set_inferred(!entry.stated);
    added.set_supplement(entry.supplement_id);
  }
  for (const oracle::Promise& promise : told.promises) {
    v1::Promise& added = *dossier.add_promises();
    added.set_made(promise.made);
    added.set_due(promise.due);
    added.set_includes_pause(promise.includes_pause);
  }
  return dossier;
}

Calendar CalendarFrom(const oracle::Calendar& told) {
  Calendar calendar;
  std::vector<Calendar::Span> hours;
  for (const auto& [start, end] : told.office_hours) {
    hours.push_back({static_cast<uint32_t>(start), static_cast<uint32_t>(end)});
  }
  calendar.SetHours(kFirstDay, std::move(hours));
  for (int64_t day : told.holidays) calendar.SetDay(static_cast<Day>(day), false);
  for (int64_t day : told.swap_days) calendar.SetDay(static_cast<Day>(day), true);
  return calendar;
}

DatedRules RulesFrom(const oracle::Dossier& told) {
  return {.supplement_limit_from = told.second_supplement_rule_from};
}

uint8_t RoleBitOf(oracle::Role role) {
  switch (role) {
    case oracle::Role::kReceiving:
      return kReceivingRole;
    case oracle::Role::kHandling:
      return kHandlingRole;
    case oracle::Role::kApplying:
      return kApplyingRole;
  }
  return 0;
}

std::vector<oracle::Movement> MovementsUnder(oracle::Role role,
                                             const std::vector<Posting>& postings) {
  std::vector<oracle::Movement> movements;
  for (const Posting& posting : postings) {
    if ((posting.line.roles & RoleBitOf(role)) == 0) continue;
    movements.push_back({posting.instant, static_cast<int>(posting.unit),
                         static_cast<oracle::Account>(posting.line.from),
                         static_cast<oracle::Account>(posting.line.to), posting.line.not_stated});
  }
  return movements;
}

v1::Figures FiguresFrom(const oracle::Figures& told) {
  v1::Figures figures;
  figures.set_carried_over(told.carried_over);
  figures.set_new_(told.new_);
  figures.set_reopened(told.reopened);
  figures.set_moved_in(told.moved_in);
  figures.set_moved_out(told.moved_out);
  figures.set_in_hand(told.in_hand);
  figures.set_resolved_early(told.resolved_early);
  figures.set_resolved_on_day(told.resolved_on_day);
  figures.set_resolved_late(told.resolved_late);
  figures.set_resolved_no_due(told.resolved_no_due);
  figures.set_cancelled_in_time(told.cancelled_in_time);
  figures.set_cancelled_late(told.cancelled_late);
  figures.set_cancelled_no_due(told.cancelled_no_due);
  figures.set_open_in_time(told.open_in_time);
  figures.set_open_overdue(told.open_overdue);
  figures.set_open_no_due(told.open_no_due);
  figures.set_paused_in_time(told.paused_in_time);
  figures.set_paused_overdue(told.paused_overdue);
  figures.set_registered(told.registered);
  figures.set_registered_overdue(told.registered_overdue);
  figures.set_due(told.due);
  figures.set_due_in_time(told.due_in_time);
  figures.set_finish_not_stated(told.finish_not_stated);
  return figures;
}

v1::Petition PetitionFrom(const oracle::Petition& told) {
  v1::Petition petition;
  petition.set_id(told.id);
  petition.set_unit(told.unit);
  petition.set_tombstone(told.tombstone);
  petition.set_satisfaction(told.satisfied > 0   ? v1::SATISFACTION_SATISFIED
                            : told.satisfied < 0 ? v1::SATISFACTION_DISSATISFIED
                                                 : v1::SATISFACTION_UNSPECIFIED);
  for (const oracle::PetitionStep& step : told.steps) {
    v1::PetitionEntry& entry = *petition.add_timeline();
    entry.set_instant(step.at);
    entry.set_status(static_cast<v1::PetitionStatus>(step.status));
    entry.set_inferred(!step.stated);
  }
  return petition;
}

std::vector<oracle::PetitionMovement> PetitionMovementsOf(const std::vector<Posting>& postings) {
  const auto account_of = [](Account account) {
    switch (account) {
      case Account::kOutside:
        return oracle::PetitionAccount::kOutside;
      case Account::kOpenInTime:
        return oracle::PetitionAccount::kOpenInTime;
      case kHandledInTime:
        return oracle::PetitionAccount::kHandledInTime;
      case kHandledLate:
        return oracle::PetitionAccount::kHandledLate;
      default:
        return oracle::PetitionAccount::kOpenOverdue;
    }
  };
  std::vector<oracle::PetitionMovement> movements;
  for (const Posting& posting : postings) {
    movements.push_back({posting.instant, static_cast<int>(posting.unit),
                         account_of(posting.line.from), account_of(posting.line.to)});
  }
  return movements;
}

PetitionFigures PetitionFiguresFrom(const oracle::PetitionCount& told) {
  const auto count = [](int64_t number) { return static_cast<uint64_t>(number); };
  return {.received = count(told.received),
          .in_time = count(told.in_time),
          .overdue = count(told.overdue),
          .handled = count(told.handled),
          .satisfied = count(told.satisfied),
          .dissatisfied = count(told.dissatisfied),
          .carried_over = count(told.carried_over),
          .handled_in_time = count(told.handled_in_time),
          .handled_late = count(told.handled_late),
          .open_in_time = count(told.open_in_time),
          .open_overdue = count(told.open_overdue)};
}

std::string Describe(const oracle::Petition& petition) {
  std::string text = absl::StrCat(petition.id, " of unit ", petition.unit, "\n");
  for (const oracle::PetitionStep& step : petition.steps) {
    absl::StrAppend(&text, "  ", TimeOf(step.at), step.stated ? " stated " : " inferred ",
                    static_cast<int>(step.status), "\n");
  }
  return text;
}

std::string Describe(const std::vector<oracle::PetitionMovement>& movements) {
  static constexpr const char* kNames[] = {"outside", "open_in_time", "open_overdue",
                                           "handled_in_time", "handled_late"};
  std::string text;
  for (const oracle::PetitionMovement& movement : movements) {
    absl::StrAppend(&text, "  ", TimeOf(movement.at), " @", movement.unit, " ",
                    kNames[static_cast<int>(movement.to)], "\n");
  }
  return text;
}

std::string Describe(const oracle::Dossier& dossier) {
  std::string text = absl::StrCat(
      dossier.id, ": received by ", dossier.receiving, ", handled by ", dossier.handling,
      ", applied by ", dossier.applying, dossier.online ? ", online" : "",
      ", second supplement rule from ", TimeOf(dossier.second_supplement_rule_from), "\n");
  for (const oracle::Promise& p : dossier.promises) {
    absl::StrAppend(&text, "  promise made ", TimeOf(p.made), " due ", TimeOf(p.due),
                    p.includes_pause ? " with pauses" : "", "\n");
  }
  for (const oracle::Entry& e : dossier.timeline) {
    absl::StrAppend(&text, "  ", TimeOf(e.at), e.stated ? " stated " : " inferred ",
                    static_cast<int>(e.status));
    if (e.unit != 0) absl::StrAppend(&text, " unit ", e.unit);
    if (e.supplement_id != 0) absl::StrAppend(&text, " supplement ", e.supplement_id);
    absl::StrAppend(&text, "\n");
  }
  return text;
}

std::string Describe(const std::vector<oracle::Movement>& movements) {
  std::string text;
  for (const oracle::Movement& m : movements) {
    absl::StrAppend(&text, "  ", TimeOf(m.at), " @", m.unit, " ", oracle::NameOf(m.from), " > ",
                    oracle::NameOf(m.to), m.finish_not_stated ? " ?" : "", "\n");
  }
  return text;
}

}  // namespace lienthong
