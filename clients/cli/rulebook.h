// lienthong rulebook check|show|diff: rulebooks on this machine, without a node.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clients/cli/context.h"
#include "services/score/rulebook_check.h"

namespace lienthong::cli {

// As typed.
struct RulebookOptions {
  std::vector<std::string> files;
  std::string before;
  std::string after;
  bool everything = false;
};

// Checks each file, and that together they leave no gap and do not overlap. kUsage when
// there is a fault.
ExitCode RunRulebookCheck(const Context& context, const RulebookOptions& options);
// Prints one rulebook, `before`.
ExitCode RunRulebookShow(const Context& context, const RulebookOptions& options);
// Prints what changed from `before` to `after`.
ExitCode RunRulebookDiff(const Context& context, const RulebookOptions& options);

// Whether `name` means a file: it holds a "/" or ends in ".textproto".
bool IsRulebookFile(const std::string& name);

// The rulebook that `name` means: the id of one that comes with the program, or a file
// (what holds a "/" or ends in ".textproto" is always a file). Nothing after saying on
// `context.err` what is wrong with it.
std::optional<v1::Rulebook> LoadRulebook(const Context& context, const std::string& name);

}  // namespace lienthong::cli
