#include "services/report/html_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "services/report/html_style.h"

namespace lienthong::report {
namespace {

// A section with a wide table prints on a sheet of its own kind, heading and all.
bool IsWide(const DocumentSection& section) {
  return std::any_of(section.blocks.begin(), section.blocks.end(), [](const auto& block) {
    const auto* const table = std::get_if<DocumentTable>(&block);
    return table != nullptr && table->wide;
  });
}

class Writer {
 public:
  std::string Write(const Document& document) {
    AddHead(document.title);
    const auto& sections = document.sections;
    const bool wide = std::all_of(sections.begin(), sections.end(), IsWide);
    html_.Raw(wide ? Literal("<body class=\"wide\">") : Literal("<body>"));
    html_.Raw("\n<header>\n<h1>").Text(document.title).Raw("</h1>\n");
    if (!document.title_en.empty())
      html_.Raw("<p class=\"en\" lang=\"en\">").Text(document.title_en).Raw("</p>\n");
    html_.Raw("<p class=\"frame\">").Text(document.frame).Raw("</p>\n");
    for (const std::string& notice : document.notices)
      html_.Raw("<p class=\"notice\" role=\"note\">").Text(notice).Raw("</p>\n");
    html_.Raw("</header>\n<main>\n");
    for (const DocumentSection& section : document.sections) AddSection(section);
    html_.Raw("</main>\n<footer>\n");
    AddNotes(document.notes);
    html_.Raw("<p class=\"made\">").Text(document.made).Raw("</p>\n</footer>\n</body>\n</html>\n");
    return html_.Take();
  }

 private:
  void AddHead(const std::string& title) {
    html_.Raw("<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n")
        .Raw("<meta http-equiv=\"Content-Security-Policy\" ")
        .Raw("content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
        .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
        .Text(title)
        .Raw("</title>\n<style>")
        .Raw(kStyle)
        .Raw("</style>\n</head>\n");
  }

  void AddSection(const DocumentSection& section) {
    html_.Raw(IsWide(section) ? Literal("<section class=\"wide\">\n") : Literal("<section>\n"));
    if (!section.heading.empty()) {
      html_.Raw("<h2>").Text(section.heading);
      if (!section.heading_en.empty())
        html_.Raw(" <span class=\"en\" lang=\"en\">").Text(section.heading_en).Raw("</span>");
      html_.Raw("</h2>\n");
    }
    for (const auto& block : section.blocks) {
      if (const auto* const paragraph = std::get_if<DocumentParagraph>(&block)) {
        AddParagraph(*paragraph);
      } else {
        AddTable(std::get<DocumentTable>(block));
      }
    }
    html_.Raw("</section>\n");
  }

  void AddParagraph(const DocumentParagraph& paragraph) {
    html_.Raw("<p>");
    bool first = true;
    for (const DocumentSentence& sentence : paragraph) {
      if (!first) html_.Raw("\n");
      first = false;
      for (const Span& span : sentence.spans) AddSpan(span);
      AddMark(sentence.note);
    }
    html_.Raw("</p>\n");
  }

  void AddSpan(const Span& span) {
    if (span.hint.empty()) {
      html_.Text(span.text);
      return;
    }
    html_.Raw("<span class=\"figure\" title=\"")
        .Text(span.hint)
        .Raw("\">")
        .Text(span.text)
        .Raw("</span>");
  }

  // The first mark of a note is where its way back leads.
  void AddMark(uint32_t note) {
    if (note == 0) return;
    html_.Raw("<sup><a href=\"#note-").Number(note).Raw("\"");
    if (marked_.size() < note) marked_.resize(note);
    if (!marked_[note - 1]) html_.Raw(" id=\"mark-").Number(note).Raw("\"");
    marked_[note - 1] = true;
    html_.Raw(" aria-label=\"Chú thích ").Number(note).Raw("\">[").Number(note).Raw("]</a></sup>");
  }

  void AddTable(const DocumentTable& table) {
    html_.Raw("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .Text(table.caption.empty() ? "Bảng số liệu" : table.caption)
        .Raw("\">\n<table>\n");
    if (!table.caption.empty()) {
      html_.Raw("<caption>").Text(table.caption);
      AddMark(table.note);
      html_.Raw("</caption>\n");
    }
    AddTableHead(table);
    html_.Raw("<tbody>\n");
    for (const DocumentRow& row : table.rows) AddRow(row, table.word_columns);
    html_.Raw("</tbody>\n</table>\n</div>\n");
    if (!table.remarks.empty()) {
      html_.Raw("<ul class=\"remarks\">\n");
      for (const std::string& remark : table.remarks) html_.Raw("<li>").Text(remark).Raw("</li>\n");
      html_.Raw("</ul>\n");
    }
  }

  void AddTableHead(const DocumentTable& table) {
    html_.Raw("<thead>\n");
    for (const DocumentRow& row : table.head) {
      html_.Raw("<tr>");
      for (const DocumentCell& cell : row.cells) AddHeading(cell);
      html_.Raw("</tr>\n");
    }
    if (!table.numbers.empty()) {
      html_.Raw("<tr class=\"number\">");
      for (const std::string& number : table.numbers)
        html_.Raw("<td class=\"number\">").Text(number).Raw("</td>");
      html_.Raw("</tr>\n");
    }
    html_.Raw("</thead>\n");
  }

  void AddHeading(const DocumentCell& cell) {
    html_.Raw("<th scope=\"").Raw(cell.columns > 1 ? Literal("colgroup\"") : Literal("col\""));
    if (cell.columns > 1)
      html_.Raw(" colspan=\"").Number(static_cast<uint64_t>(cell.columns)).Raw("\"");
    if (cell.rows > 1) html_.Raw(" rowspan=\"").Number(static_cast<uint64_t>(cell.rows)).Raw("\"");
    html_.Raw(">");
    for (const Span& span : cell.spans) AddSpan(span);
    html_.Raw("</th>");
  }

  // The last column of words heads its row.
  void AddRow(const DocumentRow& row, int word_columns) {
    html_.Raw(row.emphasis ? Literal("<tr class=\"total\">") : Literal("<tr>"));
    for (int i = 0; i < static_cast<int>(row.cells.size()); ++i) {
      const bool heads = i + 1 == word_columns;
      html_.Raw(heads              ? Literal("<th scope=\"row\">")
                : i < word_columns ? Literal("<td>")
                                   : Literal("<td class=\"count\">"));
      for (const Span& span : row.cells[static_cast<size_t>(i)].spans) AddSpan(span);
      html_.Raw(heads ? Literal("</th>") : Literal("</td>"));
    }
    html_.Raw("</tr>\n");
  }

  void AddNotes(const std::vector<std::string>& notes) {
    if (notes.empty()) return;
    html_.Raw(
        "<section class=\"notes\" aria-labelledby=\"notes\">\n<h2 id=\"notes\">Chú thích</h2>\n");
    html_.Raw("<ol>\n");
    for (uint32_t i = 0; i < notes.size(); ++i) {
      html_.Raw("<li id=\"note-").Number(i + 1).Raw("\">").Text(notes[i]);
      html_.Raw(" <a href=\"#mark-").Number(i + 1);
      html_.Raw("\" aria-label=\"Trở lại chỗ dẫn chú thích ").Number(i + 1).Raw("\">↩</a></li>\n");
    }
    html_.Raw("</ol>\n</section>\n");
  }

  Html html_;
  std::vector<bool> marked_;
};

}  // namespace

Html& Html::Raw(Literal markup) {
  page_ += markup.text();
  return *this;
}

Html& Html::Text(std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        page_ += "&amp;";
        break;
      case '<':
        page_ += "&lt;";
        break;
      case '>':
        page_ += "&gt;";
        break;
      case '"':
        page_ += "&quot;";
        break;
      case '\'':
        page_ += "&#39;";
        break;
      default:
        page_ += c;
    }
  }
  return *this;
}

Html& Html::Number(uint64_t number) {
  page_ += fmt::format("{}", number);
  return *this;
}

std::string WriteHtml(const Document& document) { return Writer().Write(document); }

}  // namespace lienthong::report
