// lienthong report: the monthly report of a unit, or one of its forms, as a document.
#pragma once

#include <optional>
#include <string>

#include "clients/cli/context.h"
#include "lienthong/v1/report.pb.h"

namespace lienthong::cli {

// As typed; "" for what was not given.
struct ReportOptions {
  std::string unit;
  std::string period;
  std::string period_calendar = "civil";
  std::string from;
  std::string to;
  std::string as_of;
  std::string known_at;
  // Name of a built-in template, or a file with one.
  std::string template_name;
  // The same of a form; with it the answer is that form alone.
  std::string form;
  std::string by = "unit";
  std::string rulebook;
  // Empty: from --output.
  std::string format;
  // Empty: standard output.
  std::string out;
  // Name of the template to print instead of a report.
  std::string show_template;
};

ExitCode RunReport(const Context& context, const ReportOptions& options);

// The requests that `options` mean; nothing after saying on `context.err` what is wrong
// with them.
std::optional<v1::GetReportRequest> MakeReportRequest(const Context& context,
                                                      const ReportOptions& options);
std::optional<v1::GetFormRequest> MakeFormRequest(const Context& context,
                                                  const ReportOptions& options);

}  // namespace lienthong::cli
