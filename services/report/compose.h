// Puts a report together: a checked template applied to what a node knows.
#pragma once

#include <functional>

#include "lienthong/v1/report.pb.h"
#include "services/report/figure_reader.h"
#include "storage/base/status.h"

namespace lienthong::report {

// Gives the books of a form's rows, of the same view as the facts.
using ReadRows = std::function<absl::StatusOr<Books>(v1::FormBy by)>;

// The report. Fails only as `rows` does.
absl::StatusOr<v1::MonthlyReport> Compose(const v1::ReportTemplate& report, const Facts& facts,
                                          const ReadRows& rows);

}  // namespace lienthong::report
