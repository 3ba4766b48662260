#include "clients/cli/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "clients/cli/json.h"
#include "clients/cli/test_intake.h"
#include "clients/cli/test_support.h"
#include "storage/base/calendar_date.h"

namespace lienthong::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kHeader = "MaHoSo,MaTTHC,TrangThaiHoSo,NgayTiepNhan\n";

// A CSV of one record for each dossier.
std::string CsvOf(const std::vector<std::string>& dossiers) {
  std::string text = kHeader;
  for (const std::string& dossier : dossiers) text += dossier + ",1.000001,2,20260801080000\n";
  return text;
}

// A CSV of dossiers PREFIX0, PREFIX1, ...
std::string CsvOf(const std::string& prefix, int count) {
  std::vector<std::string> dossiers;
  for (int i = 0; i < count; ++i) dossiers.push_back(prefix + std::to_string(i));
  return CsvOf(dossiers);
}

std::string JsonOf(const std::string& unit, const std::string& dossier) {
  return R"({"madonvi":")" + unit + R"(","data":[{"MaHoSo":")" + dossier +
         R"(","MaTTHC":"1.000001","TrangThaiHoSo":"2","NgayTiepNhan":"20260801080000"}]})";
}

class ImportTest : public testing::Test {
 protected:
  ImportTest() {
    world_.context.node = node_.address();
    world_.context.output = Output::kJson;
    options_.source = "igate";
    options_.unit = "H44.13";
  }

  ExitCode Import(std::vector<std::string> files) {
    options_.files = std::move(files);
    world_.out.str("");
    const ExitCode code = RunImport(world_.context, options_);
    if (code != ExitCode::kUsage) printed_ = Json::parse(world_.out.str());
    return code;
  }

  // admitted, unchanged, parked, refused of the sum.
  std::vector<int> Totals() const {
    const Json& total = printed_["total"];
    return {total["admitted"], total["unchanged"], total["parked"], total["refused"]};
  }

  std::vector<int> BatchSizes() const {
    std::vector<int> sizes;
    for (const auto& batch : intake_.received()) sizes.push_back(batch.records_size());
    return sizes;
  }

  TestWorld world_;
  TestDirectory directory_;
  TestIntake intake_;
  TestNode node_{intake_};
  ImportOptions options_;
  Json printed_;
};

TEST_F(ImportTest, SendsJsonAndCsvInBatches) {
  const auto csv = directory_.Write("a.csv", CsvOf("a", 1100));
  const auto json = directory_.Write("b.json", "\xef\xbb\xbf \n" + JsonOf("H44.13", "b"));

  EXPECT_EQ(Import({csv, json}), ExitCode::kDone);

  EXPECT_THAT(BatchSizes(), ElementsAre(512, 512, 76, 1));
  EXPECT_THAT(Totals(), ElementsAre(1101, 0, 0, 0));
  const v1::SubmitRequest batch = intake_.received()[0];
  EXPECT_EQ(batch.source(), "igate");
  EXPECT_EQ(batch.reporting_unit(), "H44.13");
  EXPECT_EQ(batch.arrival(), world_.clock.Now());
  EXPECT_EQ(batch.complete_through(), 0);
  EXPECT_EQ(world_.err.str(), "") << "no progress bar where there is no terminal";
}

TEST_F(ImportTest, CountsWhatBecameOfEachFile) {
  const auto first = directory_.Write("a.csv", CsvOf({"a", "bad", "park", "b"}));
  const auto second = directory_.Write("b.csv", CsvOf({"a", "c"}));

  EXPECT_EQ(Import({first, second}), ExitCode::kSomeRefused);

  EXPECT_THAT(Totals(), ElementsAre(3, 1, 1, 1));
  EXPECT_EQ(printed_["files"][0]["file"], first);
  EXPECT_EQ(printed_["files"][0]["admitted"], 2);
  EXPECT_EQ(printed_["files"][1]["unchanged"], 1);
  EXPECT_EQ(printed_["files"][0]["rejects_file"], first + ".rejects.csv");
  EXPECT_TRUE(printed_["files"][1]["rejects_file"].is_null());
}

TEST_F(ImportTest, ListsRejectsOfReaderAndNodeByRecord) {
  const auto file = directory_.Write(
      "a.csv", std::string(kHeader) + "bad-1,1.000001,2,20260801080000\n" +
                   "x,1.000001,2,20231301080000\n" + "ok,1.000001,2,\n" + "bad-2,1.000001,2,\n");

  EXPECT_EQ(Import({file}), ExitCode::kSomeRefused);

  const std::string rejects = directory_.Read("a.csv.rejects.csv");
  EXPECT_THAT(rejects, HasSubstr("record,dossier,field,reason\n"
                                 "1,bad-1,NgayTiepNhan,\"lies after NgayTra, mend it\"\n"
                                 "2,x,NgayTiepNhan,"));
  EXPECT_THAT(rejects, HasSubstr("\n4,bad-2,NgayTiepNhan,"));
  EXPECT_THAT(rejects, testing::Not(HasSubstr("20231301")));
  EXPECT_EQ(directory_.Read("a.csv.rejects.csv.part"), "(absent)");
}

TEST_F(ImportTest, RemovesTheListWhenNothingIsRefusedAnyMore) {
  const auto file = directory_.Write("a.csv", CsvOf({"bad"}));
  ASSERT_EQ(Import({file}), ExitCode::kSomeRefused);
  ASSERT_NE(directory_.Read("a.csv.rejects.csv"), "(absent)");

  directory_.Write("a.csv", CsvOf({"good"}));
  EXPECT_EQ(Import({file}), ExitCode::kDone);

  EXPECT_EQ(directory_.Read("a.csv.rejects.csv"), "(absent)");
}

TEST_F(ImportTest, GoesOnAfterTheNodeFailsInTheMiddle) {
  intake_.FailAt(1, {{grpc::StatusCode::UNAVAILABLE, "going down"}});
  intake_.FailAt(5, {{grpc::StatusCode::RESOURCE_EXHAUSTED, "slow down"}});
  const auto file = directory_.Write("a.csv", CsvOf("a", 4000));

  EXPECT_EQ(Import({file}), ExitCode::kDone);

  EXPECT_THAT(Totals(), ElementsAre(4000, 0, 0, 0));
  const std::vector<std::string> admitted = intake_.admitted();
  ASSERT_EQ(admitted.size(), 4000U);
  for (size_t i = 0; i < admitted.size(); ++i) ASSERT_EQ(admitted[i], "a" + std::to_string(i));
}

TEST_F(ImportTest, SendsTheSameAgainAlsoWhenTimePassed) {
  intake_.FailAt(0, {{grpc::StatusCode::UNAVAILABLE, "going down"}});
  const auto file = directory_.Write("a.csv", CsvOf({"a"}));

  ASSERT_EQ(Import({file}), ExitCode::kDone);

  const auto received = intake_.received();
  ASSERT_EQ(received.size(), 2U);
  EXPECT_EQ(received[0].SerializeAsString(), received[1].SerializeAsString());
}

TEST_F(ImportTest, TellsTheArrivalThatIsGiven) {
  options_.received_at = "20260901070000";
  const auto file = directory_.Write("a.csv", CsvOf({"a"}));

  ASSERT_EQ(Import({file}), ExitCode::kDone);

  EXPECT_EQ(FormatInstant(intake_.received()[0].arrival()), "2026-09-01 07:00:00");
}

TEST_F(ImportTest, CompletesWithTheLastBatchOfTheLastFileOnly) {
  options_.complete_through = "20260831235959";
  const auto first = directory_.Write("a.csv", CsvOf("a", 600));
  const auto second = directory_.Write("b.csv", CsvOf("b", 600));

  ASSERT_EQ(Import({first, second}), ExitCode::kDone);

  const auto received = intake_.received();
  ASSERT_EQ(received.size(), 4U);
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(received[i].complete_through(), 0);
  EXPECT_EQ(FormatInstant(received[3].complete_through()), "2026-08-31 23:59:59");
  EXPECT_EQ(received[3].records_size(), 88);
  EXPECT_EQ(received[3].reporting_unit(), "H44.13");
}

TEST_F(ImportTest, CompletesAlsoWithAFileWithoutRecords) {
  options_.complete_through = "20260831235959";

  ASSERT_EQ(Import({directory_.Write("a.csv", kHeader)}), ExitCode::kDone);

  const auto received = intake_.received();
  ASSERT_EQ(received.size(), 1U);
  EXPECT_NE(received[0].complete_through(), 0);
}

TEST_F(ImportTest, CompletesEachUnitThatTheFilesName) {
  options_.unit = "";
  options_.complete_through = "20260831235959";
  const auto first = directory_.Write("a.json", JsonOf("H44.01", "a"));
  const auto second = directory_.Write("b.json", JsonOf("H44.02", "b"));

  ASSERT_EQ(Import({first, second}), ExitCode::kDone);

  const auto received = intake_.received();
  ASSERT_EQ(received.size(), 4U);
  EXPECT_EQ(received[1].complete_through(), 0);
  EXPECT_EQ(received[2].reporting_unit(), "H44.01");
  EXPECT_NE(received[2].complete_through(), 0);
  EXPECT_EQ(received[3].reporting_unit(), "H44.02");
  EXPECT_NE(received[3].complete_through(), 0);
}

TEST_F(ImportTest, NeedsAUnitToComplete) {
  options_.unit = "";
  options_.complete_through = "20260831235959";

  EXPECT_EQ(Import({directory_.Write("a.csv", CsvOf({"a"}))}), ExitCode::kUsage);

  EXPECT_THAT(world_.err.str(), HasSubstr("option, --unit"));
  ASSERT_EQ(intake_.received().size(), 1U);
  EXPECT_EQ(intake_.received()[0].complete_through(), 0);
}

TEST_F(ImportTest, DoesNotCompleteWhatIsTruncated) {
  options_.complete_through = "20260831235959";
  const std::string whole = JsonOf("H44.13", "a");
  const auto file = directory_.Write("a.json", whole.substr(0, whole.size() - 2) + ",{\"MaHo");

  EXPECT_EQ(Import({file}), ExitCode::kSomeRefused);

  EXPECT_THAT(world_.err.str(), HasSubstr("--complete-through: not sent"));
  EXPECT_THAT(intake_.admitted(), ElementsAre("a"));
  ASSERT_EQ(intake_.received().size(), 1U);
  EXPECT_EQ(intake_.received()[0].complete_through(), 0);
}

TEST_F(ImportTest, DoesNotCompleteWhenTheNodeRefusesABatch) {
  options_.complete_through = "20260831235959";
  intake_.FailAt(0, {{grpc::StatusCode::INVALID_ARGUMENT, "reporting unit, H44.13: not here"}});
  const auto first = directory_.Write("a.csv", CsvOf("a", 600));

  EXPECT_EQ(Import({first, directory_.Write("b.csv", CsvOf({"b"}))}), ExitCode::kRefused);

  EXPECT_EQ(world_.err.str(), "lienthong: import, igate: reporting unit, H44.13: not here\n");
  for (const auto& batch : intake_.received()) EXPECT_EQ(batch.complete_through(), 0);
}

TEST_F(ImportTest, SaysThatTheNodeIsUnavailable) {
  options_.retry_seconds = 10;
  intake_.FailAlways({grpc::StatusCode::UNAVAILABLE, "going down"});
  const int64_t start_ms = world_.clock.now_ms;

  EXPECT_EQ(Import({directory_.Write("a.csv", CsvOf({"a"}))}), ExitCode::kUnavailable);

  EXPECT_EQ(world_.clock.now_ms - start_ms, 10000);
  EXPECT_THAT(world_.err.str(), HasSubstr("unavailable: going down"));
}

TEST_F(ImportTest, ImportsTheOtherFilesWhenOneIsUnreadable) {
  const auto good = directory_.Write("a.csv", CsvOf({"a"}));
  const auto broken = directory_.Write("b.csv", "MaHoSo,MaTTHC\nb,1\n");

  EXPECT_EQ(Import({directory_.Path("none.csv"), broken, good}), ExitCode::kUsage);

  EXPECT_THAT(world_.err.str(), HasSubstr("none.csv: cannot be read"));
  EXPECT_THAT(world_.err.str(), HasSubstr("TrangThaiHoSo"));
  EXPECT_THAT(intake_.admitted(), ElementsAre("a"));
}

TEST_F(ImportTest, RefusesWrongOptionsBeforeAnythingIsSent) {
  const auto file = directory_.Write("a.csv", CsvOf({"a"}));

  options_.source = "iGate 2";
  EXPECT_EQ(Import({file}), ExitCode::kUsage);
  options_.source = "igate";
  options_.received_at = "20260901";
  EXPECT_EQ(Import({file}), ExitCode::kUsage);
  options_.received_at = "";
  options_.complete_through = "20261301000000";
  EXPECT_EQ(Import({file}), ExitCode::kUsage);

  EXPECT_THAT(intake_.received(), IsEmpty());
}

TEST_F(ImportTest, DrawsABarOnATerminalAndWipesIt) {
  world_.context.err_is_terminal = true;

  ASSERT_EQ(Import({directory_.Write("a.csv", CsvOf({"a"}))}), ExitCode::kDone);

  EXPECT_THAT(world_.err.str(), HasSubstr("[####################] 100 %"));
  EXPECT_TRUE(world_.err.str().ends_with("\r\x1b[K"));
}

}  // namespace
}  // namespace lienthong::cli
