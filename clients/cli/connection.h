// The way to a node: the channel, the deadline of a call, and what its failure means
// for the shell.
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

// Where the files and words of Security come from; an empty one falls back to its
// environment variable (LIENTHONG_CA, _CERT, _KEY, _TOKEN, _TOKEN_FILE).
struct SecurityOptions {
  std::string ca_file;
  std::string certificate_file;
  std::string key_file;
  std::string token;
  std::string token_file;
};

// Reads the files into `context.security`; false after saying what is wrong: a file that cannot
// be read, a certificate without its key, both kinds of token, a token that would leave this
// machine unencrypted.
bool ReadSecurity(SecurityOptions options, const GetEnvironment& environment, Context& context);

// False after saying so: the token would leave this machine unencrypted. To be asked again by
// whoever calls another node than the one of the command line.
bool KeepsTokenSecret(const Context& context);

// A channel to `context.node`, secured as `context.security` says; connects when the first
// call is made.
std::shared_ptr<grpc::Channel> OpenChannel(const Context& context);

// Lets `call` wait `context.timeout` for its answer.
void SetDeadline(const Context& context, grpc::ClientContext& call);

// What a failed call means: unavailable (worth repeating as it is), refused by the
// node, or somebody's bug. OK is kDone.
ExitCode ExitCodeOf(grpc::StatusCode code);

// Reports a failed call: "what, which: why" when the node refused it, "node, ADDRESS:
// unavailable: why" when there was no answer; in the chosen language what to do where the
// reason is one of identity or of TLS.
ExitCode FailCall(const Context& context, std::string_view what, std::string_view which,
                  const grpc::Status& status);

}  // namespace lienthong::cli
