#include "services/report/markdown_writer.h"

#include <fmt/format.h>

#include <algorithm>

namespace lienthong::report {
namespace {

// Markup only at the beginning of a line: lists, headings, rules, quotes, numbers.
bool BeginsMarkup(std::string_view text) {
  const size_t digits = text.find_first_not_of("0123456789");
  if (digits != 0 && digits != std::string_view::npos)
    return text[digits] == '.' || text[digits] == ')';
  return !text.empty() && std::string_view("+-=").find(text.front()) != std::string_view::npos;
}

// The same for text that begins a line.
std::string EscapeLine(std::string_view text) {
  std::string escaped = EscapeMarkdown(text);
  if (!BeginsMarkup(escaped)) return escaped;
  const size_t digits = escaped.find_first_not_of("0123456789");
  return escaped.insert(digits, "\\");
}

std::string TextOf(const std::vector<Span>& spans) {
  std::string text;
  for (const Span& span : spans) text += EscapeMarkdown(span.text);
  return text;
}

std::string MarkOf(uint32_t note) { return note == 0 ? "" : fmt::format("[^{}]", note); }

class Writer {
 public:
  std::string Write(const Document& document) {
    AddBlock("# " + EscapeMarkdown(document.title));
    if (!document.title_en.empty()) AddBlock("*" + EscapeMarkdown(document.title_en) + "*");
    AddBlock(EscapeLine(document.frame));
    for (const std::string& notice : document.notices)
      AddBlock("> **" + EscapeMarkdown(notice) + "**");
    for (const DocumentSection& section : document.sections) AddSection(section);
    for (size_t i = 0; i < document.notes.size(); ++i)
      AddBlock(fmt::format("[^{}]: {}", i + 1, EscapeLine(document.notes[i])));
    AddBlock("---");
    AddBlock(EscapeLine(document.made));
    text_.pop_back();
    return std::move(text_);
  }

 private:
  void AddBlock(const std::string& block) { text_ += block + "\n\n"; }

  void AddSection(const DocumentSection& section) {
    std::string heading = EscapeMarkdown(section.heading);
    if (!section.heading_en.empty()) heading += " / *" + EscapeMarkdown(section.heading_en) + "*";
    if (!heading.empty()) AddBlock("## " + heading);
    for (const auto& block : section.blocks) {
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
    if (BeginsMarkup(text)) text.insert(text.find_first_not_of("0123456789"), "\\");
    AddBlock(text);
  }

  void AddTable(const DocumentTable& table) {
    if (!table.caption.empty())
      AddBlock("**" + EscapeMarkdown(table.caption) + "**" + MarkOf(table.note));
    if (!table.numbers.empty()) AddLegend(table);
    const auto& headings = table.numbers.empty() ? table.long_headings : table.numbers;
    std::string rule = "|";
    std::string head = "|";
    for (size_t i = 0; i < headings.size(); ++i) {
      head += " " + EscapeMarkdown(headings[i]) + " |";
      rule += i < static_cast<size_t>(table.word_columns) ? " --- |" : " ---: |";
    }
    text_ += head + "\n" + rule + "\n";
    for (const DocumentRow& row : table.rows) AddRow(row);
    text_ += "\n";
    for (const std::string& remark : table.remarks) AddBlock(EscapeLine(remark));
  }

  void AddLegend(const DocumentTable& table) {
    for (size_t i = 0; i < table.numbers.size(); ++i) {
      text_ += fmt::format("- {} {}\n", table.numbers[i], EscapeMarkdown(table.long_headings[i]));
    }
    text_ += "\n";
  }

  void AddRow(const DocumentRow& row) {
    text_ += "|";
    for (const DocumentCell& cell : row.cells) {
      const std::string text = TextOf(cell.spans);
      text_ += row.emphasis && !text.empty() ? " **" + text + "** |" : " " + text + " |";
    }
    text_ += "\n";
  }

  std::string text_;
};

}  // namespace

std::string EscapeMarkdown(std::string_view text) {
  constexpr std::string_view kMarkup = "\\`*_{}[]<>|~&#!$";
  std::string escaped;
  for (const char c : text) {
    if (kMarkup.find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string WriteMarkdown(const Document& document) { return Writer().Write(document); }

}  // namespace lienthong::report
