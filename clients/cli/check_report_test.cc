#include "clients/cli/check_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/check_report_words.h"
#include "clients/cli/json.h"
#include "clients/cli/test_support.h"

namespace lienthong::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Tests run at the root of the repository.
constexpr const char* kPublished = "services/inspect/testdata/published-2023-11.txt";

class CheckReportTest : public testing::Test {
 protected:
  ExitCode Run(const std::string& file, Output output = Output::kTable,
               Language language = Language::kVietnamese) {
    world_.out.str("");
    world_.err.str("");
    world_.context.output = output;
    world_.context.language = language;
    return RunCheckReport(world_.context, {.file = file});
  }

  std::string Out() const { return world_.out.str(); }
  std::string Err() const { return world_.err.str(); }

  TestWorld world_;
  TestDirectory directory_;
};

TEST_F(CheckReportTest, TellsTheThreeFindingsOfThePublishedReportInVietnamese) {
  EXPECT_EQ(Run(kPublished), ExitCode::kSomethingFound);

  EXPECT_THAT(Out(), HasSubstr(": văn bản thuần; kỳ 2023-11; đơn vị không ghi\n"
                               "đọc được 35 số liệu; 5 phép kiểm tra khớp, 3 phát hiện; 18 số "
                               "liệu không có gì để đối chiếu\n"));
  EXPECT_THAT(
      Out(),
      HasSubstr(
          "\n1. NGHI VẤN: 379 hồ sơ tiếp nhận không nằm ở phần nào\n"
          "   số liệu    19.933 (tiếp nhận) = 18.057 (đã giải quyết) + 1.497 (đang giải quyết) + "
          "379 (không\n"
          "              nêu)\n"));
  EXPECT_THAT(Out(), HasSubstr("\n2. NGHI VẤN: tỷ lệ không khớp với điểm\n"
                               "   số liệu    39,56% (tỷ lệ nhóm 1 công khai minh bạch) ↔ 7,7/18 "
                               "(điểm nhóm 1 công khai minh bạch) =\n"
                               "              42,78 % (từ 42,50 đến 43,06 %)\n"));
  EXPECT_THAT(Out(), HasSubstr("\n3. SAI: tỷ lệ không khớp với điểm\n"
                               "   số liệu    81,42% (tỷ lệ đúng hạn) ↔ 16,1/20 (điểm nhóm 2 tiến "
                               "độ giải quyết) = 80,50 % (từ 80,25\n"
                               "              đến 80,75 %)\n"));
  EXPECT_THAT(Out(), Not(HasSubstr("\n4. ")));
  EXPECT_EQ(Err(), "");
}

TEST_F(CheckReportTest, TellsWhatHoldsAndWhatNothingDecides) {
  Run(kPublished, Output::kTable, Language::kEnglish);

  EXPECT_THAT(Out(), HasSubstr("\nHOLDS\n"
                               "   1.497 (in hand) = 1.488 (in hand, not yet due) + 09 (in hand, "
                               "overdue)\n"));
  EXPECT_THAT(Out(), HasSubstr("2,83% (rate: group 3 online service); 5,46% (rate: group 4 online "
                               "payment)\n"));
  EXPECT_THAT(Out(), HasSubstr("5 figures of which no word says what they count: 4; 1; 1; 1; 1\n"));
}

TEST_F(CheckReportTest, IsDoneWhenNothingIsWrong) {
  EXPECT_EQ(Run("services/inspect/testdata/right-two-levels.txt"), ExitCode::kDone);

  EXPECT_THAT(Out(),
              AllOf(HasSubstr("\nKhông phát hiện điều gì sai.\n"), Not(HasSubstr("PHÁT HIỆN\n"))));
}

TEST_F(CheckReportTest, CountsWhatHoldsInTheRowsOfATable) {
  EXPECT_EQ(Run("services/inspect/testdata/wrong-form.html"), ExitCode::kSomethingFound);

  EXPECT_THAT(Out(), HasSubstr("1. SAI: các phần cộng lại không bằng tổng\n"
                               "   số liệu    31 (đang giải quyết, Sở Y tế) ≠ 29"));
  EXPECT_THAT(Out(), HasSubstr("bảng 1, dòng 7: 3 | Sở Y tế | 311 |"));
  EXPECT_THAT(Out(), HasSubstr("160 (đang giải quyết, trong hạn) ≠ 100 (Sở Tư pháp) + 30 (Sở Xây "
                               "dựng) + 29 (Sở Y tế)\n"));
  EXPECT_THAT(Out(), HasSubstr("\n   và 11 phép kiểm tra khác trong các dòng của bảng\n"));
}

TEST_F(CheckReportTest, PrintsJsonThatIsTheSameInBothLanguages) {
  Run(kPublished, Output::kJson, Language::kVietnamese);
  const std::string vietnamese = Out();
  Run(kPublished, Output::kJson, Language::kEnglish);

  EXPECT_EQ(Out(), vietnamese);
  const Json json = Json::parse(vietnamese);
  EXPECT_EQ(json["period"], "2023-11");
  ASSERT_EQ(json["findings"].size(), 3U);
  const Json& finding = json["findings"][2];
  EXPECT_EQ(finding["verdict"], "error");
  EXPECT_EQ(finding["rule"], "score_rate");
  EXPECT_EQ(finding["why"], "one_indicator");
  EXPECT_EQ(finding["low"], "80.25");
  EXPECT_EQ(json["figures"][finding["figures"][0].get<size_t>()]["text"], "81,42%");
  EXPECT_THAT(finding["explanation"]["en"]["why"].get<std::string>(), HasSubstr("one indicator"));
  EXPECT_EQ(json["books"], nullptr);
}

TEST_F(CheckReportTest, PrintsCsv) {
  Run("services/inspect/testdata/wrong-quarter.txt", Output::kCsv);

  EXPECT_THAT(Out(),
              HasSubstr("verdict,rule,why,figures,expected,low,high,difference,sentences\n"));
  EXPECT_THAT(Out(), HasSubstr("\nerror,parts,parts_differ,30.412 20.114 10.188 120,30422,,,-10,"));
}

TEST_F(CheckReportTest, RefusesWhatIsNoReportAndSaysWhatToDo) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "it is empty; give the file of the report"},
      {"\x89PNG\r\n", "it is a picture; give the text itself"},
      {"%PDF-1.7", "it is a PDF, which is not read; save the report as DOCX"},
      {"PK\x03\x04zip", "the DOCX is damaged or was not copied whole; fetch it again"},
      {"Xin ch\xe0o", "its letters are not UTF-8; save it as UTF-8"},
      {"Hôm nay trời đẹp", "no figure of a report on dossiers stands in it"},
  };
  for (const auto& [bytes, reason] : cases) {
    const std::string file = directory_.Write("report", bytes);
    EXPECT_EQ(Run(file, Output::kTable, Language::kEnglish), ExitCode::kUsage) << reason;
    EXPECT_TRUE(Err().starts_with("lienthong: file, " + file + ": no report: ")) << Err();
    EXPECT_THAT(Err(), HasSubstr(reason));
    EXPECT_EQ(Out(), "");
  }
  EXPECT_EQ(Run(directory_.Path("none"), Output::kTable, Language::kEnglish), ExitCode::kUsage);
  EXPECT_THAT(Err(), HasSubstr("cannot be read: "));
}

// The last word of each enumeration: none is missing before it.
TEST_F(CheckReportTest, NamesEveryThing) {
  for (int i = 0; i <= static_cast<int>(inspect::NoReport::kNoFigures); ++i) {
    const Message& reason = ReasonOf(static_cast<inspect::NoReport>(i));
    EXPECT_NE(reason.en, reason.vi);
  }
  EXPECT_EQ(WordOf(inspect::Measure::kScore), "score");
  EXPECT_EQ(WordOf(inspect::Rule::kNotation), "notation");
  EXPECT_EQ(WordOf(inspect::Why::kBrokenNumber), "broken_number");
  EXPECT_EQ(WordOf(inspect::Undecided::kQuoted), "quoted");
  EXPECT_EQ(WordOf(inspect::Format::kDocx), "docx");
}

TEST_F(CheckReportTest, WritesNumbersOfItsOwnInTheLanguageOfTheReader) {
  EXPECT_EQ(FormatNumber(Language::kVietnamese, {-1955400, 2}), "-19.554,00");
  EXPECT_EQ(FormatNumber(Language::kEnglish, {19554, 0}), "19,554");
  EXPECT_EQ(FormatNumber(Language::kVietnamese, {5, 2}), "0,05");
}

}  // namespace
}  // namespace lienthong::cli
