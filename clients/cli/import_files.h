// Which files an import is about.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clients/cli/context.h"

namespace lienthong::cli {

// `names` with each folder replaced by the .csv and .json files in it and in the folders
// below, in the order of their paths; what this program writes beside them is left out. A
// file that is named twice is taken once. Nothing after saying what is wrong.
std::optional<std::vector<std::string>> FindFiles(const Context& context,
                                                  const std::vector<std::string>& names);

}  // namespace lienthong::cli
