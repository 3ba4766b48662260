// The parent's end of the line: serves Replicate to any number of children, one
// Receiver each. Callbacks only; nothing here blocks.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "lienthong/v1/admin.pb.h"
#include "lienthong/v1/uplink.grpc.pb.h"
#include "services/uplink/peers.h"

namespace lienthong::uplink {

class UplinkService final : public v1::UplinkService::CallbackService {
 public:
  struct Options {
    // The node that the caller's certificate names; empty where nodes have none. An error ends
    // the call. Absent: nodes have none.
    std::function<absl::StatusOr<std::string>(const grpc::ServerContextBase&)> node_of;
    // Whether `peer`, a node that is not the one in the request, may carry a unit's states to
    // it. Absent: everybody.
    std::function<bool(const std::string& peer, const v1::FetchUnitRequest&)> may_carry;
    // Told of what is refused: which kind, from whom, why.
    std::function<void(std::string_view kind, std::string_view peer, std::string_view why)> refused;
  };

  // Both must outlive the service.
  UplinkService(const Journal& journal, ParentNode& node, Options options = {})
      : journal_(journal), node_(node), options_(std::move(options)) {}

  grpc::ServerBidiReactor<v1::ReplicateRequest, v1::ReplicateResponse>* Replicate(
      grpc::CallbackServerContext* context) override;

  grpc::ServerUnaryReactor* FetchUnit(grpc::CallbackServerContext* context,
                                      const v1::FetchUnitRequest* request,
                                      v1::FetchUnitResponse* response) override;

  // Asks the node above for what is not complete here. Set before the server starts; at
  // the root never.
  using Relay = std::function<void(const v1::FetchUnitRequest&,
                                   std::function<void(absl::StatusOr<v1::FetchUnitResponse>)>)>;
  void SetRelay(Relay relay) { relay_ = std::move(relay); }

  // Reference data changed: tells every child.
  void NotifyReferences();
  // Ends every stream, and those that come later, with UNAVAILABLE: before the server is
  // shut down, which would wait for them.
  void EndStreams();
  // The children seen since the start, for people.
  std::vector<v1::ChildStatus> children() const;
  int connected() const;
  // Origins that children stopped, because their chain differs from this node's, and why.
  std::map<OriginId, std::string> stopped() const;

 private:
  class Session;

  // Kept after its streams have ended. Two at once: the one before a cut line lingers.
  struct Child {
    v1::ChildStatus status;
    int streams = 0;
    std::map<OriginId, std::string> stopped;
  };

  std::vector<std::shared_ptr<Session>> Sessions() const;
  // That `peer`, by its certificate, is the node it says it is, and has not too many streams.
  absl::Status CheckHello(const std::string& peer, const v1::Hello& hello);
  // That the states go to the node itself, or through one above it.
  absl::Status CheckFetch(const grpc::ServerContextBase& context,
                          const v1::FetchUnitRequest& request);
  void NoteStreams(const v1::Origin& node, int more);
  // Null: the child begins anew.
  void NoteStopped(const v1::Origin& node, const v1::Divergence* divergence);
  void NoteFacts(const v1::Origin& node, uint64_t facts);

  const Journal& journal_;
  ParentNode& node_;
  Relay relay_;
  const Options options_;
  mutable std::mutex mutex_;  // guards what follows; taken after a session's, never before
  bool stopping_ = false;
  std::vector<std::weak_ptr<Session>> sessions_;
  std::map<OriginId, Child> children_;
};

}  // namespace lienthong::uplink
