#include "clients/cli/health.h"

#include <grpcpp/generic/generic_stub.h>

#include <google/protobuf/wrappers.pb.h>

#include "clients/cli/connection.h"
#include "clients/cli/messages.h"

namespace lienthong::cli {
namespace {

constexpr char kMethod[] = "/grpc.health.v1.Health/Check";
constexpr uint64_t kServing = 1;

// HealthCheckRequest is one string with number 1, HealthCheckResponse one enum with
// number 1: the bytes of the two well-known wrappers, which need no proto of their own.
grpc::ByteBuffer RequestOf(const std::string& service) {
  google::protobuf::StringValue request;
  request.set_value(service);
  const grpc::Slice slice(request.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

bool IsServing(const grpc::ByteBuffer& bytes) {
  grpc::Slice slice;
  google::protobuf::UInt64Value response;
  return bytes.DumpToSingleSlice(&slice).ok() &&
         response.ParseFromArray(slice.begin(), static_cast<int>(slice.size())) &&
         response.value() == kServing;
}

grpc::Status Check(const Context& context, const std::string& service, bool& serving) {
  grpc::GenericStub stub(OpenChannel(context));
  grpc::ClientContext call;
  SetDeadline(context, call);
  // A node that starts is waited for.
  call.set_wait_for_ready(true);
  grpc::CompletionQueue queue;
  const auto reader = stub.PrepareUnaryCall(&call, kMethod, RequestOf(service), &queue);
  reader->StartCall();
  grpc::ByteBuffer response;
  grpc::Status status;
  reader->Finish(&response, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  serving = status.ok() && IsServing(response);
  return status;
}

}  // namespace

ExitCode RunHealth(const Context& context, const std::string& service) {
  const std::string what = service.empty() ? "serving" : service;
  bool serving = false;
  const grpc::Status status = Check(context, service, serving);
  if (!status.ok()) return FailCall(context, "health", what, status);
  if (!serving) {
    return Fail(context, ExitCode::kUnavailable,
                Say(context.language, messages::kNotServing, context.node, what));
  }
  context.out << what << '\n';
  return ExitCode::kDone;
}

}  // namespace lienthong::cli
