// What google.rpc.Status tells about a failed call, carried as a payload of absl::Status.
//
// The code of the status says what the caller does next:
//
//   INVALID_ARGUMENT     fix the request; the message names the field
//   FAILED_PRECONDITION  somebody must change state first
//   OUT_OF_RANGE         ask from another position
//   NOT_FOUND            accept absence
//   PERMISSION_DENIED, UNAUTHENTICATED   another identity
//   UNAVAILABLE, RESOURCE_EXHAUSTED      the same call again, later; the client has tried
//   DEADLINE_EXCEEDED    no answer; repeating a submit is safe
//   UNIMPLEMENTED        the node is older than this client
//   DATA_LOSS, INTERNAL  the node's operator; a bug
#pragma once

#include <grpcpp/support/status.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace lienthong::client {

struct ErrorDetails {
  // UPPER_SNAKE_CASE, for programs, and who defines it; empty where the node gives none.
  std::string reason;
  std::string domain;
  std::map<std::string, std::string> metadata;
  // Fields at fault, and why.
  std::vector<std::pair<std::string, std::string>> violations;
  // The same call may go through after this long.
  std::optional<absl::Duration> retry_after;
};

// What `status` carries; empty where it carries nothing, or nothing that can be read.
ErrorDetails DetailsOf(const absl::Status& status);

// The status of a gRPC call, with its details.
absl::Status FromGrpc(const grpc::Status& status);

// True where the same call again may go well without anybody doing anything.
bool IsTemporary(const absl::Status& status);

}  // namespace lienthong::client
