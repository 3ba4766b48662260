// The one check in front of every service: who calls (certificate, token, or this machine),
// whether the rpc is open to them (services/access/rules.h), and, once a handler asks, whether
// they ask too often.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "services/access/credential_book.h"
#include "services/access/door.h"
#include "services/access/rate_limiter.h"
#include "services/node/incidents.h"
#include "services/node/server_credentials.h"

namespace lienthong::node {

class Gatekeeper final : public Doorman, public access::Door {
 public:
  struct Options {
    // The tree that a certificate must name; empty: the node has no TLS, and nodes may come
    // without.
    std::string tree;
    // Programs on this machine need a token, too.
    bool require_tokens = false;
    // Calls, and messages of streams, for each caller that showed a token or a certificate.
    double calls_per_second_max = 2000;
    // The reference data in force, once the node serves.
    std::function<std::shared_ptr<const Registry>()> registry;
  };

  // All must outlive it.
  Gatekeeper(const access::CredentialBook& credentials, Incidents& incidents, const Clock& clock,
             Options options);

  // Doorman: role and identity, before the request is read.
  absl::Status Judge(const Knock& knock) override;
  // Door
  absl::StatusOr<access::Caller> Enter(const grpc::ServerContextBase* context) override;

  // The node that the caller's certificate names; empty where nodes come without one.
  // PERMISSION_DENIED: the caller is no node.
  absl::StatusOr<std::string> NodeOf(const grpc::ServerContextBase& context) const;

 protected:
  std::shared_ptr<const Registry> registry() const override { return options_.registry(); }
  Day today() const override { return DayOf(clock_.Now()); }

 private:
  absl::StatusOr<access::Caller> Identify(const Knock& knock) const;
  absl::StatusOr<access::Caller> IdentifyPeer(std::string_view uri) const;
  absl::Status JudgeQuietly(const Knock& knock, std::string& who) const;

  const access::CredentialBook& credentials_;
  Incidents& incidents_;
  const Clock& clock_;
  const Options options_;
  access::RateLimiter calls_;
};

}  // namespace lienthong::node
