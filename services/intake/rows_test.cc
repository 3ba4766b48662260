#include "services/intake/rows.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "services/intake/national_time.h"

namespace lienthong::intake {
namespace {

const std::vector<NamedColumn> kColumns = {
    {"code", "Ma", true}, {"day", "Ngay", true}, {"note", "GhiChu"}};

// "1: a|b|c" for a row, "2! code field: reason" for a reject.
std::vector<std::string> Told(std::string_view bytes, absl::Status* status = nullptr) {
  std::vector<std::string> told;
  const absl::Status read = ReadRows(
      bytes, kColumns,
      [&](uint64_t number, const Cells& cells) {
        told.push_back(fmt::format("{}: {}", number, fmt::join(cells, "|")));
        return absl::OkStatus();
      },
      [&](const Reject& r) {
        told.push_back(fmt::format("{}! {} {}: {}", r.number, r.dossier, r.field, r.reason));
      });
  if (status != nullptr) *status = read;
  return told;
}

using Lines = std::vector<std::string>;

TEST(RowsTest, CsvColumnsStandInAnyOrderUnderEitherName) {
  EXPECT_EQ(Told("day;Ma;Ten\n2026-08-01; a ;Nguyễn\n\n2026-08-02;\"b;\";x\n"),
            (Lines{"1: a|2026-08-01|", "2: b;|2026-08-02|"}));
  EXPECT_EQ(Told("\xef\xbb\xbfNgay,code,GhiChu\r\n1,a,x\r\n"), (Lines{"1: a|1|x"}));
}

TEST(RowsTest, OneBadCsvRowDoesNotSinkTheOthers) {
  EXPECT_EQ(Told("code,day\na,1\nb\n\"c,2\nd,3\ne,\xff\nf,4\n"),
            (Lines{"1: a|1|", "2!  : 1 cells where the header has 2", "3!  : quotes do not match",
                   "4: d|3|", "5!  : not UTF-8", "6: f|4|"}));
}

TEST(RowsTest, JsonIsAListOfFlatObjects) {
  EXPECT_EQ(Told(R"([{"Ma":"a","day":20260801,"x":["y"]},{"code":"b","Ngay":null,"note":true}])"),
            (Lines{"1: a|20260801|", "2: b||true"}));
  EXPECT_EQ(Told(R"({"n":{"data":[1]},"data":[{"code":"a","day":"1"}]})"), (Lines{"1: a|1|"}));
}

TEST(RowsTest, OneBadJsonRowDoesNotSinkTheOthers) {
  EXPECT_EQ(Told(R"([{"code":"a","day":[1]},{"code":"b","Ma":"c"},5,{"code":"d","day":"\ud800"},)"
                 R"({"code":"e"}])"),
            (Lines{"1! a day: must be one text, number or truth",
                   "2! b code: must be one text, number or truth", "3!  : not a well-formed object",
                   "4!  : not a well-formed object", "5: e||"}));
}

TEST(RowsTest, WhatIsCutOffSaysSo) {
  EXPECT_EQ(Told(R"([{"code":"a"},{"code":"b")"),
            (Lines{"1: a||", "2!  : not well-formed JSON from here on; mend the file"}));
  EXPECT_EQ(Told(R"([{"code":"a"},)"),
            (Lines{"1: a||", "2!  : truncated: the list has no end; send the file again"}));
}

TEST(RowsTest, AFileOfAnotherFormIsRefusedAsAWhole) {
  for (const char* bytes :
       {"", "day\n1\n", "code,code,day\n", "{}", "{\"data\":5}", "{\"data\"", "code,day,Ma\n"}) {
    absl::Status status;
    EXPECT_TRUE(Told(bytes, &status).empty()) << bytes;
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << bytes;
  }
}

TEST(RowsTest, TimesAreReadAsPeopleWriteThem) {
  const Instant ten = ParseNationalTime("20260801100000")->instant;
  const Instant midnight = ParseNationalTime("20260801")->instant;
  for (const char* text :
       {"20260801100000", "2026-08-01 10:00:00", "2026-08-01T10:00:00", "2026-08-01 10:00"})
    EXPECT_EQ(ParseWrittenTime(text), ten) << text;
  for (const char* text : {"20260801", "2026-08-01"})
    EXPECT_EQ(ParseWrittenTime(text), midnight) << text;
  for (const char* text :
       {"", "1/8/2026", "2026-13-01", "2026-08-01 25:00:00", "2026-08-01 10", "2026-08-0110:00:00",
        "202608011000", "20260801 100000", "2026-08-01 10:00:00Z", "2026-02-30"})
    EXPECT_FALSE(ParseWrittenTime(text).has_value()) << text;
}

}  // namespace
}  // namespace lienthong::intake
