#include "services/uplink/packing.h"

#include <zstd.h>

namespace lienthong::uplink {
namespace {

// Level 1 packs facts to a third at about 300 MB/s; level 3 gains 4 % for half the speed.
constexpr int kLevel = 1;

absl::StatusOr<std::string> Decompress(const v1::PackedBlock& packed) {
  std::string bytes(packed.unpacked_size(), '\0');
  const size_t size =
      ZSTD_decompress(bytes.data(), bytes.size(), packed.payload().data(), packed.payload().size());
  if (ZSTD_isError(size) != 0 || size != packed.unpacked_size())
    return InvalidArgument("block: cannot be unpacked");
  return bytes;
}

absl::StatusOr<v1::Block> Parse(const std::string& bytes) {
  v1::Block block;
  if (!block.ParseFromString(bytes)) return InvalidArgument("block: is no block");
  return block;
}

}  // namespace

absl::StatusOr<v1::PackedBlock> Pack(const v1::Block& block) {
  const std::string bytes = block.SerializeAsString();
  v1::PackedBlock packed;
  packed.set_codec(v1::PackedBlock::CODEC_ZSTD);
  packed.set_unpacked_size(bytes.size());
  std::string& payload = *packed.mutable_payload();
  payload.resize(ZSTD_compressBound(bytes.size()));
  const size_t size =
      ZSTD_compress(payload.data(), payload.size(), bytes.data(), bytes.size(), kLevel);
  if (ZSTD_isError(size) != 0) return Internal("block: cannot be packed");
  payload.resize(size);
  if (bytes.size() > kUnpackedBytesMax || size > kPackedBytesMax)
    return Internal("block: {} bytes pass the bound", bytes.size());
  return packed;
}

absl::StatusOr<v1::Block> Unpack(const v1::PackedBlock& packed) {
  if (packed.payload().size() > kPackedBytesMax || packed.unpacked_size() > kUnpackedBytesMax) {
    return InvalidArgument("block: larger than {} bytes packed or {} unpacked", kPackedBytesMax,
                           kUnpackedBytesMax);
  }
  if (packed.codec() == v1::PackedBlock::CODEC_NONE) {
    if (packed.payload().size() != packed.unpacked_size())
      return InvalidArgument("block: its size does not hold");
    return Parse(packed.payload());
  }
  if (packed.codec() != v1::PackedBlock::CODEC_ZSTD) return InvalidArgument("block: unknown codec");
  ASSIGN_OR_RETURN(const std::string bytes, Decompress(packed));
  return Parse(bytes);
}

}  // namespace lienthong::uplink
