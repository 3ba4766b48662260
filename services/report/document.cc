#include "services/report/document.h"

#include "services/report/text_tools.h"
#include "services/report/vietnamese.h"
#include "services/report/words.h"

namespace lienthong::report {
namespace {

// Control characters go, spaces at the ends stay: words stand between figures.
std::string CleanPiece(const std::string& text) {
  const std::string line = CleanLine(text);
  const std::string front = text.starts_with(' ') && !line.empty() ? " " : "";
  const std::string back = text.ends_with(' ') ? " " : "";
  return front + line + back;
}

class Builder {
 public:
  explicit Builder(const v1::MonthlyReport& report) : report_(report) {}

  Document Build() {
    Document document;
    document.title = CleanLine(report_.title());
    document.title_en = CleanLine(report_.title_en());
    document.frame = CleanLine(FrameLine(report_.frame()));
    document.notices = NoticesOf(report_.frame(), report_.coverage());
    for (const v1::ReportSection& section : report_.sections())
      document.sections.push_back(SectionOf(section));
    for (const v1::ReportNote& note : report_.notes())
      document.notes.push_back(CleanLine(note.text()));
    document.made = CleanLine(MadeLine(report_.frame()));
    return document;
  }

 private:
  DocumentSection SectionOf(const v1::ReportSection& section) const {
    DocumentSection built;
    built.heading = CleanLine(section.heading());
    built.heading_en = CleanLine(section.heading_en());
    for (const v1::ReportBlock& block : section.blocks()) {
      if (block.has_paragraph()) {
        built.blocks.emplace_back(ParagraphOf(block.paragraph()));
      } else if (block.has_scorecard()) {
        built.blocks.emplace_back(TableOf(block.scorecard()));
      } else if (block.has_form()) {
        built.blocks.emplace_back(report::TableOf(block.form()));
      }
    }
    return built;
  }

  DocumentParagraph ParagraphOf(const v1::ReportParagraph& paragraph) const {
    DocumentParagraph built;
    for (const v1::ReportSentence& sentence : paragraph.sentences()) {
      DocumentSentence& added = built.emplace_back();
      added.note = sentence.note();
      for (const v1::ReportPiece& piece : sentence.pieces()) added.spans.push_back(SpanOf(piece));
    }
    return built;
  }

  Span SpanOf(const v1::ReportPiece& piece) const {
    if (piece.has_text()) return {CleanPiece(piece.text()), ""};
    const v1::ReportFigure& figure = report_.figures(static_cast<int>(piece.figure()));
    return {CleanLine(figure.printed()), CleanLine(figure.definition_text())};
  }

  // In a cell, marks stand for what is not there.
  Span CellSpanOf(const v1::ReportPiece& piece, bool& marked) const {
    Span span = SpanOf(piece);
    if (piece.has_text()) return span;
    const v1::ReportFigure& figure = report_.figures(static_cast<int>(piece.figure()));
    if (figure.state() == v1::ReportFigure::STATE_KNOWN) return span;
    marked = true;
    const bool nothing = figure.state() == v1::ReportFigure::STATE_NOTHING;
    return {std::string(nothing ? kNothingMark : kNotKnownMark),
            std::string(nothing ? kNothing : kNotKnown)};
  }

  DocumentTable TableOf(const v1::ReportTable& table) const {
    constexpr int kScorecardWordColumns = 2;
    DocumentTable built;
    built.caption = CleanLine(table.caption());
    built.note = table.note();
    built.word_columns = kScorecardWordColumns;
    DocumentRow head;
    for (const std::string& heading : table.headings()) {
      head.cells.push_back({{{CleanLine(heading), ""}}});
      built.long_headings.push_back(CleanLine(heading));
    }
    built.head.push_back(std::move(head));
    bool marked = false;
    for (const v1::ReportTable::Row& row : table.rows()) {
      DocumentRow& added = built.rows.emplace_back();
      added.emphasis = row.emphasis();
      for (const v1::ReportTable::Cell& cell : row.cells()) {
        DocumentCell& filled = added.cells.emplace_back();
        for (const v1::ReportPiece& piece : cell.pieces())
          filled.spans.push_back(CellSpanOf(piece, marked));
      }
    }
    if (marked) built.remarks.push_back(MarkLegend());
    return built;
  }

  const v1::MonthlyReport& report_;
};

}  // namespace

Document DocumentOf(const v1::MonthlyReport& report) { return Builder(report).Build(); }

Document DocumentOf(const v1::Form& form) {
  Document document;
  document.title = CleanLine(form.title());
  document.frame = CleanLine(FrameLine(form.frame()));
  document.notices = NoticesOf(form.frame(), form.total().coverage());
  DocumentTable table = TableOf(form);
  // The title stands above it already.
  table.caption = form.number().empty() ? "" : "Biểu số " + CleanLine(form.number());
  document.sections.emplace_back().blocks.emplace_back(std::move(table));
  document.made = CleanLine(MadeLine(form.frame()));
  return document;
}

}  // namespace lienthong::report
