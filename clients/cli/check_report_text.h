// check-report for people.
#pragma once

#include "clients/cli/check_report_words.h"
#include "clients/cli/checked_report.h"
#include "clients/cli/context.h"

namespace lienthong::cli {

// Findings with their sentences and reasons, what holds, what nothing decides, and the books.
void PrintReportText(const Context& context, const CheckedReport& report);

}  // namespace lienthong::cli
