#include "services/intake/json_scanner.h"

#include <array>

namespace lienthong::intake {
namespace {

using End = JsonExtent::End;

// Deeper nesting than this is no dossier; the national form has four levels.
constexpr size_t kDepthMax = 64;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The place behind the string that opens at `at`; npos when it has no end.
size_t EndOfString(std::string_view text, size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '"') return at + 1;
    if (text[at] == '\\') ++at;
  }
  return std::string_view::npos;
}

// Whether a string that ends at `at` can end there. In a text that lost a quote,
// strings and what is between them change places: this notices it within a word,
// before the rest of the file is taken for one string after the other.
bool CanEndString(std::string_view text, size_t at) {
  at = SkipJsonSpace(text, at);
  return at == text.size() || std::string_view(",:]}").find(text[at]) != std::string_view::npos;
}

JsonExtent MeasureString(std::string_view text) {
  const size_t end = EndOfString(text, 0);
  if (end == std::string_view::npos) return {End::kTruncated, text.size()};
  return {End::kComplete, end};
}

// A number, a literal or garbage: up to the next delimiter.
JsonExtent MeasureToken(std::string_view text) {
  size_t at = 0;
  while (at < text.size() && !IsSpace(text[at]) &&
         std::string_view(",:]}[{\"").find(text[at]) == std::string_view::npos) {
    ++at;
  }
  if (at == 0) return {End::kMalformed, 0};
  return {at == text.size() ? End::kTruncated : End::kComplete, at};
}

JsonExtent MeasureContainer(std::string_view text) {
  std::array<char, kDepthMax> closers;
  size_t depth = 0;
  for (size_t at = 0; at < text.size();) {
    switch (text[at]) {
      case '"':
        at = EndOfString(text, at);
        if (at == std::string_view::npos) return {End::kTruncated, text.size()};
        if (!CanEndString(text, at)) return {End::kMalformed, at};
        continue;
      case '{':
      case '[':
        if (depth == kDepthMax) return {End::kMalformed, at};
        closers[depth++] = text[at] == '{' ? '}' : ']';
        break;
      case '}':
      case ']':
        if (closers[depth - 1] != text[at]) return {End::kMalformed, at};
        if (--depth == 0) return {End::kComplete, at + 1};
        break;
      default:
        break;
    }
    ++at;
  }
  return {End::kTruncated, text.size()};
}

}  // namespace

JsonExtent MeasureJson(std::string_view text) {
  if (text.empty()) return {End::kTruncated, 0};
  if (text[0] == '{' || text[0] == '[') return MeasureContainer(text);
  return text[0] == '"' ? MeasureString(text) : MeasureToken(text);
}

size_t SkipJsonSpace(std::string_view text, size_t at) {
  while (at < text.size() && IsSpace(text[at])) ++at;
  return at;
}

std::optional<JsonMember> ReadJsonMember(std::string_view text, size_t& at) {
  if (at >= text.size() || text[at] != '"') return std::nullopt;
  const size_t name_end = EndOfString(text, at);
  if (name_end == std::string_view::npos) return std::nullopt;
  const size_t colon = SkipJsonSpace(text, name_end);
  if (colon >= text.size() || text[colon] != ':') return std::nullopt;
  const size_t value = SkipJsonSpace(text, colon + 1);
  const JsonExtent extent = MeasureJson(text.substr(value));
  if (!extent.complete()) return std::nullopt;
  const std::string_view name = text.substr(at + 1, name_end - at - 2);
  at = value + extent.size;
  return JsonMember{.name = name, .value = text.substr(value, extent.size)};
}

std::optional<std::vector<JsonMember>> JsonMembers(std::string_view object) {
  if (object.size() < 2 || object.front() != '{' || object.back() != '}') return std::nullopt;
  std::vector<JsonMember> members;
  size_t at = SkipJsonSpace(object, 1);
  if (at == object.size() - 1) return members;
  while (true) {
    const auto member = ReadJsonMember(object, at);
    if (!member) return std::nullopt;
    members.push_back(*member);
    at = SkipJsonSpace(object, at);
    if (at == object.size() - 1) return members;
    if (at >= object.size() || object[at] != ',') return std::nullopt;
    at = SkipJsonSpace(object, at + 1);
  }
}

}  // namespace lienthong::intake
