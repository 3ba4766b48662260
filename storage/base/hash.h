// SHA-256, and the hash chains made of it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lienthong {

using Hash = std::array<uint8_t, 32>;

// SHA-256 of the concatenation of `first` and `second`.
Hash Sha256(std::string_view first, std::string_view second = {});

// hash(n) of a chain from hash(n-1) and the n-th entry's bytes.
Hash NextHash(const Hash& previous, std::string_view bytes);

// hash(0) of the chain of `node` in `epoch`: SHA-256(domain 0x00 node 0x00 epoch),
// epoch in 8 bytes big-endian.
Hash FirstHash(std::string_view domain, std::string_view node, uint64_t epoch);

// The domains of the two chains (proto/lienthong/v1/fact.proto, reference.proto).
inline constexpr std::string_view kFactChain = "lienthong.origin.v1";
inline constexpr std::string_view kReferenceChain = "lienthong.reference.v1";

inline std::string_view BytesOf(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

// Reads 32 bytes; false when there are more or fewer.
bool HashFromBytes(std::string_view bytes, Hash& hash);

// Lower-case hexadecimal.
std::string ToHex(std::string_view bytes);
// The bytes of hexadecimal digits, upper or lower case; nothing when they are none.
std::optional<std::string> BytesFromHex(std::string_view digits);

}  // namespace lienthong
