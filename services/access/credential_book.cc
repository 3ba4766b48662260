#include "services/access/credential_book.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <set>

#include "storage/base/hash.h"
#include "storage/base/peer_name.h"

namespace lienthong::access {
namespace {

constexpr std::string_view kTokenPrefix = "lt1.";
constexpr size_t kIdDigits = 16;
constexpr size_t kSecretBytes = 32;
constexpr int64_t kMsPerDay = 86'400'000;
// No code of a unit is longer; what is longer is no code.
constexpr size_t kUnitBytesMax = 64;

std::string Base64Url(const std::string& bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<size_t>(size));
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  text.erase(text.find_last_not_of('=') + 1);
  return text;
}

absl::StatusOr<std::string> RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(size)) != 1)
    return Internal("credential: the system gives no random bytes");
  return bytes;
}

absl::Status CheckScope(const v1::CreateCredentialRequest& request) {
  const v1::Scope& scope = request.scope();
  const bool needed = std::any_of(request.roles().begin(), request.roles().end(),
                                  [](int role) { return role != v1::ROLE_ADMINISTER; });
  if (needed && scope.units().empty() && !scope.every_unit())
    return InvalidArgument("scope: name its units, or say every unit");
  if (scope.every_unit() && !scope.units().empty())
    return InvalidArgument("scope: either units or every unit");
  if (scope.units_size() > kScopeUnitsMax)
    return InvalidArgument("scope: more than {} units; name one above them", kScopeUnitsMax);
  for (const std::string& unit : scope.units()) {
    if (unit.empty() || unit.size() > kUnitBytesMax)
      return InvalidArgument("scope: a unit's code has 1 to {} bytes", kUnitBytesMax);
  }
  return absl::OkStatus();
}

absl::Status Check(const v1::CreateCredentialRequest& request) {
  if (!IsClientName(request.name()))
    return InvalidArgument("name: expected 1 to 63 of a-z, 0-9, '.', '_' and -");
  if (request.roles().empty()) return InvalidArgument("roles: at least one");
  std::set<int> roles;
  for (const int role : request.roles()) {
    if (role == v1::ROLE_UNSPECIFIED || !v1::Role_IsValid(role) || !roles.insert(role).second)
      return InvalidArgument("roles: unknown or twice");
  }
  if (request.days() > kCredentialDaysMax || (request.days() == 0 && !request.certificate()))
    return InvalidArgument("days: expected 1 to {}", kCredentialDaysMax);
  return CheckScope(request);
}

bool IsExpired(const v1::Credential& credential, int64_t now_ms) {
  return credential.expires_ms() != 0 && credential.expires_ms() <= now_ms;
}

Caller CallerOf(const v1::Credential& credential) {
  Caller caller;
  caller.kind = credential.certificate() ? Caller::Kind::kClient : Caller::Kind::kToken;
  caller.name = credential.name();
  caller.id = credential.id();
  for (const int role : credential.roles()) caller.roles.push_back(static_cast<v1::Role>(role));
  caller.scope = Scope(credential.scope());
  return caller;
}

std::string HashOf(std::string_view secret) { return std::string(BytesOf(Sha256(secret))); }

bool IsSame(const std::string& a, const std::string& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

absl::Status Unauthenticated(std::string_view why) {
  return MakeStatus(absl::StatusCode::kUnauthenticated, "token: {}", why);
}

}  // namespace

absl::StatusOr<NewCredential> MakeCredential(const v1::CreateCredentialRequest& request,
                                             int64_t now_ms) {
  RETURN_IF_ERROR(Check(request));
  NewCredential made;
  v1::Credential& credential = *made.row.mutable_credential();
  ASSIGN_OR_RETURN(const std::string id, RandomBytes(kIdDigits / 2));
  credential.set_id(ToHex(id));
  credential.set_name(request.name());
  credential.set_certificate(request.certificate());
  *credential.mutable_roles() = request.roles();
  *credential.mutable_scope() = request.scope();
  credential.mutable_scope()->DiscardUnknownFields();
  credential.set_created_ms(now_ms);
  if (request.days() != 0) credential.set_expires_ms(now_ms + kMsPerDay * request.days());
  if (request.certificate()) return made;
  ASSIGN_OR_RETURN(const std::string random, RandomBytes(kSecretBytes));
  const std::string secret = Base64Url(random);
  made.row.set_secret_hash(HashOf(secret));
  made.token = fmt::format("{}{}.{}", kTokenPrefix, credential.id(), secret);
  return made;
}

CredentialBook::CredentialBook(std::vector<node::v1::CredentialRow> rows) {
  for (node::v1::CredentialRow& row : rows) {
    const std::string id = row.credential().id();
    rows_[id] = std::move(row);
  }
}

absl::StatusOr<Caller> CredentialBook::FindToken(std::string_view token, int64_t now_ms) const {
  const size_t secret_at = kTokenPrefix.size() + kIdDigits + 1;
  if (!token.starts_with(kTokenPrefix) || token.size() <= secret_at || token[secret_at - 1] != '.')
    return Unauthenticated("is none of this platform");
  const std::string id(token.substr(kTokenPrefix.size(), kIdDigits));
  const std::string hash = HashOf(token.substr(secret_at));
  const std::lock_guard lock(mutex_);
  const auto found = rows_.find(id);
  // The same answer for an unknown id and a wrong secret.
  if (found == rows_.end() || !IsSame(hash, found->second.secret_hash()))
    return Unauthenticated("is not known here");
  const v1::Credential& credential = found->second.credential();
  if (credential.revoked_ms() != 0) return Unauthenticated("is revoked");
  if (IsExpired(credential, now_ms)) return Unauthenticated("is expired");
  return CallerOf(credential);
}

Caller CredentialBook::FindCertificate(const std::string& name, int64_t now_ms) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, row] : rows_) {
    const v1::Credential& credential = row.credential();
    const bool holds = credential.certificate() && credential.name() == name &&
                       credential.revoked_ms() == 0 && !IsExpired(credential, now_ms);
    if (holds) return CallerOf(credential);
  }
  return {.kind = Caller::Kind::kClient, .name = name};
}

std::vector<v1::Credential> CredentialBook::List() const {
  std::vector<v1::Credential> credentials;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, row] : rows_) credentials.push_back(row.credential());
  }
  std::stable_sort(credentials.begin(), credentials.end(),
                   [](const auto& a, const auto& b) { return a.created_ms() < b.created_ms(); });
  return credentials;
}

absl::StatusOr<node::v1::CredentialRow> CredentialBook::Find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = rows_.find(id);
  if (found == rows_.end()) return NotFound("credential \"{}\": not known here", id);
  return found->second;
}

void CredentialBook::Take(const node::v1::CredentialRow& row) {
  const std::lock_guard lock(mutex_);
  rows_[row.credential().id()] = row;
}

}  // namespace lienthong::access
