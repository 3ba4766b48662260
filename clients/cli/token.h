// `lienthong token`: who may call the node, and for what.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "clients/cli/context.h"

namespace lienthong::cli {

struct TokenOptions {
  // create
  std::string name;
  std::vector<std::string> roles;
  std::vector<std::string> units;
  bool every_unit = false;
  bool certificate = false;
  std::optional<int64_t> days;
  // revoke
  std::string id;
};

// Prints the token itself, alone on a line of its own, so that a script can take it.
ExitCode RunTokenCreate(const Context& context, const TokenOptions& options);
ExitCode RunTokenList(const Context& context);
ExitCode RunTokenRevoke(const Context& context, const TokenOptions& options);

}  // namespace lienthong::cli
