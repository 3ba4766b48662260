// Applies rulebooks to the books (proto/lienthong/v1/score.proto), each answer from one
// consistent view.
#pragma once

#include <grpcpp/grpcpp.h>

#include "lienthong/v1/score.grpc.pb.h"
#include "services/access/door.h"
#include "services/query/books.h"
#include "storage/base/clock.h"
#include "storage/base/status.h"
#include "storage/journal/journal.h"
#include "storage/registry/registry.h"

namespace lienthong::query {

// Synchronous, as QueryService is and for the same reason. Thread-safe.
class ScoreService final : public v1::ScoreService::Service {
 public:
  using RegistrySource = std::function<std::shared_ptr<const Registry>()>;

  // All must outlive the service. `registry` gives the one in force.
  ScoreService(const Engine& engine, const Journal& journal, const Clock& clock, access::Door& door,
               RegistrySource registry)
      : engine_(engine),
        journal_(journal),
        clock_(clock),
        door_(door),
        registry_(std::move(registry)) {}

  grpc::Status GetScorecard(grpc::ServerContext* context, const v1::GetScorecardRequest* request,
                            v1::GetScorecardResponse* response) override;
  grpc::Status ListRulebooks(grpc::ServerContext* context, const v1::ListRulebooksRequest* request,
                             v1::ListRulebooksResponse* response) override;
  grpc::Status ListObservations(grpc::ServerContext* context,
                                const v1::ListObservationsRequest* request,
                                v1::ListObservationsResponse* response) override;

 private:
  absl::Status Score(const access::Caller& caller, const v1::GetScorecardRequest& request,
                     v1::GetScorecardResponse& response) const;
  absl::Status List(const v1::ListRulebooksRequest& request,
                    v1::ListRulebooksResponse& response) const;
  absl::Status List(const access::Caller& caller, const v1::ListObservationsRequest& request,
                    v1::ListObservationsResponse& response) const;

  const Engine& engine_;
  const Journal& journal_;
  const Clock& clock_;
  access::Door& door_;
  const RegistrySource registry_;
};

}  // namespace lienthong::query
