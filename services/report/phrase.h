// The words of a template: text with names in braces.
//
//   "Đã giải quyết {books/resolved} hồ sơ"  ->  text, name, text
//   "{observed/x|source}"                   ->  name with an aspect
//   "{{" and "}}"                           ->  braces
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/base/status.h"

namespace lienthong::report {

struct Token {
  enum class Kind { kText, kName };
  Kind kind = Kind::kText;
  // The text, or the name.
  std::string text;
  // What follows "|"; empty without.
  std::string aspect;

  bool operator==(const Token&) const = default;
};

// INVALID_ARGUMENT: a brace that is not closed or opened, an empty name.
absl::StatusOr<std::vector<Token>> ParsePhrase(std::string_view text);

}  // namespace lienthong::report
