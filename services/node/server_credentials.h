// How a node's ports are secured, and what stands in front of every call on them.
//
// gRPC's own C++ credentials read a certificate once, or reload it unchecked and then refuse
// everybody while a file is half written. These ask TlsFiles before each handshake, which
// hands out what was checked. A call meets the Doorman before its handler exists; a refusal
// is all that the caller gets.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string_view>

#include "services/node/tls_files.h"

namespace lienthong::node {

// What is known of a call before anybody serves it.
struct Knock {
  // "/lienthong.v1.IntakeService/Submit".
  std::string_view method;
  // Value of the header "authorization"; empty: none.
  std::string_view authorization;
  // The URI name in the certificate that the caller proved to have; empty: none.
  std::string_view peer_uri;
  // The line is encrypted and the server's certificate was shown.
  bool tls = false;
};

// Safe to call from any thread; never blocks.
class Doorman {
 public:
  virtual ~Doorman() = default;
  // OK lets the call in; anything else is the caller's answer.
  virtual absl::Status Judge(const Knock& knock) = 0;
};

// For a port with TLS 1.3. The caller's certificate is asked for, and verified where one is
// shown. Both must outlive the server.
std::shared_ptr<grpc::ServerCredentials> TlsServerCredentials(TlsFiles& files, Doorman& doorman);

// For a port without TLS: the caller must be on this machine, else its connection ends.
// `doorman` must outlive the server.
std::shared_ptr<grpc::ServerCredentials> LoopbackServerCredentials(Doorman& doorman);

// Before the first use of gRPC: leaves TLS 1.2 nothing to agree on.
void RequireTls13();

// For the line to the node `parent`, with what `material` holds: the parent's certificate must
// be of an authority in it and name that node of the same tree, whatever the host's name.
std::shared_ptr<grpc::ChannelCredentials> ParentCredentials(const TlsFiles::Material& material,
                                                            const std::string& parent);

}  // namespace lienthong::node
