// The check of a report's template.
#pragma once

#include "lienthong/v1/report.pb.h"
#include "services/report/template_text.h"
#include "storage/base/status.h"

namespace lienthong::report {

// Bounds: a report is read by people. The largest built-in one has some sixty clauses.
inline constexpr int kSectionsMax = 50;
inline constexpr int kBlocksMax = 100;
inline constexpr int kSentencesMax = 100;
inline constexpr int kClausesMax = 50;
inline constexpr int kDerivedMax = 200;
inline constexpr int kPartsMax = 64;
inline constexpr int kConditionsMax = 20;

// Words that may be used besides FrameWords(): {incomplete}; {rulebook} and {band}, of which
// there may be none: no rulebook that fits the template holds.
bool IsReportWord(std::string_view word);
bool IsFallibleWord(std::string_view word);

// Checks `report`, which was parsed at `place`: names, braces, conditions, derived figures that
// rest on earlier ones, and that every clause says what is written when a figure is not
// known. INVALID_ARGUMENT names line and fault.
absl::Status CheckReportTemplate(const v1::ReportTemplate& report, const Place& place);

// The checked template in `text`.
absl::StatusOr<v1::ReportTemplate> ParseReportTemplate(std::string_view text);

// A built-in one by name; NOT_FOUND.
absl::StatusOr<v1::ReportTemplate> FindReportTemplate(std::string_view name);

}  // namespace lienthong::report
