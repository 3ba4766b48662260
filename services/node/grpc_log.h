// What gRPC itself says: lines of our log instead of lines of its own beside it, and a failed
// handshake counted as somebody who was refused, since no call of theirs ever reaches the
// gatekeeper.
#pragma once

#include "services/node/incidents.h"

namespace lienthong::node {

// Listens to gRPC from its construction to its end. One at a time in a process, because gRPC has
// one log. `incidents` must outlive it.
class GrpcLog {
 public:
  explicit GrpcLog(Incidents& incidents);
  ~GrpcLog();
  GrpcLog(const GrpcLog&) = delete;
  GrpcLog& operator=(const GrpcLog&) = delete;
};

}  // namespace lienthong::node
