// The credentials of a node, for look-up, and how a token is made of one.
//
//   token = "lt1." id "." secret        id: 16 hex digits; secret: 32 random bytes, base64url
//
// Only SHA-256 of the secret is kept. A secret of 256 random bits cannot be guessed, so no
// slow hash is needed; it is compared in constant time. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "lienthong/node/v1/store.pb.h"
#include "services/access/caller.h"
#include "storage/base/status.h"

namespace lienthong::access {

// A credential that is not stored yet, and its token; the token is empty for a certificate.
struct NewCredential {
  node::v1::CredentialRow row;
  std::string token;
};

// Checks a wish for a credential and draws id and secret. INVALID_ARGUMENT names the field.
absl::StatusOr<NewCredential> MakeCredential(const v1::CreateCredentialRequest& request,
                                             int64_t now_ms);

class CredentialBook {
 public:
  explicit CredentialBook(std::vector<node::v1::CredentialRow> rows);

  // Who has `token`. UNAUTHENTICATED: nobody, or it is expired or revoked, and which.
  absl::StatusOr<Caller> FindToken(std::string_view token, int64_t now_ms) const;
  // What a client's certificate of this name may do; nothing at all where nobody said.
  Caller FindCertificate(const std::string& name, int64_t now_ms) const;

  // All, by creation.
  std::vector<v1::Credential> List() const;
  // NOT_FOUND.
  absl::StatusOr<node::v1::CredentialRow> Find(const std::string& id) const;
  // Takes one that is stored now, or a newer state of it.
  void Take(const node::v1::CredentialRow& row);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, node::v1::CredentialRow> rows_;
};

// A credential longer than this outlives the memory of why it was made.
inline constexpr uint32_t kCredentialDaysMax = 3650;
// Scopes are a handful of subtrees; a list of everything is one unit above.
inline constexpr int kScopeUnitsMax = 1000;

}  // namespace lienthong::access
