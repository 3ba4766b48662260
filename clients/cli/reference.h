// lienthong reference import: units, procedures, grants, mappings, calendar, figures and
// rulebooks from files, in one import: all of them or nothing.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/context.h"

namespace lienthong::cli {

// Paths; "" for what was not given.
struct ReferenceOptions {
  std::string units;
  std::string procedures;
  std::string grants;
  std::string mappings;
  std::string observations;
  std::vector<std::string> calendars;
  // As textproto.
  std::vector<std::string> rulebooks;
  bool dry_run = false;
};

ExitCode RunReferenceImport(const Context& context, const ReferenceOptions& options);

}  // namespace lienthong::cli
