// What figures count, in Vietnamese, lower case: the texts of notes that are not those of
// the books (book_lines.h) and of rates (figure_names.h).
#pragma once

#include <string>
#include <string_view>

#include "lienthong/v1/score.pb.h"

namespace lienthong::report {

// Of "catalogue/KEY" and "coverage/KEY".
std::string_view CatalogueWords(std::string_view key);
std::string_view CoverageWordsOf(std::string_view key);

// "766-2026/3.3/rate" as "tỷ lệ chỉ số 3.3 (766-2026/3.3/rate)", "report/open" as what a
// published report says itself; other definitions as they are.
std::string ObservedWords(const std::string& definition);

// "chỉ số 3.3 (Hồ sơ nộp trực tuyến, quy tắc chưa được kiểm chứng)", with what its counts leave
// out because no source has stated it.
std::string IndicatorWords(const v1::IndicatorScore& indicator);

}  // namespace lienthong::report
