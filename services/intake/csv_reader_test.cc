#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/intake/csv_rows.h"
#include "services/intake/reader_testing.h"

namespace lienthong::intake {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kHead[] = "MaHoSo,MaTTHC,TrangThaiHoSo,NgayTiepNhan,GhiChu\n";

Collected Read(std::string_view text) { return Collect(ReadCsv, text); }
Collected ReadRows(std::string_view rows) { return Read(kHead + std::string(rows)); }

TEST(CsvTest, ReadsEveryKindOfColumn) {
  const Collected collected = Read(
      "\xef\xbb\xbfTrangThaiHoSo, MaHoSo "
      ",ChuHoSo,MaTTHC,MaHoSoKhac,KenhThucHien,NoiNopHoSo,DonViXuLy,"
      "NgayNopHoSo,NgayHenTra,ThoiDiemXuLy,madonvi,DanhSachHoSoBoSung,DanhSachLePhi,CotLa\r\n"
      "5,H44-1,Nguyễn Thị Bí Mật,1.000894,K-1,2,H44.13,\"Sở \"\"A\"\", B\",20260801073000,20260820,"
      "20260803090000,H44.2,\"[{\"\"HoSoBoSungId\"\":\"\"7\"\",\"\"NgayBoSung\"\":"
      "\"\"20260803090000\"\"}]\","
      "[],bất kỳ\r\n");

  ASSERT_THAT(collected.rejects, IsEmpty());
  ASSERT_THAT(collected.records, SizeIs(1));
  const v1::SourceRecord& record = collected.records[0].second;
  EXPECT_EQ(record.dossier(), "H44-1");
  EXPECT_EQ(record.status(), "5");
  EXPECT_EQ(record.handling_unit(), "Sở \"A\", B");
  EXPECT_EQ(record.reporting_unit(), "H44.2");
  EXPECT_EQ(record.submitted(), At("20260801073000"));
  EXPECT_TRUE(record.promised().day_only());
  EXPECT_EQ(record.status_time(), At("20260803090000"));
  ASSERT_EQ(record.supplements_size(), 1);
  EXPECT_EQ(record.supplements(0).id(), "7");
  EXPECT_EQ(record.flags(), 0u);
  EXPECT_EQ(record.SerializeAsString().find("Bí Mật"), std::string::npos);
}

TEST(CsvTest, ReadsTheSameRecordAsJson) {
  const std::string list = R"([{"DuocSoHoa":"1","TenTepDinhKem":"Bí Mật.pdf"}])";
  const Collected json =
      Collect(ReadNationalJson,
              "[" + Element("a", R"(,"NgayTiepNhan":"20260801080000","TaiLieuNop":)" + list) + "]");
  const Collected csv = Read(
      "MaHoSo;MaTTHC;TrangThaiHoSo;NgayTiepNhan;TaiLieuNop\n"
      "a;1.000894;2;20260801080000;" +
      list);

  ASSERT_THAT(json.records, SizeIs(1));
  ASSERT_THAT(csv.records, SizeIs(1));
  EXPECT_EQ(csv.records[0].second.DebugString(), json.records[0].second.DebugString());
}

TEST(CsvTest, CountsRowsWithoutTheHeaderAndBlankLines) {
  const Collected collected = ReadRows("a,1,2,,\n\nb,1,2,x,\r\nc,1,2,,");

  EXPECT_THAT(collected.Dossiers(), ElementsAre("a", "c"));
  EXPECT_THAT(collected.rejects,
              ElementsAre(Reject{2, "b", "NgayTiepNhan", "not a time yyyyMMddHHmmss or yyyyMMdd"}));
}

struct Fault {
  const char* row;
  Reject reject;
};

class CsvFaultTest : public testing::TestWithParam<Fault> {};

TEST_P(CsvFaultTest, RejectsTheRowAlone) {
  const Collected collected =
      ReadRows(std::string("a,1,2,,\n") + GetParam().row + "\nc,1,2,,\nd,1,2,,\n");

  EXPECT_THAT(collected.Dossiers(), ElementsAre("a", "c", "d"));
  EXPECT_THAT(collected.rejects, ElementsAre(GetParam().reject));
}

const std::string kHugeRow = "b,1,2,," + std::string(10 << 20, 'x');
const std::string kLongRow = "b," + std::string(257, 'x') + ",2,,";

INSTANTIATE_TEST_SUITE_P(
    All, CsvFaultTest,
    testing::Values(Fault{"b,1,2", {2, "", "", "3 cells where the header has 5"}},
                    Fault{"b,1,2,,,,", {2, "", "", "7 cells where the header has 5"}},
                    Fault{",1,2,,", {2, "", "MaHoSo", "required"}},
                    Fault{"b,1,2,,\"x\"y", {2, "", "GhiChu", "text behind the closing quote"}},
                    Fault{"b,1,2,,\"x", {2, "", "GhiChu", "truncated: the quoted cell has no end"}},
                    Fault{"b,1,2,,\xff", {2, "b", "GhiChu", "not UTF-8"}},
                    Fault{"b,1,2,20231301,",
                          {2, "b", "NgayTiepNhan", "not a time yyyyMMddHHmmss or yyyyMMdd"}},
                    Fault{kLongRow.c_str(), {2, "b", "MaTTHC", "longer than 256 bytes"}},
                    Fault{kHugeRow.c_str(),
                          {2, "b", "GhiChu", "too large: a record has at most 1048576 bytes"}}));

TEST(CsvTest, RejectsACellThatIsNoList) {
  const Collected collected =
      Read("MaHoSo,MaTTHC,TrangThaiHoSo,DanhSachLePhi\na,1,2,xx\nb,1,2,{}\nc,1,2,\nd,1,2,5\n");

  EXPECT_THAT(collected.Dossiers(), ElementsAre("c"));
  ASSERT_THAT(collected.rejects, SizeIs(3));
  for (const Reject& reject : collected.rejects) EXPECT_EQ(reject.field, "DanhSachLePhi");
}

TEST(CsvTest, LosesOnlyTheRowOfAStrayQuote) {
  const Collected collected = ReadRows("a,1,2,,\nb,1,2,,\"x\nc,1,2,,\"y\"\nd,1,2,,\n");

  EXPECT_THAT(collected.Dossiers(), ElementsAre("a", "c", "d"));
  EXPECT_THAT(collected.rejects, SizeIs(1));
}

TEST(CsvTest, RejectsATruncatedLastRow) {
  const Collected collected = ReadRows("a,1,2,,\nb,1,2,,\"no end");

  EXPECT_THAT(collected.Dossiers(), ElementsAre("a"));
  ASSERT_THAT(collected.rejects, SizeIs(1));
  EXPECT_THAT(collected.rejects[0].reason, HasSubstr("truncated"));
}

TEST(CsvTest, NamesAMissingColumn) {
  const auto missing = Read("MaHoSo,TrangThaiHoSo\na,2\n");
  const auto none = Read("x,y\n1,2\n");

  EXPECT_EQ(missing.result.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(missing.result.status().message()), "the file: missing column MaTTHC");
  EXPECT_EQ(std::string(none.result.status().message()),
            "the file: missing column MaHoSo, MaTTHC, TrangThaiHoSo");
}

TEST(CsvTest, RefusesAFileThatIsNoTable) {
  for (const char* text : {"", "\"", "\n", "%PDF-1.4", "MaHoSo,MaTTHC,TrangThaiHoSo,MaTTHC\n"}) {
    const Collected collected = Read(text);
    EXPECT_EQ(collected.result.status().code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(collected.records, IsEmpty());
  }
}

TEST(CsvTest, AHeaderAloneIsAnEmptyFile) { EXPECT_TRUE(Read(kHead).result.ok()); }

TEST(CsvTest, KeepsQuotesNewLinesAndDelimitersInsideACell) {
  CsvRow row;
  CsvRows rows("a,\"b \"\"c\"\"\r\n,d\",\"\"\r\nnext", ',');

  ASSERT_TRUE(rows.Next(row));
  ASSERT_THAT(row.cells, SizeIs(3));
  EXPECT_EQ(row.cells[1].Text(), "b \"c\"\r\n,d");
  EXPECT_EQ(row.cells[2].Text(), "");
  ASSERT_TRUE(rows.Next(row));
  EXPECT_EQ(row.raw, "next");
  EXPECT_FALSE(rows.Next(row));
}

// The last cell is quoted, so that a cut inside the row can be seen.
TEST(CsvTest, TruncatedTextKeepsEveryWholeRow) {
  std::string text = kHead;
  std::vector<size_t> ends;
  for (const char* row : {"a,1,2,20260801,\"x, \"\"y\"\"\nz\"", "b,1,2,20260801,\"x\""}) {
    text += row;
    ends.push_back(text.size());
    text += "\n";
  }

  for (size_t size = sizeof(kHead) - 1; size < text.size(); ++size) {
    const auto whole = static_cast<size_t>(
        std::count_if(ends.begin(), ends.end(), [&](size_t end) { return end <= size; }));
    const size_t given = Read(text.substr(0, size)).records.size();
    // Cut right before the quoted cell, or between two quotes, a row looks whole.
    ASSERT_GE(given, whole) << size;
    ASSERT_LE(given, std::min(whole + 1, ends.size())) << size;
  }
}

TEST(ReadFileTest, TellsJsonFromCsv) {
  EXPECT_THAT(Collect(ReadFile, "\xef\xbb\xbf\n [" + Element("a") + "]").Dossiers(),
              ElementsAre("a"));
  EXPECT_THAT(Collect(ReadFile, std::string(kHead) + "b,1,2,,\n").Dossiers(), ElementsAre("b"));
  EXPECT_EQ(Collect(ReadFile, "PK\x03\x04").result.status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace lienthong::intake
