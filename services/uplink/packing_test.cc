#include "services/uplink/packing.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include <random>

namespace lienthong::uplink {
namespace {

v1::Block BlockOf(const std::vector<std::string>& facts) {
  v1::Block block;
  v1::Run& run = *block.add_runs();
  run.mutable_origin()->set_node("h44-1");
  run.set_first_sequence(1);
  run.set_previous_hash(std::string(32, 'h'));
  for (const std::string& fact : facts) run.add_facts(fact);
  return block;
}

std::string RandomBytes(size_t size, std::mt19937_64& random) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

v1::PackedBlock Zstd(const std::string& bytes) {
  v1::PackedBlock packed;
  packed.set_codec(v1::PackedBlock::CODEC_ZSTD);
  packed.set_unpacked_size(bytes.size());
  packed.mutable_payload()->resize(ZSTD_compressBound(bytes.size()));
  packed.mutable_payload()->resize(ZSTD_compress(
      packed.mutable_payload()->data(), packed.payload().size(), bytes.data(), bytes.size(), 1));
  return packed;
}

absl::StatusCode CodeOf(const v1::PackedBlock& packed) { return Unpack(packed).status().code(); }

TEST(PackingTest, GivesBackTheSameBytes) {
  const v1::Block block = BlockOf({"one", "", std::string(1000, 'x')});

  const auto packed = Pack(block);

  ASSERT_TRUE(packed.ok());
  EXPECT_LT(packed->payload().size(), block.ByteSizeLong());
  EXPECT_EQ(Unpack(*packed)->SerializeAsString(), block.SerializeAsString());
}

TEST(PackingTest, ReadsABlockThatIsNotCompressed) {
  const v1::Block block = BlockOf({"one"});
  v1::PackedBlock packed;
  packed.set_codec(v1::PackedBlock::CODEC_NONE);
  packed.set_payload(block.SerializeAsString());
  packed.set_unpacked_size(block.ByteSizeLong());

  EXPECT_EQ(Unpack(packed)->SerializeAsString(), block.SerializeAsString());
  packed.set_unpacked_size(packed.unpacked_size() + 1);
  EXPECT_EQ(CodeOf(packed), absl::StatusCode::kInvalidArgument);
}

TEST(PackingTest, PacksNothingThatPassesABound) {
  std::mt19937_64 random(1);

  EXPECT_EQ(Pack(BlockOf({std::string(kUnpackedBytesMax, 'x')})).status().code(),
            absl::StatusCode::kInternal);
  EXPECT_EQ(Pack(BlockOf({RandomBytes(kPackedBytesMax, random)})).status().code(),
            absl::StatusCode::kInternal);
}

TEST(PackingTest, UnpacksUpToTheBound) {
  const size_t frame =
      BlockOf({std::string(kUnpackedBytesMax - 200, 'x')}).ByteSizeLong() - kUnpackedBytesMax + 200;
  const std::string full =
      BlockOf({std::string(kUnpackedBytesMax - frame, 'x')}).SerializeAsString();
  ASSERT_EQ(full.size(), kUnpackedBytesMax);

  EXPECT_TRUE(Unpack(Zstd(full)).ok());
  EXPECT_EQ(
      CodeOf(Zstd(BlockOf({std::string(kUnpackedBytesMax - frame + 1, 'x')}).SerializeAsString())),
      absl::StatusCode::kInvalidArgument);
}

// Sixteen times the bound of zeros in a few kilobytes, whatever size it states.
TEST(PackingTest, ABombIsRefusedWhateverSizeItStates) {
  v1::PackedBlock bomb = Zstd(std::string(16 * kUnpackedBytesMax, '\0'));
  ASSERT_LT(bomb.payload().size(), kPackedBytesMax);

  for (const size_t stated : {size_t{0}, size_t{1}, size_t{4096}, kUnpackedBytesMax,
                              16 * kUnpackedBytesMax, size_t{UINT32_MAX}}) {
    bomb.set_unpacked_size(stated);
    EXPECT_EQ(CodeOf(bomb), absl::StatusCode::kInvalidArgument) << stated;
  }
}

TEST(PackingTest, AStatedSizeThatDoesNotHoldIsRefused) {
  v1::PackedBlock packed = *Pack(BlockOf({"one", "two"}));
  const uint32_t size = packed.unpacked_size();

  for (const uint32_t stated : {0u, size - 1, size + 1, static_cast<uint32_t>(kUnpackedBytesMax)}) {
    packed.set_unpacked_size(stated);
    EXPECT_EQ(CodeOf(packed), absl::StatusCode::kInvalidArgument) << stated;
  }
}

TEST(PackingTest, AnUnknownCodecIsRefused) {
  v1::PackedBlock packed = *Pack(BlockOf({"one"}));

  packed.set_codec(v1::PackedBlock::CODEC_UNSPECIFIED);
  EXPECT_EQ(CodeOf(packed), absl::StatusCode::kInvalidArgument);
  packed.set_codec(static_cast<v1::PackedBlock::Codec>(9));
  EXPECT_EQ(CodeOf(packed), absl::StatusCode::kInvalidArgument);
}

TEST(PackingTest, TooLargeAPayloadIsRefused) {
  v1::PackedBlock packed;
  packed.set_codec(v1::PackedBlock::CODEC_NONE);
  packed.set_payload(std::string(kPackedBytesMax + 1, '\0'));
  packed.set_unpacked_size(packed.payload().size());

  EXPECT_EQ(CodeOf(packed), absl::StatusCode::kInvalidArgument);
}

// Damaged at random places: it unpacks to a block, or is refused with one code.
TEST(PackingTest, GarbageIsNamedNotFollowed) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const v1::PackedBlock good =
      *Pack(BlockOf({"one", RandomBytes(300, random), std::string(300, 'y')}));

  for (int i = 0; i < 3000; ++i) {
    v1::PackedBlock bad = good;
    if (random() % 2 == 0) bad.set_codec(v1::PackedBlock::CODEC_NONE);
    std::string& payload = *bad.mutable_payload();
    for (uint64_t flips = random() % 4; flips > 0; --flips)
      payload[random() % payload.size()] ^= 1 << random() % 8;
    if (random() % 4 == 0) payload.resize(random() % payload.size());
    if (random() % 8 == 0) payload = RandomBytes(random() % 500, random);
    if (random() % 2 == 0) bad.set_unpacked_size(payload.size());
    const auto block = Unpack(bad);
    ASSERT_TRUE(block.ok() || block.status().code() == absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace lienthong::uplink
