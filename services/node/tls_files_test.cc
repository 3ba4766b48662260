#include "services/node/tls_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "storage/base/authority.h"
#include "storage/base/secret_file.h"

namespace lienthong::node {
namespace {

class TestClock final : public Clock {
 public:
  int64_t NowMs() const override { return now_ms; }

  int64_t now_ms = 1'790'000'000'000;
};

class TlsFilesTest : public testing::Test {
 protected:
  TlsFilesTest() : authority_(*Authority::Make("h44", {.from = 1'789'000'000, .days = 3650})) {
    std::string name = testing::TempDir() + "lienthong-tls-XXXXXX";
    folder_ = mkdtemp(name.data());
    config_.set_certificate(folder_ + "/node.pem");
    config_.set_key(folder_ + "/node.key");
    config_.set_ca(folder_ + "/ca.pem");
    Write(config_.ca(), authority_.CertificateToPem());
    Put(Issue("h44-1"));
  }
  ~TlsFilesTest() override { std::filesystem::remove_all(folder_); }

  Issued Issue(const std::string& node, int64_t days = 30) {
    return *authority_.IssueWithKey({.peer = {PeerName::Kind::kNode, "h44", node},
                                     .validity = {.from = 1'789'000'000, .days = days}});
  }
  void Put(const Issued& issued) {
    Write(config_.certificate(), issued.certificate);
    ASSERT_TRUE(WriteSecretFile(config_.key(), issued.key).ok());
  }
  // As people and tools do: beside it, then in its place, so that the file is another one.
  static void Write(const std::string& path, const std::string& content) {
    std::ofstream(path + ".tmp", std::ios::binary) << content;
    std::filesystem::rename(path + ".tmp", path);
  }

  absl::StatusOr<std::unique_ptr<TlsFiles>> Open(const std::string& node = "h44-1") {
    return TlsFiles::Open(config_, node, clock_,
                          [this](const absl::Status& status) { problems_.push_back(status); });
  }
  std::shared_ptr<const TlsFiles::Material> Later(TlsFiles& files) {
    clock_.now_ms += kLookIntervalMs;
    return files.Current();
  }

  const Authority authority_;
  std::string folder_;
  v1::TlsConfig config_;
  TestClock clock_;
  std::vector<absl::Status> problems_;
};

TEST_F(TlsFilesTest, HoldsWhatTheFilesSay) {
  const auto files = Open();

  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ((*files)->Current()->name().ToUri(), "spiffe://lienthong/h44/node/h44-1");
}

TEST_F(TlsFilesTest, TakesARenewedCertificateUpWithoutARestart) {
  const auto files = *Open();
  const auto before = files->Current();
  Put(Issue("h44-1", 60));

  EXPECT_EQ(files->Current(), before);  // too soon to look
  const auto after = Later(*files);

  EXPECT_GT(after->certificate.not_after(), before->certificate.not_after());
  EXPECT_NE(after->generation, before->generation);
  EXPECT_EQ(Later(*files), after);
}

TEST_F(TlsFilesTest, FilesThatCannotBeTakenChangeNothingAndAreToldOnce) {
  const auto files = *Open();
  const auto before = files->Current();

  Write(config_.certificate(), "half a certific");
  EXPECT_EQ(Later(*files), before);
  EXPECT_EQ(Later(*files), before);
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_NE(MessageOf(problems_[0]).find(config_.certificate()), std::string::npos);

  Put(Issue("h44-1", 60));
  EXPECT_NE(Later(*files), before);
  EXPECT_EQ(problems_.size(), 1u);
}

TEST_F(TlsFilesTest, ACertificateOfAnotherNodeIsRefusedAtAnyTime) {
  EXPECT_NE(MessageOf(Open("h44-2").status()).find("names node \"h44-1\", this is \"h44-2\""),
            std::string::npos);
  const auto files = *Open();
  const auto before = files->Current();

  Put(Issue("h44-2"));

  EXPECT_EQ(Later(*files), before);
  EXPECT_EQ(problems_.size(), 1u);
}

TEST_F(TlsFilesTest, ThreeFilesThatDoNotBelongTogetherAreRefused) {
  const Authority other = *Authority::Make("h44", {.from = 1'789'000'000, .days = 1});
  ASSERT_TRUE(WriteSecretFile(config_.key(), Issue("h44-1").key).ok());
  EXPECT_NE(MessageOf(Open().status()).find("tls.key"), std::string::npos);

  Put(Issue("h44-1"));
  Write(config_.ca(), other.CertificateToPem());
  EXPECT_NE(MessageOf(Open().status()).find("is not issued by this authority"), std::string::npos);
}

TEST_F(TlsFilesTest, AKeyThatOthersMayReadIsRefused) {
  ASSERT_EQ(chmod(config_.key().c_str(), 0644), 0);

  EXPECT_NE(MessageOf(Open().status()).find("chmod 600"), std::string::npos);
}

TEST_F(TlsFilesTest, AnExpiredCertificateIsTaken) {
  Put(Issue("h44-1", 1));

  EXPECT_TRUE(Open().ok());
}

}  // namespace
}  // namespace lienthong::node
