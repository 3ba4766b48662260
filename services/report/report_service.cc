#include "services/report/report_service.h"

#include "services/access/wire_status.h"
#include "services/report/make_report.h"

namespace lienthong::report {
namespace {

// Puts a result into `response`.
template <typename Response>
grpc::Status Answer(absl::StatusOr<Response> result, Response* response) {
  if (!result.ok()) {
    return grpc::Status(static_cast<grpc::StatusCode>(result.status().code()),
                        MessageOf(result.status()), access::DetailsOf(result.status()));
  }
  *response = *std::move(result);
  return grpc::Status::OK;
}

}  // namespace

grpc::Status ReportService::GetForm(grpc::ServerContext* context, const v1::GetFormRequest* request,
                                    v1::GetFormResponse* response) {
  const auto make = [&]() -> absl::StatusOr<v1::GetFormResponse> {
    RETURN_IF_ERROR(door_.EnterFor(context, request->unit(), request->to()));
    ASSIGN_OR_RETURN(const std::unique_ptr<Source> source, open_(request->known()));
    return MakeForm(*request, *source);
  };
  return Answer(make(), response);
}

grpc::Status ReportService::GetReport(grpc::ServerContext* context,
                                      const v1::GetReportRequest* request,
                                      v1::GetReportResponse* response) {
  const auto make = [&]() -> absl::StatusOr<v1::GetReportResponse> {
    RETURN_IF_ERROR(door_.EnterFor(context, request->unit(), request->to()));
    ASSIGN_OR_RETURN(const std::unique_ptr<Source> source, open_(request->known()));
    return MakeReport(*request, *source);
  };
  return Answer(make(), response);
}

grpc::Status ReportService::ListReportTemplates(grpc::ServerContext* context,
                                                const v1::ListReportTemplatesRequest* request,
                                                v1::ListReportTemplatesResponse* response) {
  const auto make = [&]() -> absl::StatusOr<v1::ListReportTemplatesResponse> {
    RETURN_IF_ERROR(door_.Enter(context).status());
    return ListTemplates(*request);
  };
  return Answer(make(), response);
}

}  // namespace lienthong::report
