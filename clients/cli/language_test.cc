#include "clients/cli/language.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "clients/cli/words.h"

namespace lienthong::cli {
namespace {

constexpr Language kEn = Language::kEnglish;
constexpr Language kVi = Language::kVietnamese;

Language Detect(std::map<std::string, std::string> environment) {
  return DetectLanguage([&](const char* name) { return environment[name]; });
}

TEST(LanguageTest, ComesFromTheFirstVariableThatIsSet) {
  EXPECT_EQ(Detect({}), kEn);
  EXPECT_EQ(Detect({{"LANG", "vi_VN.UTF-8"}}), kVi);
  EXPECT_EQ(Detect({{"LANG", "C.UTF-8"}}), kEn);
  EXPECT_EQ(Detect({{"LC_ALL", "en_US.UTF-8"}, {"LANG", "vi_VN"}}), kEn);
  EXPECT_EQ(Detect({{"LC_MESSAGES", "vi"}, {"LANG", "C"}}), kVi);
}

TEST(LanguageTest, GroupsThousandsAsTheLanguageDoes) {
  EXPECT_EQ(FormatCount(kVi, 0), "0");
  EXPECT_EQ(FormatCount(kVi, 999), "999");
  EXPECT_EQ(FormatCount(kVi, 19933), "19.933");
  EXPECT_EQ(FormatCount(kEn, 1234567), "1,234,567");
}

TEST(LanguageTest, WritesTwoDecimals) {
  EXPECT_EQ(FormatPercent(kVi, "39.56"), "39,56 %");
  EXPECT_EQ(FormatDecimal(kVi, "18.1"), "18,10");
  EXPECT_EQ(FormatDecimal(kEn, "100"), "100.00");
  EXPECT_EQ(FormatDecimal(kEn, "0"), "0.00");
}

TEST(LanguageTest, LeavesAloneWhatIsNoDecimal) {
  for (const char* text : {"", "x", "1.", "1.234", "-1", ".5", "1.2.3"}) {
    EXPECT_EQ(FormatDecimal(kVi, text), text);
  }
}

TEST(WordsTest, AreThoseOfTheContract) {
  EXPECT_EQ(WordOf(v1::ACCOUNT_OPEN_IN_TIME), "open_in_time");
  EXPECT_EQ(WordOf(v1::SourceCoverage::STATE_BEHIND), "behind");
  EXPECT_EQ(OptionWordOf(v1::RATE_NOT_LATE), "not-late");
  EXPECT_EQ(ParseOptionWord<v1::Rate>("not-late"), v1::RATE_NOT_LATE);
  EXPECT_EQ(ParseOptionWord<v1::Rate>("unspecified"), std::nullopt);
  EXPECT_EQ(WordOf(static_cast<v1::Account>(99)), "99");
  EXPECT_EQ(FlagWords(0b1000001), (std::vector<std::string>{"online", "reused"}));
}

// The Vietnamese labels stand in lists, by number.
TEST(WordsTest, HaveAVietnameseLabelForTheLastOfEachKind) {
  EXPECT_EQ(LabelOf(kVi, v1::ACCOUNT_OUTSIDE), "ngoài sổ");
  EXPECT_EQ(LabelOf(kVi, v1::ACCOUNT_CANCELLED_NO_DUE), "hủy, không hẹn");
  EXPECT_EQ(LabelOf(kVi, v1::STATUS_RETURNED), "đã trả kết quả");
  EXPECT_EQ(LabelOf(kVi, v1::CHANNEL_POST), "bưu chính");
  EXPECT_EQ(LabelOf(kVi, v1::UNIT_ROLE_APPLYING), "thực hiện thủ tục");
  EXPECT_EQ(LabelOf(kVi, v1::UNIT_TYPE_CENTRE), "trung tâm");
  EXPECT_EQ(LabelOf(kVi, v1::REFERENCE_KIND_GRANT), "quyền ghi");
  EXPECT_EQ(LabelOf(kVi, v1::REFERENCE_KIND_HANDOVER), "bàn giao");
  EXPECT_EQ(LabelOf(kVi, v1::SourceCoverage::STATE_UNCOVERED), "không có nguồn");
  EXPECT_EQ(LabelOf(kEn, v1::ACCOUNT_OPEN_IN_TIME), "open in time");
}

}  // namespace
}  // namespace lienthong::cli
