// Explains figures (proto/lienthong/v1/explain.proto), each answer from one consistent view.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>

#include "lienthong/v1/explain.grpc.pb.h"
#include "services/access/door.h"
#include "storage/base/clock.h"
#include "storage/base/status.h"
#include "storage/journal/journal.h"
#include "storage/registry/registry.h"

namespace lienthong::query {

// Synchronous, as QueryService is and for the same reason. Thread-safe.
class ExplainService final : public v1::ExplainService::Service {
 public:
  using RegistrySource = std::function<std::shared_ptr<const Registry>()>;

  // All must outlive the service. `registry` gives the one in force.
  ExplainService(const Engine& engine, const Journal& journal, const Clock& clock,
                 access::Door& door, RegistrySource registry)
      : engine_(engine),
        journal_(journal),
        clock_(clock),
        door_(door),
        registry_(std::move(registry)) {}

  grpc::Status ExplainChange(grpc::ServerContext* context, const v1::ExplainChangeRequest* request,
                             v1::ExplainChangeResponse* response) override;
  grpc::Status ListAtRisk(grpc::ServerContext* context, const v1::ListAtRiskRequest* request,
                          v1::ListAtRiskResponse* response) override;

 private:
  const Engine& engine_;
  const Journal& journal_;
  const Clock& clock_;
  access::Door& door_;
  const RegistrySource registry_;
};

}  // namespace lienthong::query
