#include "clients/cli/json.h"

#include <string>
#include <vector>

#include "clients/cli/csv.h"

namespace lienthong::cli {
namespace {

std::string CellOf(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump();
  std::string joined;
  for (const Json& item : value) joined += (joined.empty() ? "" : " ") + CellOf(item);
  return joined;
}

std::vector<std::string> ColumnsOf(const Json& object, const std::string& prefix = "") {
  std::vector<std::string> columns;
  for (const auto& [key, value] : object.items()) {
    if (!value.is_object()) {
      columns.push_back(prefix + key);
      continue;
    }
    for (std::string& inner : ColumnsOf(value, prefix + key + "_")) {
      columns.push_back(std::move(inner));
    }
  }
  return columns;
}

// Follows the shape of `prototype`: a null where it has an object gives empty cells.
void AppendCells(const Json& prototype, const Json& object, std::vector<std::string>& cells) {
  for (const auto& [key, value] : prototype.items()) {
    const Json& cell = object.is_object() ? object.at(key) : object;
    if (value.is_object()) {
      AppendCells(value, cell, cells);
    } else {
      cells.push_back(CellOf(cell));
    }
  }
}

}  // namespace

void PrintJson(std::ostream& out, const Json& value) {
  out << value.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

void PrintCsv(std::ostream& out, const Json& prototype, const Json& rows) {
  out << CsvLine(ColumnsOf(prototype));
  for (const Json& row : rows) {
    std::vector<std::string> cells;
    AppendCells(prototype, row, cells);
    out << CsvLine(cells);
  }
}

}  // namespace lienthong::cli
