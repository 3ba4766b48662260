#include "services/report/make_report.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "services/report/report_testing.h"

namespace lienthong::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// Gives what the test puts in, and remembers what it was asked.
class TestSource final : public Source {
 public:
  absl::StatusOr<Books> ReadBooks(const Scope& scope, v1::FormBy by) override {
    scopes.push_back(scope);
    asked.push_back(by);
    return books_status.ok() ? absl::StatusOr<Books>(facts.books) : books_status;
  }
  absl::StatusOr<std::optional<v1::Scorecard>> ReadScorecard(const Scope&,
                                                             const std::string& id) override {
    rulebook = id;
    return facts.card;
  }
  absl::StatusOr<std::vector<Observed>> ReadObservations(const Scope&) override {
    return facts.observations;
  }
  absl::StatusOr<v1::GetCatalogueResponse> ReadCatalogue(const Scope&) override {
    return facts.catalogue;
  }

  Facts facts = NovemberFacts();
  absl::Status books_status;
  std::vector<Scope> scopes;
  std::vector<v1::FormBy> asked;
  std::string rulebook;
};

v1::GetFormRequest FormRequest(v1::DocumentFormat format = v1::DOCUMENT_FORMAT_UNSPECIFIED) {
  v1::GetFormRequest request;
  request.set_unit("H99");
  request.set_from("2023-11-01");
  request.set_to("2023-11-30");
  request.set_as_of(7);
  request.set_format(format);
  return request;
}

TEST(MakeReportTest, AFormIsByUnitAndTheFirstTemplateUnlessSaidOtherwise) {
  TestSource source;
  const auto response = MakeForm(FormRequest(), source);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->form().frame().template_(), "ii06a");
  EXPECT_EQ(response->form().by(), v1::FORM_BY_UNIT);
  EXPECT_EQ(response->document(), "");
  EXPECT_THAT(source.asked, ElementsAre(v1::FORM_BY_UNIT));
  EXPECT_EQ(source.scopes[0].unit, "H99");
  EXPECT_EQ(source.scopes[0].from, "2023-11-01");
  EXPECT_EQ(source.scopes[0].to, "2023-11-30");
  EXPECT_EQ(source.scopes[0].as_of, 7);
}

TEST(MakeReportTest, AReportReadsItsFactsAndTheRowsOfItsForms) {
  TestSource source;
  v1::GetReportRequest request;
  request.set_rulebook("766-2026");
  const auto response = MakeReport(request, source);

  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->report().frame().template_(), "monthly-vi");
  EXPECT_EQ(source.rulebook, "766-2026");
  EXPECT_THAT(source.asked, ElementsAre(v1::FORM_BY_UNSPECIFIED, v1::FORM_BY_UNIT));
}

TEST(MakeReportTest, WritesTheDocumentThatIsAskedFor) {
  TestSource source;
  const auto document = [&](v1::DocumentFormat format) {
    return MakeForm(FormRequest(format), source)->document();
  };
  EXPECT_THAT(document(v1::DOCUMENT_FORMAT_TEXT), StartsWith("Tình hình"));
  EXPECT_THAT(document(v1::DOCUMENT_FORMAT_MARKDOWN), StartsWith("# Tình hình"));
  EXPECT_THAT(document(v1::DOCUMENT_FORMAT_HTML), StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(document(v1::DOCUMENT_FORMAT_CSV), StartsWith("row,code,name,3,4,"));
}

TEST(MakeReportTest, JsonIsTheMessage) {
  TestSource source;
  v1::GetReportRequest request;
  request.set_format(v1::DOCUMENT_FORMAT_JSON);
  const auto response = MakeReport(request, source);

  ASSERT_TRUE(response.ok()) << response.status();
  v1::MonthlyReport parsed;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(response->document(), &parsed).ok());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(parsed, response->report()));
  EXPECT_THAT(response->document(), HasSubstr("\"definition_text\": \"hồ sơ phải giải quyết"));

  const auto form = MakeForm(FormRequest(v1::DOCUMENT_FORMAT_JSON), source);
  v1::Form parsed_form;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(form->document(), &parsed_form).ok());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(parsed_form, form->form()));
}

TEST(MakeReportTest, ATemplateOfOnesOwnIsUsedAndItsFaultIsTheAnswer) {
  TestSource source;
  v1::GetReportRequest request;
  request.set_template_text(R"(name: "own" title: "Riêng"
sections { heading: "A" blocks { form { template: "ii06a-all-placed" by: FORM_BY_FIELD } } })");
  const auto own = MakeReport(request, source);
  ASSERT_TRUE(own.ok()) << own.status();
  EXPECT_EQ(own->report().title(), "Riêng");
  EXPECT_THAT(source.asked, ElementsAre(v1::FORM_BY_UNSPECIFIED, v1::FORM_BY_FIELD));

  source.asked.clear();
  request.set_template_text("name: \"own\"\ntitle: \"{x}\"");
  const auto faulty = MakeReport(request, source);
  EXPECT_EQ(faulty.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(MessageOf(faulty.status()), HasSubstr("template own, line 2: title: {x}"));
  EXPECT_THAT(source.asked, IsEmpty());
}

TEST(MakeReportTest, RefusesWhatItDoesNotKnow) {
  TestSource source;
  v1::GetFormRequest request = FormRequest();
  request.set_template_("monthly-vi");
  EXPECT_EQ(MakeForm(request, source).status().code(), absl::StatusCode::kNotFound);
  request = FormRequest(static_cast<v1::DocumentFormat>(9));
  EXPECT_EQ(MakeForm(request, source).status().code(), absl::StatusCode::kInvalidArgument);
  request = FormRequest();
  request.set_by(static_cast<v1::FormBy>(9));
  EXPECT_EQ(MakeForm(request, source).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(MakeReportTest, AFormHasABound) {
  TestSource source;
  source.facts.books.rows.resize(kRowsMax + 1);

  const auto response = MakeForm(FormRequest(), source);

  EXPECT_EQ(response.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(MessageOf(response.status()), HasSubstr("5001 rows"));
}

TEST(MakeReportTest, AFailedReadIsTheAnswer) {
  TestSource source;
  source.books_status = NotFound("unit \"H9\": not known here");

  EXPECT_EQ(MakeForm(FormRequest(), source).status(), source.books_status);
  EXPECT_EQ(MakeReport(v1::GetReportRequest(), source).status(), source.books_status);
}

TEST(MakeReportTest, ListsTemplatesWithTheirText) {
  v1::ListReportTemplatesRequest request;
  EXPECT_EQ(ListTemplates(request)->rows_size(), 4);
  request.set_name("monthly-vi");
  const auto one = ListTemplates(request);
  ASSERT_EQ(one->rows_size(), 1);
  EXPECT_FALSE(one->rows(0).form());
  EXPECT_THAT(one->rows(0).text(), HasSubstr("name: \"monthly-vi\""));
  request.set_name("x");
  EXPECT_EQ(ListTemplates(request).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace lienthong::report
