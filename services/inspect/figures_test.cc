#include "services/inspect/figures.h"

#include <gtest/gtest.h>

namespace lienthong::inspect {
namespace {

// The figures of a text: "19.933=19933", with "%", "/of", "!" for a wrong notation and "~" for
// an approximate one.
std::string FiguresOf(std::string_view text) {
  std::string result;
  for (const Token& token : Tokenize(text)) {
    if (token.kind != Token::Kind::kNumber) continue;
    const Figure& figure = token.figure;
    result += (result.empty() ? "" : " ") + figure.text + "=" + ToString(figure.value);
    if (figure.unit == Unit::kFraction) result += "/" + ToString(figure.of);
    if (figure.unit == Unit::kPercent) result += "%";
    if (figure.notation == Notation::kSpaced) result += "_";
    if (figure.notation == Notation::kEnglish) result += "!";
    if (figure.notation == Notation::kBroken) result += "?";
    if (figure.approximate) result += "~";
  }
  return result;
}

TEST(FiguresTest, ReadsVietnameseNotation) {
  EXPECT_EQ(FiguresOf("tiếp nhận 19.933 hồ sơ"), "19.933=19933");
  EXPECT_EQ(FiguresOf("1.234.567 lượt"), "1.234.567=1234567");
  EXPECT_EQ(FiguresOf("09 hồ sơ quá hạn"), "09=9");
  EXPECT_EQ(FiguresOf("quá hạn 0 hồ sơ, đạt 0/20 điểm"), "0=0 0/20=0/20");
  EXPECT_EQ(FiguresOf("tỷ lệ 39,56%"), "39,56%=39.56%");
  EXPECT_EQ(FiguresOf("tỷ lệ 39,56 %, 0%"), "39,56 %=39.56% 0%=0%");
  EXPECT_EQ(FiguresOf("99 phần trăm"), "99 phần trăm=99%");
  EXPECT_EQ(FiguresOf("đạt 7,7/18 điểm"), "7,7/18=7.7/18");
  EXPECT_EQ(FiguresOf("đạt 538/1.733 TTHC"), "538/1.733=538/1733");
  EXPECT_EQ(FiguresOf("đạt 16,1 điểm/20 điểm"), "16,1 điểm/20=16.1/20");
}

TEST(FiguresTest, TakesGluedTextApart) {
  EXPECT_EQ(FiguresOf("đạt 81,42%quá hạn 18,58% điểm"), "81,42%=81.42% 18,58%=18.58%");
  EXPECT_EQ(FiguresOf("có 18.057hồ sơ(18.039 đúng hạn)"), "18.057=18057 18.039=18039");
}

TEST(FiguresTest, SaysHowANumberIsWritten) {
  EXPECT_EQ(FiguresOf("1 234 hồ sơ"), "1 234=1234_");
  EXPECT_EQ(FiguresOf("12\u00a0345 hồ sơ"), "12=12 345=345") << "Clean() makes it a space";
  EXPECT_EQ(FiguresOf("1,234 hồ sơ"), "1,234=1234!");
  EXPECT_EQ(FiguresOf("1,234.5 điểm"), "1,234.5=1234.5!");
  EXPECT_EQ(FiguresOf("đạt 39.56%"), "39.56%=39.56%!");
  EXPECT_EQ(FiguresOf("đạt 7.7/18 điểm"), "7.7/18=7.7/18!");
  EXPECT_EQ(FiguresOf("19.93 hồ sơ"), "19.93=19.93?");
  EXPECT_EQ(FiguresOf("19.9333 hồ sơ"), "19.9333=19.9333?");
  EXPECT_EQ(FiguresOf("1.234,5 hồ sơ"), "1.234,5=1234.5?") << "half a dossier";
}

TEST(FiguresTest, LetsTheUnitDecideWhatACommaMeans) {
  EXPECT_EQ(FiguresOf("1,234%"), "1,234%=1.234%");
  EXPECT_EQ(FiguresOf("1.234 hồ sơ"), "1.234=1234");
  EXPECT_EQ(FiguresOf("1.234%"), "1.234%=1.234%!");
}

TEST(FiguresTest, MarksWhatIsOnlyAbout) {
  EXPECT_EQ(FiguresOf("đạt gần 98%"), "98%=98%~");
  EXPECT_EQ(FiguresOf("trên 7.600 hồ sơ"), "7.600=7600~");
  EXPECT_EQ(FiguresOf("8,9 nghìn hồ sơ"), "8,9=8.9~");
  EXPECT_EQ(FiguresOf("trên tổng số 500 hồ sơ"), "500=500");
}

TEST(FiguresTest, LeavesAloneWhatCountsNothing) {
  for (const char* text : {"tháng 11/2023",
                           "tháng 11 năm 2023",
                           "ngày 23/6/2022",
                           "từ 15/12/2022 đến 14/3/2023",
                           "Quyết định 766/QĐ-TTg",
                           "Nghị định số 61/2018/NĐ-CP",
                           "mẫu II.06a/VPCP/KSTT",
                           "H44.13",
                           "quý III/2023",
                           "quý 3/2024",
                           "xếp thứ 12/34 tỉnh",
                           "lúc 06:03",
                           "19h30",
                           "từ 2.1.2018",
                           "11 tháng đầu năm",
                           "trong 3 ngày",
                           "Điều 5",
                           "mức độ 4",
                           "1. Tình hình",
                           "2.1. Kết quả",
                           "(1) Công khai",
                           "0912345678",
                           "1234567890123456",
                           "tháng 10-2020"}) {
    EXPECT_EQ(FiguresOf(text), "") << text;
  }
}

TEST(FiguresTest, StillReadsFiguresBesideDates) {
  EXPECT_EQ(FiguresOf("trong tháng 11, 538 hồ sơ"), "538=538");
  EXPECT_EQ(FiguresOf("trong tháng 500 hồ sơ"), "500=500");
  EXPECT_EQ(FiguresOf("năm 2023 538 hồ sơ"), "538=538");
  EXPECT_EQ(FiguresOf("từ 10/12 điểm lên 11/12 điểm"), "10/12=10/12 11/12=11/12");
  EXPECT_EQ(FiguresOf("mức độ hài lòng 4%"), "4%=4%");
}

TEST(FiguresTest, ReadsCells) {
  const auto values = [](std::string_view cell, bool quantity) {
    std::string text;
    for (const Figure& figure : ReadCell(cell, quantity)) text += ToString(figure.value) + ";";
    return text;
  };
  EXPECT_EQ(values("1.733", false), "1733;");
  EXPECT_EQ(values("31,04", true), "31.04;");
  EXPECT_EQ(values("1,234", true), "1.234;");
  EXPECT_EQ(values("538 TTHC (31,04 %)", false), "538;31.04;");
  EXPECT_EQ(values("-", false), "");
  EXPECT_EQ(values("Sở Tư pháp tiếp nhận được tất cả 15 hồ sơ", false), "");
}

TEST(FoldWordTest, UnifiesSpellings) {
  EXPECT_EQ(FoldWord("hoá"), FoldWord("hóa"));
  EXPECT_EQ(FoldWord("thuỷ"), FoldWord("thủy"));
  EXPECT_EQ(FoldWord("Tỉ"), FoldWord("tỷ"));
  EXPECT_EQ(FoldWord("QUÝ"), FoldWord("quí"));
  EXPECT_EQ(FoldWord("ĐÃ"), FoldWord("đã"));
  EXPECT_EQ(FoldWord("ÐÃ"), FoldWord("đã")) << "eth";
  EXPECT_EQ(FoldWord("h\u00f4\u0300"), FoldWord("hồ")) << "decomposed";
  EXPECT_NE(FoldWord("hạn"), FoldWord("hàn"));
  EXPECT_NE(FoldWord("tay"), FoldWord("tai"));
  EXPECT_NE(FoldWord("số"), FoldWord("sở"));
}

}  // namespace
}  // namespace lienthong::inspect
