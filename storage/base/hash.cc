#include "storage/base/hash.h"

#include <openssl/evp.h>

#include <cstring>
#include <memory>

#include "storage/base/bytes.h"

namespace lienthong {
namespace {

struct ContextDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

Hash Sha256(std::string_view first, std::string_view second) {
  // Looking an algorithm up takes longer than hashing a fact, so both stay.
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  thread_local const std::unique_ptr<EVP_MD_CTX, ContextDeleter> context(EVP_MD_CTX_new());
  Hash hash;
  EVP_DigestInit_ex2(context.get(), algorithm, nullptr);
  EVP_DigestUpdate(context.get(), first.data(), first.size());
  EVP_DigestUpdate(context.get(), second.data(), second.size());
  EVP_DigestFinal_ex(context.get(), hash.data(), nullptr);
  return hash;
}

Hash NextHash(const Hash& previous, std::string_view bytes) {
  return Sha256(BytesOf(previous), bytes);
}

Hash FirstHash(std::string_view domain, std::string_view node, uint64_t epoch) {
  std::string seed(domain);
  seed.push_back('\0');
  seed.append(node);
  seed.push_back('\0');
  PutBigEndian64(seed, epoch);
  return Sha256(seed);
}

bool HashFromBytes(std::string_view bytes, Hash& hash) {
  if (bytes.size() != hash.size()) return false;
  std::memcpy(hash.data(), bytes.data(), hash.size());
  return true;
}

std::string ToHex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : bytes) {
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 15]);
  }
  return hex;
}

}  // namespace lienthong
