#include "services/inspect/table_columns.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <tuple>

namespace lienthong::inspect {
namespace {

// "(3)=(4)+(5)+(6)" or "A": the number of a column, and no figure.
bool IsColumnNumber(std::string_view cell, size_t columns) {
  const bool bracketed = cell.size() == 3 && cell.front() == '(' && cell.back() == ')';
  if (cell.size() == 1 || bracketed) {
    const auto middle = static_cast<unsigned char>(cell[cell.size() / 2]);
    if (std::isalpha(middle) != 0) return true;
  }
  if (cell.find_first_not_of("0123456789()=+-*/ ") != std::string_view::npos) return false;
  size_t number = 0;
  bool any = false;
  for (const char c : cell) {
    const bool digit = c >= '0' && c <= '9';
    number = digit ? 10 * number + static_cast<size_t>(c - '0') : 0;
    any = any || digit;
    if (number > columns) return false;
  }
  return any;
}

bool NumbersColumns(const Grid& table, size_t row) {
  size_t filled = 0;
  for (size_t c = 0; c < table.columns(); ++c) {
    const std::string_view cell = table.At(row, c);
    if (cell.empty()) continue;
    ++filled;
    if (!IsColumnNumber(cell, table.columns())) return false;
  }
  return filled > 2;
}

class ColumnReader {
 public:
  ColumnReader(const Grid& table, const Legend& legend) : table_(table), legend_(legend) {}

  Columns Read();

 private:
  bool IsNumeric(size_t row, size_t column) const {
    return !ReadCell(table_.At(row, column), false).empty();
  }
  void FindHeadings();
  Column ReadColumn(size_t column) const;
  bool IsOrdinal(size_t column) const;
  bool IsName(size_t column) const;
  bool ColumnsSayWhat() const;

  const Grid& table_;
  const Legend& legend_;
  size_t first_row_ = 0;
  std::vector<Column> columns_;
};

void ColumnReader::FindHeadings() {
  while (first_row_ < table_.rows()) {
    bool numeric = false;
    for (size_t c = 0; c < table_.columns(); ++c) numeric = numeric || IsNumeric(first_row_, c);
    if (numeric && !table_.IsHeading(first_row_) && !NumbersColumns(table_, first_row_)) return;
    ++first_row_;
  }
}

bool ColumnReader::IsOrdinal(size_t column) const {
  if (column > 0 || table_.columns() < 2) return false;
  for (size_t r = 0; r < first_row_; ++r) {
    const std::string name = FoldedWords(table_.At(r, column));
    if (name == "tt " || name == "stt ") return true;
  }
  // 1, 1.1, 2, II: in every row, beside a column of names.
  bool filled = false;
  for (size_t r = first_row_; r < table_.rows(); ++r) {
    const std::string_view cell = table_.At(r, column);
    if (cell.empty()) continue;
    const bool numbered = cell.size() <= 6 && cell.find_first_not_of("0123456789.") == cell.npos;
    if (!numbered && !IsRoman(cell)) return false;
    filled = true;
  }
  return filled && IsName(1);
}

// One of the first columns, with a word in every cell.
bool ColumnReader::IsName(size_t column) const {
  if (column > 1) return false;
  bool filled = false;
  for (size_t r = first_row_; r < table_.rows(); ++r) {
    if (table_.At(r, column).empty()) continue;
    if (FoldedWords(table_.At(r, column)).empty()) return false;
    filled = true;
  }
  return filled;
}

Column ColumnReader::ReadColumn(size_t column) const {
  std::string headings;
  std::string_view last;
  std::string number;
  for (size_t r = 0; r < first_row_; ++r) {
    const std::string_view cell = table_.At(r, column);
    if (cell == last || cell.empty()) continue;
    if (NumbersColumns(table_, r)) {
      number = std::string(cell);
      continue;
    }
    headings += (headings.empty() ? "" : " | ") + std::string(cell);
    last = cell;
  }
  // A column that is only numbered is explained above the table.
  const auto explained = legend_.find(number);
  if (headings.empty() && explained != legend_.end()) {
    headings = explained->second;
    last = headings;
  }
  const Words words = ReadWords(headings);
  Column result{.label = ReadLabel(words, 0, words.tokens.size(), Side::kBefore)};
  result.percent = headings.find('%') != std::string::npos || result.label.share;
  result.points = result.label.object == Object::kPoints || result.label.maximum;
  if (IsTotal(FoldedWords(last))) result.label.total = true;
  static const std::string recorded = FoldedWords("ghi nhận tại");
  result.quoted = FoldedWords(headings).find(recorded) != std::string::npos;
  result.ordinal = IsOrdinal(column);
  result.name = IsName(column);
  return result;
}

// At least two columns tell different things of where dossiers stand: then rows are units.
bool ColumnReader::ColumnsSayWhat() const {
  std::set<std::tuple<State, Timing, Channel, Provision>> told;
  for (const Column& column : columns_) {
    const Label& label = column.label;
    if (label.SaysStanding() || label.provision != Provision::kNone) {
      told.insert({label.state, label.timing, label.channel, label.provision});
    }
  }
  return told.size() > 1;
}

Columns ColumnReader::Read() {
  FindHeadings();
  if (first_row_ < table_.rows()) {
    for (size_t c = 0; c < table_.columns(); ++c) columns_.push_back(ReadColumn(c));
  }
  const bool by_unit = ColumnsSayWhat();
  return {first_row_, std::move(columns_), by_unit};
}

}  // namespace

void ReadLegend(const std::string& text, Legend& legend) {
  const size_t open = text.find('(');
  const size_t close = text.find(") ");
  if (open > 2 || close == std::string::npos || close - open > 4 || close <= open + 1) return;
  if (legend.size() < kColumnsMax) {
    legend[text.substr(open, close + 1 - open)] = text.substr(close + 2);
  }
}

Columns ReadColumns(const Grid& table, const Legend& legend) {
  return ColumnReader(table, legend).Read();
}

std::string FoldedWords(std::string_view text) {
  std::string words;
  for (const Token& token : Tokenize(text)) {
    if (token.kind == Token::Kind::kWord) words += token.text + " ";
  }
  return words;
}

bool IsTotal(const std::string& folded) {
  static const std::set<std::string> totals = [] {
    std::set<std::string> names;
    for (const char* name : {"tổng", "tổng số", "tổng cộng", "cộng", "toàn tỉnh", "tổng toàn tỉnh",
                             "tổng cộng toàn tỉnh", "toàn thành phố", "chung", "toàn xã"}) {
      std::string words;
      for (const Token& token : Tokenize(name)) words += token.text + " ";
      names.insert(words);
    }
    return names;
  }();
  return totals.contains(folded);
}

bool IsRoman(std::string_view cell) {
  return !cell.empty() && cell.find_first_not_of("IVX") == std::string_view::npos;
}

}  // namespace lienthong::inspect
