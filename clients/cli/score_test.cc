#include "clients/cli/score.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/test_support.h"
#include "storage/base/calendar_date.h"

namespace lienthong::cli {
namespace {

using testing::HasSubstr;

v1::ScoreRow MakeRow(const char* unit, const char* name, uint64_t in_hand, uint64_t in_time,
                     const char* ratio, const char* points) {
  v1::ScoreRow row;
  row.set_unit(unit);
  row.set_name(name);
  row.mutable_figures()->set_carried_over(1);
  row.mutable_figures()->set_new_(in_hand - 1);
  row.mutable_figures()->set_in_hand(in_hand);
  row.set_base(in_hand);
  row.set_in_time(in_time);
  row.set_overdue(in_hand - in_time);
  row.set_ratio(ratio);
  row.set_points(points);
  return row;
}

// August 2026: the province and two of its units.
class ScoreTest : public testing::Test {
 protected:
  ScoreTest() {
    request_.set_unit("H44");
    request_.set_from("2026-08-01");
    request_.set_to("2026-08-31");
    request_.set_rate(v1::RATE_DVCQG);
    request_.set_role(v1::UNIT_ROLE_HANDLING);
    *response_.add_rows() = MakeRow("H44", "Tỉnh Phú Thọ", 184513, 144625, "78.38", "15.68");
    *response_.add_rows() = MakeRow("H44.19", "Sở Nội vụ", 32, 29, "90.63", "18.13");
    *response_.add_rows() = MakeRow("H44.130", "Phường Vĩnh Phúc", 2, 0, "0", "0");
    for (v1::ScoreRow& row : *response_.mutable_rows()) {
      row.mutable_coverage()->set_expected(163);
      row.mutable_coverage()->set_complete(163);
    }
    response_.set_as_of(EndOfDay(*ParseDate("2026-08-31")));
    response_.set_position(200000);
    response_.mutable_known()->set_step(3);
    response_.set_known_at_ms(StartOfDay(*ParseDate("2026-09-02")) * 1000 + 250);
  }

  std::string Print(Output output, Language language) {
    world_.context.output = output;
    world_.context.language = language;
    PrintScore(world_.context, request_, response_);
    return world_.out.str();
  }

  TestWorld world_;
  v1::GetScoreRequest request_;
  v1::GetScoreResponse response_;
};

TEST_F(ScoreTest, PrintsATableInEnglish) {
  EXPECT_EQ(Print(Output::kTable, Language::kEnglish),
            R"(unit     name              in hand  in time  overdue    ratio  points  coverage
-------  ----------------  -------  -------  -------  -------  ------  --------
H44      Tỉnh Phú Thọ      184,513  144,625   39,888  78.38 %   15.68   163/163
H44.19   Sở Nội vụ              32       29        3  90.63 %   18.13   163/163
H44.130  Phường Vĩnh Phúc        2        0        2   0.00 %    0.00   163/163

rate dvcqg, handling unit; 2026-08-01 to 2026-08-31, as of 2026-08-31 23:59:59; known at 2026-09-02 00:00:00, position 200,000
coverage: complete, 163 of 163 sources
)");
}

TEST_F(ScoreTest, PrintsATableInVietnamese) {
  v1::Coverage& coverage = *response_.mutable_rows(0)->mutable_coverage();
  coverage.set_complete(160);
  coverage.set_behind(2);
  coverage.set_silent(1);
  coverage.set_uncovered_units(4);
  coverage.set_parked(1200);
  response_.set_projection(true);

  EXPECT_EQ(
      Print(Output::kTable, Language::kVietnamese),
      R"(đơn vị   tên               phải giải quyết  đúng hạn  quá hạn    tỷ lệ   điểm     độ phủ
-------  ----------------  ---------------  --------  -------  -------  -----  ---------
H44      Tỉnh Phú Thọ              184.513   144.625   39.888  78,38 %  15,68  160/163 !
H44.19   Sở Nội vụ                      32        29        3  90,63 %  18,13    163/163
H44.130  Phường Vĩnh Phúc                2         0        2   0,00 %   0,00    163/163

tỷ lệ dvcqg, theo đơn vị xử lý; từ 2026-08-01 đến 2026-08-31, tính đến 2026-08-31 23:59:59; biết đến 2026-09-02 00:00:00, vị trí sổ 200.000
dự kiến: thời điểm tính nằm ở tương lai
độ phủ: CHƯA ĐỦ, 160 trên 163 nguồn đã đủ; 2 chậm, 1 chưa từng gửi; 4 đơn vị không có nguồn nào; 1.200 bản ghi chờ danh mục, chưa tính
)");
}

TEST_F(ScoreTest, ShowsTheBaseWhereItIsNotWhatIsInHand) {
  request_.set_rate(v1::RATE_RESOLVED);
  response_.mutable_rows()->DeleteSubrange(1, 2);
  response_.mutable_rows(0)->set_base(150000);

  EXPECT_THAT(Print(Output::kTable, Language::kEnglish),
              HasSubstr("unit  name          in hand     base  in time"));
}

TEST_F(ScoreTest, PrintsJson) {
  response_.mutable_rows()->DeleteSubrange(1, 2);

  EXPECT_EQ(Print(Output::kJson, Language::kVietnamese), R"({
  "unit": "H44",
  "from": "2026-08-01",
  "to": "2026-08-31",
  "as_of": "2026-08-31T23:59:59+07:00",
  "rate": "dvcqg",
  "role": "handling",
  "projection": false,
  "position": 200000,
  "step": 3,
  "known_at": "2026-09-02T00:00:00.250+07:00",
  "rows": [
    {
      "unit": "H44",
      "name": "Tỉnh Phú Thọ",
      "in_hand": 184513,
      "in_time": 144625,
      "overdue": 39888,
      "base": 184513,
      "ratio": "78.38",
      "points": "15.68",
      "carried_over": 1,
      "new": 184512,
      "new_online": 0,
      "reopened": 0,
      "moved_in": 0,
      "moved_out": 0,
      "resolved_early": 0,
      "resolved_on_day": 0,
      "resolved_late": 0,
      "resolved_no_due": 0,
      "cancelled_in_time": 0,
      "cancelled_late": 0,
      "cancelled_no_due": 0,
      "open_in_time": 0,
      "open_overdue": 0,
      "open_no_due": 0,
      "paused_in_time": 0,
      "paused_overdue": 0,
      "registered": 0,
      "registered_overdue": 0,
      "due": 0,
      "due_in_time": 0,
      "finish_not_stated": 0,
      "coverage": {
        "expected": 163,
        "complete": 163,
        "behind": 0,
        "silent": 0,
        "uncovered_units": 0,
        "parked": 0,
        "complete_through": null,
        "provisional_years": []
      }
    }
  ]
}
)");
}

TEST_F(ScoreTest, PrintsCsvWithPlainNumbers) {
  const std::string csv = Print(Output::kCsv, Language::kVietnamese);

  EXPECT_TRUE(csv.starts_with(
      "unit,name,in_hand,in_time,overdue,base,ratio,points,carried_over,new,new_online,"))
      << csv;
  EXPECT_THAT(csv, HasSubstr(",coverage_parked,coverage_complete_through,"
                             "coverage_provisional_years,from,to,as_of,rate,role,"
                             "projection,position,step,known_at\n"));
  EXPECT_THAT(csv, HasSubstr("\nH44.19,Sở Nội vụ,32,29,3,32,90.63,18.13,1,31,0,"));
  EXPECT_THAT(csv, HasSubstr(",163,163,0,0,0,0,,,2026-08-01,2026-08-31,2026-08-31T23:59:59+07:00,"
                             "dvcqg,handling,false,200000,3,2026-09-02T00:00:00.250+07:00\n"));
}

class ScoreRequestTest : public testing::Test {
 protected:
  std::string Refusal(const ScoreOptions& options) {
    world_.err.str("");
    EXPECT_FALSE(MakeScoreRequest(world_.context, options));
    return world_.err.str();
  }

  TestWorld world_;
};

TEST_F(ScoreRequestTest, SaysWhatTheOptionsSay) {
  const auto request = MakeScoreRequest(world_.context, {.unit = "H44",
                                                         .period = "2026-Q3",
                                                         .as_of = "2026-08-15 12:00:00",
                                                         .rate = "not-late",
                                                         .role = "receiving",
                                                         .children = true});

  ASSERT_TRUE(request);
  EXPECT_EQ(request->unit(), "H44");
  EXPECT_EQ(request->from(), "2026-07-01");
  EXPECT_EQ(request->to(), "2026-09-30");
  EXPECT_EQ(FormatInstant(request->as_of()), "2026-08-15 12:00:00");
  EXPECT_EQ(request->rate(), v1::RATE_NOT_LATE);
  EXPECT_EQ(request->role(), v1::UNIT_ROLE_RECEIVING);
  EXPECT_TRUE(request->children());
}

TEST_F(ScoreRequestTest, AStatisticalMonthEndsOnThe14th) {
  const auto request = MakeScoreRequest(
      world_.context, {.unit = "H44", .period = "2026-08", .period_calendar = "statistical"});

  ASSERT_TRUE(request);
  EXPECT_EQ(request->from(), "2026-07-15");
  EXPECT_EQ(request->to(), "2026-08-14");
}

TEST_F(ScoreRequestTest, KnowledgeIsAMomentOrAPosition) {
  const auto known = [&](const std::string& text) {
    const auto request = MakeScoreRequest(world_.context, {.period = "2026", .known_at = text});
    return request ? request->known().ShortDebugString() : "refused";
  };

  EXPECT_EQ(known("2026-08-15 12:00:00"), "time: 1786770000");
  EXPECT_EQ(known("2026-08-15"), "time: 1786813199");
  EXPECT_EQ(known("1234"), "position: 1234");
  EXPECT_EQ(known("1234.0"), "position: 1234 step: 0");
  EXPECT_EQ(known("1234.2"), "position: 1234 step: 2");
  EXPECT_EQ(known(""), "");
  for (const char* text : {"0", "-1", "1234.", ".2", "1.2.3", "1234.x", "12x", "yesterday",
                           "1234.4294967296", "99999999999999999999"}) {
    EXPECT_EQ(known(text), "refused") << text;
  }
}

TEST_F(ScoreRequestTest, NamesTheOptionThatIsWrong) {
  EXPECT_THAT(Refusal({}), HasSubstr("either --period or both"));
  EXPECT_THAT(Refusal({.period = "2026-08", .period_calendar = "lunar"}),
              HasSubstr("--period-calendar: expected one of civil, statistical"));
  EXPECT_THAT(Refusal({.from = "2026-08-01"}), HasSubstr("either --period or both"));
  EXPECT_THAT(Refusal({.period = "2026-08", .to = "2026-08-31"}),
              HasSubstr("either --period or both"));
  EXPECT_THAT(Refusal({.period = "2026-13"}), HasSubstr("--period: expected a month"));
  EXPECT_THAT(Refusal({.from = "2026-08-32", .to = "2026-08-31"}), HasSubstr("--from"));
  EXPECT_THAT(Refusal({.from = "2026-08-01", .to = "31/8"}), HasSubstr("--to"));
  EXPECT_THAT(Refusal({.from = "2026-08-02", .to = "2026-08-01"}), HasSubstr("before --from"));
  EXPECT_THAT(Refusal({.period = "2026", .as_of = "now"}), HasSubstr("--as-of"));
  EXPECT_THAT(Refusal({.period = "2026", .known_at = "then"}), HasSubstr("--known-at"));
  EXPECT_THAT(Refusal({.period = "2026", .rate = "best"}), HasSubstr("--rate: expected one of"));
  EXPECT_THAT(Refusal({.period = "2026", .role = "any"}), HasSubstr("--role: expected one of"));
}

}  // namespace
}  // namespace lienthong::cli
