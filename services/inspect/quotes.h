// What a report says that another source had on a day: "theo Cổng DVCQG, lúc 08:00:00 ngày
// 01/12/2023: 16,1/20 điểm, tỷ lệ 81,42 %". Such figures are that source's claims and not the
// report's: whether they agree with one another, or with what is counted, is shown as not
// decided and never as a fault of the report that names its source and its day.
//
// Without the day it is no quote: "theo Cổng DVCQG, tỉnh đạt 16,1/20 điểm" is what the report
// itself claims.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "services/inspect/figures.h"

namespace lienthong::inspect {

// Tokens [begin, end), from behind the colon to the next semicolon.
struct Quote {
  size_t begin = 0;
  size_t end = 0;
};

// All of them, in order; `tokens` are those of `text`, one sentence. Linear in their number.
std::vector<Quote> FindQuotes(std::string_view text, const std::vector<Token>& tokens);

// Whether `token` lies in one of them. Logarithmic: a hostile sentence may be one quote after the
// other.
bool IsQuoted(const std::vector<Quote>& quotes, size_t token);

}  // namespace lienthong::inspect
