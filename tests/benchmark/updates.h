// The part of the workload that a program of the comparison is told to take.
#pragma once

#include <vector>

#include "tests/benchmark/measure.h"
#include "tests/benchmark/workload.h"

namespace lienthong::benchmark {

// Updates [skip, skip + updates) of the workload that `--dossiers` and `--seed` describe.
std::vector<Update> TakeUpdates(const Arguments& arguments);

}  // namespace lienthong::benchmark
