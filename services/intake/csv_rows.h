// Rows of CSV as RFC 4180 has it, without copying a cell. Written here because
// libcsv either guesses at a stray quote or gives up the whole file: here it costs
// one row.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lienthong::intake {

// A cell as it stands between the delimiters, or between its outer quotes.
struct CsvCell {
  std::string_view raw;
  bool quoted = false;

  // The value: doubled quotes made single.
  std::string Text() const;
};

// One row.
struct CsvRow {
  enum class End {
    kComplete,
    kTruncated,  // the text ends inside quotes
    kMalformed,  // there is text behind the closing quote of the last of `cells`
  };
  End end = End::kComplete;
  std::vector<CsvCell> cells;
  // All of it, without its line end.
  std::string_view raw;

  bool blank() const { return cells.size() == 1 && !cells[0].quoted && cells[0].raw.empty(); }
};

// Gives one row after the other. `text` must outlive the reader and its rows.
class CsvRows {
 public:
  CsvRows(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

  // Reads the next row; false at the end of the text. Behind a row that is not
  // complete, reading goes on at the line after the one where that row began: its
  // quotes cannot be trusted, and at most its own lines are lost.
  bool Next(CsvRow& row);

 private:
  bool ReadCell(CsvRow& row);
  bool ReadQuotedCell(CsvRow& row);
  void SkipLineEnd();
  bool AtLineEnd() const { return text_[at_] == '\n' || text_[at_] == '\r'; }

  std::string_view text_;
  char delimiter_;
  size_t at_ = 0;
};

}  // namespace lienthong::intake
