// A passphrase: from a file that only its owner may read, or from the terminal.
#pragma once

#include <optional>
#include <string>

#include "clients/cli/context.h"

namespace lienthong::cli {

// The first line of `path`; with an empty `path` what a person types, unseen, twice when
// `confirm`. Nothing after saying why: no terminal, two that differ, an empty one, a file
// that others may read.
std::optional<std::string> ReadPassphrase(const Context& context, const std::string& path,
                                          bool confirm);

}  // namespace lienthong::cli
