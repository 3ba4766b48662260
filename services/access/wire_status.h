// What a refusal carries beside code and words: when to come again, which reason a program can
// act on. On the wire these are google.rpc.RetryInfo and google.rpc.ErrorInfo in the details of
// the status (rpc_status.proto), which every gRPC library can read.
//
//   return WithRetry(ResourceExhausted("queue: full"), 250);
//   grpc::Status(code, message, DetailsOf(status))
#pragma once

#include <cstdint>
#include <string>

#include "storage/base/status.h"

namespace lienthong::access {

// The same, worth trying again after this long.
absl::Status WithRetry(absl::Status status, int64_t delay_ms);
// The same with a reason in UPPER_SNAKE_CASE, domain "lienthong".
absl::Status WithReason(absl::Status status, const std::string& reason);

// The bytes of google.rpc.Status that say all of it; empty when there is nothing beside code
// and message.
std::string DetailsOf(const absl::Status& status);

}  // namespace lienthong::access
