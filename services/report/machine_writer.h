// Reports for programs: CSV and JSON. Numbers are plain, instants ISO 8601 in local time.
#pragma once

#include <string>

#include "lienthong/v1/report.pb.h"
#include "storage/base/status.h"

namespace lienthong::report {

// The message as JSON, fields under their names in the proto, 64-bit numbers as strings.
absl::StatusOr<std::string> WriteJson(const google::protobuf::Message& message);

// One row a figure, RFC 4180. A text that a spreadsheet would take for a formula begins
// with an apostrophe. What stands in forms is added as figures named
// "TEMPLATE/ROW/COLUMN".
std::string WriteCsv(const v1::MonthlyReport& report);

// One row a unit or field, the last one the total.
std::string WriteCsv(const v1::Form& form);

}  // namespace lienthong::report
