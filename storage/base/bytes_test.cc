#include "storage/base/bytes.h"

#include <gtest/gtest.h>

#include <limits>

namespace lienthong {
namespace {

TEST(BytesTest, BigEndianKeepsTheOrderOfNumbers) {
  std::string small, large;
  PutBigEndian32(small, 0x0000ffff);
  PutBigEndian32(large, 0x00010000);

  EXPECT_EQ(small, std::string("\x00\x00\xff\xff", 4));
  EXPECT_LT(small, large);
}

TEST(BytesTest, VarintsComeBack) {
  for (const uint64_t value : {uint64_t{0}, uint64_t{127}, uint64_t{128}, uint64_t{300},
                               std::numeric_limits<uint64_t>::max()}) {
    std::string bytes;
    PutVarint(bytes, value);
    std::string_view rest = bytes;
    uint64_t read = 0;
    ASSERT_TRUE(GetVarint(rest, read));
    EXPECT_EQ(read, value);
    EXPECT_TRUE(rest.empty());
  }
}

TEST(BytesTest, ATruncatedNumberIsRefused) {
  uint64_t value = 0;
  uint32_t small = 0;
  std::string_view cut("\x80\x80", 2);
  std::string_view three("abc");
  std::string_view endless("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff");

  EXPECT_FALSE(GetVarint(cut, value));
  EXPECT_FALSE(GetVarint(endless, value));
  EXPECT_FALSE(GetBigEndian32(three, small));
  EXPECT_FALSE(GetBigEndian64(three, value));
}

TEST(BytesTest, ZigZagComesBack) {
  for (const int64_t value :
       {int64_t{0}, int64_t{-1}, int64_t{1}, std::numeric_limits<int64_t>::min(),
        std::numeric_limits<int64_t>::max()}) {
    EXPECT_EQ(UnZigZag(ZigZag(value)), value);
  }
}

}  // namespace
}  // namespace lienthong
