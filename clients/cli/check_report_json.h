// check-report for machines: the same in both languages. Explanations stand in both.
#pragma once

#include "clients/cli/checked_report.h"
#include "clients/cli/context.h"

namespace lienthong::cli {

void PrintReportJson(const Context& context, const CheckedReport& report);

// A line for each finding and each check that holds.
void PrintReportCsv(const Context& context, const CheckedReport& report);

}  // namespace lienthong::cli
