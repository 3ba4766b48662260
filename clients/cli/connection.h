// The way to a node: the channel, the deadline of a call, and what its failure means
// for the shell. Plaintext; in this version a node listens on loopback.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <string_view>

#include "clients/cli/context.h"

namespace lienthong::cli {

// Largest answer that is read. Coverage of the whole country has some 10,000 rows of
// about 100 bytes.
inline constexpr int kAnswerBytesMax = 64 << 20;

// A channel to `address`; connects when the first call is made.
std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address);

// Lets `call` wait `context.timeout` for its answer.
void SetDeadline(const Context& context, grpc::ClientContext& call);

// What a failed call means: unavailable (worth repeating as it is), refused by the
// node, or somebody's bug. OK is kDone.
ExitCode ExitCodeOf(grpc::StatusCode code);

// Reports a failed call: "what, which: why" when the node refused it, "node, ADDRESS:
// unavailable: why" when there was no answer.
ExitCode FailCall(const Context& context, std::string_view what, std::string_view which,
                  const grpc::Status& status);

}  // namespace lienthong::cli
