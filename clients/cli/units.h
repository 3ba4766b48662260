// lienthong units: the tree of units at a day, with who may write for each.
#pragma once

#include <string>

#include "clients/cli/context.h"
#include "lienthong/v1/reference.pb.h"

namespace lienthong::cli {

// As typed; "" for what was not given.
struct UnitsOptions {
  std::string unit;
  std::string tree_at;
};

ExitCode RunUnits(const Context& context, const UnitsOptions& options);

// Prints an answer in the chosen form; the table indents codes by depth.
void PrintUnits(const Context& context, const v1::ListUnitsResponse& response);

}  // namespace lienthong::cli
