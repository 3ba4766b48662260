// Documents against golden files (services/report/golden), and escaping.
//
// LIENTHONG_GOLDEN=write rewrites the files; then look at what changed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "services/report/compose.h"
#include "services/report/document.h"
#include "services/report/form.h"
#include "services/report/form_template.h"
#include "services/report/html_writer.h"
#include "services/report/machine_writer.h"
#include "services/report/markdown_writer.h"
#include "services/report/report_template.h"
#include "services/report/report_testing.h"
#include "services/report/text_tools.h"
#include "services/report/text_writer.h"
#include "services/report/vietnamese.h"

namespace lienthong::report {
namespace {

using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

void ExpectGolden(const std::string& name, const std::string& text) {
  const std::string path = "services/report/golden/" + name;
  const char* const write = std::getenv("LIENTHONG_GOLDEN");
  if (write != nullptr && std::string_view(write) == "write") {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  std::ostringstream golden;
  golden << file.rdbuf();
  EXPECT_EQ(text, golden.str()) << path;
}

v1::MonthlyReport November() {
  const Facts facts = NovemberFacts();
  return *Compose(*FindReportTemplate("monthly-vi"), facts,
                  [&](v1::FormBy) { return facts.books; });
}

v1::Form NovemberForm() {
  return FillForm(*FindFormTemplate("ii06a"), v1::FORM_BY_UNIT, NovemberFacts().books);
}

TEST(WritersTest, TheMonthlyReportIsThatOfTheGoldenFiles) {
  const v1::MonthlyReport report = November();
  ExpectGolden("monthly.txt", WriteText(DocumentOf(report)));
  ExpectGolden("monthly.md", WriteMarkdown(DocumentOf(report)));
  ExpectGolden("monthly.html", WriteHtml(DocumentOf(report)));
  ExpectGolden("monthly.csv", WriteCsv(report));
}

TEST(WritersTest, TheFormIsThatOfTheGoldenFiles) {
  const v1::Form form = NovemberForm();
  ExpectGolden("ii06a.txt", WriteText(DocumentOf(form)));
  ExpectGolden("ii06a.md", WriteMarkdown(DocumentOf(form)));
  ExpectGolden("ii06a.html", WriteHtml(DocumentOf(form)));
  ExpectGolden("ii06a.csv", WriteCsv(form));
}

// Everything that comes from outside, with what would be markup somewhere.
constexpr const char* kEvil = "<script>alert(1)</script> \"'&|*_`[x](y)\n=1+1";

Facts EvilFacts() {
  Facts facts = NovemberFacts();
  facts.books.frame.set_name(kEvil);
  facts.books.frame.set_unit("H<9");
  for (RowBooks& row : facts.books.rows) row.name = row.code = kEvil;
  for (v1::IncompleteSource& source : facts.books.incomplete) {
    source.set_name(kEvil);
    source.mutable_coverage()->set_source("a<b>");
  }
  facts.card->set_band(kEvil);
  for (v1::GroupScore& group : *facts.card->mutable_groups()) group.set_name(kEvil);
  for (Observed& observed : facts.observations) {
    observed.unit_name = kEvil;
    observed.national = false;
    observed.figure.mutable_observation()->set_source(kEvil);
    observed.figure.mutable_observation()->set_value(kEvil);
  }
  return facts;
}

v1::MonthlyReport EvilReport() {
  v1::ReportTemplate report = *FindReportTemplate("monthly-vi");
  report.set_title(kEvil);
  report.set_title_en(kEvil);
  report.mutable_sections(0)->set_heading(kEvil);
  report.mutable_sections(0)->set_heading_en(kEvil);
  const Facts facts = EvilFacts();
  return *Compose(report, facts, [&](v1::FormBy) { return facts.books; });
}

TEST(WritersTest, NothingFromOutsideIsMarkupInHtml) {
  const std::string page = WriteHtml(DocumentOf(EvilReport()));

  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("H<9")));
  EXPECT_THAT(page, Not(HasSubstr("a<b>")));
  EXPECT_THAT(page,
              HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#39;&amp;|*_`[x](y) =1+1"));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

// Of a page that escapes right, what stands between < and > is one of the program's tags.
TEST(WritersTest, EveryTagOfAPageIsClosed) {
  for (const std::string& page :
       {WriteHtml(DocumentOf(EvilReport())), WriteHtml(DocumentOf(NovemberForm()))}) {
    std::vector<std::string> open;
    const size_t style = page.find("</style>");
    for (size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
      const size_t end = page.find('>', at);
      ASSERT_NE(end, std::string::npos);
      const std::string tag = page.substr(at + 1, end - at - 1);
      const std::string name = tag.substr(0, tag.find(' '));
      if (name == "!DOCTYPE" || name == "meta" || (at > page.find("<style>") && at < style))
        continue;
      if (!name.starts_with('/')) {
        open.push_back(name);
        continue;
      }
      ASSERT_FALSE(open.empty()) << tag;
      EXPECT_EQ("/" + open.back(), name) << page.substr(at - 80, 160);
      open.pop_back();
    }
    EXPECT_TRUE(open.empty());
  }
}

TEST(WritersTest, NothingFromOutsideIsMarkupInMarkdown) {
  const std::string text = WriteMarkdown(DocumentOf(EvilReport()));

  EXPECT_THAT(text, Not(ContainsRegex("[^\\\\][<|*`\\[]script")));
  EXPECT_THAT(text, HasSubstr(R"(\<script\>alert(1)\</script\> "'\&\|\*\_\`\[x\](y) =1+1)"));
}

TEST(WritersTest, MarkdownAtTheBeginningOfALineIsText) {
  Document document;
  document.title = "T";
  document.sections.emplace_back();
  for (const char* text : {"1. a", "- a", "+ a", "=", "# a", "12) b", "2023 là năm"})
    document.sections[0].blocks.emplace_back(DocumentParagraph{{{{text, ""}}, 0}});

  const std::string written = WriteMarkdown(document);

  for (const char* expected : {"\n1\\. a\n", "\n\\- a\n", "\n\\+ a\n", "\n\\=\n", "\n\\# a\n",
                               "\n12\\) b\n", "\n2023 là năm\n"})
    EXPECT_THAT(written, HasSubstr(expected));
}

TEST(WritersTest, NoCellOfACsvIsAFormula) {
  Facts facts = EvilFacts();
  facts.books.rows[0].name = "=HYPERLINK(\"x\")";
  const v1::Form form = FillForm(*FindFormTemplate("ii06a"), v1::FORM_BY_UNIT, facts.books);

  EXPECT_THAT(WriteCsv(form), HasSubstr(",\"'=HYPERLINK(\"\"x\"\")\","));
}

TEST(WritersTest, AMinusIsNoFormula) {
  v1::Form form = NovemberForm();
  form.mutable_total()->set_values(1, -5);

  EXPECT_THAT(WriteCsv(form), HasSubstr(",-5,"));
}

TEST(WritersTest, LinesOfTextAreNoLongerThanASheet) {
  EXPECT_EQ(Wrap("một hai ba", 7, 2), "một hai\n  ba");
  EXPECT_EQ(Wrap("rấtdàirấtdài ba", 7, 2), "rấtdàirấtdài\n  ba");
  EXPECT_EQ(Wrap("", 7, 0), "");
  EXPECT_EQ(WidthOf("Phú Thọ"), 7u);
  EXPECT_EQ(CleanLine(" a\tb\x01 \n"), "a b");
}

TEST(WritersTest, ADocumentIsCompleteOnlyWithEverySourceAndNothingWaiting) {
  const auto notices = [](const v1::Coverage& coverage) {
    Facts facts = NovemberFacts();
    facts.books.total.coverage = coverage;
    return DocumentOf(FillForm(*FindFormTemplate("ii06a"), v1::FORM_BY_UNIT, facts.books)).notices;
  };
  EXPECT_THAT(notices(CoverageOf(2, 2)), IsEmpty());
  EXPECT_THAT(notices(CoverageOf(2, 1, 1)), SizeIs(1));
  EXPECT_THAT(notices(CoverageOf(2, 1, 0, 1)), SizeIs(1));
  EXPECT_THAT(notices(CoverageOf(2, 2, 0, 0, 1)), SizeIs(1));
  EXPECT_THAT(notices(CoverageOf(0, 0)), SizeIs(1));
  v1::Coverage parked = CoverageOf(2, 2);
  parked.set_parked(1);
  EXPECT_THAT(notices(parked), ElementsAre(HasSubstr("1 bản ghi chờ danh mục, chưa tính")));
  v1::Coverage undecided = CoverageOf(2, 2);
  undecided.add_provisional_years(2027);
  EXPECT_THAT(notices(undecided),
              ElementsAre(HasSubstr("Ngày làm việc năm 2027 chưa có quyết định")));
}

TEST(WritersTest, AProjectionSaysSo) {
  Facts facts = NovemberFacts();
  facts.books.frame.set_projection(true);

  EXPECT_THAT(
      WriteText(DocumentOf(FillForm(*FindFormTemplate("ii06a"), v1::FORM_BY_UNIT, facts.books))),
      HasSubstr("(!) Số liệu dự kiến: thời điểm tính 23:59:59 ngày 30/11/2023 chưa đến."));
}

// Also where names came in another form.
TEST(WritersTest, DocumentsAreInNfc) {
  Facts facts = NovemberFacts();
  facts.books.rows[1].name = "Xa\xCC\x83 Mo\xCC\xA3\xCC\x82t";
  facts.books.frame.set_name("Phu\xCC\x81 Tho\xCC\xA3");
  const v1::MonthlyReport report =
      *Compose(*FindReportTemplate("monthly-vi"), facts, [&](v1::FormBy) { return facts.books; });

  for (const std::string& document :
       {WriteText(DocumentOf(report)), WriteMarkdown(DocumentOf(report)),
        WriteHtml(DocumentOf(report)), WriteCsv(report)}) {
    EXPECT_EQ(document, ToNfc(document));
  }
  EXPECT_THAT(WriteText(DocumentOf(report)), HasSubstr("Xã Một (H99.2)"));
}

TEST(WritersTest, TheSameReportIsWrittenTheSame) {
  EXPECT_EQ(WriteHtml(DocumentOf(November())), WriteHtml(DocumentOf(November())));
}

}  // namespace
}  // namespace lienthong::report
