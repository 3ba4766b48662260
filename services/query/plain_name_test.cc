#include "services/query/plain_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lienthong::query {
namespace {

using testing::Contains;
using testing::ElementsAre;

TEST(PlainNameTest, LeavesOutCaseMarksAndPunctuation) {
  EXPECT_THAT(PlainNames("Xã Đại  Đồng"), ElementsAre("xa dai dong"));
  EXPECT_THAT(PlainNames("XA_DAI-DONG."), ElementsAre("xa dai dong"));
  EXPECT_THAT(PlainNames("Xa\u0303 \u0110a\u0323i \u0111o\u0302\u0300ng"),
              ElementsAre("xa dai dong"));
}

TEST(PlainNameTest, WritesAbbreviationsOut) {
  EXPECT_THAT(PlainNames("TP. Việt Trì"), ElementsAre("thanh pho viet tri"));
  EXPECT_THAT(PlainNames("Kiểm soát TTHC"), ElementsAre("kiem soat thu tuc hanh chinh"));
  EXPECT_THAT(PlainNames("TT Thanh Sơn"),
              ElementsAre("trung tam thanh son", "thi tran thanh son", "thu tuc thanh son"));
}

TEST(PlainNameTest, TheCommitteeOfAUnitIsTheUnit) {
  EXPECT_THAT(PlainNames("UBND xã Hùng Lô"), ElementsAre("xa hung lo"));
  EXPECT_THAT(PlainNames("Ủy ban nhân dân"), ElementsAre("uy ban nhan dan"));
}

TEST(PlainNameTest, ReadingsAreBounded) {
  EXPECT_EQ(PlainNames("TT TT TT TT TT TT TT TT").size(), 8u);
  EXPECT_THAT(PlainNames("\xff\xfe"), ElementsAre(""));
  EXPECT_THAT(PlainNames(""), ElementsAre(""));
}

TEST(PlainCodeTest, ReadsOldAndLongerForms) {
  EXPECT_EQ(PlainCode("000.00.13.H44"), "H44.13");
  EXPECT_EQ(PlainCode("000.01.130.H44"), "H44.130.01");
  EXPECT_EQ(PlainCode("1.001234.000.00.00.H44"), "1.001234");
  for (const char* other : {"H44.13", "1.001234", "", "..", "000.00.00", "đang xử lý"})
    EXPECT_EQ(PlainCode(other), "") << other;
}

class NameIndexTest : public testing::Test {
 protected:
  NameIndexTest() {
    size_t item = 0;
    for (const char* name :
         {"Xã Tân Phú", "Xã Tân Phúc", "Phường Tân Dân", "Trung tâm Phục vụ hành chính công",
          "Sở Tài nguyên và Môi trường", "Thị trấn Thanh Sơn", "Xã Thanh Sơn"})
      index_.Add(item++, name);
  }
  // "3:100 0:61".
  std::string Nearest(const char* name, size_t most = 3) const {
    std::string text;
    for (const NameIndex::Match& match : index_.Nearest(name, most, 50))
      text += (text.empty() ? "" : " ") + std::to_string(match.item) + ":" +
              std::to_string(match.score);
    return text;
  }
  size_t Best(const char* name) const {
    const auto matches = index_.Nearest(name, 1, 50);
    return matches.empty() ? 99 : matches[0].item;
  }

  NameIndex index_;
};

TEST_F(NameIndexTest, TheSameInPlainFormIsAHundred) {
  EXPECT_EQ(Nearest("UBND XA TAN PHU", 1), "0:100");
  EXPECT_EQ(Nearest("TTPVHCC", 1), "3:100");
  EXPECT_EQ(Nearest("Sở TNMT", 1), "4:100");
  EXPECT_EQ(Nearest("tt thanh son", 1), "5:100");
}

TEST_F(NameIndexTest, ATypingErrorIsNear) {
  EXPECT_EQ(Best("Xã Tân Phú c"), 0u);
  EXPECT_EQ(Best("Trung tam phuc vu hanh chinh cong tinh"), 3u);
  EXPECT_EQ(Best("So Tai nguyen Moi truog"), 4u);
  EXPECT_LT(index_.Nearest("Xã Tân Fú", 1, 50)[0].score, 100u);
}

TEST_F(NameIndexTest, WhatHasLittleInCommonIsNot) {
  EXPECT_EQ(Nearest("Bưu điện Hà Nội"), "");
  EXPECT_EQ(Nearest(""), "");
  EXPECT_EQ(Nearest("\xff"), "");
}

TEST_F(NameIndexTest, EachThingIsNamedOnceByItsBestName) {
  index_.Add(0, "Tân Phú");

  const auto matches = index_.Nearest("Tân Phú", 10, 50);

  EXPECT_EQ(matches[0].item, 0u);
  EXPECT_EQ(matches[0].score, 100u);
  EXPECT_EQ(std::count_if(matches.begin(), matches.end(),
                          [](const auto& match) { return match.item == 0; }),
            1);
}

TEST_F(NameIndexTest, OrderDoesNotDependOnWhenItIsAsked) {
  EXPECT_EQ(Nearest("Xã Tân"), Nearest("Xã Tân"));
  EXPECT_EQ(Nearest("Xã Tân Phú", 2).substr(0, 6), "0:100 ");
}

}  // namespace
}  // namespace lienthong::query
