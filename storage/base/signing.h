// Ed25519 signatures: who said this, for good.
//
//   ASSIGN_OR_RETURN(const SigningKey key, SigningKey::LoadOrMake(path));
//   const std::string signature = key.Sign(kHeadDomain, bytes);
//   if (!Verify(key.public_key(), kHeadDomain, bytes, signature)) ...
//
// What is signed is pure Ed25519 (RFC 8032) over `domain 0x00 message`. The domain
// says what kind of thing is signed, so that a signature over one kind never passes for
// another; it holds no 0x00. Everything here is a value and safe to use from any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "storage/base/status.h"

namespace lienthong {

// Raw bytes as they stand in messages.
inline constexpr size_t kPublicKeyBytes = 32;
inline constexpr size_t kSignatureBytes = 64;

class SigningKey {
 public:
  // A new one from the system's random generator.
  static absl::StatusOr<SigningKey> Generate();
  // The key that 32 random bytes stand for: for tests and the simulation, which must give the
  // same twice. INVALID_ARGUMENT: not 32 bytes.
  static absl::StatusOr<SigningKey> FromSeed(std::string_view seed);
  // The key in a PKCS #8 PEM file. NOT_FOUND: there is no file. FAILED_PRECONDITION: it holds
  // another kind of key, is damaged or encrypted, or others may read it.
  static absl::StatusOr<SigningKey> Load(const std::string& path);
  // The same; makes key and file, mode 0600, when there is none. A damaged file is an error:
  // a new key in its place would disown everything that was signed before.
  static absl::StatusOr<SigningKey> LoadOrMake(const std::string& path);

  // 32 bytes.
  const std::string& public_key() const { return public_key_; }
  // 64 bytes, the same each time for the same message.
  std::string Sign(std::string_view domain, std::string_view message) const;
  // PKCS #8 PEM, not encrypted.
  std::string ToPem() const;

 private:
  struct Key;  // OpenSSL's
  explicit SigningKey(std::shared_ptr<const Key> key);
  static absl::StatusOr<SigningKey> FromPem(const std::string& pem, const std::string& path);

  std::shared_ptr<const Key> key_;  // shared by copies; never changes
  std::string public_key_;
};

// Whether the holder of `public_key` signed this. False for bytes of a wrong size, which are no
// key or no signature. Some 100 microseconds.
bool Verify(std::string_view public_key, std::string_view domain, std::string_view message,
            std::string_view signature);

}  // namespace lienthong
