#include "clients/cli/pki.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "clients/cli/test_support.h"
#include "storage/base/certificate.h"
#include "storage/base/secret_file.h"

namespace lienthong::cli {
namespace {

using testing::HasSubstr;

class PkiTest : public testing::Test {
 protected:
  PkiTest() {
    options_.directory = directory_.Path("pki");
    options_.passphrase_file = directory_.Path("passphrase");
    options_.tree = "h44";
    EXPECT_TRUE(WriteSecretFile(options_.passphrase_file, "quả cam vàng\n").ok());
  }

  void Init() { ASSERT_EQ(RunPkiInit(world_.context, options_), ExitCode::kDone); }

  Certificate Read(const std::string& name) {
    return *Certificate::FromPem(directory_.Read("pki/" + name));
  }
  mode_t ModeOf(const std::string& name) {
    struct stat found {};
    EXPECT_EQ(stat(directory_.Path("pki/" + name).c_str(), &found), 0);
    return found.st_mode & 0777;
  }
  std::string Err() const { return world_.err.str(); }

  TestDirectory directory_;
  TestWorld world_;
  PkiOptions options_;
};

TEST_F(PkiTest, MakesWhatANodeNeeds) {
  Init();
  options_.node = "h44-1";
  options_.hosts = {"h44-1.example.vn"};

  ASSERT_EQ(RunPkiIssue(world_.context, options_), ExitCode::kDone) << Err();

  const Certificate certificate = Read("h44-1.pem");
  EXPECT_EQ(certificate.name()->ToUri(), "spiffe://lienthong/h44/node/h44-1");
  EXPECT_EQ(certificate.CheckIssuer(directory_.Read("pki/ca.pem")), absl::OkStatus());
  EXPECT_EQ(certificate.CheckKey(directory_.Read("pki/h44-1.key")), absl::OkStatus());
  EXPECT_EQ(certificate.not_after(), world_.clock.Now() + 397 * 86'400);
  EXPECT_THAT(world_.out.str(), HasSubstr("spiffe://lienthong/h44/node/h44-1"));
}

TEST_F(PkiTest, KeysAreForTheirOwnerOnly) {
  Init();
  options_.client = "igate-1";
  ASSERT_EQ(RunPkiIssue(world_.context, options_), ExitCode::kDone) << Err();

  EXPECT_EQ(ModeOf("ca.key"), 0600u);
  EXPECT_EQ(ModeOf("igate-1.key"), 0600u);
  EXPECT_THAT(directory_.Read("pki/ca.key"), HasSubstr("ENCRYPTED"));
}

TEST_F(PkiTest, WritesNothingOver) {
  Init();
  const std::string before = directory_.Read("pki/ca.key");

  EXPECT_EQ(RunPkiInit(world_.context, options_), ExitCode::kUsage);

  EXPECT_EQ(directory_.Read("pki/ca.key"), before);
  EXPECT_THAT(Err(), HasSubstr("exists already"));
}

TEST_F(PkiTest, WithoutThePassphraseNothingIsIssued) {
  Init();
  ASSERT_TRUE(WriteSecretFile(options_.passphrase_file, "another").ok());
  options_.node = "h44-1";

  EXPECT_EQ(RunPkiIssue(world_.context, options_), ExitCode::kUsage);

  EXPECT_THAT(Err(), HasSubstr("is the passphrase right?"));
  EXPECT_EQ(directory_.Read("pki/h44-1.key"), "(absent)");
}

TEST_F(PkiTest, RenewsInPlaceWithoutTheKey) {
  Init();
  options_.node = "h44-1";
  options_.from = "2025-01-01";
  options_.days = 30;
  ASSERT_EQ(RunPkiIssue(world_.context, options_), ExitCode::kDone) << Err();
  const std::string key = directory_.Read("pki/h44-1.key");
  std::filesystem::remove(directory_.Path("pki/h44-1.key"));
  ASSERT_LT(Read("h44-1.pem").not_after(), world_.clock.Now());

  options_.certificate = directory_.Path("pki/h44-1.pem");
  options_.from.clear();
  options_.days = 0;
  ASSERT_EQ(RunPkiRenew(world_.context, options_), ExitCode::kDone) << Err();

  EXPECT_GT(Read("h44-1.pem").not_after(), world_.clock.Now());
  EXPECT_EQ(Read("h44-1.pem").CheckKey(key), absl::OkStatus());
}

TEST_F(PkiTest, SaysWhatIsWrongWithAWish) {
  Init();

  EXPECT_EQ(RunPkiIssue(world_.context, options_), ExitCode::kUsage);
  EXPECT_THAT(Err(), HasSubstr("either --node-name or --client"));
  options_.node = "../h44";
  EXPECT_EQ(RunPkiIssue(world_.context, options_), ExitCode::kUsage);
  EXPECT_THAT(Err(), HasSubstr("--node-name: expected 1 to 63"));
  options_.node = "h44-1";
  options_.hosts = {"no host"};
  EXPECT_EQ(RunPkiIssue(world_.context, options_), ExitCode::kUsage);
  EXPECT_THAT(Err(), HasSubstr("expected a host name or an IP address"));
}

}  // namespace
}  // namespace lienthong::cli
