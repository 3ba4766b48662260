// The node's state by grpc.health.v1, for those who start and stop it: Kubernetes'
// probes, podman, a script.
//
//   service ""        the node serves: restart it when this does not answer
//   service "ready"   and its store takes writes and its parent is connected: what a
//                     roll-out waits for, never a reason to turn a desk away
//
// A kubelet's probes speak no TLS, so the door may have an address of its own, which is
// plaintext on any interface because it takes nothing in and tells nothing else.
#pragma once

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "storage/base/status.h"

namespace lienthong::node {

// Thread-safe. `main` must outlive it.
class HealthDoor {
 public:
  // Answers for `main`'s own health service and, unless `address` is empty, at that
  // address. `ready` is called twice a second from a thread of the door's own.
  // FAILED_PRECONDITION: the address is taken.
  static absl::StatusOr<std::unique_ptr<HealthDoor>> Open(const std::string& address,
                                                          grpc::Server& main,
                                                          std::function<bool()> ready);
  // Ends calls at once.
  ~HealthDoor();

  // As bound; empty without an address of its own.
  const std::string& address() const { return address_; }

 private:
  HealthDoor(grpc::Server& main, std::function<bool()> ready)
      : main_(main), ready_(std::move(ready)) {}

  void Watch();
  void Tell(bool ready);

  grpc::Server& main_;
  const std::function<bool()> ready_;
  std::string address_;
  // Says UNIMPLEMENTED; without a service of its own a server is polled by nobody.
  grpc::CallbackGenericService nothing_;
  std::unique_ptr<grpc::Server> own_;
  std::mutex mutex_;  // guards stopping_
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace lienthong::node
