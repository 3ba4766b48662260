// One node: the stores, the writer, the services and the link, wired by a
// configuration. The level is data: a root has no parent, a leaf no children.
#pragma once

#include <memory>
#include <string>

#include "lienthong/node/v1/config.pb.h"
#include "storage/base/status.h"

namespace lienthong::node {

class Node {
 public:
  // Opens the data directory and begins to serve. FAILED_PRECONDITION: the
  // directory is another node's or in use, the address is taken.
  static absl::StatusOr<std::unique_ptr<Node>> Start(const v1::NodeConfig& config);
  // Ends streams gently, finishes what waits, closes the store.
  ~Node();

  // Addresses as bound.
  const std::string& grpc_address() const;
  // Empty: there is none beside `grpc_address`.
  const std::string& plaintext_address() const;
  const std::string& http_address() const;
  const std::string& health_address() const;
  const std::string& metrics_address() const;

 private:
  struct Parts;
  explicit Node(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace lienthong::node
