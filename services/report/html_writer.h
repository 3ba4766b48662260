// A document as one HTML page: no script, nothing from outside, made to be read on a
// screen and printed on A4.
//
// What is text is escaped, everywhere: markup can only come from literals of this program,
// which the compiler enforces (Literal).
#pragma once

#include <string>
#include <string_view>

#include "services/report/document.h"

namespace lienthong::report {

// A string literal; nothing else converts to it.
class Literal {
 public:
  consteval Literal(const char* text) : text_(text) {}
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// Puts a page together.
class Html {
 public:
  // Markup.
  Html& Raw(Literal markup);
  // Text or the value of a quoted attribute, escaped.
  Html& Text(std::string_view text);
  Html& Number(uint64_t number);

  std::string Take() { return std::move(page_); }

 private:
  std::string page_;
};

std::string WriteHtml(const Document& document);

}  // namespace lienthong::report
