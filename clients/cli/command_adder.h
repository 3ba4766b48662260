// How a group of commands joins the command line without app.cc knowing its options.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "clients/cli/context.h"

namespace lienthong::cli {

using Action = std::function<ExitCode(const Context&)>;

struct CommandAdder {
  // The program.
  CLI::App& app;
  std::function<CLI::App&(CLI::App& parent, const char* name, const Message& what,
                          const Message& footer, Action action)>
      command;
  // A command that only has commands.
  std::function<CLI::App&(const char* name, const Message& what)> group;
  std::function<CLI::Option&(CLI::App& command, const char* name, std::string& value,
                             const char* type, const Message& what)>
      text;
  std::function<std::string(const Message& message)> say;
};

}  // namespace lienthong::cli
