#include "storage/base/signing.h"

#include <openssl/pem.h>

#include "storage/base/openssl.h"
#include "storage/base/secret_file.h"

namespace lienthong {
namespace {

using openssl::Bytes;

std::string Framed(std::string_view domain, std::string_view message) {
  std::string framed(domain);
  framed.push_back('\0');
  return framed.append(message);
}

// Nobody is asked for a passphrase: an encrypted key is refused.
int NoPassphrase(char*, int, int, void*) { return -1; }

std::string PublicKeyOf(EVP_PKEY* key) {
  std::string bytes(kPublicKeyBytes, '\0');
  size_t size = bytes.size();
  EVP_PKEY_get_raw_public_key(key, Bytes(bytes), &size);
  return bytes;
}

}  // namespace

struct SigningKey::Key {
  openssl::Key pkey;
};

SigningKey::SigningKey(std::shared_ptr<const Key> key)
    : key_(std::move(key)), public_key_(PublicKeyOf(key_->pkey.get())) {}

absl::StatusOr<SigningKey> SigningKey::Generate() {
  openssl::Key pkey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  if (pkey == nullptr) return Internal("signing key: cannot be made");
  return SigningKey(std::make_shared<Key>(Key{std::move(pkey)}));
}

absl::StatusOr<SigningKey> SigningKey::FromSeed(std::string_view seed) {
  if (seed.size() != 32) return InvalidArgument("signing key: its seed is not 32 bytes");
  openssl::Key pkey(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size()));
  if (pkey == nullptr) return Internal("signing key: cannot be made");
  return SigningKey(std::make_shared<Key>(Key{std::move(pkey)}));
}

absl::StatusOr<SigningKey> SigningKey::FromPem(const std::string& pem, const std::string& path) {
  const openssl::Bio bio = openssl::BioOf(pem);
  openssl::Key pkey(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr));
  if (pkey == nullptr)
    return FailedPrecondition("{}: holds no private key in PEM without a passphrase", path);
  if (EVP_PKEY_get_id(pkey.get()) != EVP_PKEY_ED25519)
    return FailedPrecondition("{}: holds another kind of key than Ed25519", path);
  return SigningKey(std::make_shared<Key>(Key{std::move(pkey)}));
}

absl::StatusOr<SigningKey> SigningKey::Load(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string pem, ReadSecretFile(path));
  return FromPem(pem, path);
}

absl::StatusOr<SigningKey> SigningKey::LoadOrMake(const std::string& path) {
  absl::StatusOr<SigningKey> held = Load(path);
  if (held.status().code() != absl::StatusCode::kNotFound) return held;
  ASSIGN_OR_RETURN(SigningKey made, Generate());
  RETURN_IF_ERROR(WriteSecretFile(path, made.ToPem()));
  return made;
}

std::string SigningKey::Sign(std::string_view domain, std::string_view message) const {
  const std::string text = Framed(domain, message);
  const std::string_view framed = text;
  const openssl::DigestContext context(EVP_MD_CTX_new());
  std::string signature(kSignatureBytes, '\0');
  size_t size = signature.size();
  EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_->pkey.get());
  EVP_DigestSign(context.get(), Bytes(signature), &size, Bytes(framed), framed.size());
  return signature;
}

std::string SigningKey::ToPem() const {
  const openssl::Bio bio = openssl::EmptyBio();
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key_->pkey.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return openssl::ContentOf(bio);
}

bool Verify(std::string_view public_key, std::string_view domain, std::string_view message,
            std::string_view signature) {
  if (public_key.size() != kPublicKeyBytes || signature.size() != kSignatureBytes) return false;
  const openssl::Key pkey(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(public_key), public_key.size()));
  if (pkey == nullptr) return false;
  const std::string text = Framed(domain, message);
  const std::string_view framed = text;
  const openssl::DigestContext context(EVP_MD_CTX_new());
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, pkey.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(framed),
                          framed.size()) == 1;
}

}  // namespace lienthong
