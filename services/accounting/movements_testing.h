// Tells a dossier in a few words and reads its movements as lines of text. For
// tests. Dates are of 2026 unless they name a year; 1 July 2026 is a Wednesday.
#pragma once

#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/accounting/movements.h"
#include "storage/base/calendar_date.h"

namespace lienthong {

// "2/7 17:00", "2/7 17:00:01", "2/7" (midnight), "2/7/2027 17:00".
inline Instant At(const std::string& text) {
  int day = 0, month = 0, year = 2026, hour = 0, minute = 0, second = 0;
  const std::string date = text.substr(0, text.find(' '));
  std::sscanf(date.c_str(), "%d/%d/%d", &day, &month, &year);
  if (date.size() < text.size()) {
    std::sscanf(text.c_str() + date.size(), "%d:%d:%d", &hour, &minute, &second);
  }
  return StartOfDay(DayFromDate(year, month, day).value()) + hour * 3600 + minute * 60 + second;
}

inline std::string TextOf(Instant instant) {
  const std::string text = FormatInstant(instant);  // "yyyy-mm-dd hh:mm:ss"
  return absl::StrFormat("%d/%d %s", std::stoi(text.substr(8, 2)), std::stoi(text.substr(5, 2)),
                         text.substr(11, 5));
}

inline const char* NameOf(Account account) {
  static constexpr const char* kNames[kAccounts] = {
      "outside",         "elsewhere",         "registered",      "registered_overdue",
      "open_in_time",    "open_overdue",      "open_no_due",     "paused_in_time",
      "paused_overdue",  "resolved_early",    "resolved_on_day", "resolved_late",
      "resolved_no_due", "cancelled_in_time", "cancelled_late",  "cancelled_no_due"};
  return kNames[static_cast<int>(account)];
}

// 2026 with 1 and 2 September off.
inline Calendar ExampleCalendar() {
  Calendar calendar;
  calendar.SetDay(DayOf(At("1/9")), false);
  calendar.SetDay(DayOf(At("2/9")), false);
  return calendar;
}

// A dossier, one fact after the other:
//   Story().Due("10/7 17:00").Stated("1/7 08:00", v1::STATUS_ACCEPTED)
class Story {
 public:
  Story() {
    Of(1, 1, 1);
    dossier_.set_channel(v1::CHANNEL_IN_PERSON);
  }

  Story& Of(uint32_t receiving, uint32_t handling, uint32_t applying) {
    dossier_.set_receiving_unit(receiving);
    dossier_.set_handling_unit(handling);
    dossier_.set_applying_unit(applying);
    return *this;
  }
  Story& Online() {
    dossier_.set_channel(v1::CHANNEL_ONLINE);
    return *this;
  }
  Story& Flags(uint32_t flags) {
    dossier_.set_flags(flags);
    return *this;
  }
  Story& Tombstone() {
    dossier_.set_tombstone(true);
    return *this;
  }
  // The first promise.
  Story& Due(const std::string& due) {
    dossier_.add_promises()->set_due(At(due));
    return *this;
  }
  Story& FirstPromiseMade(const std::string& made) {
    dossier_.mutable_promises(0)->set_made(At(made));
    return *this;
  }
  Story& Again(const std::string& made, const std::string& due, bool includes_pause = true) {
    v1::Promise& promise = *dossier_.add_promises();
    promise.set_made(At(made));
    promise.set_due(At(due));
    promise.set_includes_pause(includes_pause);
    return *this;
  }
  // First day of the rule of the second supplement; without it there is none.
  Story& LimitFrom(const std::string& day) {
    rules_.supplement_limit_from = At(day);
    return *this;
  }
  Story& Stated(const std::string& at, v1::Status status, uint32_t unit = 0,
                uint32_t supplement = 0) {
    v1::TimelineEntry& entry = *dossier_.add_timeline();
    entry.set_instant(At(at));
    entry.set_status(status);
    entry.set_unit(unit);
    entry.set_supplement(supplement);
    return *this;
  }
  Story& Inferred(const std::string& at, v1::Status status, uint32_t unit = 0,
                  uint32_t supplement = 0) {
    Stated(at, status, unit, supplement);
    dossier_.mutable_timeline()->rbegin()->set_inferred(true);
    return *this;
  }

  // As the origin sends it.
  v1::Dossier Resolved() const {
    v1::Dossier dossier = dossier_;
    ResolveDeadlines(ExampleCalendar(), rules_, dossier);
    return dossier;
  }
  std::vector<Posting> Postings() const { return PostingsOf(Resolved()); }

  // A line a movement: "3/7 09:00 @1 open_in_time > resolved_early", "10/7 17:00 @1
  // due resolved_early"; a finish not stated ends in " ?".
  std::vector<std::string> Movements(uint8_t role = kHandlingRole) const {
    std::vector<std::string> lines;
    for (const Posting& p : Postings()) {
      if ((p.line.roles & role) == 0) continue;
      const std::string move = IsDue(p) ? "due" : absl::StrCat(NameOf(p.line.from), " >");
      lines.push_back(absl::StrCat(TextOf(p.instant), " @", p.unit, " ", move, " ",
                                   NameOf(p.line.to), p.line.not_stated ? " ?" : ""));
    }
    return lines;
  }
  // The accounts after `outside`: "open_in_time > resolved_early".
  std::string Path() const {
    std::string path;
    for (const Posting& p : Postings()) {
      if ((p.line.roles & kHandlingRole) == 0 || IsDue(p)) continue;
      absl::StrAppend(&path, path.empty() ? "" : " > ", NameOf(p.line.to));
    }
    return path;
  }
  // When `due` is posted and where the dossier stands then; empty: never.
  std::string Due() const {
    std::string dues;
    for (const Posting& p : Postings()) {
      if (IsDue(p)) absl::StrAppend(&dues, TextOf(p.instant), " ", NameOf(p.line.to));
    }
    return dues;
  }

 private:
  static bool IsDue(const Posting& posting) { return posting.line.from == posting.line.to; }

  v1::Dossier dossier_;
  DatedRules rules_{.supplement_limit_from = std::numeric_limits<Instant>::max()};
};

}  // namespace lienthong
