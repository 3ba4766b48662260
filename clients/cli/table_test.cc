#include "clients/cli/table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace lienthong::cli {
namespace {

TEST(TableTest, MeasuresWhatATerminalShows) {
  EXPECT_EQ(DisplayWidth(""), 0U);
  EXPECT_EQ(DisplayWidth("H44.13"), 6U);
  EXPECT_EQ(DisplayWidth("Phú Thọ"), 7U);
  EXPECT_EQ(DisplayWidth("Phu\xCC\x81 Tho\xCC\xA3"), 7U) << "decomposed";
  EXPECT_EQ(DisplayWidth("Đường Lâm"), 9U);
  EXPECT_EQ(DisplayWidth("\xff\xfe"), 2U) << "not UTF-8";
}

TEST(TableTest, AlignsVietnameseInColumns) {
  Table table({{"đơn vị"}, {"số", Table::Align::kRight}, {"ghi chú"}});
  table.AddRow({"Xã Tân Phú", "19.933", "đủ"});
  table.AddRow({"Phường Vĩnh Phúc", "7", ""});
  table.AddRow({"Phu\xCC\x81 Tho\xCC\xA3", "0", "chậm"});
  std::ostringstream out;

  table.Print(out);

  EXPECT_EQ(out.str(),
            "đơn vị                số  ghi chú\n"
            "----------------  ------  -------\n"
            "Xã Tân Phú        19.933  đủ\n"
            "Phường Vĩnh Phúc       7\n"
            "Phu\xCC\x81 Tho\xCC\xA3                0  chậm\n");
}

TEST(TableTest, KeepsARowOnItsLine) {
  Table table({{"name"}});
  table.AddRow({"a\nb\x1b[31mc"});
  std::ostringstream out;

  table.Print(out);

  EXPECT_EQ(out.str(), "name\n---------\na b [31mc\n");
}

}  // namespace
}  // namespace lienthong::cli
