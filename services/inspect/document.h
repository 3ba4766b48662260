// A published report as this folder reads it: blocks in order, each a paragraph, an item of a
// list or a table. What a file looked like (fonts, pages, menus) is gone.
//
// Texts are clean: UTF-8 in NFC, one line, single spaces, no control or invisible characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lienthong::inspect {

// Bounds of a document; what is longer is no monthly report. The province with the most units
// has some 160 rows of 20 columns, all communes of the country some 3,300.
inline constexpr size_t kBlocksMax = 50'000;
inline constexpr size_t kCellsMax = 200'000;
inline constexpr size_t kColumnsMax = 200;
// One merged cell cannot claim more of a table than this in either direction.
inline constexpr int kSpanMax = 200;

// A cell as the file has it; a merged one stands once, with its spans.
struct Cell {
  std::string text;
  int columns = 1;
  int rows = 1;
  bool heading = false;  // <th>
};

// A table in which merged cells are spread out: a merged cell's text stands in each place that
// it covers. Rows may differ in length.
class Grid {
 public:
  size_t rows() const { return places_.size(); }
  // Of the longest row.
  size_t columns() const { return columns_; }
  // "" beyond the end of a row.
  std::string_view At(size_t row, size_t column) const;
  // Whether a row holds headings only.
  bool IsHeading(size_t row) const { return heading_[row]; }

 private:
  friend class GridBuilder;

  // Texts stand once: a merged cell with a long text must not multiply it.
  std::vector<std::string> texts_;
  std::vector<std::vector<uint32_t>> places_;
  std::vector<bool> heading_;
  size_t columns_ = 0;
};

// Builds a grid row by row.
class GridBuilder {
 public:
  // False when the table becomes larger than kCellsMax or wider than kColumnsMax.
  bool AddRow(const std::vector<Cell>& cells);
  Grid Build() { return std::move(grid_); }

 private:
  // What a merged cell of an earlier row still covers of a column.
  struct Covered {
    int rows = 0;
    uint32_t text = 0;
  };

  void TakeCovered(std::vector<uint32_t>& row);

  Grid grid_;
  std::map<size_t, Covered> covered_;
  size_t cells_ = 0;
};

struct Block {
  enum class Kind { kParagraph, kListItem, kTable };

  Kind kind = Kind::kParagraph;
  // Of a paragraph or an item, its bullet included.
  std::string text;
  // Of an item: 1 for "-", 2 for "+" and deeper ones.
  int depth = 0;
  Grid table;
};

struct Document {
  std::vector<Block> blocks;
};

// Whether `bytes` are UTF-8 throughout.
bool IsUtf8(std::string_view bytes);

// `text` made clean, see above. Bytes that are not UTF-8 give "".
std::string Clean(std::string_view text);

// Adds a paragraph; one that begins with a bullet becomes an item. Empty text adds nothing.
// False when the document is full.
bool AddText(Document& document, std::string_view text, bool list_item = false);

}  // namespace lienthong::inspect
