#include "services/query/explain_service.h"

#include "services/access/wire_status.h"
#include "services/query/at_risk.h"
#include "services/query/explain.h"

namespace lienthong::query {
namespace {

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

grpc::Status ExplainService::ExplainChange(grpc::ServerContext* context,
                                           const v1::ExplainChangeRequest* request,
                                           v1::ExplainChangeResponse* response) {
  const auto make = [&]() -> absl::StatusOr<v1::ExplainChangeResponse> {
    RETURN_IF_ERROR(door_.EnterFor(context, request->unit(), request->to()));
    return query::ExplainChange(engine_.Snapshot(), journal_, *registry_(), *request,
                                clock_.NowMs());
  };
  return Answer(make(), response);
}

grpc::Status ExplainService::ListAtRisk(grpc::ServerContext* context,
                                        const v1::ListAtRiskRequest* request,
                                        v1::ListAtRiskResponse* response) {
  const auto make = [&]() -> absl::StatusOr<v1::ListAtRiskResponse> {
    RETURN_IF_ERROR(door_.EnterFor(context, request->unit()));
    return query::ListAtRisk(engine_.Snapshot(), journal_, *registry_(), *request,
                             clock_.NowMs());
  };
  return Answer(make(), response);
}

}  // namespace lienthong::query
