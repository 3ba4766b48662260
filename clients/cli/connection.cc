#include "clients/cli/connection.h"

#include <chrono>

#include "clients/cli/messages.h"

namespace lienthong::cli {

std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kAnswerBytesMax);
  // Nodes are spoken to directly: a proxy of the environment is for the web.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // gRPC's own pause between connection attempts grows to two minutes, longer than
  // anybody waits for a restarting node.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

void SetDeadline(const Context& context, grpc::ClientContext& call) {
  call.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(context.timeout));
}

ExitCode ExitCodeOf(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::OK:
      return ExitCode::kDone;
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
    case grpc::StatusCode::CANCELLED:
    case grpc::StatusCode::ABORTED:
      return ExitCode::kUnavailable;
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::NOT_FOUND:
    case grpc::StatusCode::ALREADY_EXISTS:
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::UNAUTHENTICATED:
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::OUT_OF_RANGE:
    case grpc::StatusCode::UNIMPLEMENTED:
    case grpc::StatusCode::DATA_LOSS:
      return ExitCode::kRefused;
    default:
      return ExitCode::kInternal;
  }
}

ExitCode FailCall(const Context& context, std::string_view what, std::string_view which,
                  const grpc::Status& status) {
  const ExitCode code = ExitCodeOf(status.error_code());
  if (code == ExitCode::kUnavailable) {
    return Fail(
        context, code,
        Say(context.language, messages::kUnavailable, context.node, status.error_message()));
  }
  return Fail(context, code, fmt::format("{}, {}: {}", what, which, status.error_message()));
}

}  // namespace lienthong::cli
