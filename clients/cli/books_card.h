// A node's scorecard as books to compare a published report with: scores of groups, rates of
// indicators, the number of procedures, and what was read elsewhere about the unit and period.
//
// A score is held when every indicator of its group is known: the sum of those that happen to be
// is no score. Which indicator a report's rate means is fixed by the words of the portal; the
// definition that is shown names rulebook and indicator, and says where a count was observed.
#pragma once

#include <optional>
#include <string>

#include "clients/cli/books.h"
#include "lienthong/v1/score.pb.h"

namespace lienthong::cli {

// "15.68", as a node sends points: with at least two places. Nothing when it is no number.
std::optional<inspect::Decimal> ReadDecimal(const std::string& text);

// Adds what `card` holds behind what is there.
void AddCard(const v1::Scorecard& card, Books& books);

}  // namespace lienthong::cli
