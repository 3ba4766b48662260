#include "clients/cli/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/messages.h"

namespace lienthong::cli {
namespace {

using testing::ElementsAre;

TEST(CsvTest, ReadsQuotesLineEndsAndTheByteOrderMark) {
  const CsvText text = ParseCsv(
      "\xef\xbb\xbf"
      "a,\"b \"\"c\"\"\",\r\n\n\"x\ny\",z,\"\"\n,,\nlast");

  ASSERT_FALSE(text.fault);
  ASSERT_EQ(text.rows.size(), 4U);
  EXPECT_THAT(text.rows[0].cells, ElementsAre("a", "b \"c\"", ""));
  EXPECT_THAT(text.rows[1].cells, ElementsAre("x\ny", "z", ""));
  EXPECT_THAT(text.rows[2].cells, ElementsAre("", "", ""));
  EXPECT_THAT(text.rows[3].cells, ElementsAre("last"));
}

TEST(CsvTest, KnowsTheLineOnWhichARowBegins) {
  const CsvText text = ParseCsv("a\n\n\"x\ny\"\nb\n");

  ASSERT_EQ(text.rows.size(), 3U);
  EXPECT_EQ(text.rows[1].line, 3U);
  EXPECT_EQ(text.rows[2].line, 5U);
}

TEST(CsvTest, NamesTheLineThatIsNoCsv) {
  const auto fault = [](std::string_view text) { return *ParseCsv(text).fault; };

  EXPECT_EQ(fault("a\n\"b\n\nc").line, 2U);
  EXPECT_EQ(fault("a\n\"b\n\nc").reason, &messages::kCsvUnterminated);
  EXPECT_EQ(fault("a\n\"b\"c\n").line, 2U);
  EXPECT_EQ(fault("a\n\"b\"c\n").reason, &messages::kCsvTextAfterQuote);
  EXPECT_EQ(fault("a\nb\"c\n").reason, &messages::kCsvQuoteInside);
}

TEST(CsvTest, WritesWhatItReads) {
  const std::vector<std::string> cells = {"", "plain", "a,b", "a \"b\"", "x\ny", "dấu"};

  const CsvText text = ParseCsv(CsvLine(cells));

  ASSERT_EQ(text.rows.size(), 1U);
  EXPECT_EQ(text.rows[0].cells, cells);
}

}  // namespace
}  // namespace lienthong::cli
