// The small services of a node: what an operator asks, and reference data.
#pragma once

#include <grpcpp/grpcpp.h>

#include "lienthong/v1/admin.grpc.pb.h"
#include "lienthong/v1/reference.grpc.pb.h"
#include "services/node/writer.h"
#include "services/uplink/uplink_link.h"
#include "services/uplink/uplink_service.h"

namespace lienthong::node {

// Synchronous; thread-safe. All must outlive it; `link` is null at the root.
class AdminService final : public lienthong::v1::AdminService::Service {
 public:
  struct Parts {
    const Engine& engine;
    const Journal& journal;
    const Clock& clock;
    const Writer& writer;
    const uplink::UplinkService& children;
    const uplink::UplinkLink* link;
    std::string parent_address;
    // Of the root, with which it signs reference data; else empty.
    std::string signing_public_key;
  };

  explicit AdminService(Parts parts) : parts_(std::move(parts)) {}

  grpc::Status GetStatus(grpc::ServerContext* context,
                         const lienthong::v1::GetStatusRequest* request,
                         lienthong::v1::GetStatusResponse* response) override;

 private:
  absl::Status Describe(lienthong::v1::GetStatusResponse& response) const;
  absl::StatusOr<uint64_t> DescribeOrigins(lienthong::v1::GetStatusResponse& response) const;

  const Parts parts_;
};

// Synchronous; thread-safe. Both must outlive it.
class ReferenceService final : public lienthong::v1::ReferenceService::Service {
 public:
  ReferenceService(Writer& writer, const Clock& clock) : writer_(writer), clock_(clock) {}

  grpc::Status ImportReference(grpc::ServerContext* context,
                               const lienthong::v1::ImportReferenceRequest* request,
                               lienthong::v1::ImportReferenceResponse* response) override;
  grpc::Status ImportReferenceStream(
      grpc::ServerContext* context,
      grpc::ServerReader<lienthong::v1::ImportReferenceRequest>* requests,
      lienthong::v1::ImportReferenceResponse* response) override;
  grpc::Status ListUnits(grpc::ServerContext* context,
                         const lienthong::v1::ListUnitsRequest* request,
                         lienthong::v1::ListUnitsResponse* response) override;

 private:
  grpc::Status Import(lienthong::v1::ImportReferenceRequest request,
                      lienthong::v1::ImportReferenceResponse& response);

  Writer& writer_;
  const Clock& clock_;
};

}  // namespace lienthong::node
