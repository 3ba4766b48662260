#include "clients/cli/import_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/json.h"
#include "clients/cli/test_intake.h"
#include "clients/cli/test_support.h"
#include "storage/base/calendar_date.h"

namespace lienthong::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ImportRowsTest : public testing::Test {
 protected:
  ImportRowsTest() {
    world_.context.node = node_.address();
    world_.context.output = Output::kJson;
    options_.source = "pakn";
    options_.unit = "H44";
  }

  ExitCode Petitions(const std::string& text) {
    options_.petitions = directory_.Write("p.csv", text);
    world_.out.str("");
    const ExitCode code = RunImportPetitions(world_.context, options_);
    if (!world_.out.str().empty()) printed_ = Json::parse(world_.out.str());
    return code;
  }
  // admitted, unchanged, refused of the sum.
  std::vector<int> Totals() const {
    const Json& total = printed_["total"];
    return {total["admitted"], total["unchanged"], total["refused"]};
  }

  TestWorld world_;
  TestDirectory directory_;
  TestIntake intake_;
  TestNode node_{intake_};
  ImportOptions options_;
  Json printed_;
};

TEST_F(ImportRowsTest, PetitionsGoInBatches) {
  std::string text = "petition,received\n";
  for (int i = 0; i < 600; ++i) text += "PA-" + std::to_string(i) + ",20260801\n";

  EXPECT_EQ(Petitions(text), ExitCode::kDone);

  const auto batches = intake_.petitions();
  ASSERT_EQ(batches.size(), 2u);
  EXPECT_EQ(batches[0].petitions_size(), 512);
  EXPECT_EQ(batches[0].source(), "pakn");
  EXPECT_EQ(batches[0].reporting_unit(), "H44");
  EXPECT_EQ(batches[1].arrival(), world_.clock.Now());
  EXPECT_THAT(Totals(), ElementsAre(600, 0, 0));
}

TEST_F(ImportRowsTest, RefusedRowsAreListedAndTheOthersGoOn) {
  EXPECT_EQ(Petitions("petition,received\nbad-1,20260801\nb,hôm qua\nc,20260801\n"),
            ExitCode::kSomeRefused);

  EXPECT_THAT(Totals(), ElementsAre(1, 0, 2));
  EXPECT_EQ(directory_.Read("p.csv.rejects.csv"),
            "record,dossier,field,reason\n1,bad-1,unit,\n2,b,received,not a time yyyyMMddHHmmss "
            "or yyyy-mm-dd hh:mm:ss\n");
  EXPECT_EQ(Petitions("petition,received\nc,20260801\n"), ExitCode::kDone);
  EXPECT_EQ(directory_.Read("p.csv.rejects.csv"), "(absent)");
  EXPECT_THAT(Totals(), ElementsAre(0, 1, 0));
}

TEST_F(ImportRowsTest, ABusyNodeIsAskedAgain) {
  intake_.FailAt(0, {{grpc::StatusCode::RESOURCE_EXHAUSTED, "later"}});
  intake_.FailAt(1, {{grpc::StatusCode::UNAVAILABLE, "away"}});

  EXPECT_EQ(Petitions("petition,received\na,20260801\n"), ExitCode::kDone);

  EXPECT_EQ(world_.sleeps, 2);
  EXPECT_THAT(Totals(), ElementsAre(1, 0, 0));
}

TEST_F(ImportRowsTest, ANodeThatStaysAwayEndsTheImportInTime) {
  intake_.FailAlways({grpc::StatusCode::UNAVAILABLE, "away"});
  options_.retry_seconds = 3;
  const int64_t start_ms = world_.clock.now_ms;

  EXPECT_EQ(Petitions("petition,received\na,20260801\n"), ExitCode::kUnavailable);

  EXPECT_GE(world_.clock.now_ms - start_ms, 3000);
  EXPECT_LT(world_.clock.now_ms - start_ms, 10000);
}

TEST_F(ImportRowsTest, AFileOfAnotherFormSendsNothing) {
  EXPECT_EQ(Petitions("code,received\na,20260801\n"), ExitCode::kUsage);
  EXPECT_THAT(world_.err.str(), HasSubstr("missing column petition (MaPAKN)"));
  options_.source = "PAKN";
  EXPECT_EQ(Petitions("petition,received\na,20260801\n"), ExitCode::kUsage);
  EXPECT_TRUE(intake_.petitions().empty());
}

TEST_F(ImportRowsTest, TheArrivalMayBeGiven) {
  options_.received_at = "20260901070000";

  EXPECT_EQ(Petitions("petition,received\na,20260801\n"), ExitCode::kDone);

  EXPECT_EQ(FormatInstant(intake_.petitions()[0].arrival()), "2026-09-01 07:00:00");
}

TEST_F(ImportRowsTest, ObservationsNameTheirUnitAndSourceThemselves) {
  options_.observations = directory_.Write(
      "o.csv",
      "unit,definition,from,to,value,measure,source,as_of\n"
      "P24,766-2026/1/points,2023-11-01,2023-11-30,7.7,points,report 2023-11,2023-12-05\n");

  EXPECT_EQ(RunImportObservations(world_.context, options_), ExitCode::kDone);

  ASSERT_EQ(intake_.observations().size(), 1u);
  const v1::ObservationRecord record = intake_.observations()[0].observations(0);
  EXPECT_EQ(record.unit(), "P24");
  EXPECT_EQ(record.value(), "7.7");
  EXPECT_EQ(record.measure(), v1::MEASURE_POINTS);
}

}  // namespace
}  // namespace lienthong::cli
