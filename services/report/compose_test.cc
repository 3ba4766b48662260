#include "services/report/compose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/report/report_template.h"
#include "services/report/report_testing.h"

namespace lienthong::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ComposeTest : public testing::Test {
 protected:
  // The report of a template with these clauses in one sentence.
  v1::MonthlyReport ComposeClauses(const std::string& clauses, const std::string& more = "") {
    const std::string text = R"(name: "t" title: "T" rulebooks: "766-2026" )" + more +
                             "sections { blocks { paragraph { sentences {" + clauses + "} } } }";
    const auto report = ParseReportTemplate(text);
    EXPECT_TRUE(report.ok()) << report.status();
    return *Compose(*report, facts_, [&](v1::FormBy) { return facts_.books; });
  }

  static std::string TextOf(const v1::MonthlyReport& report) {
    std::string text;
    for (const auto& section : report.sections())
      for (const auto& block : section.blocks())
        for (const auto& sentence : block.paragraph().sentences())
          for (const auto& piece : sentence.pieces()) {
            text += piece.has_text() ? piece.text()
                                     : report.figures(static_cast<int>(piece.figure())).printed();
          }
    return text;
  }

  std::string Say(const std::string& clauses) { return TextOf(ComposeClauses(clauses)); }

  Facts facts_ = NovemberFacts();
};

TEST_F(ComposeTest, FillsInFigures) {
  EXPECT_EQ(Say(R"(clauses { text: "Có {books/in_hand} hồ sơ ({rate/resolved})." missing: "?" })"),
            "Có 19.933 hồ sơ (99,9 %).");
}

TEST_F(ComposeTest, OneUnknownFigureTakesOnlyItsClauseWithIt) {
  EXPECT_EQ(Say(R"(clauses { text: "Có {books/open}" missing: "?" }
                   clauses { text: "; nhóm 6: {group/6/points}" missing: "; nhóm 6: chưa có số liệu" }
                   clauses { text: "." })"),
            "Có 1.497; nhóm 6: chưa có số liệu.");
}

TEST_F(ComposeTest, ARateOfNothingHasWordsOfItsOwn) {
  EXPECT_EQ(Say(R"(clauses { text: "{rate/due}" missing: "?" nothing: "không phát sinh" })"),
            "không phát sinh");
  EXPECT_EQ(Say(R"(clauses { text: "{rate/due}" missing: "?" })"), "?");
}

TEST_F(ComposeTest, ConditionsDecide) {
  const auto say = [&](const char* figure, const char* test) {
    return Say(std::string("clauses { when { figure: \"") + figure + "\" test: " + test +
               " } text: \"ja\" }");
  };
  EXPECT_EQ(say("books/open", "TEST_KNOWN"), "ja");
  EXPECT_EQ(say("group/6/points", "TEST_KNOWN"), "");
  EXPECT_EQ(say("group/6/points", "TEST_NOT_KNOWN"), "ja");
  EXPECT_EQ(say("books/reopened", "TEST_ZERO"), "ja");
  EXPECT_EQ(say("books/open", "TEST_ZERO"), "");
  EXPECT_EQ(say("books/open", "TEST_NOT_ZERO"), "ja");
  EXPECT_EQ(say("books/reopened", "TEST_NOT_ZERO"), "");
  EXPECT_EQ(say("group/6/points", "TEST_ZERO"), "");
  EXPECT_EQ(say("group/6/points", "TEST_NOT_ZERO"), "");
  EXPECT_EQ(say("group/4/points", "TEST_ZERO"), "ja");
  EXPECT_EQ(Say(R"(when { figure: "books/reopened" test: TEST_NOT_ZERO } clauses { text: "x" })"),
            "");
}

TEST_F(ComposeTest, ObservedFiguresNameTheirSource) {
  EXPECT_EQ(
      Say(R"(clauses { text: "theo {observed/*/1/points|source}, {observed/*/1/points|as_of}: )"
          R"({observed/*/1/points}; {average/*/1/points|unit}: {average/*/1/points}" missing: "?" })"),
      "theo dichvucong.gov.vn, lúc 08:00:00 ngày 01/12/2023: 7,7; cả nước: 10,8");
}

TEST_F(ComposeTest, WordsSayUnitPeriodAndWhoIsMissing) {
  EXPECT_EQ(
      Say(R"(clauses { text: "{unit} ({unit.code}), {period}: {incomplete}" })"),
      "Tỉnh Giả Định (H99), tháng 11 năm 2023: Xã Một (H99.2), nguồn igate: mới đủ đến 17:00:00 "
      "ngày 28/11/2023; Xã Hai (H99.3), nguồn igate: chưa từng gửi; Xã Ba (H99.4): không có nguồn "
      "số liệu");
  EXPECT_EQ(Say(R"(clauses { text: "{band}" missing: "chưa xếp loại" })"), "chưa xếp loại");
  facts_.card->set_band("Khá");
  EXPECT_EQ(Say(R"(clauses { text: "{band}, {rulebook}" missing: "chưa xếp loại" })"),
            "Khá, 766-2026");
  facts_.card->set_rulebook("767");
  EXPECT_EQ(Say(R"(clauses { text: "{band}, {rulebook}" missing: "chưa xếp loại" })"),
            "chưa xếp loại");
}

TEST_F(ComposeTest, ANoteSaysWhatWasCountedAndHowCompleteItIs) {
  const v1::MonthlyReport report = ComposeClauses(
      R"(clauses { text: "{books/open} {rate/resolved} {observed/*/1/points}" missing: "?" })");

  ASSERT_EQ(report.notes_size(), 1);
  EXPECT_EQ(report.sections(0).blocks(0).paragraph().sentences(0).note(), 1u);
  EXPECT_THAT(report.notes(0).figures(), ElementsAre(0, 1, 2));
  EXPECT_THAT(report.notes(0).text(),
              HasSubstr("Tính từ sổ hồ sơ, theo đơn vị xử lý, số liệu chưa đầy đủ: "
                        "hồ sơ đang giải quyết cuối kỳ"));
  EXPECT_THAT(report.notes(0).text(), HasSubstr("18.039/18.057"));
  EXPECT_THAT(
      report.notes(0).text(),
      HasSubstr("Ghi nhận tại dichvucong.gov.vn, lúc 08:00:00 ngày 01/12/2023: điểm nhóm 1"));
}

TEST_F(ComposeTest, SentencesWithEqualNotesShareOne) {
  const v1::MonthlyReport report = ComposeClauses(
      R"(clauses { text: "{books/open}" missing: "?" } }
         sentences { clauses { text: "{books/paused}" missing: "?" } }
         sentences { clauses { text: "nhắc lại {books/open}" missing: "?" })");

  const auto& sentences = report.sections(0).blocks(0).paragraph().sentences();
  EXPECT_EQ(report.notes_size(), 2);
  EXPECT_EQ(sentences[0].note(), 1u);
  EXPECT_EQ(sentences[1].note(), 2u);
  EXPECT_EQ(sentences[2].note(), 1u);
}

TEST_F(ComposeTest, ANoteNamesOtherSourcesThatSaySomethingElse) {
  Observed other = ObservedOf("766-2026/1/points", "8.1", v1::MEASURE_POINTS);
  other.figure.mutable_observation()->set_source("báo cáo giấy");
  other.figure.mutable_observation()->set_as_of(1);
  facts_.observations.push_back(other);

  const v1::MonthlyReport report =
      ComposeClauses(R"(clauses { text: "{observed/*/1/points}" missing: "?" })");

  EXPECT_EQ(TextOf(report), "7,7");
  EXPECT_THAT(report.notes(0).text(), HasSubstr("; báo cáo giấy ghi 8,1"));
}

TEST_F(ComposeTest, AnAnswerHasTheFiguresThatAreUsedAndNoOthers) {
  const v1::MonthlyReport report = ComposeClauses(
      R"(when { figure: "books/paused" test: TEST_NOT_ZERO }
         clauses { text: "{my/finished}" missing: "?" })",
      R"(derived { name: "my/finished" definition: "đã kết thúc"
                   sum { plus: "books/resolved" plus: "books/cancelled" } } )");

  ASSERT_EQ(report.figures_size(), 1);
  EXPECT_EQ(report.figures(0).name(), "my/finished");
  EXPECT_EQ(report.figures(0).value(), "18136");
}

// Whatever the built-in template says, no sentence has a figure that is not known.
TEST_F(ComposeTest, WithNothingKnownTheReportSaysSo) {
  facts_ = Facts();
  facts_.books = BooksOf({}, CoverageOf(0, 0, 0, 0, 3));

  const auto report =
      Compose(*FindReportTemplate("monthly-vi"), facts_, [&](v1::FormBy) { return facts_.books; });

  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(TextOf(*report),
              HasSubstr("số hồ sơ TTHC tiếp nhận và giải quyết: chưa có số liệu."));
  EXPECT_THAT(TextOf(*report), HasSubstr("không có bộ quy tắc nào mà báo cáo theo được"));
  EXPECT_THAT(TextOf(*report), Not(HasSubstr("{")));
  for (const v1::ReportFigure& figure : report->figures())
    EXPECT_EQ(figure.origin(), v1::ReportFigure::ORIGIN_COVERAGE) << figure.name();
}

TEST_F(ComposeTest, AFailedReadFailsTheReport) {
  const auto report =
      Compose(*FindReportTemplate("monthly-vi"), facts_,
              [](v1::FormBy) -> absl::StatusOr<Books> { return DataLoss("cells"); });

  EXPECT_EQ(report.status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace lienthong::report
