// Writes and reads dossiers in tests: a builder for the one, lines of text for the
// other. All dates are of 2026; 1 July is a Wednesday.

#pragma once

#include <string>
#include <vector>

#include "oracle.h"

namespace oracle {

// "2/7 17:00": 2 July 2026, local time. Seconds may follow; "2/7" is midnight.
int64_t At(const std::string& text);

// A dossier as the tests tell it, one fact after the other:
//   Story().Due("10/7 17:00").Stated("1/7 08:00", 2).Inferred("3/7 09:00", 9)
class Story {
 public:
  Story() { Of(1, 1, 1); }

  Story& Of(int receiving, int handling, int applying);
  Story& Online();
  Story& Due(const std::string& due);  // the first promise
  Story& Again(const std::string& made, const std::string& due, bool includes_pause = true);
  Story& Rule(const std::string& from);  // of the second supplement; none without it
  Story& Stated(const std::string& at, int status, int unit = 0, uint32_t supplement_id = 0);
  Story& Inferred(const std::string& at, int status, int unit = 0, uint32_t supplement_id = 0);
  Story& Tombstone();

  // One line a movement, such as "3/7 09:00 @1 open_in_time > resolved_early",
  // "10/7 17:00 @1 due resolved_early"; a finish not stated ends in " ?".
  std::vector<std::string> Told(Role role = Role::kHandling) const;

  // The accounts only, without `due`: "outside > open_in_time > resolved_early".
  std::string Path(Role role = Role::kHandling) const;

  // When `due` is posted and where the dossier stands then; empty: never.
  std::string DueFlow() const;

  const Dossier& dossier() const { return dossier_; }

 private:
  Dossier dossier_;
};

const char* NameOf(Account account);

}  // namespace oracle
