#include "clients/cli/check_report.h"

#include <utility>

#include "clients/cli/books.h"
#include "clients/cli/check_report_json.h"
#include "clients/cli/check_report_messages.h"
#include "clients/cli/check_report_text.h"
#include "clients/cli/files.h"

namespace lienthong::cli {
namespace {

void Print(const Context& context, const CheckedReport& report) {
  switch (context.output) {
    case Output::kJson:
      return PrintReportJson(context, report);
    case Output::kCsv:
      return PrintReportCsv(context, report);
    case Output::kTable:
      return PrintReportText(context, report);
  }
}

}  // namespace

ExitCode RunCheckReport(const Context& context, const CheckReportOptions& options) {
  const auto bytes = ReadWholeFile(context, options.file);
  if (!bytes) return ExitCode::kUsage;
  CheckedReport report{.file = options.file, .inspection = inspect::Inspect(*bytes)};
  if (report.inspection.refused) {
    return FailUsage(context, messages::kNoReport, options.file,
                     Say(context.language, ReasonOf(*report.inspection.refused)));
  }
  ExitCode asked = ExitCode::kDone;
  if (!options.against.empty()) asked = AskBooks(context, options, report);
  Print(context, report);
  if (asked != ExitCode::kDone) return asked;
  return HasFindings(report) ? ExitCode::kSomethingFound : ExitCode::kDone;
}

}  // namespace lienthong::cli
