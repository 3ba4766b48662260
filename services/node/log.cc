#include "services/node/log.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <iterator>
#include <memory>

namespace lienthong::node {
namespace {

constexpr std::array<std::string_view, 5> kLevelNames = {"trace", "debug", "info", "warn", "error"};

std::string_view NameOf(LogLevel level) { return kLevelNames.at(static_cast<size_t>(level)); }

LogLevel LevelOf(std::string_view name) {
  const auto found = std::find(kLevelNames.begin(), kLevelNames.end(), name);
  if (found == kLevelNames.end()) return LogLevel::kInfo;
  return static_cast<LogLevel>(found - kLevelNames.begin());
}

// spdlog's first five levels are ours, in the same order.
spdlog::level::level_enum SpdlogLevelOf(LogLevel level) {
  return static_cast<spdlog::level::level_enum>(level);
}

void AppendEscaped(utf8proc_int32_t code_point, std::string_view bytes, std::string& out) {
  switch (code_point) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      // C1 controls and the Unicode line separators move a terminal's cursor too.
      if (code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0) || code_point == 0x2028 ||
          code_point == 0x2029) {
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", code_point);
      } else {
        out += bytes;
      }
  }
}

// Appends `text` as a JSON string.
void AppendQuoted(std::string_view text, std::string& out) {
  const bool cut = text.size() > kLogTextBytesMax;
  size_t i = 0;
  out += '"';
  while (i < text.size() && i < kLogTextBytesMax) {
    utf8proc_int32_t code_point = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + i;
    const auto length = utf8proc_iterate(bytes, text.size() - i, &code_point);
    if (length > 0) {
      AppendEscaped(code_point, text.substr(i, length), out);
      i += length;
    } else {
      out += "\xef\xbf\xbd";
      ++i;
    }
  }
  out += cut ? "...\"" : "\"";
}

void AppendJsonValue(const LogValue& value, std::string& out) {
  if (const auto* text = std::get_if<std::string>(&value.get())) return AppendQuoted(*text, out);
  std::visit([&out](const auto& plain) { fmt::format_to(std::back_inserter(out), "{}", plain); },
             value.get());
}

// A word that ends where the next space begins.
bool IsPlainWord(std::string_view text) {
  return !text.empty() && text.size() <= kLogTextBytesMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '=';
         });
}

void AppendTextValue(const LogValue& value, std::string& out) {
  const auto* text = std::get_if<std::string>(&value.get());
  if (text != nullptr && IsPlainWord(*text)) {
    out += *text;
  } else {
    AppendJsonValue(value, out);
  }
}

// The text of a quoted string without its quotes.
void AppendUnquoted(std::string_view text, std::string& out) {
  std::string quoted;
  AppendQuoted(text, quoted);
  out += std::string_view(quoted).substr(1, quoted.size() - 2);
}

std::string FormatTime(int64_t time_ms) {
  const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(time_ms)};
  const auto second = std::chrono::floor<std::chrono::seconds>(time);
  const auto calendar = fmt::gmtime(static_cast<std::time_t>(second.time_since_epoch().count()));
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", calendar, (time - second).count());
}

std::string FormatJsonLine(int64_t time_ms, LogLevel level, std::string_view node,
                           std::string_view message, LogFields fields) {
  std::string line =
      fmt::format(R"({{"time":"{}","level":"{}","node":)", FormatTime(time_ms), NameOf(level));
  AppendQuoted(node, line);
  line += ",\"message\":";
  AppendQuoted(message, line);
  for (const LogField& field : fields) {
    line += ',';
    AppendQuoted(field.key, line);
    line += ':';
    AppendJsonValue(field.value, line);
  }
  return line + '}';
}

std::string FormatTextLine(int64_t time_ms, LogLevel level, std::string_view node,
                           std::string_view message, LogFields fields) {
  std::string line = fmt::format("{} {:<5} ", FormatTime(time_ms), NameOf(level));
  AppendUnquoted(node, line);
  line += ' ';
  AppendUnquoted(message, line);
  for (const LogField& field : fields) {
    line += ' ';
    AppendUnquoted(field.key, line);
    line += '=';
    AppendTextValue(field.value, line);
  }
  return line;
}

// Where lines go, and what all of them share.
struct Output {
  Output() : logger("lienthong", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
    logger.set_pattern("%v");
  }

  spdlog::logger logger;
  std::string node;
  LogFormat format = LogFormat::kJson;
};

// Never destroyed: threads may log while the program ends.
Output& TheOutput() {
  static Output& output = *new Output;
  return output;
}

int64_t NowMs() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

void SetUpLog(const v1::LogConfig& config, std::string_view node) {
  Output& output = TheOutput();
  output.logger.set_level(SpdlogLevelOf(LevelOf(config.level())));
  output.format = config.format() == "text" ? LogFormat::kText : LogFormat::kJson;
  output.node = node;
}

void Log(LogLevel level, std::string_view message, LogFields fields) {
  Output& output = TheOutput();
  if (!output.logger.should_log(SpdlogLevelOf(level))) return;
  const std::string line =
      FormatLogLine(output.format, NowMs(), level, output.node, message, fields);
  output.logger.log(SpdlogLevelOf(level), spdlog::string_view_t(line.data(), line.size()));
}

std::string FormatLogLine(LogFormat format, int64_t time_ms, LogLevel level, std::string_view node,
                          std::string_view message, LogFields fields) {
  return format == LogFormat::kText ? FormatTextLine(time_ms, level, node, message, fields)
                                    : FormatJsonLine(time_ms, level, node, message, fields);
}

}  // namespace lienthong::node
