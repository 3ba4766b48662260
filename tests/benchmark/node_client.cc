#include "tests/benchmark/node_client.h"

#include <google/protobuf/text_format.h>

#include <fstream>
#include <sstream>

#include "lienthong/v1/admin.grpc.pb.h"
#include "lienthong/v1/reference.grpc.pb.h"
#include "tests/benchmark/records.h"

namespace lienthong::benchmark {
namespace {

constexpr auto kConnectSeconds = std::chrono::seconds(20);
// Larger than gRPC's own 4 MiB: the answer to a batch of 4,096 and a table of 180 units.
constexpr int kMessageBytesMax = 64 << 20;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Fail(path + ": cannot be read");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

Target::Target(const Arguments& arguments, const std::string& prefix)
    : address_(arguments.Text(prefix + "node")), credentials_(grpc::InsecureChannelCredentials()) {
  const std::string ca = arguments.Text(prefix + "ca", "");
  if (ca.empty()) return;
  std::string token = ReadFile(arguments.Text(prefix + "token-file"));
  token.erase(token.find_last_not_of("\r\n ") + 1);
  credentials_ = grpc::CompositeChannelCredentials(
      grpc::SslCredentials({.pem_root_certs = ReadFile(ca)}), grpc::AccessTokenCredentials(token));
}

std::shared_ptr<grpc::Channel> Target::Connect() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  return grpc::CreateCustomChannel(address_, credentials_, arguments);
}

std::vector<std::shared_ptr<grpc::Channel>> Target::ConnectAll(int64_t count) const {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int64_t i = 0; i < count; ++i) channels.push_back(Connect());
  for (const auto& channel : channels) {
    if (!channel->WaitForConnected(std::chrono::system_clock::now() + kConnectSeconds))
      Fail(address_ + ": no connection");
  }
  return channels;
}

v1::GetStatusResponse StatusOf(const std::shared_ptr<grpc::Channel>& channel) {
  grpc::ClientContext context;
  v1::GetStatusResponse response;
  const grpc::Status status =
      v1::AdminService::NewStub(channel)->GetStatus(&context, {}, &response);
  if (!status.ok()) Fail("status: " + status.error_message());
  return response;
}

void Import(const Arguments& arguments) {
  v1::ImportReferenceRequest request = Province(arguments.Text("holder"));
  v1::Rulebook& rulebook = *request.add_rows()->mutable_rulebook();
  if (!google::protobuf::TextFormat::ParseFromString(ReadFile(arguments.Text("rulebook")),
                                                     &rulebook))
    Fail("import: the rulebook cannot be read");
  grpc::ClientContext context;
  v1::ImportReferenceResponse response;
  const auto stub = v1::ReferenceService::NewStub(Target(arguments).Connect());
  context.set_wait_for_ready(true);
  const grpc::Status status = stub->ImportReference(&context, request, &response);
  if (!status.ok()) Fail("import: " + status.error_message());
  if (!response.errors().empty()) Fail("import: " + response.errors(0).ShortDebugString());
  Print({{"rows", request.rows_size()}});
}

}  // namespace lienthong::benchmark
