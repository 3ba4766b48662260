#include "services/inspect/document.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace lienthong::inspect {
namespace {

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};

bool IsSpace(utf8proc_int32_t code_point) {
  if (code_point <= ' ' || code_point == 0x7f) return true;
  const utf8proc_category_t category = utf8proc_category(code_point);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP || category == UTF8PROC_CATEGORY_CC;
}

// One space for each run of spaces, none at the ends.
std::string CollapseSpaces(const utf8proc_uint8_t* bytes, utf8proc_ssize_t size) {
  std::string result;
  bool space = false;
  for (utf8proc_ssize_t at = 0; at < size;) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t length = utf8proc_iterate(bytes + at, size - at, &code_point);
    if (length <= 0) return "";
    if (IsSpace(code_point)) {
      space = !result.empty();
    } else {
      if (space) result.push_back(' ');
      space = false;
      result.append(reinterpret_cast<const char*>(bytes + at), static_cast<size_t>(length));
    }
    at += length;
  }
  return result;
}

struct Bullet {
  std::string_view mark;
  int depth;
};

// A dash opens an item, a plus one of its parts: how Vietnamese offices write lists.
constexpr Bullet kBullets[] = {{"- ", 1}, {"– ", 1}, {"— ", 1}, {"* ", 1}, {"• ", 1}, {"· ", 1},
                               {"+ ", 2}, {"o ", 2}, {"◦ ", 2}, {"▪ ", 2}, {"> ", 2}};

int BulletDepth(std::string_view text) {
  for (const Bullet& bullet : kBullets) {
    if (text.starts_with(bullet.mark)) return bullet.depth;
  }
  return 0;
}

int Clamp(int span) { return std::clamp(span, 1, kSpanMax); }

}  // namespace

bool IsUtf8(std::string_view bytes) {
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(bytes.data());
  auto left = static_cast<utf8proc_ssize_t>(bytes.size());
  while (left > 0) {
    utf8proc_int32_t code_point = 0;
    const utf8proc_ssize_t length = utf8proc_iterate(at, left, &code_point);
    if (length <= 0) return false;
    at += length;
    left -= length;
  }
  return true;
}

std::string Clean(std::string_view text) {
  utf8proc_uint8_t* composed = nullptr;
  const auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_IGNORE);
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &composed, options);
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(composed);
  return size < 0 ? "" : CollapseSpaces(composed, size);
}

bool AddText(Document& document, std::string_view text, bool list_item) {
  std::string clean = Clean(text);
  if (clean.empty()) return true;
  if (document.blocks.size() >= kBlocksMax) return false;
  const int bullet = BulletDepth(clean);
  const bool item = list_item || bullet > 0;
  document.blocks.push_back({.kind = item ? Block::Kind::kListItem : Block::Kind::kParagraph,
                             .text = std::move(clean),
                             .depth = item ? std::max(bullet, 1) : 0});
  return true;
}

std::string_view Grid::At(size_t row, size_t column) const {
  const auto& places = places_[row];
  return column < places.size() ? std::string_view(texts_[places[column]]) : std::string_view();
}

void GridBuilder::TakeCovered(std::vector<uint32_t>& row) {
  for (auto it = covered_.find(row.size()); it != covered_.end(); it = covered_.find(row.size())) {
    row.push_back(it->second.text);
    if (--it->second.rows == 0) covered_.erase(it);
  }
}

bool GridBuilder::AddRow(const std::vector<Cell>& cells) {
  std::vector<uint32_t> row;
  bool headings = !cells.empty();
  for (const Cell& cell : cells) {
    TakeCovered(row);
    headings = headings && cell.heading;
    const auto text = static_cast<uint32_t>(grid_.texts_.size());
    grid_.texts_.push_back(Clean(cell.text));
    for (int i = 0; i < Clamp(cell.columns); ++i) {
      if (Clamp(cell.rows) > 1) covered_[row.size()] = {Clamp(cell.rows) - 1, text};
      row.push_back(text);
    }
    if (row.size() > kColumnsMax) return false;
  }
  TakeCovered(row);
  cells_ += row.size() + 1;  // an empty row is not free
  if (cells_ > kCellsMax || row.size() > kColumnsMax) return false;
  grid_.columns_ = std::max(grid_.columns_, row.size());
  grid_.places_.push_back(std::move(row));
  grid_.heading_.push_back(headings);
  return true;
}

}  // namespace lienthong::inspect
