#include "services/intake/screening.h"

#include <gtest/gtest.h>

#include "services/intake/national_time.h"

namespace lienthong::intake {
namespace {

const Instant kNow = ParseNationalTime("20260810120000")->instant;

v1::SubmitRequest Call(std::initializer_list<const char*> dossiers) {
  v1::SubmitRequest call;
  call.set_source("igate");
  call.set_reporting_unit("H44.13");
  for (const char* dossier : dossiers) {
    v1::SourceRecord& record = *call.add_records();
    record.set_dossier(dossier);
    record.set_procedure("1.000894");
    record.set_status("2");
  }
  return call;
}

TEST(ScreenTest, PassesOnWhatIsWellFormedAndRefusesTheRest) {
  v1::SubmitRequest call = Call({"a", "", "c"});
  call.set_complete_through(kNow - 60);

  const auto screened = Screen(call, kNow);

  ASSERT_TRUE(screened.ok());
  EXPECT_EQ(screened->batch.source(), "igate");
  EXPECT_EQ(screened->batch.reporting_unit(), "H44.13");
  EXPECT_EQ(screened->batch.complete_through(), kNow - 60);
  ASSERT_EQ(screened->batch.records_size(), 2);
  EXPECT_EQ(screened->batch.records(1).dossier(), "c");
  ASSERT_EQ(screened->response.results_size(), 3);
  EXPECT_EQ(screened->response.results(1).outcome(), v1::RecordResult::OUTCOME_REFUSED);
  EXPECT_EQ(screened->response.results(1).field(), "MaHoSo");
}

TEST(ScreenTest, JudgesByTheArrivalOfTheBatchWhereItHasOne) {
  v1::SubmitRequest call = Call({"a"});
  call.mutable_records(0)->set_accepted(kNow);
  call.set_arrival(kNow - 2 * kSecondsPerDay);

  const auto screened = Screen(call, kNow);

  ASSERT_TRUE(screened.ok());
  EXPECT_EQ(screened->response.results(0).field(), "NgayTiepNhan");
  EXPECT_EQ(screened->batch.arrival(), kNow - 2 * kSecondsPerDay);
}

TEST(ScreenTest, HistoryMustBeDatedByItself) {
  v1::SubmitRequest call = Call({"undated", "dated", "supplemented", "deleted"});
  call.set_migrated(true);
  call.mutable_records(1)->set_accepted(kNow - 1000);
  call.mutable_records(2)->add_supplements()->set_requested(kNow - 1000);
  call.mutable_records(3)->set_tombstone(true);

  const auto screened = Screen(call, kNow);

  ASSERT_TRUE(screened.ok());
  EXPECT_TRUE(screened->batch.migrated());
  EXPECT_EQ(screened->places, (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(screened->response.results(0).field(), "NgayTiepNhan");
  EXPECT_NE(screened->response.results(0).reason().find("must state an instant"),
            std::string::npos);
}

TEST(ScreenTest, HistoryDoesNotSayThatASourceIsComplete) {
  v1::SubmitRequest call = Call({});
  call.set_migrated(true);
  call.set_complete_through(kNow - 60);

  EXPECT_EQ(Screen(call, kNow).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(ScreenTest, RefusesABadCall) {
  v1::SubmitRequest too_many = Call({});
  for (int i = 0; i <= kBatchRecordsMax; ++i) too_many.add_records();
  v1::SubmitRequest bad_source = Call({"a"});
  bad_source.set_source("iGate!");
  v1::SubmitRequest bad_unit = Call({"a"});
  bad_unit.set_reporting_unit(std::string(257, 'x'));
  v1::SubmitRequest bad_arrival = Call({"a"});
  bad_arrival.set_arrival(INT64_MAX);
  v1::SubmitRequest bad_watermark = Call({"a"});
  bad_watermark.set_complete_through(kNow + 2 * kSecondsPerDay);

  for (const auto& call : {too_many, bad_source, bad_unit, bad_arrival, bad_watermark}) {
    EXPECT_EQ(Screen(call, kNow).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(MergeTest, PutsResultsIntoTheirPlaces) {
  auto screened = Screen(Call({"a", "", "c"}), kNow);
  v1::SubmitResponse admitted;
  admitted.add_results()->set_sequence(7);
  admitted.add_results()->set_sequence(8);
  admitted.set_durable_sequence(9);

  ASSERT_TRUE(Merge(admitted, *screened).ok());

  EXPECT_EQ(screened->response.results(0).sequence(), 7u);
  EXPECT_EQ(screened->response.results(1).outcome(), v1::RecordResult::OUTCOME_REFUSED);
  EXPECT_EQ(screened->response.results(2).sequence(), 8u);
  EXPECT_EQ(screened->response.durable_sequence(), 9u);
}

TEST(MergeTest, RefusesAnotherNumberOfResults) {
  auto screened = Screen(Call({"a", "b"}), kNow);

  EXPECT_EQ(Merge(v1::SubmitResponse(), *screened).code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace lienthong::intake
