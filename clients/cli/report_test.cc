#include "clients/cli/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/test_support.h"
#include "lienthong/v1/report.grpc.pb.h"
#include "storage/base/calendar_date.h"

namespace lienthong::cli {
namespace {

using testing::HasSubstr;

// Answers with what it was asked.
class TestReports final : public v1::ReportService::Service {
 public:
  grpc::Status GetForm(grpc::ServerContext*, const v1::GetFormRequest* request,
                       v1::GetFormResponse* response) override {
    form = *request;
    response->set_document("biểu\n");
    return grpc::Status::OK;
  }
  grpc::Status GetReport(grpc::ServerContext*, const v1::GetReportRequest* request,
                         v1::GetReportResponse* response) override {
    report = *request;
    if (request->unit() == "H0")
      return {grpc::StatusCode::NOT_FOUND, "unit \"H0\": not known here"};
    response->set_document("báo cáo\n");
    return grpc::Status::OK;
  }
  grpc::Status ListReportTemplates(grpc::ServerContext*,
                                   const v1::ListReportTemplatesRequest* request,
                                   v1::ListReportTemplatesResponse* response) override {
    response->add_rows()->set_text("name: \"" + request->name() + "\"\n");
    return grpc::Status::OK;
  }

  v1::GetFormRequest form;
  v1::GetReportRequest report;
};

class ReportTest : public testing::Test {
 protected:
  ReportTest() {
    world_.context.node = node_.address();
    options_.unit = "H44";
    options_.period = "2026-08";
  }

  ExitCode Run() { return RunReport(world_.context, options_); }

  TestReports reports_;
  TestNode node_{reports_};
  TestWorld world_;
  TestDirectory directory_;
  ReportOptions options_;
};

TEST_F(ReportTest, AsksForTheMonthlyReportAsText) {
  options_.as_of = "2026-08-15";
  options_.rulebook = "766-2026";

  ASSERT_EQ(Run(), ExitCode::kDone) << world_.err.str();

  EXPECT_EQ(world_.out.str(), "báo cáo\n");
  EXPECT_EQ(reports_.report.unit(), "H44");
  EXPECT_EQ(reports_.report.from(), "2026-08-01");
  EXPECT_EQ(reports_.report.to(), "2026-08-31");
  EXPECT_EQ(reports_.report.as_of(), EndOfDay(*ParseDate("2026-08-15")));
  EXPECT_EQ(reports_.report.template_(), "");
  EXPECT_EQ(reports_.report.rulebook(), "766-2026");
  EXPECT_EQ(reports_.report.format(), v1::DOCUMENT_FORMAT_TEXT);
}

TEST_F(ReportTest, AsksForAFormByField) {
  options_.form = "ii06a-paused-apart";
  options_.by = "field";
  options_.format = "html";

  ASSERT_EQ(Run(), ExitCode::kDone) << world_.err.str();

  EXPECT_EQ(world_.out.str(), "biểu\n");
  EXPECT_EQ(reports_.form.template_(), "ii06a-paused-apart");
  EXPECT_EQ(reports_.form.by(), v1::FORM_BY_FIELD);
  EXPECT_EQ(reports_.form.format(), v1::DOCUMENT_FORMAT_HTML);
}

TEST_F(ReportTest, TheFormatIsThatOfOutputUnlessItIsGiven) {
  world_.context.output = Output::kJson;
  Run();
  EXPECT_EQ(reports_.report.format(), v1::DOCUMENT_FORMAT_JSON);
  world_.context.output = Output::kCsv;
  Run();
  EXPECT_EQ(reports_.report.format(), v1::DOCUMENT_FORMAT_CSV);
  options_.format = "markdown";
  Run();
  EXPECT_EQ(reports_.report.format(), v1::DOCUMENT_FORMAT_MARKDOWN);
}

TEST_F(ReportTest, SendsTheTextOfATemplateFile) {
  options_.template_name = directory_.Write("own.textproto", "name: \"own\"");
  ASSERT_EQ(Run(), ExitCode::kDone) << world_.err.str();
  EXPECT_EQ(reports_.report.template_text(), "name: \"own\"");
  EXPECT_EQ(reports_.report.template_(), "");

  options_.template_name = "monthly-vi";
  ASSERT_EQ(Run(), ExitCode::kDone);
  EXPECT_EQ(reports_.report.template_(), "monthly-vi");
  EXPECT_EQ(reports_.report.template_text(), "");
}

TEST_F(ReportTest, WritesTheDocumentToAFile) {
  options_.out = directory_.Path("t8.html");

  ASSERT_EQ(Run(), ExitCode::kDone) << world_.err.str();

  EXPECT_EQ(world_.out.str(), "");
  EXPECT_EQ(directory_.Read("t8.html"), "báo cáo\n");
}

TEST_F(ReportTest, ShowsATemplate) {
  options_ = ReportOptions();
  options_.show_template = "ii06a";

  ASSERT_EQ(Run(), ExitCode::kDone) << world_.err.str();

  EXPECT_EQ(world_.out.str(), "name: \"ii06a\"\n");
}

TEST_F(ReportTest, SaysWhatIsWrongWithTheCommandLine) {
  const auto fault = [&](const std::function<void(ReportOptions&)>& change) {
    const ReportOptions sound = options_;
    change(options_);
    EXPECT_EQ(Run(), ExitCode::kUsage);
    options_ = sound;
    std::string text = world_.err.str();
    world_.err.str("");
    return text;
  };
  EXPECT_THAT(fault([](auto& o) { o.unit = ""; }), HasSubstr("--unit: missing"));
  EXPECT_THAT(fault([](auto& o) { o.period = ""; }), HasSubstr("give either --period or"));
  EXPECT_THAT(fault([](auto& o) { o.as_of = "today"; }), HasSubstr("--as-of"));
  EXPECT_THAT(fault([](auto& o) { o.format = "pdf"; }),
              HasSubstr("--format: expected one of text, markdown, html, csv, json"));
  EXPECT_THAT(fault([](auto& o) { o.form = "ii06a", o.by = "desk"; }),
              HasSubstr("--by: expected one of unit, field"));
  EXPECT_THAT(fault([](auto& o) { o.form = "ii06a", o.template_name = "x"; }),
              HasSubstr("--template: not together with --form"));
  EXPECT_THAT(fault([](auto& o) { o.template_name = "./absent.textproto"; }),
              HasSubstr("absent.textproto: cannot be read"));
  const std::string large = directory_.Write("large.textproto", std::string((256 << 10) + 1, ' '));
  EXPECT_THAT(fault([&](auto& o) { o.template_name = large; }), HasSubstr("at most 256 KiB"));
  const std::string empty = directory_.Write("empty.textproto", "");
  EXPECT_THAT(fault([&](auto& o) { o.template_name = empty; }), HasSubstr("is empty"));
}

TEST_F(ReportTest, SaysWhatTheNodeRefused) {
  options_.unit = "H0";

  EXPECT_EQ(Run(), ExitCode::kRefused);
  EXPECT_EQ(world_.err.str(), "lienthong: report, H0: unit \"H0\": not known here\n");
}

}  // namespace
}  // namespace lienthong::cli
