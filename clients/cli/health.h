// `lienthong health`: what a container, a job or a script asks before it goes on.
#pragma once

#include <string>

#include "clients/cli/context.h"

namespace lienthong::cli {

// Asks `context.node` by grpc.health.v1 about `service` ("" or "ready") and prints the
// answer. Any server with a health service can be asked. kDone: SERVING; kUnavailable:
// no answer, or another one; kRefused: it has no such service.
ExitCode RunHealth(const Context& context, const std::string& service);

}  // namespace lienthong::cli
