// Small files of rows with named columns, as people make them: CSV with a header, or JSON (a
// list of flat objects, bare or as `data` of an object). For what is not on the national
// wire: petitions, observations, the totals of an old system.
//
// Columns have an English and a Vietnamese name and stand in any order; unknown ones are
// ignored and never copied. One bad row never sinks the others.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/intake/reader.h"
#include "storage/base/clock.h"

namespace lienthong::intake {

struct NamedColumn {
  std::string_view name;
  std::string_view vietnamese;
  // A file without it is refused.
  bool required = false;
};

// A row: the values in the order of the columns, "" where it has none; white space around
// them is gone.
using Cells = std::vector<std::string>;
// Takes a row; an error stops the reading and becomes its result.
using OnRow = absl::FunctionRef<absl::Status(uint64_t number, const Cells& cells)>;

// Reads `bytes`, CSV unless the first character is a bracket or a brace. A row at fault goes
// to `on_reject` with its code in the first column, where that can be told. In JSON the
// values may be strings, numbers or booleans. INVALID_ARGUMENT: neither form, a required
// column is missing, or one stands twice; nothing was delivered then.
absl::Status ReadRows(std::string_view bytes, const std::vector<NamedColumn>& columns, OnRow on_row,
                      OnReject on_reject);

// An instant as people and machines write it: yyyyMMddHHmmss, yyyyMMdd, "yyyy-mm-dd
// hh:mm:ss", "yyyy-mm-dd hh:mm", "yyyy-mm-ddThh:mm:ss" or yyyy-mm-dd, local time; a day
// alone is its beginning. Nothing when it is none of them.
std::optional<Instant> ParseWrittenTime(std::string_view text);

}  // namespace lienthong::intake
