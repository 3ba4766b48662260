#include "services/inspect/reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/inspect/docx_testing.h"

namespace lienthong::inspect {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using Kind = Block::Kind;

// Blocks in one line each: text, "item 2: text", or a table "a|b / c|d".
std::vector<std::string> BlocksOf(std::string_view bytes) {
  const Reading reading = ReadDocument(bytes);
  EXPECT_FALSE(reading.refused) << static_cast<int>(*reading.refused);
  std::vector<std::string> blocks;
  for (const Block& block : reading.document.blocks) {
    std::string text = block.text;
    if (block.kind == Kind::kListItem) text = "item " + std::to_string(block.depth) + ": " + text;
    for (size_t r = 0; r < block.table.rows(); ++r) {
      text += r == 0 ? "table " : " / ";
      for (size_t c = 0; c < block.table.columns(); ++c) {
        text += (c == 0 ? "" : "|") + std::string(block.table.At(r, c));
      }
    }
    blocks.push_back(std::move(text));
  }
  return blocks;
}

TEST(TextReaderTest, MakesEachLineAParagraph) {
  EXPECT_THAT(BlocksOf("Một\r\n\r\nHai  \n - Ba\n   + Bốn\n"),
              ElementsAre("Một", "Hai", "item 1: - Ba", "item 2: + Bốn"));
}

TEST(TextReaderTest, JoinsWhatWasWrappedByHand) {
  EXPECT_THAT(BlocksOf("Trong tháng, các cơ quan trên địa bàn tỉnh đã tiếp nhận tất cả\n"
                       "19.933 hồ sơ, trong đó có mười tám nghìn hồ sơ được nộp trực\n"
                       "tuyến, phần còn lại nộp trực tiếp tại Bộ phận một cửa các cấp\n"
                       "và qua bưu chính.\n"
                       "- Một\n"),
              ElementsAre(testing::StartsWith("Trong tháng, các cơ quan trên địa bàn tỉnh đã tiếp "
                                              "nhận tất cả 19.933 hồ sơ"),
                          "item 1: - Một"));
}

TEST(TextReaderTest, ReadsTablesOfBarsTabsAndSpaces) {
  EXPECT_THAT(BlocksOf("| **A** | B |\n|---|--:|\n| 1 | 2 |\n"), ElementsAre("table A|B / 1|2"));
  EXPECT_THAT(BlocksOf("A\tB\n1\t2\n"), ElementsAre("table A|B / 1|2"));
  EXPECT_THAT(BlocksOf("Sở Y tế    120   118\nSở Nội vụ   5   4\n"),
              ElementsAre("table Sở Y tế|120|118 / Sở Nội vụ|5|4"));
}

TEST(HtmlReaderTest, ReadsWhatAReaderOfThePageReads) {
  EXPECT_THAT(
      BlocksOf("<html><head><title>x</title></head><body><script>y</script><nav>z</nav>"
               "<p>M&#7897;t <b>hai</b></p>ba<br>b&oacute;n<ul><li>n&#259;m<ul><li>s&aacute;u"
               "</ul></ul></body></html>"),
      ElementsAre("Một hai", "ba", "bón", "item 1: năm", "item 2: sáu"));
}

TEST(HtmlReaderTest, SpreadsMergedCells) {
  EXPECT_THAT(
      BlocksOf("<table><tr><th rowspan=2>A<th colspan=2>B<tr><th>b1<th>b2<tr><td>1<td>2<td>3"
               "</table>"),
      ElementsAre("table A|B|B / A|b1|b2 / 1|2|3"));
}

TEST(HtmlReaderTest, DissolvesTablesThatLayOutThePage) {
  EXPECT_THAT(BlocksOf("<table><tr><td><p>Một</p><table><tr><td>a</td><td>1</td></tr></table>"
                       "<p>Hai</p></td></tr></table>"),
              ElementsAre("Một", "table a|1", "Hai"));
}

TEST(HtmlReaderTest, TakesThePagesOwnEncodingWhereItIsNotUtf8) {
  EXPECT_THAT(BlocksOf("<html><head><meta charset=\"windows-1252\"></head><p>T\xfang</p></html>"),
              ElementsAre("Túng"));
}

TEST(DocxReaderTest, ReadsRunsItemsAndMergedCells) {
  EXPECT_THAT(
      BlocksOf(MakeDocx(Paragraph({"18.", "057"}) + Paragraph({"sâu"}, 1) + "<w:tbl>" +
                        TableRow({TableCell("A", "<w:vMerge w:val=\"restart\"/>"),
                                  TableCell("B", "<w:gridSpan w:val=\"2\"/>")}) +
                        TableRow({TableCell("", "<w:vMerge/>"), TableCell("1"), TableCell("2")}) +
                        "</w:tbl>")),
      ElementsAre("18.057", "item 2: sâu", "table A|B|B / A|1|2"));
}

TEST(ReadingTest, SaysWhatAFileIsInsteadOfAReport) {
  const std::pair<std::string, NoReport> cases[] = {
      {"", NoReport::kEmpty},
      {"\xef\xbb\xbf \r\n", NoReport::kEmpty},
      {"\x89PNG\r\n\x1a\n", NoReport::kImage},
      {"\xff\xd8\xff\xe0 JFIF", NoReport::kImage},
      {"RIFF1234WEBPVP8 ", NoReport::kImage},
      {"%PDF-1.7", NoReport::kPdf},
      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", NoReport::kOldWord},
      {"{\\rtf1 x}", NoReport::kRichText},
      {"\xff\xfe\x01\x00"s, NoReport::kUtf16},
      {"Ti\xe1p nh\xe2n 5", NoReport::kNotUtf8},
      {"a\0b"s, NoReport::kBinary},
      {"PK\x03\x04 and then nothing", NoReport::kDamagedZip},
      {MakeZip({{"xl/workbook.xml", "<x/>"}}), NoReport::kSpreadsheet},
      {MakeZip({{"ppt/presentation.xml", "<x/>"}}), NoReport::kPresentation},
      {MakeZip({{"mimetype", "application/vnd.oasis.opendocument.text"}}), NoReport::kOpenDocument},
      {MakeZip({{"a.txt", "Đã tiếp nhận 5 hồ sơ"}}), NoReport::kOtherZip},
      {MakeZip({{"word/document.xml", "<w:p>"}}), NoReport::kDamagedXml},
  };
  for (const auto& [bytes, what] : cases) {
    EXPECT_EQ(ReadDocument(bytes).refused, what) << bytes.substr(0, 12);
  }
}

TEST(ReadingTest, RefusesADamagedDocx) {
  std::string bytes = MakeDocx(Paragraph({std::string(5000, 'x')}));
  bytes.resize(bytes.size() / 2);
  EXPECT_EQ(ReadDocument(bytes).refused, NoReport::kDamagedZip);
}

TEST(ReadingTest, RefusesEntitiesOfADocumentsOwn) {
  const std::string bomb =
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
      "<!ENTITY f SYSTEM \"file:///etc/hostname\">]><w:document>&b;&f;</w:document>";
  EXPECT_EQ(ReadDocument(MakeZip({{"word/document.xml", bomb}})).refused, NoReport::kDamagedXml);
}

TEST(ReadingTest, StopsAtAZipBomb) {
  const std::string bytes = MakeDocx(Paragraph({std::string(kTextBytesMax + 1, ' ')}));

  ASSERT_LT(bytes.size(), size_t{1} << 20) << "small as a file";
  EXPECT_EQ(ReadDocument(bytes).refused, NoReport::kTooMuchText);
}

TEST(ReadingTest, StopsAtEveryBound) {
  std::string deep = "<html><body>";
  for (size_t i = 0; i < 100 * kDepthMax; ++i) deep += "<div>";
  EXPECT_EQ(ReadDocument(deep + "5 hồ sơ").refused, NoReport::kTooDeep);
  std::string nested;
  for (size_t i = 0; i < 2 * kDepthMax; ++i) nested += "<w:sdt>";
  EXPECT_TRUE(ReadDocument(MakeDocx(nested)).refused.has_value());
  std::string lines;
  for (size_t i = 0; i <= kBlocksMax; ++i) lines += "a\n";
  EXPECT_EQ(ReadDocument(lines).refused, NoReport::kTooMuchText);
  std::string tables = "<html><body>";
  for (int i = 0; i < 100; ++i) tables += "<table><tr><td>";
  EXPECT_EQ(ReadDocument(tables).refused, NoReport::kTooMuchText);
  std::string wide = "<table><tr>";
  for (size_t i = 0; i <= kColumnsMax; ++i) wide += "<td>1</td>";
  EXPECT_EQ(ReadDocument(wide + "</tr></table>").refused, NoReport::kTooMuchText);
  EXPECT_EQ(ReadDocument(std::string(kFileBytesMax + 1, 'a')).refused, NoReport::kTooLarge);
  EXPECT_EQ(ReadDocument(std::string(kTextBytesMax + 1, 'a')).refused, NoReport::kTooMuchText);
}

}  // namespace
}  // namespace lienthong::inspect
