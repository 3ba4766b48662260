#include "clients/cli/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/test_support.h"
#include "lienthong/v1/admin.grpc.pb.h"
#include "storage/base/secret_file.h"

namespace lienthong::cli {
namespace {

using testing::HasSubstr;

class ConnectionTest : public testing::Test {
 protected:
  ConnectionTest() { world_.context.node = "127.0.0.1:7000"; }

  bool Read(const SecurityOptions& options) {
    world_.err.str("");
    world_.context.security = {};
    return ReadSecurity(
        options, [this](const char* name) { return environment_[name]; }, world_.context);
  }
  std::string Secret(const std::string& name, const std::string& text) {
    EXPECT_TRUE(WriteSecretFile(directory_.Path(name), text).ok());
    return directory_.Path(name);
  }
  const Security& security() const { return world_.context.security; }
  std::string Err() const { return world_.err.str(); }

  TestDirectory directory_;
  TestWorld world_;
  std::map<std::string, std::string> environment_;
};

TEST_F(ConnectionTest, ReadsWhatTheOptionsName) {
  ASSERT_TRUE(Read({.ca_file = directory_.Write("ca", "CA"),
                    .certificate_file = directory_.Write("cert", "CERT"),
                    .key_file = Secret("key", "KEY"),
                    .token_file = Secret("token", "lt1.a.b\n")}));

  EXPECT_EQ(security().ca, "CA");
  EXPECT_EQ(security().certificate, "CERT");
  EXPECT_EQ(security().key, "KEY");
  EXPECT_EQ(security().token, "lt1.a.b");
}

TEST_F(ConnectionTest, TheEnvironmentFillsWhatIsNotSaid) {
  environment_["LIENTHONG_CA"] = directory_.Write("ca", "CA");
  environment_["LIENTHONG_TOKEN"] = "lt1.environment";

  ASSERT_TRUE(Read({}));
  EXPECT_EQ(security().ca, "CA");
  EXPECT_EQ(security().token, "lt1.environment");
  ASSERT_TRUE(Read({.token_file = Secret("token", "lt1.file")}));
  EXPECT_EQ(security().token, "lt1.file");
}

TEST_F(ConnectionTest, ATokenDoesNotLeaveThisMachineInTheOpen) {
  EXPECT_TRUE(Read({.token = "lt1.a.b"}));
  world_.context.node = "h44.example.vn:7000";

  EXPECT_FALSE(Read({.token = "lt1.a.b"}));
  EXPECT_THAT(Err(), HasSubstr("would go to h44.example.vn:7000 unencrypted"));
  EXPECT_TRUE(Read({.ca_file = directory_.Write("ca", "CA"), .token = "lt1.a.b"}));
}

TEST_F(ConnectionTest, SecretsThatOthersMayReadAreRefused) {
  EXPECT_FALSE(Read({.token_file = directory_.Write("open", "lt1.a.b")}));
  EXPECT_THAT(Err(), HasSubstr("chmod 600"));
}

TEST_F(ConnectionTest, SaysWhatDoesNotGoTogether) {
  EXPECT_FALSE(Read({.token = "a", .token_file = "b"}));
  EXPECT_THAT(Err(), HasSubstr("either --token or --token-file"));
  EXPECT_FALSE(Read({.certificate_file = "a"}));
  EXPECT_THAT(Err(), HasSubstr("--cert and --key go together"));
  EXPECT_FALSE(Read({.certificate_file = "a", .key_file = "b"}));
  EXPECT_THAT(Err(), HasSubstr("needs --ca"));
}

// Answers with the token that came.
class TokenEcho : public v1::AdminService::Service {
 public:
  grpc::Status GetStatus(grpc::ServerContext* context, const v1::GetStatusRequest*,
                         v1::GetStatusResponse* response) override {
    const auto found = context->client_metadata().find("authorization");
    if (found != context->client_metadata().end())
      response->set_software(std::string(found->second.data(), found->second.size()));
    return grpc::Status::OK;
  }
};

TEST_F(ConnectionTest, SendsTheTokenWithEachCall) {
  TokenEcho echo;
  const TestNode node(echo);
  world_.context.node = node.address();
  world_.context.security.token = "lt1.a.b";
  const auto stub = v1::AdminService::NewStub(OpenChannel(world_.context));

  for (int i = 0; i < 2; ++i) {
    grpc::ClientContext call;
    v1::GetStatusResponse response;
    ASSERT_TRUE(stub->GetStatus(&call, {}, &response).ok());
    EXPECT_EQ(response.software(), "Bearer lt1.a.b");
  }
}

TEST_F(ConnectionTest, ExplainsRefusalsInBothLanguages) {
  const grpc::Status nobody(grpc::StatusCode::UNAUTHENTICATED, "token: is revoked");

  EXPECT_EQ(FailCall(world_.context, "status", "a:1", nobody), ExitCode::kRefused);
  EXPECT_THAT(Err(), HasSubstr("token: is revoked"));
  EXPECT_THAT(Err(), HasSubstr("lienthong token list"));
  world_.context.language = Language::kVietnamese;
  FailCall(world_.context, "status", "a:1", nobody);
  EXPECT_THAT(Err(), HasSubstr("truy cập: hãy cho --token-file"));
}

TEST_F(ConnectionTest, ExplainsALineThatDoesNotComeUp) {
  const auto explain = [&](const std::string& why) {
    world_.err.str("");
    FailCall(world_.context, "status", "a:1", {grpc::StatusCode::UNAVAILABLE, why});
    return Err();
  };

  EXPECT_THAT(explain("Ssl handshake failed: SSL_ERROR_SSL: certificate verify failed"),
              HasSubstr("tls: the node's certificate is expired or not of the authority"));
  EXPECT_THAT(explain("Socket closed"), HasSubstr("the node may want TLS"));
  EXPECT_EQ(explain("connection refused").find("tls:"), std::string::npos);
}

}  // namespace
}  // namespace lienthong::cli
