// CSV as RFC 4180 has it: commas, quotes doubled inside quotes, LF or CRLF.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/language.h"

namespace lienthong::cli {

// One record and the line of the file on which it begins, from 1.
struct CsvRow {
  size_t line = 0;
  std::vector<std::string> cells;
};

// Where and why a text is not CSV. `reason` lives for ever.
struct CsvFault {
  size_t line = 0;
  const Message* reason = nullptr;
};

// What a text holds: all of its rows, or those before the fault.
struct CsvText {
  std::vector<CsvRow> rows;
  std::optional<CsvFault> fault;
};

// Reads `text`; a BOM and empty lines are skipped. Any bytes are safe.
CsvText ParseCsv(std::string_view text, char delimiter = ',');

// `cell` as it stands in a file: quoted only where it must be.
std::string CsvCell(std::string_view cell);

// One line of cells, with its LF.
std::string CsvLine(const std::vector<std::string>& cells);

}  // namespace lienthong::cli
