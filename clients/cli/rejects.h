// FILE.rejects.csv: the records of a file that did not go in, for its sender.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clients/cli/context.h"
#include "services/intake/reader.h"

namespace lienthong::cli {

// Where the rejects of `file` are listed.
std::string RejectsPath(const std::string& file);

// Lists `rejects` by record, or removes an earlier list when there are none. False
// after saying on `context.err` why that failed.
bool WriteRejects(const Context& context, const std::string& file,
                  std::vector<intake::Reject> rejects);

}  // namespace lienthong::cli
