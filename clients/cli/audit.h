// `lienthong audit`: what administrators did.
#pragma once

#include <cstdint>
#include <string>

#include "clients/cli/context.h"

namespace lienthong::cli {

struct AuditOptions {
  uint32_t limit = 100;
  // "yyyy-mm-dd hh:mm:ss" or a day; empty: the latest.
  std::string before;
};

ExitCode RunAudit(const Context& context, const AuditOptions& options);

}  // namespace lienthong::cli
