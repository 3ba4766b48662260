#include "services/report/text_tools.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include "services/report/vietnamese.h"
#include "services/report/words.h"

namespace lienthong::report {

std::string MarkLegend() {
  return fmt::format("Dấu “{}”: {}; dấu “{}”: {}.", kNotKnownMark, kNotKnown, kNothingMark,
                     kNothing);
}

std::string CleanLine(std::string_view text) {
  std::string line = ToNfc(text);
  for (char& c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) c = ' ';
  }
  const size_t first = line.find_first_not_of(' ');
  if (first == std::string::npos) return "";
  return line.substr(first, line.find_last_not_of(' ') - first + 1);
}

size_t WidthOf(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    utf8proc_int32_t code_point = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                         static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    width += length > 0 ? static_cast<size_t>(utf8proc_charwidth(code_point)) : 1;
    text.remove_prefix(length > 0 ? static_cast<size_t>(length) : 1);
  }
  return width;
}

std::string Wrap(std::string_view text, size_t width, size_t indent) {
  std::string wrapped;
  size_t column = 0;
  bool begins = true;
  while (!text.empty()) {
    size_t end = text.find(' ');
    // A percent sign stays with its number.
    if (end != std::string_view::npos && text.substr(end + 1).starts_with('%'))
      end = text.find(' ', end + 1);
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (word.empty()) continue;
    const size_t needed = WidthOf(word);
    if (!begins && column + 1 + needed > width) {
      wrapped += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (!begins) {
      wrapped += ' ';
      ++column;
    }
    wrapped += word;
    column += needed;
    begins = false;
  }
  return wrapped;
}

}  // namespace lienthong::report
