// Blocks as they travel: one Zstandard frame, bounded on both sides.
#pragma once

#include "lienthong/v1/uplink.pb.h"
#include "storage/base/status.h"

namespace lienthong::uplink {

// Bounds of proto/lienthong/v1/uplink.proto; below gRPC's message limit of 4 MiB.
inline constexpr size_t kPackedBytesMax = 1 << 20;
inline constexpr size_t kUnpackedBytesMax = 8 << 20;

// Packs `block`, which must be within kUnpackedBytesMax.
absl::StatusOr<v1::PackedBlock> Pack(const v1::Block& block);

// INVALID_ARGUMENT when the bytes are no block or pass a bound.
absl::StatusOr<v1::Block> Unpack(const v1::PackedBlock& packed);

}  // namespace lienthong::uplink
