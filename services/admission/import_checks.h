// What can only be judged when all rows of an import are in: rows may come in any order,
// and one may mend what another breaks.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "services/admission/row_fields.h"

namespace lienthong::admission {

class ImportChecks {
 public:
  struct RowAtFault {
    uint32_t row;
    RowFault fault;
  };

  // Notes what row number `row` says. The fault: it contradicts an earlier row of this
  // import.
  std::optional<RowFault> Note(uint32_t row, const v1::ReferenceEntry& entry);
  // Faults against the registry as the import leaves it, by row.
  std::vector<RowAtFault> Run(const Registry& registry) const;

 private:
  std::optional<RowFault> NoteGrant(const v1::Grant& grant);
  std::optional<RowFault> NoteCalendar(uint32_t row, const v1::ReferenceEntry& entry);
  void CheckSwaps(const Registry& registry, std::vector<RowAtFault>& faults) const;
  void CheckProcedure(const Registry& registry, uint32_t row, uint32_t procedure,
                      std::vector<RowAtFault>& faults) const;
  void CheckRulebooks(const Registry& registry, std::vector<RowAtFault>& faults) const;

  std::map<uint32_t, uint32_t> procedures_;       // by id: the last row about it
  std::map<std::string, uint32_t> rulebooks_;     // by id likewise
  std::map<std::pair<uint32_t, Day>, Day> live_;  // go-live of grants that rows gave
  // What rows say of days, and of hours from a day on, by unit and day.
  std::map<std::pair<uint32_t, Day>, std::string> days_, hours_;
  std::map<std::pair<uint32_t, Day>, uint32_t> day_rows_;
};

}  // namespace lienthong::admission
