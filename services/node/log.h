// Structured logs: one line on standard error for each thing that happened.
//
//   SetUpLog(config.log(), config.node());
//   LogInfo("serving", {{"grpc", grpc_address}, {"children_max", 64}});
//
//   {"time":"2026-08-01T00:00:00.123Z","level":"info","node":"h44-19",
//    "message":"serving","grpc":"127.0.0.1:7000","children_max":64}        (one line)
//
// A message is a constant in lower case; what varies goes into fields. Field keys are
// snake_case constants other than time, level, node and message.
//
// A log holds no personal data: log positions, counts, node names, unit codes,
// addresses of nodes and status messages (which carry no values of records), never
// the content of a dossier, a request or a file that somebody sent.
//
// Whatever bytes a value has, the line stays one line and valid JSON: control
// characters are escaped, what is not UTF-8 becomes U+FFFD, and text beyond
// kLogTextBytesMax is cut.
//
// Thread-safe, except SetUpLog, which is called once before other threads log. Before
// it, lines are JSON from level info on, with an empty node. A line that cannot be
// written is lost; the program goes on.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "lienthong/node/v1/config.pb.h"

namespace lienthong::node {

// Room for the longest list of configuration faults; a longer text is a mistake.
inline constexpr size_t kLogTextBytesMax = 8192;

enum class LogLevel { kTrace, kDebug, kInfo, kWarn, kError };

enum class LogFormat { kJson, kText };

// Text, a whole number or a truth value. Durations are numbers with the unit in
// the key ("elapsed_ms").
class LogValue {
 public:
  // NOLINTBEGIN(google-explicit-constructor): a field is written {"key", value}.
  LogValue(std::string value) : value_(std::move(value)) {}
  LogValue(std::string_view value) : value_(std::string(value)) {}
  LogValue(const char* value) : value_(std::string(value)) {}
  LogValue(bool value) : value_(value) {}
  template <std::signed_integral Number>
  LogValue(Number value) : value_(static_cast<int64_t>(value)) {}
  template <std::unsigned_integral Number>
  requires(!std::same_as<Number, bool>) LogValue(Number value)
      : value_(static_cast<uint64_t>(value)) {}
  // NOLINTEND(google-explicit-constructor)

  const std::variant<std::string, int64_t, uint64_t, bool>& get() const { return value_; }

 private:
  std::variant<std::string, int64_t, uint64_t, bool> value_;
};

struct LogField {
  std::string_view key;
  LogValue value;
};

using LogFields = std::initializer_list<LogField>;

// Sets level, format and node of every line from now on. An unknown word, which
// the configuration has refused before, means info or json.
void SetUpLog(const v1::LogConfig& config, std::string_view node);

// Writes a line when `level` is enabled.
void Log(LogLevel level, std::string_view message, LogFields fields = {});

inline void LogTrace(std::string_view message, LogFields fields = {}) {
  Log(LogLevel::kTrace, message, fields);
}
inline void LogDebug(std::string_view message, LogFields fields = {}) {
  Log(LogLevel::kDebug, message, fields);
}
inline void LogInfo(std::string_view message, LogFields fields = {}) {
  Log(LogLevel::kInfo, message, fields);
}
inline void LogWarn(std::string_view message, LogFields fields = {}) {
  Log(LogLevel::kWarn, message, fields);
}
inline void LogError(std::string_view message, LogFields fields = {}) {
  Log(LogLevel::kError, message, fields);
}

// One line without its end, as Log writes it at `time_ms`, milliseconds since
// 1970-01-01T00:00:00Z. Text format: time, level, node, message, key=value, with
// values quoted where a reader could not tell their end.
std::string FormatLogLine(LogFormat format, int64_t time_ms, LogLevel level, std::string_view node,
                          std::string_view message, LogFields fields);

}  // namespace lienthong::node
