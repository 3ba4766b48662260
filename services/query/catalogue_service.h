// Answers questions to the reference data (proto/lienthong/v1/catalogue.proto).
#pragma once

#include <grpcpp/grpcpp.h>

#include "lienthong/v1/catalogue.grpc.pb.h"
#include "services/access/door.h"
#include "storage/base/clock.h"
#include "storage/base/status.h"
#include "storage/registry/registry.h"

namespace lienthong::query {

// Synchronous, as QueryService is. Thread-safe.
class CatalogueService final : public v1::CatalogueService::Service {
 public:
  using RegistrySource = std::function<std::shared_ptr<const Registry>()>;

  // All must outlive the service. `registry` gives the one in force.
  CatalogueService(const Engine& engine, const Clock& clock, access::Door& door,
                   RegistrySource registry)
      : engine_(engine), clock_(clock), door_(door), registry_(std::move(registry)) {}

  grpc::Status GetCatalogue(grpc::ServerContext* context, const v1::GetCatalogueRequest* request,
                            v1::GetCatalogueResponse* response) override;
  grpc::Status ListReference(grpc::ServerContext* context, const v1::ListReferenceRequest* request,
                             v1::ListReferenceResponse* response) override;
  grpc::Status SuggestMappings(grpc::ServerContext* context,
                               const v1::SuggestMappingsRequest* request,
                               v1::SuggestMappingsResponse* response) override;

 private:
  absl::Status Describe(const v1::GetCatalogueRequest& request,
                        v1::GetCatalogueResponse& response) const;
  absl::Status Suggest(const v1::SuggestMappingsRequest& request,
                       v1::SuggestMappingsResponse& response) const;

  const Engine& engine_;
  const Clock& clock_;
  access::Door& door_;
  const RegistrySource registry_;
};

}  // namespace lienthong::query
