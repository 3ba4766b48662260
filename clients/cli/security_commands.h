// The commands `pki`, `token` and `audit`.
#pragma once

#include <memory>

#include "clients/cli/command_adder.h"

namespace lienthong::cli {

// What they parse into; must live as long as the command line.
struct SecurityCommands;

std::shared_ptr<SecurityCommands> AddSecurityCommands(const CommandAdder& adder);

}  // namespace lienthong::cli
