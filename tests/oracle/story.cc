#include "story.h"

#include <cstdio>

#include "random_dossier.h"

namespace oracle {
namespace {

std::string TextOf(int64_t at) {
  const int64_t day = LocalDay(at);
  int month = 12;
  while (LocalDate(2026, static_cast<unsigned>(month), 1) > day) --month;
  const auto date = day - LocalDate(2026, static_cast<unsigned>(month), 1) + 1;
  const int64_t second = at - StartOfDay(day);
  char text[32];
  std::snprintf(text, sizeof text, "%d/%d %02d:%02d", static_cast<int>(date), month,
                static_cast<int>(second / 3600), static_cast<int>(second / 60 % 60));
  if (second % 60 == 0) return text;
  return std::string(text) + ":" + std::to_string(second % 60);
}

std::string LineOf(const Movement& m) {
  const std::string head = TextOf(m.at) + " @" + std::to_string(m.unit) + " ";
  if (m.from == m.to) return head + "due " + NameOf(m.to);
  return head + NameOf(m.from) + " > " + NameOf(m.to) + (m.finish_not_stated ? " ?" : "");
}

}  // namespace

int64_t At(const std::string& text) {
  int day = 0, month = 0, hour = 0, minute = 0, second = 0;
  std::sscanf(text.c_str(), "%d/%d %d:%d:%d", &day, &month, &hour, &minute, &second);
  const int64_t date = LocalDate(2026, static_cast<unsigned>(month), static_cast<unsigned>(day));
  return LocalTime(date, hour, minute, second);
}

Story& Story::Of(int receiving, int handling, int applying) {
  dossier_.receiving = receiving;
  dossier_.handling = handling;
  dossier_.applying = applying;
  dossier_.second_supplement_rule_from = kNever;
  return *this;
}

Story& Story::Online() {
  dossier_.online = true;
  return *this;
}

Story& Story::Due(const std::string& due) {
  dossier_.promises.insert(dossier_.promises.begin(), {0, At(due), false});
  return *this;
}

Story& Story::Again(const std::string& made, const std::string& due, bool includes_pause) {
  dossier_.promises.push_back({At(made), At(due), includes_pause});
  return *this;
}

Story& Story::Rule(const std::string& from) {
  dossier_.second_supplement_rule_from = At(from);
  return *this;
}

Story& Story::Stated(const std::string& at, int status, int unit, uint32_t supplement_id) {
  dossier_.timeline.push_back({At(at), static_cast<Status>(status), unit, true, supplement_id});
  return *this;
}

Story& Story::Inferred(const std::string& at, int status, int unit, uint32_t supplement_id) {
  dossier_.timeline.push_back({At(at), static_cast<Status>(status), unit, false, supplement_id});
  return *this;
}

Story& Story::Tombstone() {
  dossier_.tombstone = true;
  return *this;
}

std::vector<std::string> Story::Told(Role role) const {
  std::vector<std::string> lines;
  for (const Movement& m : Movements(dossier_, ExampleCalendar(), role)) {
    lines.push_back(LineOf(m));
  }
  return lines;
}

std::string Story::Path(Role role) const {
  std::string path = NameOf(Account::kOutside);
  for (const Movement& m : Movements(dossier_, ExampleCalendar(), role)) {
    if (m.from != m.to) path += std::string(" > ") + NameOf(m.to);
  }
  return path;
}

std::string Story::DueFlow() const {
  std::string flows;
  for (const Movement& m : Movements(dossier_, ExampleCalendar(), Role::kHandling)) {
    if (m.from == m.to) flows += TextOf(m.at) + " " + NameOf(m.to);
  }
  return flows;
}

const char* NameOf(Account account) {
  static const char* const kNames[] = {
      "outside",         "elsewhere",         "registered",      "registered_overdue",
      "open_in_time",    "open_overdue",      "open_no_due",     "paused_in_time",
      "paused_overdue",  "resolved_early",    "resolved_on_day", "resolved_late",
      "resolved_no_due", "cancelled_in_time", "cancelled_late",  "cancelled_no_due"};
  return kNames[static_cast<int>(account)];
}

}  // namespace oracle
