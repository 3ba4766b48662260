// lienthong cutover check: the old system's own totals beside those of the books, by unit and
// month, figure by figure. When a unit's history is loaded (lienthong import --history) it says
// whether all of it has arrived and is counted alike.
#pragma once

#include <string>

#include "clients/cli/context.h"

namespace lienthong::cli {

struct CutoverOptions {
  // CSV of the old system's totals (cutover_file.h).
  std::string file;
};

// kDone: every figure that the file names is equal. kSomethingFound: some are not. kUsage: the
// file is at fault, or the node does not know what a line names; what could be compared is shown.
ExitCode RunCutoverCheck(const Context& context, const CutoverOptions& options);

}  // namespace lienthong::cli
