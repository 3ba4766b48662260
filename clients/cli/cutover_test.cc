#include "clients/cli/cutover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/cutover_file.h"
#include "clients/cli/json.h"
#include "clients/cli/test_support.h"
#include "lienthong/v1/query.grpc.pb.h"

namespace lienthong::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Books of two units: in any month 10 carried over, 12 received, and 13 of the 22 resolved, 3 of
// these late; 1 cancelled; 5 open, 2 of these overdue, 3 paused, 1 of these overdue.
class TestBooks : public v1::QueryService::Service {
 public:
  grpc::Status GetScore(grpc::ServerContext*, const v1::GetScoreRequest* request,
                        v1::GetScoreResponse* response) override {
    asked.push_back(request->unit() + " " + request->from() + " " + request->to());
    if (!failure.ok()) return failure;
    if (request->unit() != "H44.1" && request->unit() != "H44.2")
      return {grpc::StatusCode::NOT_FOUND, "unit, " + request->unit() + ": not known on that day"};
    v1::ScoreRow& row = *response->add_rows();
    v1::Figures& figures = *row.mutable_figures();
    figures.set_carried_over(10);
    figures.set_in_hand(22);
    figures.set_resolved_early(4);
    figures.set_resolved_on_day(5);
    figures.set_resolved_no_due(1);
    figures.set_resolved_late(3);
    figures.set_cancelled_late(1);
    figures.set_open_in_time(2);
    figures.set_open_overdue(2);
    figures.set_open_no_due(1);
    figures.set_paused_in_time(2);
    figures.set_paused_overdue(1);
    row.mutable_coverage()->set_parked(7);
    return grpc::Status::OK;
  }

  std::vector<std::string> asked;
  grpc::Status failure;
};

class CutoverTest : public testing::Test {
 protected:
  CutoverTest() { world_.context.node = node_.address(); }

  ExitCode Check(const std::string& text) {
    world_.out.str("");
    world_.err.str("");
    return RunCutoverCheck(world_.context, {directory_.Write("old.csv", text)});
  }
  std::string out() const { return world_.out.str(); }
  std::string err() const { return world_.err.str(); }

  TestWorld world_;
  TestDirectory directory_;
  TestBooks books_;
  TestNode node_{books_};
};

TEST_F(CutoverTest, EveryFigureHasItsMeaning) {
  EXPECT_EQ(
      Check("unit,month,carried_over,received,resolved,resolved_in_time,resolved_late,cancelled,"
            "in_hand,overdue,paused\nH44.1,2023-02,10,12,13,10,3,1,8,3,3\n"),
      ExitCode::kDone)
      << out() << err();

  EXPECT_THAT(books_.asked, ElementsAre("H44.1 2023-02-01 2023-02-28"));
}

TEST_F(CutoverTest, ADifferenceNamesUnitMonthAndBothFigures) {
  const ExitCode code = Check(
      "unit,month,received,resolved\nH44.1,2023-02,12,13\nH44.1,2023-03,1200,13\n"
      "H44.2,2023-02,,13\n");

  EXPECT_EQ(code, ExitCode::kSomethingFound);
  EXPECT_EQ(out(), R"(unit   month    result
-----  -------  ------------------------------------------------------------------
H44.1  2023-02  equal
H44.1  2023-03  received: 1,200, books 12; 7 records of it wait for reference data
H44.2  2023-02  equal
total           received: 1,212, books 24

2 of 3 months of units equal, 1 different, 0 not compared
)");
  EXPECT_EQ(err(), "");
}

TEST_F(CutoverTest, SpeaksVietnameseAndTakesItsExports) {
  world_.context.language = Language::kVietnamese;

  EXPECT_EQ(Check("\xef\xbb\xbfThang;DonVi;TiepNhan;ConLaiQuaHan\r\n2/2023;H44.1;12;4\r\n"),
            ExitCode::kSomethingFound);

  EXPECT_THAT(out(), HasSubstr("ConLaiQuaHan: 4, sổ 3; 7 bản ghi của đơn vị đang chờ danh mục"));
  EXPECT_THAT(out(), HasSubstr("tổng             khớp"));
}

TEST_F(CutoverTest, MachinesReadEveryFigure) {
  const std::string file = "unit,month,received,in_hand\nH44.1,2023-02,12,9\n";
  world_.context.output = Output::kCsv;
  EXPECT_EQ(Check(file), ExitCode::kSomethingFound);
  EXPECT_EQ(out(),
            "unit,month,figure,old_system,books,equal,fault\n"
            "H44.1,2023-02,received,12,12,true,\n"
            "H44.1,2023-02,in_hand,9,8,false,\n");

  world_.context.output = Output::kJson;
  EXPECT_EQ(Check(file), ExitCode::kSomethingFound);
  const Json json = Json::parse(out());
  EXPECT_EQ(json["rows"][0]["figures"][1]["books"], 8);
  EXPECT_EQ(json["total"]["different"], 1);
  EXPECT_EQ(json["total"]["figures"].size(), 1u) << "what is in hand cannot be added over months";
}

TEST_F(CutoverTest, AUnitThatTheNodeDoesNotKnowIsAFaultOfItsLine) {
  EXPECT_EQ(Check("unit,month,received\nH44.1,2023-02,12\nH44.9,2023-02,12\n"), ExitCode::kUsage);

  EXPECT_THAT(out(), HasSubstr("H44.1  2023-02  equal"));
  EXPECT_THAT(out(), HasSubstr("not compared: unit, H44.9: not known on that day"));
  EXPECT_THAT(err(), HasSubstr("old.csv:3: column unit: unit, H44.9: not known on that day"));
}

TEST_F(CutoverTest, ANodeThatIsAwayIsNotADifference) {
  books_.failure = {grpc::StatusCode::UNAVAILABLE, "going down"};

  EXPECT_EQ(Check("unit,month,received\nH44.1,2023-02,12\n"), ExitCode::kUnavailable);
}

struct BadFile {
  const char* text;
  const char* fault;
};

TEST_F(CutoverTest, EveryFaultOfAFileIsNamedBeforeTheNodeIsAsked) {
  const BadFile files[] = {
      {"", "old.csv:1: no header line; expected: unit (DonVi), month (Thang), [carried_over"},
      {"unit,month,receivd\nH44.1,2023-02,1\n",
       "old.csv:1: column receivd: unknown; expected: unit"},
      {"month,received\n2023-02,1\n", "old.csv:1: column unit: missing from the header"},
      {"unit,received\nH44.1,1\n", "old.csv:1: column month: missing from the header"},
      {"unit,month\nH44.1,2023-02\n", "old.csv:1: no column of figures"},
      {"unit,month,received,TiepNhan\nH44.1,2023-02,1,1\n", "column TiepNhan: stands twice"},
      {"unit,month,received\n", "old.csv:1: no line below the header"},
      {"unit,month,received\nH44.1,2023-13,1\n", "old.csv:2: column month: not a month; write"},
      {"unit,month,received\nH44.1,2023-Q1,1\n", "old.csv:2: column month: not a month"},
      {"unit,month,received\nH44.1,2023,1\n", "old.csv:2: column month: not a month"},
      {"unit,month,received\n,2023-02,1\n", "old.csv:2: column unit: empty; write the code"},
      {"unit,month,received\nH44.1,2023-02,1.234\n", "old.csv:2: column received: not a whole"},
      {"unit,month,received\nH44.1,2023-02\n",
       "old.csv:2: column received: has no cell; the row has 2 of 3"},
      {"unit,month,received\nH44.1,2023-02,1\nH44.1,02/2023,1\n",
       "old.csv:3: the same unit and month as line 2"},
      {"unit,month,received\n\"H44.1,2023-02,1\n", "old.csv:2: a quote that is never closed"}};
  for (const BadFile& file : files) {
    EXPECT_EQ(Check(file.text), ExitCode::kUsage) << file.text;
    EXPECT_THAT(err(), HasSubstr(file.fault)) << file.text;
  }
  EXPECT_THAT(books_.asked, testing::IsEmpty());
}

}  // namespace
}  // namespace lienthong::cli
