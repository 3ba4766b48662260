// Puts a document together from the events of a parser: text, ends of paragraphs, items, tables.
//
// Tables may stand in cells of tables. One that only lays out a page (cells with whole texts, or
// with tables) is dissolved into its paragraphs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "services/inspect/document.h"

namespace lienthong::inspect {

class DocumentBuilder {
 public:
  // `document` must outlive it.
  explicit DocumentBuilder(Document& document) : document_(document) {}

  void AddText(std::string_view text) { text_.append(text); }
  // The end of a paragraph, or of a line of one.
  void Break();
  // The next paragraph is an item of a list, so deep; 0: it is none.
  void SetItem(int depth) { item_ = depth; }

  void StartTable();
  void EndTable();
  void StartRow();
  void StartCell(int columns, int rows, bool heading);
  // The cell goes on from the one above it (how Word merges).
  void ContinueAbove();
  void SetColumns(int columns);
  void EndCell();

  // False when a bound is exceeded: stop.
  bool ok() const { return ok_; }
  // Ends whatever is open.
  void Finish();

 private:
  struct Line {
    std::string text;
    int depth = 0;
  };
  struct OpenCell {
    Cell cell;
    std::vector<Line> lines;
    bool above = false;
  };
  struct Table {
    std::vector<std::vector<OpenCell>> rows;
    bool in_cell = false;
    bool layout = false;
    size_t cells = 0;
  };

  OpenCell* Current();
  void Emit(const Line& line);
  void EmitTable(Table table);

  Document& document_;
  std::vector<Table> tables_;
  std::string text_;
  int item_ = 0;
  bool ok_ = true;
};

}  // namespace lienthong::inspect
