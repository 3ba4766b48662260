// The command line: which commands there are, what they take, and what the shell is
// told.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/language.h"
#include "storage/base/clock.h"

namespace lienthong::cli {

// Everything that a run touches besides files and the node.
struct World {
  std::ostream& out;
  std::ostream& err;
  // Progress bars are drawn.
  bool err_is_terminal = false;
  const Clock& clock;
  std::function<void(absl::Duration)> sleep;
  GetEnvironment environment;
};

// Runs `lienthong` with `arguments`, the program's name not among them.
ExitCode RunCli(const std::vector<std::string>& arguments, const World& world);

}  // namespace lienthong::cli
