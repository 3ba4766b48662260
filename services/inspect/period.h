// The periods that a report names: "tháng 11/2023", "quý III năm 2023", "9 tháng đầu năm 2024".
//
// A period is written as the command line writes it: "2023-11", "2023-Q3", "2023"; "2024-M9" for
// the first nine months. Where no year stands beside it, it begins with "-": "-11". Figures of
// another period than the report's own are kept apart from those of the report.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "services/inspect/figures.h"

namespace lienthong::inspect {

// Tokens [begin, end) name a period.
struct PeriodMatch {
  size_t begin = 0;
  size_t end = 0;
  std::string period;
};

// All of them, in order; `tokens` are those of `text`.
std::vector<PeriodMatch> FindPeriods(std::string_view text, const std::vector<Token>& tokens);

// `period` with the year of `own` where it has none, and "" where it is `own`.
std::string Relative(const std::string& period, const std::string& own);

}  // namespace lienthong::inspect
