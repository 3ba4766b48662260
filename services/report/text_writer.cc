#include "services/report/text_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "services/report/text_tools.h"

namespace lienthong::report {
namespace {

constexpr size_t kLineColumns = 100;

std::string TextOf(const std::vector<Span>& spans) {
  std::string text;
  for (const Span& span : spans) text += span.text;
  return text;
}

std::string MarkOf(uint32_t note) { return note == 0 ? "" : fmt::format(" [{}]", note); }

class Writer {
 public:
  std::string Write(const Document& document) {
    AddLine(document.title);
    if (!document.title_en.empty()) AddLine(document.title_en);
    AddLine(std::string(std::min(WidthOf(document.title), kLineColumns), '='));
    AddWrapped(document.frame, 0);
    for (const std::string& notice : document.notices) AddWrapped("(!) " + notice, 4);
    for (const DocumentSection& section : document.sections) AddSection(section);
    AddNotes(document.notes);
    text_ += '\n';
    AddWrapped(document.made, 0);
    return std::move(text_);
  }

 private:
  void AddLine(const std::string& line) { text_ += line + "\n"; }
  void AddWrapped(const std::string& line, size_t indent) {
    AddLine(Wrap(line, kLineColumns, indent));
  }

  void AddSection(const DocumentSection& section) {
    text_ += '\n';
    if (!section.heading.empty()) AddLine(section.heading);
    if (!section.heading_en.empty()) AddLine(section.heading_en);
    bool first = section.heading.empty();
    for (const auto& block : section.blocks) {
      if (!first) text_ += '\n';
      first = false;
      if (const auto* const paragraph = std::get_if<DocumentParagraph>(&block)) {
        AddParagraph(*paragraph);
      } else {
        AddTable(std::get<DocumentTable>(block));
      }
    }
  }

  void AddParagraph(const DocumentParagraph& paragraph) {
    std::string text;
    for (const DocumentSentence& sentence : paragraph)
      text += (text.empty() ? "" : " ") + TextOf(sentence.spans) + MarkOf(sentence.note);
    AddWrapped(text, 0);
  }

  void AddTable(const DocumentTable& table) {
    if (!table.caption.empty()) AddWrapped(table.caption + MarkOf(table.note), 0);
    for (size_t i = 0; i < table.numbers.size(); ++i) {
      AddWrapped(fmt::format("{} {}", table.numbers[i], table.long_headings[i]), 5);
    }
    text_ += '\n';
    AddGrid(table);
    if (!table.remarks.empty()) text_ += '\n';
    for (const std::string& remark : table.remarks) AddWrapped(remark, 2);
  }

  void AddGrid(const DocumentTable& table) {
    std::vector<std::vector<std::string>> grid = {table.numbers.empty() ? table.long_headings
                                                                        : table.numbers};
    for (const DocumentRow& row : table.rows) {
      std::vector<std::string>& cells = grid.emplace_back();
      for (const DocumentCell& cell : row.cells) cells.push_back(TextOf(cell.spans));
    }
    std::vector<size_t> widths(grid.front().size(), 1);
    for (const auto& cells : grid)
      for (size_t i = 0; i < cells.size() && i < widths.size(); ++i)
        widths[i] = std::max(widths[i], WidthOf(cells[i]));
    for (size_t i = 0; i < grid.size(); ++i) {
      AddRow(grid[i], widths, static_cast<size_t>(table.word_columns));
      if (i == 0) AddRule(widths);
    }
  }

  void AddRow(const std::vector<std::string>& cells, const std::vector<size_t>& widths,
              size_t word_columns) {
    std::string line;
    for (size_t i = 0; i < cells.size() && i < widths.size(); ++i) {
      const std::string pad(widths[i] - WidthOf(cells[i]), ' ');
      line += i > 0 ? "  " : "";
      line += i < word_columns ? cells[i] + pad : pad + cells[i];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    AddLine(line);
  }

  void AddRule(const std::vector<size_t>& widths) {
    std::string line;
    for (const size_t width : widths) line += (line.empty() ? "" : "  ") + std::string(width, '-');
    AddLine(line);
  }

  void AddNotes(const std::vector<std::string>& notes) {
    if (notes.empty()) return;
    text_ += '\n';
    AddLine("Chú thích");
    for (size_t i = 0; i < notes.size(); ++i)
      AddWrapped(fmt::format("[{}] {}", i + 1, notes[i]), 4);
  }

  std::string text_;
};

}  // namespace

std::string WriteText(const Document& document) { return Writer().Write(document); }

}  // namespace lienthong::report
