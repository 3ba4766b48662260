// What every command gets: the global options and the outside world.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/language.h"
#include "storage/base/clock.h"

namespace lienthong::cli {

enum class Output { kTable, kJson, kCsv };

// How the line to a node is secured. PEM; empty where there is none.
struct Security {
  // The authority whose nodes are trusted: with it the line is TLS, without it plaintext.
  std::string ca;
  // The client's own certificate and key.
  std::string certificate;
  std::string key;
  // Sent with every call.
  std::string token;
};

// The streams and the clock must outlive the context.
struct Context {
  // Address of the node, host:port.
  std::string node;
  Security security;
  Output output = Output::kTable;
  Language language = Language::kEnglish;
  // How long to wait for an answer.
  absl::Duration timeout;
  // Results.
  std::ostream& out;
  // Errors and the progress bar.
  std::ostream& err;
  // False: no progress bar.
  bool err_is_terminal = false;
  const Clock& clock;
  std::function<void(absl::Duration)> sleep;
};

// Prints "lienthong: MESSAGE", where the message reads "what, which: why", and
// returns `code` for the caller to return.
ExitCode Fail(const Context& context, ExitCode code, std::string_view message);

// The same for a wrong command line: the message in the chosen language.
template <typename... Args>
ExitCode FailUsage(const Context& context, const Message& message, const Args&... args) {
  return Fail(context, ExitCode::kUsage, Say(context.language, message, args...));
}

}  // namespace lienthong::cli
