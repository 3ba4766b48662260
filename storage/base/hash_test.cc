#include "storage/base/hash.h"

#include <gtest/gtest.h>

namespace lienthong {
namespace {

// FIPS 180-2, appendix B.1.
TEST(HashTest, MatchesTheStandardsExample) {
  EXPECT_EQ(ToHex(BytesOf(Sha256("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256("a", "bc"), Sha256("abc"));
}

// Golden: these bytes are on every disk and every wire (fact.proto).
TEST(HashTest, ChainsAreForGood) {
  const Hash first = FirstHash(kFactChain, "h44-1", 0x0123456789abcdef);

  EXPECT_EQ(first, Sha256(std::string(
                       "lienthong.origin.v1\0h44-1\0\x01\x23\x45\x67\x89\xab\xcd\xef", 34)));
  EXPECT_EQ(ToHex(BytesOf(NextHash(first, "fact"))),
            ToHex(BytesOf(Sha256(std::string(BytesOf(first)).append("fact")))));
  EXPECT_NE(first, FirstHash(kReferenceChain, "h44-1", 0x0123456789abcdef));
}

TEST(HashTest, ReadsThirtyTwoBytesOnly) {
  Hash hash;

  EXPECT_TRUE(HashFromBytes(std::string(32, 'x'), hash));
  EXPECT_FALSE(HashFromBytes(std::string(31, 'x'), hash));
  EXPECT_FALSE(HashFromBytes("", hash));
}

}  // namespace
}  // namespace lienthong
