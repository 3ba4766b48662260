// The books of a set of units by procedure: for distinct counts ("procedures that had a
// new dossier") and for forms by field.
//
//   const std::vector<uint32_t> units = registry.Subtree(unit, period.to);
//   ASSIGN_OR_RETURN(const ProcedureLines posted, ReadProcedureLines(view, units, period));
//   for (const auto& [procedure, lines] : posted) {
//     const v1::Figures figures = FiguresOf(lines, kHandlingRole, units.size() > 1);
//   }
//
// The lines of one procedure are the sum over all of `units`, so a procedure stands here
// once, however many of them have it: p and q in one commune and p in another make 2.
// A procedure of which nothing is posted is absent. The sum over the procedures is what
// ReadLines (books.h) gives for the units, less the lines that are of no dossier.
//
// Cost: the books hold procedures by half-month (1st to 14th, 15th to the end) and by
// year. Days that stick out of whole halves, and part of the day of `as_of`, are counted
// from the records of those days; of the two sides of a half, the shorter one is read, so
// at most eight days at each end. Periods of both calendars begin and end with a half;
// an `as_of` before the end of the period usually does not.
//
// DATA_LOSS: bytes that cannot be read, or books that differ from the records.
#pragma once

#include <map>
#include <vector>

#include "services/query/books.h"

namespace lienthong::query {

// By internal id of the procedure, ascending.
using ProcedureLines = std::map<uint32_t, PeriodLines>;
using ProcedureFlows = std::map<uint32_t, Lines>;

// What was posted of each procedure at `units`, before the period and in it.
absl::StatusOr<ProcedureLines> ReadProcedureLines(const View& view,
                                                  const std::vector<uint32_t>& units,
                                                  const Period& period);

// The same without what was posted before, which flows (new, resolved, ...) do not need:
// cheaper, since it leaves out all earlier years.
absl::StatusOr<ProcedureFlows> ReadProcedureFlows(const View& view,
                                                  const std::vector<uint32_t>& units,
                                                  const Period& period);

}  // namespace lienthong::query
