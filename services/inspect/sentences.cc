#include "services/inspect/sentences.h"

#include <utf8proc.h>

namespace lienthong::inspect {
namespace {

utf8proc_category_t CategoryAt(std::string_view text, size_t at) {
  utf8proc_int32_t code = 0;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at;
  const auto left = static_cast<utf8proc_ssize_t>(text.size() - at);
  return utf8proc_iterate(bytes, left, &code) > 0 ? utf8proc_category(code) : UTF8PROC_CATEGORY_CN;
}

// "1", "II", "TP", "a": what stands before a full stop that ends no sentence.
constexpr size_t kInitialsBytesMax = 3;

bool IsAbbreviation(std::string_view text, size_t begin, size_t stop) {
  const size_t space = text.substr(begin, stop - begin).rfind(' ');
  const size_t word = space == std::string_view::npos ? begin : begin + space + 1;
  if (stop == word || stop - word > kInitialsBytesMax) return false;
  const bool first = word == begin;
  for (size_t at = word; at < stop; ++at) {
    const char c = text[at];
    const bool upper = c >= 'A' && c <= 'Z';
    const bool enumerator = first && ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'));
    if (!upper && !enumerator) return false;
  }
  return true;
}

bool EndsHere(std::string_view text, size_t begin, size_t at) {
  const char c = text[at];
  if (c != '.' && c != '!' && c != '?') return false;
  if (at + 1 == text.size()) return true;
  const bool space = text[at + 1] == ' ';
  const size_t next = at + (space ? 2 : 1);
  if (next >= text.size()) return true;
  const bool capital = CategoryAt(text, next) == UTF8PROC_CATEGORY_LU;
  const bool digit = space && text[next] >= '0' && text[next] <= '9';
  const bool opens = space && (text[next] == '-' || text[next] == '(' || text[next] == '+');
  return (capital || digit || opens) && !(c == '.' && IsAbbreviation(text, begin, at));
}

}  // namespace

std::vector<std::string_view> SplitSentences(std::string_view text) {
  std::vector<std::string_view> sentences;
  size_t begin = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (!EndsHere(text, begin, at)) continue;
    sentences.push_back(text.substr(begin, at + 1 - begin));
    begin = at + 1;
    while (begin < text.size() && text[begin] == ' ') ++begin;
    at = begin == text.size() ? at : begin - 1;
  }
  if (begin < text.size()) sentences.push_back(text.substr(begin));
  return sentences;
}

}  // namespace lienthong::inspect
