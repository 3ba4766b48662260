// lienthong move-unit: gives the right to write for a unit to another node.
#pragma once

#include <string>

#include "clients/cli/context.h"

namespace lienthong::cli {

// As typed; "" for what was not given.
struct MoveUnitOptions {
  std::string unit;
  std::string to;
  std::string from_day;
  bool without_release = false;
};

// Asks the root, which authors grants. The sources that are expected stay as they are.
ExitCode RunMoveUnit(const Context& context, const MoveUnitOptions& options);

}  // namespace lienthong::cli
