// A table for people: columns aligned by what a terminal shows, not by bytes.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace lienthong::cli {

// Columns that `text` takes on a terminal: combining marks take none, so the
// composed and the decomposed spelling of a Vietnamese word are equally wide.
// A byte that is not UTF-8 counts as one.
size_t DisplayWidth(std::string_view text);

// Collects rows and prints them all at once, since widths need every row.
class Table {
 public:
  enum class Align { kLeft, kRight };
  struct Column {
    std::string title;
    Align align = Align::kLeft;
  };

  explicit Table(std::vector<Column> columns);

  // One cell for each column. Control characters become spaces: a row is a line,
  // and a name must not steer the terminal.
  void AddRow(std::vector<std::string> cells);

  // Titles, a rule, the rows; two spaces between columns, none at the end of a line.
  void Print(std::ostream& out) const;

 private:
  void PrintRow(std::ostream& out, const std::vector<std::string>& cells) const;

  std::vector<Column> columns_;
  std::vector<size_t> widths_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace lienthong::cli
