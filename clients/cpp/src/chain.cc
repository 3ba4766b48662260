#include "lienthong/client/chain.h"

#include <openssl/sha.h>

namespace lienthong::client {
namespace {

std::string Sha256(const std::string& bytes) {
  std::string hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

template <typename Run, typename Entries>
absl::StatusOr<Head> Follow(std::string_view domain, const v1::Origin& origin, const Run& run,
                            const Entries& entries, const std::optional<Head>& after) {
  Head head = after.value_or(
      Head{origin.node(), origin.epoch(), 0, FirstHash(domain, origin.node(), origin.epoch())});
  if (head.node != origin.node() || head.epoch != origin.epoch())
    return absl::DataLossError("chain: another origin");
  if (run.first_sequence() != head.sequence + 1) {
    return absl::DataLossError("chain: begins at " + std::to_string(run.first_sequence()) +
                               ", expected " + std::to_string(head.sequence + 1));
  }
  if (run.previous_hash() != head.hash)
    return absl::DataLossError("chain: differs at or before " + std::to_string(head.sequence));
  for (const std::string& entry : entries) {
    head.hash = NextHash(head.hash, entry);
    ++head.sequence;
  }
  return head;
}

}  // namespace

std::string FirstHash(std::string_view domain, std::string_view node, uint64_t epoch) {
  std::string bytes(domain);
  bytes.push_back('\0');
  bytes.append(node);
  bytes.push_back('\0');
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(epoch >> shift));
  return Sha256(bytes);
}

std::string NextHash(std::string_view previous, std::string_view entry) {
  return Sha256(std::string(previous).append(entry));
}

absl::StatusOr<Head> Verify(const v1::Run& run, const std::optional<Head>& after) {
  return Follow(kFactChain, run.origin(), run, run.facts(), after);
}

absl::StatusOr<Head> Verify(const v1::ReferenceRun& run, const std::optional<Head>& after) {
  return Follow(kReferenceChain, run.author(), run, run.entries(), after);
}

}  // namespace lienthong::client
