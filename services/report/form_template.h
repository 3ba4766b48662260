// The check of a form's template.
#pragma once

#include "lienthong/v1/report.pb.h"
#include "services/report/template_text.h"
#include "storage/base/status.h"

namespace lienthong::report {

// Bounds of a form: it has to fit a sheet of paper.
inline constexpr int kColumnsMax = 40;
inline constexpr int kHeadingsMax = 3;
inline constexpr uint32_t kFirstColumn = 3;

// Checks `form`, which was parsed at `place`: columns numbered from 3 without a gap, known
// lines, identities over existing columns, and every final account of the books in exactly
// one column that is no total, or apart. INVALID_ARGUMENT names line and fault.
absl::Status CheckFormTemplate(const v1::FormTemplate& form, const Place& place);

// The checked template in `text`.
absl::StatusOr<v1::FormTemplate> ParseFormTemplate(std::string_view text);

// A built-in one by name; NOT_FOUND.
absl::StatusOr<v1::FormTemplate> FindFormTemplate(std::string_view name);

}  // namespace lienthong::report
