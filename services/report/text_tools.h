// Small things that the writers of documents share.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lienthong::report {

// In cells without a figure, as in statistical yearbooks: "…" where there is none to be
// had, "-" where there is nothing to count.
inline constexpr std::string_view kNotKnownMark = "…";
inline constexpr std::string_view kNothingMark = "-";

// The sentence that explains both.
std::string MarkLegend();

// One line: NFC, control characters as spaces, none at its ends.
std::string CleanLine(std::string_view text);

// Columns that NFC text takes on a terminal: its code points, without combining marks.
size_t WidthOf(std::string_view text);

// `text` in lines of at most `width` columns, broken at spaces; a longer word stands alone.
// Every line but the first begins with `indent` spaces.
std::string Wrap(std::string_view text, size_t width, size_t indent);

}  // namespace lienthong::report
