// Templates with faults: each is refused with its line and name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "services/report/form_template.h"
#include "services/report/report_template.h"
#include "services/report/template_text.h"
#include "storage/base/status.h"

namespace lienthong::report {
namespace {

using testing::HasSubstr;

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string FaultOf(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  return MessageOf(status);
}

// A small form of 13 lines; the faults are put into it.
constexpr const char* kForm = R"(name: "small"
title: "Biểu {period}"
columns { number: 3 headings: "Tổng" lines: "in_hand" }
columns { number: 4 headings: "Xong" lines: "resolved" lines: "cancelled" }
columns { number: 5 headings: "Đúng hạn" lines: "resolved_in_time" }
columns { number: 6 headings: "Quá hạn" lines: "resolved_late" }
columns { number: 7 headings: "Dừng" lines: "cancelled" }
columns { number: 8 headings: "Đang làm" lines: "open" }
apart { headings: "Chờ" lines: "paused" }
identities { total: 4 parts: 5 parts: 6 parts: 7 }
identities {
  total: 3 parts: 4 parts: 8 apart: "Chờ"
}
)";

TEST(FormTemplateTest, ASoundOneIsTaken) {
  const auto form = ParseFormTemplate(kForm);
  ASSERT_TRUE(form.ok()) << form.status();
  EXPECT_EQ(form->columns_size(), 6);
}

TEST(FormTemplateTest, FaultsAreNamedWithTheirLine) {
  const struct {
    const char* from;
    const char* to;
    const char* fault;
  } kCases[] = {
      {"name: \"small\"", "name: \"Small\"", "line 1: name: is not 1 to 32 of [a-z0-9-]"},
      {"title: \"Biểu {period}\"", "", "title: missing"},
      {"{period}", "{month}", "line 2: title: {month}: no such word"},
      {"{period}", "{period", "line 2: title: a brace without its other half"},
      {"number: 4 headings", "number: 5 headings", "line 4: column 5: expected number 4"},
      {"\"resolved_late\"", "\"resolved_lat\"",
       "line 6: column 6: line \"resolved_lat\": no such line; near: resolved_late"},
      {"headings: \"Quá hạn\"", "", "line 6: column 6: 1 to 3 headings"},
      {"lines: \"open\"", "", "line 8: column 8: no lines"},
      {"lines: \"open\"", "lines: \"open_in_time\" lines: \"open_no_due\"",
       "account \"open_overdue\": stands in none"},
      {"lines: \"paused\"", "lines: \"paused\" lines: \"open_overdue\"",
       "account \"open_overdue\": stands in several"},
      {"apart { headings", "apart { number: 9 headings",
       "line 9: apart: a column apart has no number"},
      {"total: 4 parts: 5", "total: 9 parts: 5", "line 10: identity: column 9: no such column"},
      {"parts: 8 apart", "parts: 3 apart", "line 12: identity: column 3: no part of 3"},
      {"apart: \"Chờ\"", "apart: \"Đợi\"", "line 12: identity: \"Đợi\": no such column apart"},
      {"number: 3 headings", "nummer: 3 headings", "template, line 3: "},
      {"number: 3 headings", "number: three headings", "template, line 3: "},
      {"identities {\n", "identities {\n{", "template, line 12: "},
  };
  for (const auto& fault : kCases) {
    const auto form = ParseFormTemplate(Replaced(kForm, fault.from, fault.to));
    ASSERT_FALSE(form.ok()) << fault.to;
    EXPECT_THAT(FaultOf(form.status()), HasSubstr(fault.fault)) << fault.to;
  }
}

constexpr const char* kReport = R"(name: "small"
title: "Báo cáo {period}"
rulebooks: "766-2026"
derived {
  name: "my/finished"
  definition: "đã kết thúc"
  sum {
    plus: "books/resolved"
    plus: "books/cancelled"
  }
}
derived {
  name: "my/share"
  definition: "tỷ lệ"
  ratio { numerator: "my/finished" denominator: "books/in_hand" }
}
sections {
  heading: "Một"
  blocks {
    paragraph {
      sentences {
        when { figure: "coverage/expected" test: TEST_NOT_ZERO }
        clauses {
          text: "Có {my/finished} hồ sơ"
          missing: "chưa có số liệu"
        }
        clauses {
          when { figure: "observed/x" test: TEST_KNOWN }
          text: ", theo {observed/x|source}: {observed/x}"
        }
      }
    }
  }
  blocks { form { template: "ii06a" } }
}
)";

TEST(ReportTemplateTest, ASoundOneIsTaken) {
  const auto report = ParseReportTemplate(kReport);
  ASSERT_TRUE(report.ok()) << report.status();
}

TEST(ReportTemplateTest, FaultsAreNamedWithTheirLine) {
  const struct {
    const char* from;
    const char* to;
    const char* fault;
  } kCases[] = {
      {"name: \"small\"", "", "name: is not 1 to 32"},
      {"{period}", "{books/open}", "line 2: title: {books/open}: no such word"},
      {"my/finished\"\n", "our/finished\"\n", "line 4: derived: name \"our/finished\""},
      {"my/share\"\n", "my/finished\"\n", "line 12: derived: name \"my/finished\": stands twice"},
      {"definition: \"tỷ lệ\"", "", "line 12: derived: \"my/share\": definition: missing"},
      {"plus: \"books/cancelled\"", "plus: \"books/canceled\"",
       "line 9: derived: \"books/canceled\": no such figure; near: books/cancelled"},
      {"plus: \"books/cancelled\"", "plus: \"rate/due\"",
       "line 9: derived: \"rate/due\": is no count"},
      {"plus: \"books/cancelled\"", "plus: \"my/share\"",
       "line 9: derived: \"my/share\": no such figure"},
      {"ratio { numerator: \"my/finished\" denominator: \"books/in_hand\" }", "",
       "line 12: derived: \"my/share\": give sum or ratio"},
      {"coverage/expected", "coverage/expect",
       "line 22: when: \"coverage/expect\": no such figure"},
      {" test: TEST_NOT_ZERO", "", "line 22: when: test: missing"},
      {"TEST_NOT_ZERO", "TEST_MAYBE", "template, line 22: "},
      {"Có {my/finished}", "Có {my/finish}",
       "line 24: clause: \"my/finish\": no such figure; near: my/finished"},
      {"Có {my/finished}", "Có {books/recieved}",
       "line 24: clause: \"books/recieved\": no such figure; near: books/received"},
      {"Có {my/finished}", "Có {nothing}", "line 24: clause: \"nothing\": no such figure"},
      {"Có {my/finished}", "Có {my/finished|source}", "only observed figures have source"},
      {"{observed/x|source}", "{observed/x|colour}", "line 29: clause: {observed/x|colour}"},
      {"Có {my/finished}", "Có {my/finished", "line 24: clause: a brace without its other half"},
      {"missing: \"chưa có số liệu\"", "",
       "line 24: clause: {my/finished} may be not known: give `missing`"},
      {"missing: \"chưa có", "missing: \"{books/open}",
       "line 25: clause: {books/open} may be not known: it cannot stand in"},
      {"test: TEST_KNOWN }\n", "test: TEST_NOT_KNOWN }\n",
       "line 29: clause: {observed/x} may be not known"},
      {"form { template: \"ii06a\" }", "form { template: \"ii06b\" }",
       "line 34: form: template ii06b: no such form; there is: ii06a, "},
      {"form { template: \"ii06a\" }", "form { own { name: \"x\" title: \"y\" } }",
       "template x, line 1: columns: there are none"},
      {"blocks { form { template: \"ii06a\" } }", "blocks { }",
       "line 34: block: give paragraph, scorecard or form"},
  };
  for (const auto& fault : kCases) {
    const auto report = ParseReportTemplate(Replaced(kReport, fault.from, fault.to));
    ASSERT_FALSE(report.ok()) << fault.to;
    EXPECT_THAT(FaultOf(report.status()), HasSubstr(fault.fault)) << fault.to;
  }
}

TEST(TemplateTest, EveryBuiltInOneIsSound) {
  EXPECT_EQ(BuiltInTemplates().size(), 4u);
  for (const BuiltInTemplate& built_in : BuiltInTemplates()) {
    SCOPED_TRACE(built_in.name);
    if (built_in.form) {
      const auto form = ParseFormTemplate(built_in.text);
      ASSERT_TRUE(form.ok()) << form.status();
      EXPECT_EQ(form->name(), built_in.name);
    } else {
      const auto report = ParseReportTemplate(built_in.text);
      ASSERT_TRUE(report.ok()) << report.status();
      EXPECT_EQ(report->name(), built_in.name);
    }
  }
}

TEST(TemplateTest, UnknownNamesAreNotFound) {
  EXPECT_EQ(FindReportTemplate("ii06a").status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(MessageOf(FindFormTemplate("x").status()),
              HasSubstr("there is: ii06a, ii06a-all-placed"));
}

TEST(TemplateTest, SizeAndDepthAreBounded) {
  EXPECT_THAT(FaultOf(ParseFormTemplate(std::string(kTemplateBytesMax + 1, ' ')).status()),
              HasSubstr("larger than 256 KiB"));
  std::string deep;
  for (int i = 0; i < 10000; ++i) deep += "[a.b/c.D] {";
  EXPECT_THAT(FaultOf(ParseFormTemplate(deep).status()), HasSubstr("template, line 1: "));
}

// Bytes from outside: whatever they are, the answer is a template or a fault.
TEST(TemplateTest, DamagedTextIsRefusedOrSoundButNeverFatal) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int round = 0; round < 300; ++round) {
    const BuiltInTemplate& built_in = BuiltInTemplates()[random() % BuiltInTemplates().size()];
    std::string text(built_in.text);
    for (uint64_t i = 0; i < 1 + random() % 8; ++i) {
      const size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = static_cast<char>(random());
          break;
        case 1:
          text.erase(at, random() % 40);
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), random() % 40));
      }
    }
    const absl::Status status =
        built_in.form ? ParseFormTemplate(text).status() : ParseReportTemplate(text).status();
    ASSERT_TRUE(status.ok() || status.code() == absl::StatusCode::kInvalidArgument ||
                status.code() == absl::StatusCode::kNotFound)
        << status;
  }
}

TEST(TemplateTest, TextIsTakenInNfc) {
  const auto form = ParseFormTemplate(Replaced(kForm, "Biểu", "Bie\xCC\x82\xCC\x89u"));
  ASSERT_TRUE(form.ok()) << form.status();
  EXPECT_EQ(form->title(), "Biểu {period}");
}

}  // namespace
}  // namespace lienthong::report
