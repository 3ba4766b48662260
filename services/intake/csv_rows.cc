#include "services/intake/csv_rows.h"

#include <algorithm>

namespace lienthong::intake {

std::string CsvCell::Text() const {
  if (!quoted) return std::string(raw);
  std::string text;
  text.reserve(raw.size());
  for (size_t at = 0; at < raw.size(); ++at) {
    text.push_back(raw[at]);
    if (raw[at] == '"') ++at;
  }
  return text;
}

bool CsvRows::Next(CsvRow& row) {
  if (at_ >= text_.size()) return false;
  const size_t begin = at_;
  row.end = CsvRow::End::kComplete;
  row.cells.clear();
  while (ReadCell(row)) {
  }
  row.raw = text_.substr(begin, at_ - begin);
  if (row.end != CsvRow::End::kComplete)
    at_ = std::min(text_.find_first_of("\r\n", begin), text_.size());
  SkipLineEnd();
  return true;
}

// Reads the cell at at_ and moves to what ends it; true when another one follows.
bool CsvRows::ReadCell(CsvRow& row) {
  if (at_ < text_.size() && text_[at_] == '"') {
    if (!ReadQuotedCell(row)) return false;
  } else {
    const size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != delimiter_ && !AtLineEnd()) ++at_;
    row.cells.push_back({.raw = text_.substr(begin, at_ - begin)});
  }
  if (at_ == text_.size() || AtLineEnd()) return false;
  if (text_[at_] == delimiter_) {
    ++at_;
    return true;
  }
  row.end = CsvRow::End::kMalformed;
  return false;
}

// False when the text ends before the closing quote.
bool CsvRows::ReadQuotedCell(CsvRow& row) {
  const size_t begin = ++at_;
  while (true) {
    at_ = text_.find('"', at_);
    if (at_ == std::string_view::npos) {
      at_ = text_.size();
      row.end = CsvRow::End::kTruncated;
      return false;
    }
    if (text_.substr(at_ + 1, 1) != "\"") break;
    at_ += 2;
  }
  row.cells.push_back({.raw = text_.substr(begin, at_ - begin), .quoted = true});
  ++at_;
  return true;
}

void CsvRows::SkipLineEnd() {
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ < text_.size() && text_[at_] == '\n') ++at_;
}

}  // namespace lienthong::intake
