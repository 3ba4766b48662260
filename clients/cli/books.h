// The books of a node, for comparing a published report with them.
//
// A report's "received" may be what came in the period or all that was in hand, its "in hand" may
// count paused dossiers, its on-time rate has four public definitions: each measure has a list of
// definitions, a figure is equal when one of them gives it, and the one that did is shown. Scores
// of the other groups, rates of indicators and the number of procedures come from the node's
// scorecard (books_card.h). What the books do not hold is "not held", never zero.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/check_report.h"
#include "clients/cli/checked_report.h"
#include "lienthong/v1/reference.pb.h"

namespace lienthong::cli {

// What one definition gives for a measure: a number, or a rate as part and whole.
struct Held {
  std::string definition;
  inspect::Decimal value;
  // Of a rate; 0 of a number.
  inspect::Decimal whole;
};

// Numbers and rates by measure, scores by group, the usual definition first. Each answer of a
// node has a function that fills one.
struct Books {
  std::map<inspect::Measure, std::vector<Held>> counts;
  std::map<inspect::Measure, std::vector<Held>> rates;
  std::map<int, std::vector<Held>> scores;
};

// What the figures and the score of group 2 say of each measure.
Books BooksOf(const v1::ScoreRow& row);

// Every figure of the report's own unit and period that takes part in arithmetic, beside `books`.
std::vector<BookRow> Compare(const inspect::Inspection& inspection, const Books& books);

// Asks the node, and puts the comparison into `report`. kDone, or the exit code after saying on
// `context.err` why there is no comparison.
ExitCode AskBooks(const Context& context, const CheckReportOptions& options, CheckedReport& report);

// The days of a period as period.h of services/inspect writes it: also "2024-M9".
std::optional<std::pair<std::string, std::string>> DaysOf(const std::string& period);

// The unit of `units` whose name stands in `heading`, the longest name; "" when there is none, or
// more than one of that length.
std::string UnitInHeading(const v1::ListUnitsResponse& units, const std::string& heading);

}  // namespace lienthong::cli
