// Answers questions to the books (proto/lienthong/v1/query.proto), each from one
// consistent view.
#pragma once

#include <grpcpp/grpcpp.h>

#include "lienthong/v1/query.grpc.pb.h"
#include "services/access/door.h"
#include "services/query/books.h"
#include "storage/base/clock.h"
#include "storage/base/status.h"
#include "storage/journal/journal.h"
#include "storage/registry/registry.h"

namespace lienthong::query {

// Synchronous on purpose: gRPC runs it on its own threads, so that a long answer
// never holds up the callbacks of intake and uplink. Thread-safe.
class QueryService final : public v1::QueryService::Service {
 public:
  using RegistrySource = std::function<std::shared_ptr<const Registry>()>;

  // All must outlive the service. `registry` gives the one in force.
  QueryService(const Engine& engine, const Journal& journal, const Clock& clock, access::Door& door,
               RegistrySource registry)
      : engine_(engine),
        journal_(journal),
        clock_(clock),
        door_(door),
        registry_(std::move(registry)) {}

  grpc::Status GetScore(grpc::ServerContext* context, const v1::GetScoreRequest* request,
                        v1::GetScoreResponse* response) override;
  grpc::Status GetCoverage(grpc::ServerContext* context, const v1::GetCoverageRequest* request,
                           v1::GetCoverageResponse* response) override;
  grpc::Status GetDossier(grpc::ServerContext* context, const v1::GetDossierRequest* request,
                          v1::GetDossierResponse* response) override;

 private:
  absl::Status Score(const access::Caller& caller, const v1::GetScoreRequest& request,
                     v1::GetScoreResponse& response) const;
  absl::Status Cover(const access::Caller& caller, const v1::GetCoverageRequest& request,
                     v1::GetCoverageResponse& response) const;
  absl::Status Describe(const access::Caller& caller, const v1::GetDossierRequest& request,
                        v1::GetDossierResponse& response) const;

  const Engine& engine_;
  const Journal& journal_;
  const Clock& clock_;
  access::Door& door_;
  const RegistrySource registry_;
};

}  // namespace lienthong::query
