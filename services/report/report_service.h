// The gRPC face of reports (proto/lienthong/v1/report.proto).
#pragma once

#include <grpcpp/grpcpp.h>

#include "lienthong/v1/report.grpc.pb.h"
#include "services/access/door.h"
#include "services/report/source.h"

namespace lienthong::report {

// Synchronous, like every answer that reads the store; thread-safe. Each call opens a
// view of its own, so that all figures of an answer are of one moment.
class ReportService final : public v1::ReportService::Service {
 public:
  // `door` must outlive it.
  ReportService(OpenSource open, access::Door& door) : open_(std::move(open)), door_(door) {}

  grpc::Status GetForm(grpc::ServerContext* context, const v1::GetFormRequest* request,
                       v1::GetFormResponse* response) override;
  grpc::Status GetReport(grpc::ServerContext* context, const v1::GetReportRequest* request,
                         v1::GetReportResponse* response) override;
  grpc::Status ListReportTemplates(grpc::ServerContext* context,
                                   const v1::ListReportTemplatesRequest* request,
                                   v1::ListReportTemplatesResponse* response) override;

 private:
  const OpenSource open_;
  access::Door& door_;
};

}  // namespace lienthong::report
