// X.509 certificates, as far as the platform looks into them: whom one names, how long it
// holds, who issued it, and what its key signed. Making them: clients/cli/pki.
//
//   ASSIGN_OR_RETURN(const Certificate own, Certificate::FromPem(pem));
//   RETURN_IF_ERROR(own.CheckKey(key_pem));
//   RETURN_IF_ERROR(own.CheckIssuer(ca_pem));
//
// Bytes from anywhere are safe to hand in. A value; safe to read from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/peer_name.h"
#include "storage/base/status.h"

namespace lienthong {

class Certificate {
 public:
  // The first certificate of a PEM file; those behind it, at most kChainMax, are kept as the
  // way to its authority. INVALID_ARGUMENT: there is none.
  static absl::StatusOr<Certificate> FromPem(std::string_view pem);

  // The one name of ours in it; nothing when there is none or more than one.
  const std::optional<PeerName>& name() const { return name_; }
  // First and last second in which it holds, since 1970 UTC.
  int64_t not_before() const { return not_before_; }
  int64_t not_after() const { return not_after_; }

  // FAILED_PRECONDITION: `key_pem` is not the private key of this certificate.
  absl::Status CheckKey(std::string_view key_pem) const;
  // FAILED_PRECONDITION: no certificate in `ca_pem` stands behind this one. Does not judge the
  // time: an expired certificate of a known authority passes.
  absl::Status CheckIssuer(std::string_view ca_pem) const;
  // Whether the certificate's key signed this (SignWithKey).
  bool Verify(std::string_view domain, std::string_view message, std::string_view signature) const;

 private:
  struct Chain;
  explicit Certificate(std::shared_ptr<const Chain> chain);

  std::shared_ptr<const Chain> chain_;  // OpenSSL's; shared by copies, never changes
  std::optional<PeerName> name_;
  int64_t not_before_ = 0;
  int64_t not_after_ = 0;
};

// Certificates behind the first one of a file.
inline constexpr int kChainMax = 8;

// Signs `domain 0x00 message` with a private key in PEM, whatever its kind: Ed25519 as it is,
// others over SHA-256. FAILED_PRECONDITION: no private key without a passphrase.
absl::StatusOr<std::string> SignWithKey(std::string_view key_pem, std::string_view domain,
                                        std::string_view message);

}  // namespace lienthong
