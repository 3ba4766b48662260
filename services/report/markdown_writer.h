// A document as Markdown, as GitHub and Pandoc read it: tables with bars, footnotes "[^1]".
#pragma once

#include <string>
#include <string_view>

#include "services/report/document.h"

namespace lienthong::report {

std::string WriteMarkdown(const Document& document);

// Text in which nothing is markup: every character that could begin some has a backslash.
std::string EscapeMarkdown(std::string_view text);

}  // namespace lienthong::report
