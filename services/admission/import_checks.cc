#include "services/admission/import_checks.h"

#include <algorithm>

#include "storage/base/calendar_date.h"
#include "storage/base/status.h"

namespace lienthong::admission {
namespace {

// Whether two procedures stand in one catalogue on `day`: where one of them is offered by
// no unit in particular, it stands in every catalogue. Units that offer one each do so
// knowingly: the same procedure has a code of its own for each level of the administration.
bool ShareCatalogue(const Registry& registry, uint32_t a, uint32_t b, Day day) {
  const std::set<uint32_t> of_a = registry.UnitsOffering(a, day);
  const std::set<uint32_t> of_b = registry.UnitsOffering(b, day);
  if (of_a.empty() || of_b.empty()) return true;
  return std::any_of(of_a.begin(), of_a.end(), [&](uint32_t unit) { return of_b.contains(unit); });
}

bool SameNames(const Registry& registry, const v1::Procedure& a, const v1::Procedure& b) {
  return registry.Normalize(a.name()) == registry.Normalize(b.name()) &&
         registry.Normalize(a.field()) == registry.Normalize(b.field());
}

// The first day on which `a` and `b` are two codes for one procedure.
std::optional<Day> FirstDoubled(const Registry& registry, uint32_t a, uint32_t b) {
  std::set<Day> days = registry.ChangesOfProcedure(a);
  days.merge(registry.ChangesOfProcedure(b));
  for (const Day day : days) {
    const v1::Procedure* const one = registry.ProcedureAt(a, day);
    const v1::Procedure* const other = registry.ProcedureAt(b, day);
    if (one == nullptr || other == nullptr || !SameNames(registry, *one, *other)) continue;
    if (ShareCatalogue(registry, a, b, day)) return day;
  }
  return std::nullopt;
}

std::string DayText(Day day) { return day == 0 ? "always" : "from " + FormatDate(day); }

const std::string& CodeOf(const Registry& registry, uint32_t procedure, Day day) {
  return registry.ProcedureAt(procedure, day)->code();
}

}  // namespace

std::optional<RowFault> ImportChecks::Note(uint32_t row, const v1::ReferenceEntry& entry) {
  if (entry.has_procedure()) procedures_[entry.procedure().id()] = row;
  if (entry.has_offer()) procedures_[entry.offer().procedure()] = row;
  if (entry.has_rulebook()) rulebooks_[entry.rulebook().id()] = row;
  if (entry.has_calendar_day() || entry.has_office_hours()) return NoteCalendar(row, entry);
  return entry.has_grant() ? NoteGrant(entry.grant()) : std::nullopt;
}

// Two rows of one day must agree, or the order of files would decide.
std::optional<RowFault> ImportChecks::NoteCalendar(uint32_t row, const v1::ReferenceEntry& entry) {
  const bool is_day = entry.has_calendar_day();
  const std::pair<uint32_t, Day> key =
      is_day ? std::pair(entry.calendar_day().unit(), entry.calendar_day().day())
             : std::pair(entry.office_hours().unit(), entry.office_hours().valid_from());
  if (is_day) day_rows_[key] = row;
  const auto [known, added] =
      (is_day ? days_ : hours_).try_emplace(key, entry.SerializeAsString());
  if (added || known->second == entry.SerializeAsString()) return std::nullopt;
  return RowFault{"date", fmt::format("another row of this import says something else of {} {}; "
                                      "keep one of them (is a year given twice?)",
                                      is_day ? "the day" : "the hours from", FormatDate(key.second))};
}

// Rows of one grant for several sources must agree, or the order of rows would decide.
std::optional<RowFault> ImportChecks::NoteGrant(const v1::Grant& grant) {
  if (grant.go_live() == 0) return std::nullopt;
  const auto [known, added] =
      live_.try_emplace({grant.unit(), grant.valid_from()}, grant.go_live());
  if (added || known->second == grant.go_live()) return std::nullopt;
  return RowFault{"go_live", "another row of this grant says " + FormatDate(known->second)};
}

std::vector<ImportChecks::RowAtFault> ImportChecks::Run(const Registry& registry) const {
  std::vector<RowAtFault> faults;
  for (const auto& [procedure, row] : procedures_) CheckProcedure(registry, row, procedure, faults);
  if (!rulebooks_.empty()) CheckRulebooks(registry, faults);
  CheckSwaps(registry, faults);
  std::stable_sort(faults.begin(), faults.end(),
                   [](const auto& a, const auto& b) { return a.row < b.row; });
  return faults;
}

// The two days of a swap name each other; a row may also break a pair that was held before.
void ImportChecks::CheckSwaps(const Registry& registry, std::vector<RowAtFault>& faults) const {
  for (const auto& [key, row] : day_rows_) {
    const auto& [unit, day] = key;
    const std::map<Day, v1::CalendarDay>& days = registry.calendar_days(unit);
    std::set<Day> partners;
    if (const Day named = days.at(day).swapped_with(); named != 0) partners.insert(named);
    // A swap lies within a season; the row that names this day is not further away.
    constexpr Day kSwapDaysMax = 366;
    for (auto near = days.lower_bound(day - kSwapDaysMax);
         near != days.end() && near->first <= day + kSwapDaysMax; ++near) {
      if (near->second.swapped_with() == day) partners.insert(near->first);
    }
    for (const Day partner : partners) {
      const auto other = days.find(partner);
      if (other != days.end() && other->second.swapped_with() == day &&
          days.at(day).swapped_with() == partner)
        continue;
      faults.push_back({row,
                        {"swap", fmt::format("{} and {} are no pair: one is worked, the other is "
                                             "off, and each row names the other day",
                                             FormatDate(day), FormatDate(partner))}});
      break;
    }
  }
}

// One fault a row is enough, and of a pair the later row has it.
void ImportChecks::CheckProcedure(const Registry& registry, uint32_t row, uint32_t procedure,
                                  std::vector<RowAtFault>& faults) const {
  for (const uint32_t other : registry.ProceduresOfSameName(procedure)) {
    const auto other_row = procedures_.find(other);
    if (other_row != procedures_.end() && other_row->second > row) continue;
    const std::optional<Day> day = FirstDoubled(registry, procedure, other);
    if (!day.has_value()) continue;
    faults.push_back(
        {row,
         {"code", fmt::format("{} and {} are one procedure by name and field, {}; end the old code "
                              "(withdrawn), tell them apart by name, or have different units "
                              "offer them",
                              CodeOf(registry, other, *day), CodeOf(registry, procedure, *day),
                              DayText(*day))}});
    return;
  }
}

void ImportChecks::CheckRulebooks(const Registry& registry, std::vector<RowAtFault>& faults) const {
  const Registry::DatedRulebook* before = nullptr;
  for (const Registry::DatedRulebook* rulebook : registry.Rulebooks()) {
    const Registry::DatedRulebook* const earlier = std::exchange(before, rulebook);
    if (earlier == nullptr) continue;
    const auto row_of = [&](const std::string& id) {
      const auto row = rulebooks_.find(id);
      return row == rulebooks_.end() ? 0 : row->second;
    };
    const std::string& a = earlier->rulebook.id();
    const std::string& b = rulebook->rulebook.id();
    const uint32_t row = std::max(row_of(a), row_of(b));
    if (rulebook->first <= earlier->last) {
      faults.push_back({row,
                        {"valid_from", fmt::format("{} and {} both hold on {}; give {} the day "
                                                   "before as valid_to, or let {} begin later",
                                                   a, b, FormatDate(rulebook->first), a, b)}});
    } else if (rulebook->first > earlier->last + 1) {
      faults.push_back(
          {row,
           {"valid_from",
            fmt::format("no rulebook holds after the last day of {} ({}) "
                        "and before the first of {} ({}); close the gap",
                        a, FormatDate(earlier->last), b, FormatDate(rulebook->first))}});
    }
  }
}

}  // namespace lienthong::admission
