// What the commands about reference data print.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/map_suggest.h"
#include "clients/cli/procedures.h"
#include "clients/cli/reference_export.h"
#include "clients/cli/reference_files.h"
#include "clients/cli/test_support.h"
#include "storage/base/calendar_date.h"

namespace lienthong::cli {
namespace {

using testing::HasSubstr;

class ReferenceOutputTest : public testing::Test {
 protected:
  Context& As(Output output, Language language = Language::kEnglish) {
    world_.context.output = output;
    world_.context.language = language;
    world_.out.str("");
    return world_.context;
  }
  std::string Printed() const { return world_.out.str(); }

  TestWorld world_;
};

v1::ListReferenceResponse MakeMappings() {
  v1::ListReferenceResponse response;
  v1::MappingRow& row = *response.add_rows()->mutable_mapping();
  row.set_source("igate");
  row.set_kind("unit");
  row.set_value("UBND xã \"A\", huyện B");
  row.set_target("H44.1");
  return response;
}

TEST_F(ReferenceOutputTest, WhatIsExportedIsReadAgain) {
  PrintRows(As(Output::kCsv), v1::ListReferenceRequest::KIND_MAPPING, MakeMappings());

  EXPECT_EQ(Printed(),
            "source,kind,value,target,valid_from\n"
            "igate,unit,\"UBND xã \"\"A\"\", huyện B\",H44.1,\n");
  ReferenceRows rows;
  ReadReferenceFile(FileKind::kMappings, "m.csv", Printed(), Language::kEnglish, rows);
  EXPECT_TRUE(rows.problems.empty());
  EXPECT_EQ(rows.request.rows(0).SerializeAsString(), MakeMappings().rows(0).SerializeAsString());
}

TEST_F(ReferenceOutputTest, MappingsAreATableAndJson) {
  PrintRows(As(Output::kTable), v1::ListReferenceRequest::KIND_MAPPING, MakeMappings());
  EXPECT_THAT(Printed(), HasSubstr("source  kind  value"));
  PrintRows(As(Output::kJson), v1::ListReferenceRequest::KIND_MAPPING, MakeMappings());
  EXPECT_THAT(Printed(), HasSubstr(R"("target": "H44.1")"));
}

v1::SuggestMappingsResponse MakeSuggestions() {
  v1::SuggestMappingsResponse response;
  auto& word = *response.add_words();
  word.mutable_missing()->set_kind(v1::REFERENCE_KIND_UNIT);
  word.mutable_missing()->set_source("igate");
  word.mutable_missing()->set_value("UBND xa Tan Phu");
  word.set_records(1200);
  for (const auto& [target, name, score] :
       {std::tuple("H44.130", "Xã Tân Phú", 100), std::tuple("H44.131", "Xã Tân Phúc", 91)}) {
    auto& candidate = *word.add_candidates();
    candidate.set_target(target);
    candidate.set_name(name);
    candidate.set_score(static_cast<uint32_t>(score));
  }
  auto& unknown = *response.add_words();
  unknown.mutable_missing()->set_kind(v1::REFERENCE_KIND_STATUS);
  unknown.mutable_missing()->set_source("igate");
  unknown.mutable_missing()->set_value("Z");
  unknown.set_records(1);
  return response;
}

TEST_F(ReferenceOutputTest, SuggestionsAreRowsThatAnImportTakesOnceTheyAreFilled) {
  PrintSuggestions(As(Output::kCsv), MakeSuggestions());

  EXPECT_EQ(Printed(),
            "source,kind,value,target,valid_from,score,name,records\n"
            "igate,unit,UBND xa Tan Phu,H44.130,,100,Xã Tân Phú,1200\n"
            "igate,status,Z,,,0,,1\n");
  ReferenceRows rows;
  ReadReferenceFile(FileKind::kMappings, "words.csv", Printed(), Language::kEnglish, rows);
  EXPECT_TRUE(rows.problems.empty());
  EXPECT_EQ(rows.request.rows(0).mapping().target(), "H44.130");
  EXPECT_EQ(rows.request.rows(1).mapping().target(), "");
}

TEST_F(ReferenceOutputTest, SuggestionsAreATableOfCandidates) {
  PrintSuggestions(As(Output::kTable, Language::kVietnamese), MakeSuggestions());

  EXPECT_THAT(Printed(), HasSubstr("UBND xa Tan Phu"));
  EXPECT_THAT(Printed(), HasSubstr("H44.131"));
  EXPECT_THAT(Printed(), HasSubstr("không có"));
  PrintSuggestions(As(Output::kJson), MakeSuggestions());
  EXPECT_THAT(Printed(), HasSubstr(R"("score": 91)"));
}

v1::GetCatalogueResponse MakeCatalogue() {
  v1::GetCatalogueResponse response;
  response.set_procedures(1733);
  response.set_online_full(538);
  response.set_online_partial(35);
  response.set_other(1160);
  v1::Procedure& row = *response.add_rows();
  row.set_code("1.001");
  row.set_name("Đăng ký khai sinh");
  row.set_field("Hộ tịch");
  row.set_online(v1::ONLINE_LEVEL_FULL);
  row.set_processing_days(-1);
  row.mutable_offering()->set_published(*ParseDate("2023-11-05"));
  return response;
}

TEST_F(ReferenceOutputTest, ACatalogueEndsWithItsCounts) {
  PrintProcedures(As(Output::kTable, Language::kVietnamese), {.unit = "H44"}, MakeCatalogue());
  EXPECT_THAT(Printed(),
              HasSubstr("1.733 thủ tục: 538 toàn trình, 35 một phần, 1.160 hình thức khác"));
  EXPECT_THAT(Printed(), HasSubstr("2023-11-05"));

  PrintProcedures(As(Output::kJson), {.unit = "H44"}, MakeCatalogue());
  EXPECT_THAT(Printed(), HasSubstr(R"("online_full": 538)"));
  EXPECT_THAT(Printed(), HasSubstr(R"("processing_days": null)"));

  PrintProcedures(As(Output::kCsv), {.unit = "H44"}, MakeCatalogue());
  EXPECT_THAT(Printed(), HasSubstr("code,name,field,online,processing_days,fee"));
}

}  // namespace
}  // namespace lienthong::cli
