// The first bytes of a text file.
#pragma once

#include <string_view>

namespace lienthong::intake {

// `text` without the UTF-8 byte order mark that spreadsheet programs write.
inline std::string_view WithoutByteOrderMark(std::string_view text) {
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
  return text;
}

}  // namespace lienthong::intake
