#include "clients/cli/reference_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lienthong::cli {
namespace {

using testing::ElementsAre;

constexpr Language kEn = Language::kEnglish;

ReferenceRows Read(FileKind kind, std::string_view text) {
  ReferenceRows rows;
  ReadReferenceFile(kind, "f.csv", text, kEn, rows);
  return rows;
}

std::vector<std::string> Faults(FileKind kind, std::string_view text, Language language = kEn) {
  ReferenceRows rows;
  ReadReferenceFile(kind, "f.csv", text, language, rows);
  std::vector<std::string> faults;
  for (const Problem& problem : rows.problems) faults.push_back(FormatProblem(language, problem));
  return faults;
}

TEST(ReferenceFilesTest, TakesColumnsInAnyOrder) {
  const ReferenceRows rows = Read(FileKind::kUnits,
                                  "parent,name,code,valid_from,type\n"
                                  ",Tỉnh Phú Thọ,H44,,province\n"
                                  "H44,\"Xã A, B\",H44.130,2025-07-01,commune\n");

  EXPECT_TRUE(rows.problems.empty());
  ASSERT_EQ(rows.request.rows_size(), 2);
  const v1::UnitRow& unit = rows.request.rows(1).unit();
  EXPECT_EQ(unit.code(), "H44.130");
  EXPECT_EQ(unit.name(), "Xã A, B");
  EXPECT_EQ(unit.type(), "commune");
  EXPECT_EQ(unit.parent(), "H44");
  EXPECT_EQ(unit.valid_from(), "2025-07-01");
  EXPECT_EQ(rows.places[1].line, 3U);
}

TEST(ReferenceFilesTest, FillsTheRowsOfEachKind) {
  ReferenceRows rows;
  ReadReferenceFile(FileKind::kProcedures, "p.csv",
                    "code,name,field,processing_days,fee,online,written_result\n"
                    "1.000001,T,Hộ tịch,3,1,full,1\n",
                    kEn, rows);
  ReadReferenceFile(FileKind::kGrants, "g.csv", "unit,node,source,valid_from\nH44,n,igate,\n", kEn,
                    rows);
  ReadReferenceFile(FileKind::kMappings, "m.csv",
                    "source,kind,value,target,valid_from\nigate,status,XONG,9,\n", kEn, rows);
  ReadReferenceFile(FileKind::kCalendar, "c.csv",
                    "date,kind,detail,source\n2026-09-02,holiday,Quốc khánh,BLLĐ\n", kEn, rows);

  EXPECT_TRUE(rows.problems.empty());
  ASSERT_EQ(rows.request.rows_size(), 4);
  EXPECT_EQ(rows.request.rows(0).procedure().processing_days(), "3");
  EXPECT_EQ(rows.request.rows(1).grant().source(), "igate");
  EXPECT_EQ(rows.request.rows(2).mapping().target(), "9");
  EXPECT_EQ(rows.request.rows(3).calendar().detail(), "Quốc khánh");
}

TEST(ReferenceFilesTest, ReadsFilesWithoutTheColumnsThatCameLater) {
  EXPECT_THAT(Faults(FileKind::kGrants, "unit,node,source,valid_from\nH44,h44,igate,\n"),
              testing::IsEmpty());
  EXPECT_THAT(
      Faults(FileKind::kProcedures,
             "code,name,field,processing_days,fee,online,written_result\n1,x,y,3,0,full,1\n"),
      testing::IsEmpty());
}

TEST(ReferenceFilesTest, NamesAnUnknownColumnOfACalendar) {
  EXPECT_THAT(Faults(FileKind::kCalendar, "date,kind,detail,source,pair\n2026-09-02,holiday,x,y,\n"),
              ElementsAre(testing::AllOf(testing::HasSubstr("column pair"),
                                         testing::HasSubstr("date,kind,detail,source[,unit,swap,"))));
  EXPECT_THAT(Faults(FileKind::kCalendar,
                     "date,kind,detail,source,swap\n2026-08-31,holiday,x,y,2026-08-22\n"),
              testing::IsEmpty());
}

TEST(ReferenceFilesTest, NamesAMissingAndAnUnknownColumn) {
  EXPECT_THAT(Faults(FileKind::kUnits, "code,name,kind,parent,valid_from\nH44,x,y,,\n"),
              ElementsAre("file, f.csv:1: column kind: unknown; expected: "
                          "code,name,type,parent,valid_from[,abolished]",
                          "file, f.csv:1: column type: missing from the header; expected: "
                          "code,name,type,parent,valid_from[,abolished]"));
}

TEST(ReferenceFilesTest, NamesAColumnThatStandsTwice) {
  EXPECT_THAT(Faults(FileKind::kGrants, "unit,node,source,valid_from,unit\n"),
              ElementsAre("file, f.csv:1: column unit: stands twice in the header"));
}

TEST(ReferenceFilesTest, NamesTheLineAndColumnOfABadRow) {
  EXPECT_THAT(Faults(FileKind::kGrants,
                     "unit,node,source,valid_from\n"
                     "H44,n,igate,\n"
                     "H44,n\n"
                     "\n"
                     "H44,n,igate,,,\n"
                     "H44,\xff,igate,\n"),
              ElementsAre("file, f.csv:3: column source: has no cell; the row has 2 of 4 cells",
                          "file, f.csv:5: more cells than columns: 6 instead of 4",
                          "file, f.csv:6: column node: not UTF-8; save the file as UTF-8"));
}

TEST(ReferenceFilesTest, NamesAnEmptyFileAndABrokenOne) {
  EXPECT_THAT(Faults(FileKind::kGrants, ""),
              ElementsAre("file, f.csv:1: no header line; expected: "
                          "unit,node,source,valid_from[,go_live,without_release]"));
  EXPECT_THAT(Faults(FileKind::kGrants, "unit,node,source,valid_from\nH44,\"n,igate,\n"),
              ElementsAre("file, f.csv:2: a quote that is never closed"));
}

TEST(ReferenceFilesTest, SpeaksVietnamese) {
  EXPECT_THAT(
      Faults(FileKind::kGrants, "unit,node,source,valid_from\nH44,n\n", Language::kVietnamese),
      ElementsAre("tệp, f.csv:2: cột source: không có ô; dòng có 2 trên 4 ô"));
}

TEST(ReferenceFilesTest, FindsTheLineOfARowThatTheNodeRefuses) {
  ReferenceRows rows;
  ReadReferenceFile(FileKind::kGrants, "g.csv", "unit,node,source,valid_from\nA,n,s,\n", kEn, rows);
  ReadReferenceFile(FileKind::kMappings, "m.csv",
                    "source,kind,value,target,valid_from\ns,unit,\"x\ny\",A,\ns,unit,z,B,\n", kEn,
                    rows);
  v1::ImportReferenceResponse response;
  response.add_errors()->set_row(2);
  response.mutable_errors(0)->set_field("target");
  response.mutable_errors(0)->set_reason("no such unit");
  response.add_errors()->set_row(99);

  const std::vector<Problem> problems = ProblemsOf(response, rows.places);

  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(FormatProblem(kEn, problems[0]), "file, m.csv:4: column target: no such unit");
  EXPECT_EQ(problems[1].place.file, "?");
}

TEST(ReferenceFilesTest, LaterColumnsMayBeAbsentOrThere) {
  const ReferenceRows rows = Read(FileKind::kProcedures,
                                  "code,name,field,processing_days,fee,online,written_result,unit,"
                                  "published\n"
                                  "1.000001,T,Hộ tịch,3,1,full,1,H44,2026-01-05\n");

  EXPECT_TRUE(rows.problems.empty());
  ASSERT_EQ(rows.request.rows_size(), 1);
  EXPECT_EQ(rows.request.rows(0).procedure().unit(), "H44");
  EXPECT_EQ(rows.request.rows(0).procedure().published(), "2026-01-05");
  EXPECT_EQ(rows.request.rows(0).procedure().withdrawn(), "");
}

TEST(ReferenceFilesTest, AFigureNeedsItsDefinition) {
  EXPECT_THAT(Faults(FileKind::kObservations,
                     "unit,from,to,value,measure,source,as_of\nH44,2023-11-01,2023-11-30,7,points,"
                     "p,2023-12-01\n"),
              ElementsAre(testing::StartsWith("file, f.csv:1: column definition: missing")));
}

TEST(ReferenceFilesTest, WhatSuggestAddsForPeopleIsPassedOver) {
  const ReferenceRows rows = Read(FileKind::kMappings,
                                  "source,kind,value,target,valid_from,score,name,records\n"
                                  "igate,unit,UBND xã A,H44.1,,97,Xã A,12\n");

  EXPECT_TRUE(rows.problems.empty());
  ASSERT_EQ(rows.request.rows_size(), 1);
  EXPECT_EQ(rows.request.rows(0).mapping().target(), "H44.1");
  EXPECT_THAT(Faults(FileKind::kUnits, "code,name,type,parent,valid_from,score\n"),
              ElementsAre(testing::HasSubstr("column score: unknown")));
}

TEST(ReferenceFilesTest, ARulebookIsReadWhole) {
  ReferenceRows rows;
  ReadRulebookFile("r.textproto", "id: \"766-2026\"\nvalid_from: \"2026-01-01\"\n", rows);

  EXPECT_TRUE(rows.problems.empty());
  ASSERT_EQ(rows.request.rows_size(), 1);
  EXPECT_EQ(rows.request.rows(0).rulebook().id(), "766-2026");
  EXPECT_EQ(rows.places[0].file, "r.textproto");
}

TEST(ReferenceFilesTest, AFaultOfARulebookIsNamedByItsPlace) {
  ReferenceRows rows;
  ReadRulebookFile("r.textproto", "id: \"766-2026\"\ncolour: 1\n", rows);

  ASSERT_EQ(rows.problems.size(), 1U);
  EXPECT_EQ(rows.request.rows_size(), 0);
  EXPECT_THAT(FormatProblem(kEn, rows.problems[0]),
              testing::AllOf(testing::StartsWith("file, r.textproto:2: column "),
                             testing::HasSubstr("colour")));
}

}  // namespace
}  // namespace lienthong::cli
