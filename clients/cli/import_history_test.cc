// lienthong import --history (import.h, import_position.h).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/import.h"
#include "clients/cli/import_position.h"
#include "clients/cli/json.h"
#include "clients/cli/progress_bar.h"
#include "clients/cli/test_intake.h"
#include "clients/cli/test_support.h"
#include "lienthong/v1/admin.grpc.pb.h"

namespace lienthong::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string CsvOf(const std::vector<std::string>& dossiers) {
  std::string text = "MaHoSo,MaTTHC,TrangThaiHoSo,NgayTiepNhan\n";
  for (const std::string& dossier : dossiers) text += dossier + ",1.000001,2,20230801080000\n";
  return text;
}

std::string CsvOf(const std::string& prefix, int count) {
  std::vector<std::string> dossiers;
  for (int i = 0; i < count; ++i) dossiers.push_back(prefix + std::to_string(i));
  return CsvOf(dossiers);
}

class TestAdmin : public v1::AdminService::Service {
 public:
  grpc::Status GetStatus(grpc::ServerContext*, const v1::GetStatusRequest*,
                         v1::GetStatusResponse* response) override {
    response->mutable_node()->set_node("h44-1");
    response->mutable_node()->set_epoch(epoch);
    return grpc::Status::OK;
  }
  uint64_t epoch = 7;
};

class ImportHistoryTest : public testing::Test {
 protected:
  ImportHistoryTest() {
    world_.context.node = node_.address();
    world_.context.output = Output::kJson;
    options_.source = "igate";
    options_.unit = "H44.13";
    options_.history = true;
  }

  ExitCode Load(std::vector<std::string> files) {
    options_.files = std::move(files);
    world_.out.str("");
    const ExitCode code = RunImport(world_.context, options_);
    if (!world_.out.str().empty()) printed_ = Json::parse(world_.out.str());
    return code;
  }
  // admitted, unchanged, parked, refused of the sum.
  std::vector<int> Totals() const {
    const Json& total = printed_["total"];
    return {total["admitted"], total["unchanged"], total["parked"], total["refused"]};
  }
  // Codes sent since the last call.
  std::vector<std::string> Sent() {
    std::vector<std::string> sent;
    const auto received = intake_.received();
    for (; seen_ < received.size(); ++seen_) {
      for (const auto& record : received[seen_].records()) sent.push_back(record.dossier());
    }
    return sent;
  }

  TestWorld world_;
  TestDirectory directory_;
  TestIntake intake_;
  TestAdmin admin_;
  TestNode node_{{&intake_, &admin_}};
  ImportOptions options_;
  Json printed_;
  size_t seen_ = 0;
};

TEST_F(ImportHistoryTest, MarksItsBatchesAndGivesThemNoArrival) {
  EXPECT_EQ(Load({directory_.Write("a.csv", CsvOf({"a"}))}), ExitCode::kDone);

  const auto received = intake_.received();
  ASSERT_EQ(received.size(), 1u);
  EXPECT_TRUE(received[0].migrated());
  EXPECT_EQ(received[0].arrival(), 0);
  EXPECT_THAT(world_.err.str(), HasSubstr("first load: 1 records"));
}

TEST_F(ImportHistoryTest, GoesOnWhereItWasStopped) {
  intake_.FailAt(3, {{grpc::StatusCode::INTERNAL, "out of order"}});
  const auto first = directory_.Write("a.csv", CsvOf("a", 600));
  const auto second = directory_.Write("b.csv", CsvOf("b", 1500));
  EXPECT_EQ(Load({first, second}), ExitCode::kInternal);
  const size_t held = intake_.admitted().size();
  ASSERT_EQ(held, 600u + 512u);
  Sent();

  EXPECT_EQ(Load({first, second}), ExitCode::kDone);

  EXPECT_EQ(Sent().size(), 2100u - held) << "what is acknowledged is not sent again";
  EXPECT_THAT(Totals(), ElementsAre(2100, 0, 0, 0));
  EXPECT_EQ(Load({first, second}), ExitCode::kDone);
  EXPECT_THAT(Sent(), testing::IsEmpty());
  EXPECT_THAT(Totals(), ElementsAre(2100, 0, 0, 0));
}

TEST_F(ImportHistoryTest, OnlyWhatWasRefusedIsSentAgainAndListedOnce) {
  const auto file = directory_.Write("a.csv", CsvOf({"a", "bad-1", "b"}) + "c,1.000001,2,x\n");
  EXPECT_EQ(Load({file}), ExitCode::kSomeRefused);
  const std::string rejects = directory_.Read("a.csv.rejects.csv");
  EXPECT_THAT(Sent(), ElementsAre("a", "bad-1", "b"));

  EXPECT_EQ(Load({file}), ExitCode::kSomeRefused);

  EXPECT_THAT(Sent(), ElementsAre("bad-1"));
  EXPECT_EQ(directory_.Read("a.csv.rejects.csv"), rejects);
  EXPECT_THAT(rejects, HasSubstr("\n2,bad-1,"));
  EXPECT_THAT(rejects, HasSubstr("\n4,c,"));
  EXPECT_THAT(Totals(), ElementsAre(2, 0, 0, 2));
}

TEST_F(ImportHistoryTest, APositionCountsForTheSameLoadOnly) {
  const auto file = directory_.Write("a.csv", CsvOf({"a", "b"}));
  const auto sends = [&] {
    EXPECT_EQ(Load({file}), ExitCode::kDone);
    return Sent().size();
  };
  ASSERT_EQ(sends(), 2u);
  ASSERT_EQ(sends(), 0u);

  admin_.epoch = 8;
  EXPECT_EQ(sends(), 2u) << "the node lost its disk";
  options_.unit = "H44.14";
  EXPECT_EQ(sends(), 2u);
  options_.source = "onecua";
  EXPECT_EQ(sends(), 2u);
  directory_.Write("a.csv", CsvOf({"a", "c"}));
  EXPECT_EQ(sends(), 2u) << "other bytes";
  directory_.Write("a.csv.position.json", R"({"format":1,"record":"2"})");
  EXPECT_EQ(sends(), 2u) << "no position at all";
}

TEST_F(ImportHistoryTest, TakesTheFilesOfAFolderInOrderAndEachOnce) {
  std::filesystem::create_directories(directory_.Path("old/2024"));
  directory_.Write("old/b.CSV", CsvOf({"b"}));
  directory_.Write("old/2024/a.csv", CsvOf({"a"}));
  directory_.Write("old/a.csv.rejects.csv", "record,dossier,field,reason\n");
  directory_.Write("old/notes.txt", "x");

  EXPECT_EQ(Load({directory_.Path("old"), directory_.Path("old/b.CSV")}), ExitCode::kDone);

  EXPECT_THAT(Sent(), ElementsAre("a", "b"));
}

TEST_F(ImportHistoryTest, AFolderWithoutFilesIsNamed) {
  std::filesystem::create_directories(directory_.Path("empty"));

  EXPECT_EQ(Load({directory_.Path("empty")}), ExitCode::kUsage);

  EXPECT_THAT(world_.err.str(), HasSubstr("empty: a folder without a .csv or .json file"));
}

TEST_F(ImportHistoryTest, TheWordsOfALiveImportAreRefused) {
  const auto file = directory_.Write("a.csv", CsvOf({"a"}));

  options_.complete_through = "20230831235959";
  EXPECT_EQ(Load({file}), ExitCode::kUsage);
  EXPECT_THAT(world_.err.str(), HasSubstr("option, --complete-through: not together"));
  options_.complete_through = "";
  options_.received_at = "20230831235959";
  EXPECT_EQ(Load({file}), ExitCode::kUsage);
  EXPECT_THAT(world_.err.str(), HasSubstr("option, --received-at: not together"));
  EXPECT_TRUE(intake_.received().empty());
}

TEST_F(ImportHistoryTest, WithoutAPlaceForItsPositionsAFileIsNotLoaded) {
  const auto file = directory_.Write("a.csv", CsvOf({"a"}));
  std::filesystem::create_directories(directory_.Path("a.csv.position.json.part"));

  EXPECT_EQ(Load({file}), ExitCode::kUsage);

  EXPECT_THAT(world_.err.str(), HasSubstr("a.csv.position.json: cannot be written"));
  EXPECT_TRUE(intake_.received().empty());
}

TEST(ProgressBarTest, ShowsRatesOfThisRunAndTheTimeThatIsLeft) {
  TestWorld world;
  world.context.err_is_terminal = true;
  ProgressBar bar(world.context, 40'000'000);
  bar.Skip(10'000'000, 5000);
  world.clock.now_ms += 10'000;

  bar.Show(20'000'000, 9000, "a.csv");
  bar.Show(21'000'000, 9400, "a.csv");

  EXPECT_EQ(
      world.err.str(),
      "\r\x1b[K[##########..........]  50 %  9,000 records  400/s  1.0 MB/s  0:20 left  a.csv");
  world.clock.now_ms += 20'000;
  bar.Summarize(40'000'000, 11'000);
  EXPECT_THAT(world.err.str(), HasSubstr("\r\x1b[Kfirst load: 6,000 records, 30.0 MB in 0:30: "
                                         "200 records/s, 1.0 MB/s; done before: 5,000 records\n"));
}

TEST(ProgressBarTest, WritesDurationsAsAClock) {
  EXPECT_EQ(FormatDuration(7), "0:07");
  EXPECT_EQ(FormatDuration(3725), "1:02:05");
  EXPECT_EQ(FormatMegabytes(Language::kVietnamese, 1'234'560'000), "1.234,6");
}

}  // namespace
}  // namespace lienthong::cli
