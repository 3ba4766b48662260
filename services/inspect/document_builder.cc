#include "services/inspect/document_builder.h"

#include <algorithm>
#include <utility>

namespace lienthong::inspect {
namespace {

// A cell of a form is one short line or a few; more is a text.
constexpr size_t kLayoutLines = 4;
constexpr size_t kLayoutBytes = 400;
// Tables within tables.
constexpr size_t kTablesMax = 32;

}  // namespace

DocumentBuilder::OpenCell* DocumentBuilder::Current() {
  if (tables_.empty() || !tables_.back().in_cell) return nullptr;
  return &tables_.back().rows.back().back();
}

void DocumentBuilder::Emit(const Line& line) {
  if (!inspect::AddText(document_, line.text, line.depth > 0)) ok_ = false;
  if (ok_ && line.depth > 0 && !document_.blocks.empty()) {
    Block& block = document_.blocks.back();
    block.depth = std::max(block.depth, line.depth);
  }
}

void DocumentBuilder::Break() {
  Line line{std::move(text_), item_};
  text_.clear();
  item_ = 0;
  const bool blank = line.text.find_first_not_of(" \t\r\n") == std::string::npos;
  if (blank) return;
  if (OpenCell* cell = Current()) {
    cell->lines.push_back(std::move(line));
  } else {
    Emit(line);
  }
}

void DocumentBuilder::StartTable() {
  Break();
  if (tables_.size() >= kTablesMax) {
    ok_ = false;
    return;
  }
  // A table in a cell: the outer one lays out the page. What its cell said comes first.
  if (OpenCell* cell = Current()) {
    tables_.back().layout = true;
    for (const Line& line : cell->lines) Emit(line);
    cell->lines.clear();
  }
  tables_.emplace_back();
}

void DocumentBuilder::StartRow() {
  Break();
  if (tables_.empty()) return;
  EndCell();
  tables_.back().rows.emplace_back();
  if (++tables_.back().cells > kCellsMax) ok_ = false;
}

void DocumentBuilder::StartCell(int columns, int rows, bool heading) {
  Break();
  if (tables_.empty()) return;
  EndCell();
  Table& table = tables_.back();
  if (table.rows.empty()) table.rows.emplace_back();
  table.rows.back().push_back({.cell = {.columns = columns, .rows = rows, .heading = heading}});
  table.in_cell = true;
  if (++table.cells > kCellsMax) ok_ = false;
}

void DocumentBuilder::ContinueAbove() {
  if (OpenCell* cell = Current()) cell->above = true;
}

void DocumentBuilder::SetColumns(int columns) {
  if (OpenCell* cell = Current()) cell->cell.columns = columns;
}

void DocumentBuilder::EndCell() {
  Break();
  if (!tables_.empty()) tables_.back().in_cell = false;
}

void DocumentBuilder::EndTable() {
  Break();
  if (tables_.empty()) return;
  Table table = std::move(tables_.back());
  tables_.pop_back();
  EmitTable(std::move(table));
}

void DocumentBuilder::EmitTable(Table table) {
  bool layout = table.layout;
  for (const auto& row : table.rows) {
    for (const OpenCell& cell : row) {
      size_t bytes = 0;
      for (const Line& line : cell.lines) bytes += line.text.size();
      layout = layout || cell.lines.size() > kLayoutLines || bytes > kLayoutBytes;
    }
  }
  GridBuilder grid;
  std::vector<std::string> above;  // texts of the row above, by column
  for (auto& row : table.rows) {
    std::vector<Cell> cells;
    std::vector<std::string> texts;
    for (OpenCell& open : row) {
      for (const Line& line : open.lines) {
        if (layout) Emit(line);
        open.cell.text += (open.cell.text.empty() ? "" : " ") + line.text;
      }
      if (open.above && texts.size() < above.size()) open.cell.text = above[texts.size()];
      const auto columns = static_cast<size_t>(std::clamp(open.cell.columns, 1, kSpanMax));
      texts.push_back(open.cell.text);
      texts.resize(texts.size() + columns - 1);
      cells.push_back(std::move(open.cell));
    }
    above = std::move(texts);
    if (!layout && !grid.AddRow(cells)) ok_ = false;
    if (!ok_) return;
  }
  if (layout) return;
  if (document_.blocks.size() >= kBlocksMax) {
    ok_ = false;
    return;
  }
  document_.blocks.push_back({.kind = Block::Kind::kTable, .table = grid.Build()});
}

void DocumentBuilder::Finish() {
  while (!tables_.empty()) EndTable();
  Break();
}

}  // namespace lienthong::inspect
