#include "services/node/health_door.h"

#include <grpcpp/ext/channelz_service_plugin.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

namespace lienthong::node {
namespace {

// A server with the default health service and nothing else, as the node's is.
std::unique_ptr<grpc::Server> StartMain(int& port) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  return builder.BuildAndStart();
}

// Asks grpc.health.v1 with bytes written out: the status code, and 1 for SERVING.
class Asker {
 public:
  explicit Asker(const std::string& address, std::string method = "/grpc.health.v1.Health/Check")
      : method_(std::move(method)),
        stub_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())) {}

  grpc::Status Ask(const std::string& service, int& answer) {
    std::string bytes;
    if (!service.empty()) bytes = "\x0a" + std::string(1, char(service.size())) + service;
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    context.set_wait_for_ready(true);
    grpc::CompletionQueue queue;
    auto call = stub_.PrepareUnaryCall(&context, method_, request, &queue);
    call->StartCall();
    grpc::ByteBuffer response;
    grpc::Status status;
    call->Finish(&response, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    grpc::Slice whole;
    answer = 0;
    if (status.ok() && response.DumpToSingleSlice(&whole).ok() && whole.size() == 2)
      answer = whole.begin()[1];
    return status;
  }

  int Answer(const std::string& service) {
    int answer = 0;
    EXPECT_TRUE(Ask(service, answer).ok());
    return answer;
  }

 private:
  const std::string method_;
  grpc::GenericStub stub_;
};

constexpr int kServing = 1;
constexpr int kNotServing = 2;

TEST(HealthDoorTest, TellsAliveAndReadyApart) {
  int port = 0;
  const auto main = StartMain(port);
  std::atomic<bool> ready = false;
  const auto door = HealthDoor::Open("127.0.0.1:0", *main, [&] { return ready.load(); });
  ASSERT_TRUE(door.ok()) << door.status();

  Asker own((*door)->address());
  Asker other("127.0.0.1:" + std::to_string(port));
  EXPECT_EQ(own.Answer(""), kServing);
  EXPECT_EQ(own.Answer("ready"), kNotServing);
  EXPECT_EQ(other.Answer("ready"), kNotServing);

  ready = true;
  // Twice a second, so a busy machine is done long before the test's own limit.
  while (own.Answer("ready") != kServing) {
  }
  EXPECT_EQ(own.Answer(""), kServing);
}

TEST(HealthDoorTest, KnowsNoOtherService) {
  int port = 0;
  const auto main = StartMain(port);
  const auto door = HealthDoor::Open("127.0.0.1:0", *main, [] { return true; });
  ASSERT_TRUE(door.ok()) << door.status();

  int answer = 0;
  EXPECT_EQ(Asker((*door)->address()).Ask("lienthong", answer).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST(HealthDoorTest, TellsNothingElse) {
  grpc::channelz::experimental::InitChannelzService();
  int port = 0;
  const auto main = StartMain(port);
  const auto door = HealthDoor::Open("127.0.0.1:0", *main, [] { return true; });
  ASSERT_TRUE(door.ok()) << door.status();

  const std::string own = (*door)->address();
  const std::string other = "127.0.0.1:" + std::to_string(port);
  const std::string channelz = "/grpc.channelz.v1.Channelz/GetServers";
  int answer = 0;
  EXPECT_TRUE(Asker(other, channelz).Ask("", answer).ok()) << "else this proves nothing";
  EXPECT_EQ(Asker(own, channelz).Ask("", answer).error_code(), grpc::StatusCode::CANCELLED);
  const std::string reflection = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
  EXPECT_EQ(Asker(own, reflection).Ask("", answer).error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_FALSE(Asker(own, "/lienthong.v1.AdminService/GetStatus").Ask("", answer).ok());
  EXPECT_EQ(Asker(own).Answer(""), kServing);
}

TEST(HealthDoorTest, NeedsNoAddressOfItsOwn) {
  int port = 0;
  const auto main = StartMain(port);
  const auto door = HealthDoor::Open("", *main, [] { return true; });
  ASSERT_TRUE(door.ok()) << door.status();

  EXPECT_EQ((*door)->address(), "");
  EXPECT_EQ(Asker("127.0.0.1:" + std::to_string(port)).Answer("ready"), kServing);
}

TEST(HealthDoorTest, SaysThatItsAddressIsTaken) {
  int port = 0;
  const auto main = StartMain(port);
  const auto first = HealthDoor::Open("127.0.0.1:0", *main, [] { return true; });
  ASSERT_TRUE(first.ok()) << first.status();

  const auto second = HealthDoor::Open((*first)->address(), *main, [] { return true; });

  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(MessageOf(second.status()),
            "health " + (*first)->address() + ": cannot be bound; another program has it");
}

}  // namespace
}  // namespace lienthong::node
