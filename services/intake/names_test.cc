#include "services/intake/names.h"

#include <gtest/gtest.h>

namespace lienthong::intake {
namespace {

TEST(NormalizeNameTest, MakesSpellingsOfOneNameEqual) {
  const std::string expected = "ủy ban nhân dân xã đông hải";

  EXPECT_EQ(NormalizeName("ủy ban nhân dân xã đông hải"), expected);
  EXPECT_EQ(NormalizeName("ỦY BAN NHÂN DÂN XÃ ĐÔNG HẢI"), expected);
  EXPECT_EQ(NormalizeName("  Ủy ban\tnhân  dân\r\n xã Đông\u00a0Hải "), expected);
  EXPECT_EQ(NormalizeName("U\u0309y ban nha\u0302n da\u0302n xa\u0303 Đo\u0302ng Ha\u0309i"),
            expected);
  EXPECT_EQ(NormalizeName("\ufeffỦy ban nhân dân xã Đông\u200b Hải"), expected);
}

TEST(NormalizeNameTest, KeepsDifferentNamesApart) {
  EXPECT_NE(NormalizeName("Đại"), NormalizeName("Dại"));
  EXPECT_NE(NormalizeName("Hòa"), NormalizeName("Hoà"));
  EXPECT_NE(NormalizeName("Đông Hải"), NormalizeName("ĐôngHải"));
}

TEST(NormalizeNameTest, IsIdempotent) {
  for (const char* name : {"", " ", "Phường 12", "ẤP  Thượng", "Straße", "İ", "ΑΣ"}) {
    const std::string once = NormalizeName(name);
    EXPECT_EQ(NormalizeName(once), once) << name;
  }
}

TEST(NormalizeNameTest, GivesNothingForWhatIsNotUtf8) {
  EXPECT_EQ(NormalizeName("Ph\xfa Th\xc3"), "");
  EXPECT_EQ(NormalizeName(""), "");
}

}  // namespace
}  // namespace lienthong::intake
