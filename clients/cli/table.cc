#include "clients/cli/table.h"

#include <utf8proc.h>

#include <algorithm>
#include <utility>

namespace lienthong::cli {
namespace {

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t bytes = utf8proc_iterate(at, left, &code_point);
    width += bytes < 0 ? 1 : static_cast<size_t>(utf8proc_charwidth(code_point));
    at += std::max<utf8proc_ssize_t>(bytes, 1);
    left -= std::max<utf8proc_ssize_t>(bytes, 1);
  }
  return width;
}

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {
  for (const Column& column : columns_) widths_.push_back(DisplayWidth(column.title));
}

void Table::AddRow(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (size_t i = 0; i < cells.size(); ++i) {
    std::replace_if(cells[i].begin(), cells[i].end(), IsControl, ' ');
    widths_[i] = std::max(widths_[i], DisplayWidth(cells[i]));
  }
  rows_.push_back(std::move(cells));
}

void Table::Print(std::ostream& out) const {
  std::vector<std::string> titles;
  std::vector<std::string> rules;
  for (size_t i = 0; i < columns_.size(); ++i) {
    titles.push_back(columns_[i].title);
    rules.emplace_back(widths_[i], '-');
  }
  PrintRow(out, titles);
  PrintRow(out, rules);
  for (const auto& row : rows_) PrintRow(out, row);
}

void Table::PrintRow(std::ostream& out, const std::vector<std::string>& cells) const {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string padding(widths_[i] - DisplayWidth(cells[i]), ' ');
    const bool right = columns_[i].align == Align::kRight;
    line += right ? padding + cells[i] : cells[i] + padding;
    line += "  ";
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out << line << '\n';
}

}  // namespace lienthong::cli
