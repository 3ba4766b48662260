#include "services/node/grpc_log.h"

#include <grpc/support/log.h>

#include "services/node/log.h"

namespace lienthong::node {
namespace {

// gRPC's words when a line could not be made secure: no TLS, an older TLS, a certificate of
// another authority or one that has ended.
constexpr std::string_view kHandshakeFailed = "Handshake failed";

// gRPC asks from any thread and hands no pointer of ours along.
std::mutex& mutex = *new std::mutex;
Incidents* listener = nullptr;

void Hear(gpr_log_func_args* said) {
  const std::string_view message = said->message;
  const std::lock_guard lock(mutex);
  if (listener == nullptr) return;
  if (message.starts_with(kHandshakeFailed)) {
    listener->Note("handshake", "somebody", message);
  } else {
    LogWarn("grpc", {{"says", message}});
  }
}

}  // namespace

GrpcLog::GrpcLog(Incidents& incidents) {
  {
    const std::lock_guard lock(mutex);
    listener = &incidents;
  }
  gpr_set_log_function(Hear);
}

GrpcLog::~GrpcLog() {
  gpr_set_log_function(nullptr);
  const std::lock_guard lock(mutex);
  listener = nullptr;
}

}  // namespace lienthong::node
