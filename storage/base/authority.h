// A certificate authority of one's own: what `lienthong pki` works with.
//
//   ASSIGN_OR_RETURN(const Authority made, Authority::Make("h44", {.from = now, .days = 3650}));
//   WriteSecretFile("ca.key", *made.KeyToPem(passphrase));
//   ASSIGN_OR_RETURN(const Issued child, made.IssueWithKey(request));
//
// One authority serves one tree, which its certificate names. Keys are ECDSA P-256, which
// every TLS library in the field takes; serial numbers are 16 random bytes. A value.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/peer_name.h"
#include "storage/base/status.h"

namespace lienthong {

// Seconds since 1970 UTC in which a certificate holds: from `from`, for `days`.
struct Validity {
  int64_t from = 0;
  int64_t days = 0;
};

// A certificate to be made.
struct CertificateRequest {
  PeerName peer;
  // Names and addresses by which others call it, for a client none: "h44.example", "10.0.0.7".
  std::vector<std::string> hosts;
  Validity validity;
};

// A certificate with its key, both PEM.
struct Issued {
  std::string certificate;
  std::string key;
};

class Authority {
 public:
  // A new one for `tree`. INVALID_ARGUMENT: its name.
  static absl::StatusOr<Authority> Make(const std::string& tree, const Validity& validity);
  // The one in these files. FAILED_PRECONDITION: a wrong passphrase, files that do not belong
  // together, or a certificate of something else.
  static absl::StatusOr<Authority> FromPem(std::string_view certificate, std::string_view key,
                                           std::string_view passphrase);

  // The tree it serves.
  const std::string& tree() const { return tree_; }
  std::string CertificateToPem() const;
  // PKCS #8, encrypted with AES-256 under a key that PBKDF2 (SHA-256, kKeyRounds) makes of
  // `passphrase`, which must not be empty.
  absl::StatusOr<std::string> KeyToPem(std::string_view passphrase) const;

  // A certificate for a new key. INVALID_ARGUMENT: a name, a host or the days.
  absl::StatusOr<Issued> IssueWithKey(const CertificateRequest& request) const;
  // A new certificate for the key, the name and the hosts of one that this authority issued:
  // whoever has the key need not send it.
  absl::StatusOr<std::string> Renew(std::string_view certificate, const Validity& validity) const;

 private:
  struct Keys;
  Authority(std::shared_ptr<const Keys> keys, std::string tree);

  std::shared_ptr<const Keys> keys_;
  std::string tree_;
};

// Half a second on an office computer for each guess at a passphrase (OWASP's figure of 2023).
inline constexpr int kKeyRounds = 600'000;

// Longest life of a certificate: what is lost stays dangerous until then.
inline constexpr int64_t kValidityDaysMax = 36'500;

// A certificate begins this much earlier than it is made, for clocks that are behind.
inline constexpr int64_t kValidityMarginSeconds = 300;

}  // namespace lienthong
