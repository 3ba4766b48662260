// What the columns of a table say by their headings, merged and stacked ones included.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "services/inspect/document.h"
#include "services/inspect/label.h"

namespace lienthong::inspect {

// What a legend above a table says of its columns: "(3) Số hồ sơ tiếp nhận, Tổng số".
using Legend = std::map<std::string, std::string>;

// Takes `text` into the legend if it is a line of one.
void ReadLegend(const std::string& text, Legend& legend);

struct Column {
  Label label;
  // Bare numbers in it are rates, or points.
  bool percent = false;
  bool points = false;
  bool ordinal = false;  // numbers the rows: 1, 1.1, II
  bool name = false;     // names them: "Mức 1, 2" is no figure
  bool quoted = false;   // what another source has: "Điểm ghi nhận tại Cổng DVCQG"
};

struct Columns {
  // Of the first row that is no heading; the number of rows when there is none.
  size_t first_row = 0;
  std::vector<Column> columns;
  // Columns say where dossiers stand, so rows are units; else rows say it.
  bool by_unit = false;
};

Columns ReadColumns(const Grid& table, const Legend& legend);

// The words of a text, folded, with a space behind each.
std::string FoldedWords(std::string_view text);

// "Tổng cộng" and the like, given its folded words.
bool IsTotal(const std::string& folded);

// "II": numbers a group of rows.
bool IsRoman(std::string_view cell);

}  // namespace lienthong::inspect
