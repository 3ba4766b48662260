// lienthong reference import: units, procedures, grants, mappings and calendar from
// CSV files, in one request: all of them or nothing.
#pragma once

#include <string>

#include "clients/cli/context.h"

namespace lienthong::cli {

// Paths; "" for what was not given.
struct ReferenceOptions {
  std::string units;
  std::string procedures;
  std::string grants;
  std::string mappings;
  std::string calendar;
  bool dry_run = false;
};

ExitCode RunReferenceImport(const Context& context, const ReferenceOptions& options);

}  // namespace lienthong::cli
