// lienthong check-report: the arithmetic of a published report, and its figures beside the books.
#pragma once

#include <string>

#include "clients/cli/context.h"

namespace lienthong::cli {

// As typed; "" for what was not given.
struct CheckReportOptions {
  std::string file;
  // Address of a node whose books the figures are compared with.
  std::string against;
  // Whose books and of which period, where the report does not say or says it wrongly.
  std::string unit;
  std::string period;
};

// kDone: nothing is wrong. kSomethingFound: findings, or figures that differ from the books.
// kUsage: the file is no report, or the node cannot be asked for want of a unit or a period.
ExitCode RunCheckReport(const Context& context, const CheckReportOptions& options);

}  // namespace lienthong::cli
