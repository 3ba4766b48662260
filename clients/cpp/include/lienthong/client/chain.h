// The chains of facts and of reference data (fact.proto, reference.proto): what a reader verifies
// for itself.
//
//   auto head = Verify(run);              // of the first fact on
//   head = Verify(next_run, *head);       // of what follows it
//
// A chain that does not fit is DATA_LOSS: the bytes are not those that the origin wrote, or
// something is missing between them. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "lienthong/v1/fact.pb.h"
#include "lienthong/v1/reference.pb.h"

namespace lienthong::client {

inline constexpr std::string_view kFactChain = "lienthong.origin.v1";
inline constexpr std::string_view kReferenceChain = "lienthong.reference.v1";

// How far a chain is verified; `hash` has 32 bytes.
struct Head {
  std::string node;
  uint64_t epoch = 0;
  uint64_t sequence = 0;
  std::string hash;
};

// hash(0): SHA-256(domain 0x00 node 0x00 epoch), epoch in 8 bytes big-endian.
std::string FirstHash(std::string_view domain, std::string_view node, uint64_t epoch);

// hash(n) = SHA-256(hash(n-1) bytes(n)).
std::string NextHash(std::string_view previous, std::string_view entry);

// The head behind `run`, which must begin at 1 or follow `after`.
absl::StatusOr<Head> Verify(const v1::Run& run, const std::optional<Head>& after = std::nullopt);
absl::StatusOr<Head> Verify(const v1::ReferenceRun& run,
                            const std::optional<Head>& after = std::nullopt);

}  // namespace lienthong::client
