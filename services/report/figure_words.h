// What figures count, in Vietnamese, lower case: the texts of notes that are not those of
// the books (book_lines.h) and of rates (figure_names.h).
#pragma once

#include <string>
#include <string_view>

#include "lienthong/v1/rulebook.pb.h"

namespace lienthong::report {

// Of "catalogue/KEY" and "coverage/KEY".
std::string_view CatalogueWords(std::string_view key);
std::string_view CoverageWordsOf(std::string_view key);

// "766-2026/3.3/rate" as "tỷ lệ chỉ số 3.3 (766-2026/3.3/rate)"; other definitions as they
// are.
std::string ObservedWords(const std::string& definition);

// ", quy tắc chưa được kiểm chứng", or nothing for a rule that was read in its source.
std::string_view ConfidenceWords(v1::Confidence confidence);

}  // namespace lienthong::report
