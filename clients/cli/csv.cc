#include "clients/cli/csv.h"

#include <utility>

#include "clients/cli/messages.h"

namespace lienthong::cli {
namespace {

class CsvParser {
 public:
  CsvParser(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
  }

  CsvText Parse() {
    while (at_ < text_.size() && !parsed_.fault) ParseRow();
    return std::move(parsed_);
  }

 private:
  void ParseRow() {
    CsvRow row{line_, {}};
    do {
      row.cells.push_back(At('"') ? QuotedCell() : PlainCell());
    } while (!parsed_.fault && Skip(delimiter_));
    if (parsed_.fault) return;
    Skip('\r');
    if (at_ < text_.size() && !Skip('\n')) return Fail(row.line, messages::kCsvTextAfterQuote);
    ++line_;
    const bool empty = row.cells.size() == 1 && row.cells[0].empty();
    if (!empty) parsed_.rows.push_back(std::move(row));
  }

  std::string PlainCell() {
    const size_t start = at_;
    while (at_ < text_.size() && !At(delimiter_) && !At('\n') && !AtLineEnd()) {
      if (At('"')) Fail(line_, messages::kCsvQuoteInside);
      ++at_;
    }
    return std::string(text_.substr(start, at_ - start));
  }

  std::string QuotedCell() {
    const size_t first_line = line_;
    std::string cell;
    for (++at_; at_ < text_.size(); ++at_) {
      if (At('"')) {
        ++at_;
        if (!At('"')) return cell;
      }
      line_ += At('\n');
      cell += text_[at_];
    }
    Fail(first_line, messages::kCsvUnterminated);
    return cell;
  }

  bool At(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool AtLineEnd() const { return text_.substr(at_, 2) == "\r\n" || text_.substr(at_) == "\r"; }
  bool Skip(char c) {
    const bool there = At(c);
    at_ += there;
    return there;
  }
  void Fail(size_t line, const Message& reason) {
    if (!parsed_.fault) parsed_.fault = CsvFault{line, &reason};
  }

  std::string_view text_;
  const char delimiter_;
  size_t at_ = 0;
  size_t line_ = 1;
  CsvText parsed_;
};

}  // namespace

CsvText ParseCsv(std::string_view text, char delimiter) {
  return CsvParser(text, delimiter).Parse();
}

std::string CsvCell(std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(cell);
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

std::string CsvLine(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) line += CsvCell(cell) + ',';
  if (!line.empty()) line.pop_back();
  return line + '\n';
}

}  // namespace lienthong::cli
