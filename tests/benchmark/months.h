// The periods that the questions of the comparison are about.
#pragma once

#include <string>
#include <vector>

#include "tests/benchmark/workload.h"

namespace lienthong::benchmark {

// A period [from, to] of local days, counted from the first day of the workload.
struct Span {
  int from = 0;
  int to = 0;
};

// "2024-06-30".
std::string DateOf(int day);
// Calendar months whose dossiers are all told by the end of the workload, oldest first.
std::vector<Span> WholeMonths();
// Any dates: the `number`-th of an endless list, one to three months long.
Span AnySpan(int number);

}  // namespace lienthong::benchmark
