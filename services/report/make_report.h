// What ReportService answers, without gRPC: a request and one view of a node in, an answer
// with its document out.
#pragma once

#include "lienthong/v1/report.pb.h"
#include "services/report/source.h"
#include "storage/base/status.h"

namespace lienthong::report {

// More rows are no form that anybody reads, and too large for an answer: the country has
// some 3,400 units below one another and some hundred fields.
inline constexpr size_t kRowsMax = 5000;

// Errors as in report.proto. The template is checked before anything is read.
absl::StatusOr<v1::GetFormResponse> MakeForm(const v1::GetFormRequest& request, Source& source);
absl::StatusOr<v1::GetReportResponse> MakeReport(const v1::GetReportRequest& request,
                                                 Source& source);
absl::StatusOr<v1::ListReportTemplatesResponse> ListTemplates(
    const v1::ListReportTemplatesRequest& request);

}  // namespace lienthong::report
