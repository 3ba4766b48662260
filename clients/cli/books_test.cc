#include "clients/cli/books.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/test_support.h"
#include "lienthong/v1/query.grpc.pb.h"
#include "lienthong/v1/reference.grpc.pb.h"

namespace lienthong::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using enum BookRow::Outcome;

// Ten in hand: one carried over; 4 resolved, 1 of them late; 3 open, 2 of them overdue; 2 paused;
// 1 cancelled.
v1::ScoreRow MakeRow() {
  v1::ScoreRow row;
  row.set_unit("H44");
  row.set_name("Tỉnh Giả Định");
  v1::Figures& figures = *row.mutable_figures();
  figures.set_carried_over(1);
  figures.set_new_(9);
  figures.set_new_online(3);
  figures.set_in_hand(10);
  figures.set_resolved_early(2);
  figures.set_resolved_on_day(1);
  figures.set_resolved_late(1);
  figures.set_open_in_time(1);
  figures.set_open_overdue(2);
  figures.set_paused_in_time(2);
  figures.set_cancelled_in_time(1);
  row.set_in_time(7);
  row.set_overdue(3);
  row.set_base(10);
  row.set_ratio("70");
  row.set_points("14");
  row.mutable_coverage()->set_expected(1);
  row.mutable_coverage()->set_complete(1);
  return row;
}

// Figure, outcome and definition of each row.
std::vector<std::string> RowsOf(const std::string& report) {
  const inspect::Inspection inspection = inspect::Inspect(report);
  std::vector<std::string> rows;
  for (const BookRow& row : Compare(inspection, BooksOf(MakeRow()))) {
    constexpr const char* kOutcomes[] = {"equal", "different", "not held"};
    rows.push_back(inspection.claims.claims[row.claim].figure.text + " " +
                   kOutcomes[static_cast<size_t>(row.outcome)] + " " + row.definition +
                   (row.outcome == kDifferent ? " " + ToString(*row.held) : ""));
  }
  return rows;
}

TEST(BooksTest, TriesEveryDefinitionOfAFigure) {
  EXPECT_THAT(RowsOf("Tiếp nhận 10 hồ sơ; đã giải quyết 4 hồ sơ; đang giải quyết 3 hồ sơ."),
              ElementsAre("10 equal in_hand", "4 equal resolved", "3 equal open"));
  EXPECT_THAT(RowsOf("Tiếp nhận 9 hồ sơ; đang giải quyết 5 hồ sơ."),
              ElementsAre("9 equal received", "5 equal open_and_paused"));
  EXPECT_THAT(RowsOf("Tiếp nhận 8 hồ sơ."), ElementsAre("8 different in_hand 10"));
}

TEST(BooksTest, KnowsTheFourDefinitionsOfTheOnTimeRate) {
  EXPECT_THAT(RowsOf("Tỷ lệ hồ sơ đúng hạn đạt 70,00%."), ElementsAre("70,00% equal dvcqg"));
  EXPECT_THAT(RowsOf("Tỷ lệ giải quyết đúng hạn đạt 75%."), ElementsAre("75% equal resolved"));
  EXPECT_THAT(RowsOf("Tỷ lệ hồ sơ quá hạn là 30%."), ElementsAre("30% equal dvcqg"));
  EXPECT_THAT(RowsOf("Tỷ lệ hồ sơ đúng hạn đạt 99,9%."),
              ElementsAre("99,9% different dvcqg 70.00"));
}

TEST(BooksTest, ComparesTheScoreOfGroupTwoToThePrintedPlaces) {
  EXPECT_THAT(RowsOf("Tiến độ giải quyết: 14,0/20 điểm; số hóa hồ sơ: 3,5/22 điểm."),
              ElementsAre("14,0/20 equal dvcqg", "3,5/22 not held "));
  EXPECT_THAT(RowsOf("Tiến độ giải quyết: 14,1/20 điểm."),
              ElementsAre("14,1/20 different dvcqg 14.00"));
}

TEST(BooksTest, LeavesOutWhatIsOfOthersOrOfOtherTimes) {
  EXPECT_THAT(
      RowsOf("Báo cáo tháng 8/2026. Cấp xã tiếp nhận 5 hồ sơ. Tháng 7/2026 tiếp nhận 4 hồ "
             "sơ. Điểm số mặt bằng chung của cả nước là 15,0/20 điểm. Tiếp nhận 3 phản ánh, "
             "kiến nghị."),
      ElementsAre());
}

TEST(BooksTest, HoldsNoScoreWithoutADossier) {
  v1::ScoreRow row;
  row.set_points("0");
  const auto inspection = inspect::Inspect("Tiến độ giải quyết: 0/20 điểm.");
  const auto rows = Compare(inspection, BooksOf(row));

  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].outcome, kNotHeld);
}

TEST(BooksTest, ReadsThePeriodsOfReports) {
  EXPECT_EQ(DaysOf("2023-11"), std::pair(std::string("2023-11-01"), std::string("2023-11-30")));
  EXPECT_EQ(DaysOf("2024-Q3"), std::pair(std::string("2024-07-01"), std::string("2024-09-30")));
  EXPECT_EQ(DaysOf("2024-M9"), std::pair(std::string("2024-01-01"), std::string("2024-09-30")));
  EXPECT_EQ(DaysOf("2024-M13"), std::nullopt);
  EXPECT_EQ(DaysOf("cumulative"), std::nullopt);
  EXPECT_EQ(DaysOf(""), std::nullopt);
}

TEST(BooksTest, FindsTheUnitByTheLongestNameInTheHeading) {
  v1::ListUnitsResponse units;
  for (const auto& [code, name] :
       {std::pair("H1", "Tỉnh Hòa Bình"), std::pair("H1.2", "Xã Hòa"),
        std::pair("H1.3", "Xã Hòa Bình"), std::pair("H1.4", "Xã An"), std::pair("H1.5", "Xã An")}) {
    auto& row = *units.add_rows();
    row.mutable_unit()->set_code(code);
    row.mutable_unit()->set_name(name);
  }

  EXPECT_EQ(UnitInHeading(units, "UBND XÃ HOÀ BÌNH \n Báo cáo"), "H1.3");
  EXPECT_EQ(UnitInHeading(units, "tỉnh Hòa Bình"), "H1");
  EXPECT_EQ(UnitInHeading(units, "xã Hòa Bìnhx"), "H1.2");
  EXPECT_EQ(UnitInHeading(units, "Xã An"), "") << "two units of that name";
  EXPECT_EQ(UnitInHeading(units, "Huyện nào đó"), "");
}

class TestQuery : public v1::QueryService::Service {
 public:
  grpc::Status GetScore(grpc::ServerContext*, const v1::GetScoreRequest* request,
                        v1::GetScoreResponse* response) override {
    asked = *request;
    *response->add_rows() = MakeRow();
    return answer;
  }

  grpc::Status answer;
  v1::GetScoreRequest asked;
};

class AgainstTest : public testing::Test {
 protected:
  ExitCode Run(const std::string& text, CheckReportOptions options) {
    world_.out.str("");
    world_.err.str("");
    options.file = directory_.Write("report.txt", text);
    if (options.against.empty()) options.against = node_.address();
    return RunCheckReport(world_.context, options);
  }

  TestWorld world_;
  TestDirectory directory_;
  TestQuery query_;
  const TestNode node_{query_};
};

TEST_F(AgainstTest, AsksForTheUnitAndTheReportsOwnPeriod) {
  const auto code =
      Run("Báo cáo quý III/2024. Tiếp nhận 10 hồ sơ; đã giải quyết 5 hồ sơ.", {.unit = "H44"});

  EXPECT_EQ(code, ExitCode::kSomethingFound);
  EXPECT_EQ(query_.asked.unit(), "H44");
  EXPECT_EQ(query_.asked.from(), "2024-07-01");
  EXPECT_THAT(world_.out.str(), HasSubstr("H44 Tỉnh Giả Định, 2024-07-01 to 2024-09-30\n\n"
                                          "what      report  books  result     definition\n"
                                          "--------  ------  -----  ---------  ----------\n"
                                          "received      10     10  equal      in_hand\n"
                                          "resolved       5      4  DIFFERENT  resolved\n"
                                          "\ncoverage: complete, 1 of 1 sources\n"));
}

TEST_F(AgainstTest, SaysWhatIsMissing) {
  EXPECT_EQ(Run("Tiếp nhận 10 hồ sơ.", {.unit = "H44"}), ExitCode::kUsage);
  EXPECT_THAT(world_.err.str(), HasSubstr("option, --period: the report names no period"));
  EXPECT_EQ(Run("Tiếp nhận 10 hồ sơ.", {.unit = "H44", .period = "2024-08"}), ExitCode::kDone);
  EXPECT_EQ(Run("Tiếp nhận 10 hồ sơ.", {.unit = "H44", .period = "8"}), ExitCode::kUsage);
}

// The arithmetic is told also when the node is not there.
TEST_F(AgainstTest, TellsTheFindingsWhateverBecomesOfTheNode) {
  const std::string text = "Tháng 8/2026 đã giải quyết 9 hồ sơ (5 trước và đúng hạn, 3 quá hạn).";
  query_.answer = grpc::Status(grpc::StatusCode::NOT_FOUND, "no such unit");
  EXPECT_EQ(Run(text, {.unit = "H99"}), ExitCode::kRefused);
  EXPECT_THAT(world_.out.str(), HasSubstr("1. ERROR: the parts do not make the whole"));
  EXPECT_THAT(world_.err.str(), HasSubstr("check-report, H99: no such unit"));
  EXPECT_EQ(Run(text, {.against = "127.0.0.1:1", .unit = "H44"}), ExitCode::kUnavailable);
  EXPECT_THAT(world_.err.str(), HasSubstr("node, 127.0.0.1:1: unavailable: "));
}

}  // namespace
}  // namespace lienthong::cli
