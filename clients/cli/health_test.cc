#include "clients/cli/health.h"

#include <gmock/gmock.h>
#include <grpcpp/health_check_service_interface.h>
#include <gtest/gtest.h>

#include "clients/cli/test_intake.h"
#include "clients/cli/test_support.h"

namespace lienthong::cli {
namespace {

using testing::HasSubstr;

class HealthTest : public testing::Test {
 protected:
  HealthTest() {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&intake_);
    server_ = builder.BuildAndStart();
    world_.context.node = "127.0.0.1:" + std::to_string(port);
  }

  TestWorld world_;
  TestIntake intake_;  // a server without a service is polled by nobody
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(HealthTest, SaysThatTheNodeServes) {
  EXPECT_EQ(RunHealth(world_.context, ""), ExitCode::kDone);
  EXPECT_EQ(world_.out.str(), "serving\n");
}

TEST_F(HealthTest, FailsWhereTheNodeIsNotReady) {
  server_->GetHealthCheckService()->SetServingStatus("ready", false);

  EXPECT_EQ(RunHealth(world_.context, "ready"), ExitCode::kUnavailable);
  EXPECT_THAT(world_.err.str(), HasSubstr("answers, but is not ready"));
  EXPECT_EQ(world_.out.str(), "");

  server_->GetHealthCheckService()->SetServingStatus("ready", true);
  EXPECT_EQ(RunHealth(world_.context, "ready"), ExitCode::kDone);
}

TEST_F(HealthTest, FailsWhereThereIsNoSuchService) {
  EXPECT_EQ(RunHealth(world_.context, "no-such"), ExitCode::kRefused);
}

TEST_F(HealthTest, FailsWithoutAnAnswer) {
  world_.context.timeout = absl::Milliseconds(200);
  server_->Shutdown();
  server_.reset();

  EXPECT_EQ(RunHealth(world_.context, ""), ExitCode::kUnavailable);
}

}  // namespace
}  // namespace lienthong::cli
