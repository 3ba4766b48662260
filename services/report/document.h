// A document before it is written: titles, paragraphs, tables, notes. What the writers of
// text, Markdown and HTML have in common.
//
// Texts are NFC without control characters; nothing is escaped yet.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "lienthong/v1/report.pb.h"

namespace lienthong::report {

// Words or a figure.
struct Span {
  std::string text;
  // What the figure counts, or what a mark such as "…" means; empty for words.
  std::string hint;
};

struct DocumentSentence {
  std::vector<Span> spans;
  // Number of its note; 0: none.
  uint32_t note = 0;
};

using DocumentParagraph = std::vector<DocumentSentence>;

struct DocumentCell {
  std::vector<Span> spans;
  // How many columns and rows it takes; only headings take more than one.
  int columns = 1;
  int rows = 1;
};

struct DocumentRow {
  std::vector<DocumentCell> cells;
  bool emphasis = false;
};

struct DocumentTable {
  std::string caption;
  uint32_t note = 0;
  // The headings in one row or more; a cell that takes several rows stands in the first.
  std::vector<DocumentRow> head;
  // One heading a column, the outer ones included: for writers that know no spans.
  std::vector<std::string> long_headings;
  // The numbers of the columns; empty: they have none.
  std::vector<std::string> numbers;
  std::vector<DocumentRow> rows;
  // How many columns on the left hold words; the others hold figures.
  int word_columns = 1;
  // Sentences below it.
  std::vector<std::string> remarks;
  // Too wide for an upright sheet.
  bool wide = false;
};

struct DocumentSection {
  std::string heading;
  std::string heading_en;
  std::vector<std::variant<DocumentParagraph, DocumentTable>> blocks;
};

struct Document {
  std::string title;
  std::string title_en;
  // Unit, period, moment.
  std::string frame;
  // What a reader has to know first; empty when all is well.
  std::vector<std::string> notices;
  std::vector<DocumentSection> sections;
  std::vector<std::string> notes;
  // Where it was made.
  std::string made;
};

Document DocumentOf(const v1::MonthlyReport& report);
Document DocumentOf(const v1::Form& form);

// The table of a form.
DocumentTable TableOf(const v1::Form& form);

}  // namespace lienthong::report
