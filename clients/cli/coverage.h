// lienthong coverage: how complete the books are, by unit and source.
#pragma once

#include <string>

#include "clients/cli/context.h"
#include "lienthong/v1/query.pb.h"

namespace lienthong::cli {

// As typed; "" for what was not given.
struct CoverageOptions {
  std::string unit;
  std::string through;
};

ExitCode RunCoverage(const Context& context, const CoverageOptions& options);

// Prints an answer in the chosen form; `unit` is the subtree's root.
void PrintCoverage(const Context& context, const std::string& unit,
                   const v1::GetCoverageResponse& response);

}  // namespace lienthong::cli
