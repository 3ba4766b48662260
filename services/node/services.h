// The small services of a node: what an operator asks, and reference data.
#pragma once

#include <grpcpp/grpcpp.h>

#include "lienthong/v1/admin.grpc.pb.h"
#include "lienthong/v1/reference.grpc.pb.h"
#include "services/access/credential_book.h"
#include "services/access/door.h"
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
    Writer& writer;
    const uplink::UplinkService& children;
    const uplink::UplinkLink* link;
    std::string parent_address;
    // Of the root, with which it signs reference data; else empty.
    std::string signing_public_key;
    access::CredentialBook& credentials;
    access::Door& door;
    // Last second in which the node's certificate holds; 0: it has none.
    std::function<int64_t()> certificate_expires;
  };

  explicit AdminService(Parts parts) : parts_(std::move(parts)) {}

  grpc::Status GetStatus(grpc::ServerContext* context,
                         const lienthong::v1::GetStatusRequest* request,
                         lienthong::v1::GetStatusResponse* response) override;
  grpc::Status CreateCredential(grpc::ServerContext* context,
                                const lienthong::v1::CreateCredentialRequest* request,
                                lienthong::v1::CreateCredentialResponse* response) override;
  grpc::Status ListCredentials(grpc::ServerContext* context,
                               const lienthong::v1::ListCredentialsRequest* request,
                               lienthong::v1::ListCredentialsResponse* response) override;
  grpc::Status RevokeCredential(grpc::ServerContext* context,
                                const lienthong::v1::RevokeCredentialRequest* request,
                                lienthong::v1::RevokeCredentialResponse* response) override;
  grpc::Status ListAudit(grpc::ServerContext* context,
                         const lienthong::v1::ListAuditRequest* request,
                         lienthong::v1::ListAuditResponse* response) override;

 private:
  absl::Status Create(const grpc::ServerContext* context,
                      const lienthong::v1::CreateCredentialRequest& request,
                      lienthong::v1::CreateCredentialResponse& response);
  absl::Status Revoke(const grpc::ServerContext* context, const std::string& id,
                      lienthong::v1::RevokeCredentialResponse& response);
  absl::Status ReadAudit(const lienthong::v1::ListAuditRequest& request,
                         lienthong::v1::ListAuditResponse& response) const;
  absl::Status Describe(lienthong::v1::GetStatusResponse& response) const;
  absl::StatusOr<uint64_t> DescribeOrigins(lienthong::v1::GetStatusResponse& response) const;

  const Parts parts_;
};

// Synchronous; thread-safe. All must outlive it.
class ReferenceService final : public lienthong::v1::ReferenceService::Service {
 public:
  ReferenceService(Writer& writer, const Clock& clock, access::Door& door)
      : writer_(writer), clock_(clock), door_(door) {}

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
  grpc::Status Import(lienthong::v1::ImportReferenceRequest request, const access::Caller& caller,
                      lienthong::v1::ImportReferenceResponse& response);

  Writer& writer_;
  const Clock& clock_;
  access::Door& door_;
};

// A status as gRPC says it, with its details.
grpc::Status ToGrpc(const absl::Status& status);

}  // namespace lienthong::node
