#include <algorithm>
#include <string>
#include <vector>

#include "services/inspect/document_builder.h"
#include "services/inspect/figures.h"
#include "services/inspect/reading.h"

namespace lienthong::inspect {
namespace {

// A text is wrapped by hand when no line is longer than this and several are longer than that.
constexpr size_t kWrappedColumns = 120;
constexpr size_t kFullLineColumns = 55;
constexpr size_t kFullLinesMin = 3;
// A line this short ends its paragraph.
constexpr size_t kShortLineColumns = 45;

std::vector<std::string_view> SplitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = text.find_first_of("\n\r");
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    const bool crlf = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
    text.remove_prefix(end + (crlf ? 2 : 1));
  }
  return lines;
}

// Characters, not bytes.
size_t ColumnsOf(std::string_view line) {
  return static_cast<size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> SplitCells(std::string_view line, std::string_view separator) {
  std::vector<std::string_view> cells;
  while (true) {
    const size_t end = line.find(separator);
    cells.push_back(Trim(line.substr(0, end)));
    if (end == std::string_view::npos) return cells;
    line.remove_prefix(end + separator.size());
    // Columns that are set with spaces have any number of them.
    if (separator == "  ") {
      const size_t first = line.find_first_not_of(' ');
      line.remove_prefix(first == std::string_view::npos ? line.size() : first);
    }
  }
}

// The cells of a line of a table: "a | b", "a<tab>b", or set with spaces; nothing when it is none.
std::vector<std::string_view> CellsOf(std::string_view line) {
  std::string_view trimmed = Trim(line);
  if (std::count(trimmed.begin(), trimmed.end(), '|') > 1) {
    if (trimmed.front() == '|') trimmed.remove_prefix(1);
    if (trimmed.ends_with('|')) trimmed.remove_suffix(1);
    return SplitCells(trimmed, "|");
  }
  if (trimmed.find('\t') != std::string_view::npos) return SplitCells(trimmed, "\t");
  auto cells = SplitCells(trimmed, "  ");
  return cells.size() > 2 ? cells : std::vector<std::string_view>();
}

// Where the columns of a table begin that has a rule of dashes under its headings, "---  -----":
// in characters. Empty when the line is no such rule.
std::vector<size_t> ColumnsOfRule(std::string_view line) {
  if (line.find_first_not_of("- ") != std::string_view::npos) return {};
  std::vector<size_t> columns;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '-' && (i == 0 || line[i - 1] == ' ')) columns.push_back(i);
  }
  return columns.size() > 1 ? columns : std::vector<size_t>();
}

// The cells of a line at these columns.
std::vector<std::string_view> SliceAt(std::string_view line, const std::vector<size_t>& columns) {
  std::vector<size_t> bytes;
  size_t column = 0;
  for (size_t i = 0; i < line.size() && bytes.size() < columns.size(); ++i) {
    if ((line[i] & 0xc0) == 0x80) continue;
    if (column == columns[bytes.size()]) bytes.push_back(i);
    ++column;
  }
  bytes.resize(columns.size(), line.size());
  std::vector<std::string_view> cells;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const size_t end = i + 1 < bytes.size() ? bytes[i + 1] : line.size();
    cells.push_back(Trim(line.substr(bytes[i], end - bytes[i])));
  }
  return cells;
}

// |---|:--:| of Markdown, and rules made of dashes.
bool IsRule(std::string_view line) {
  return line.find_first_not_of("|-:=+ \t") == std::string_view::npos &&
         line.find("--") != std::string_view::npos;
}

// "**538**" and "## II." are Markdown's.
std::string WithoutMarkdown(std::string_view line) {
  std::string text(line);
  for (size_t at = text.find("**"); at != std::string::npos; at = text.find("**", at)) {
    text.erase(at, 2);
  }
  const size_t heading = text.find_first_not_of('#');
  const bool is_heading = heading != std::string::npos && heading > 0 && text[heading] == ' ';
  return is_heading ? text.substr(heading + 1) : text;
}

bool IsWrapped(const std::vector<std::string_view>& lines) {
  size_t full = 0;
  for (const std::string_view line : lines) {
    const size_t columns = ColumnsOf(line);
    if (!CellsOf(line).empty() || IsRule(line)) continue;  // tables are as wide as they are
    if (columns > kWrappedColumns) return false;
    full += columns >= kFullLineColumns;
  }
  return full >= kFullLinesMin;
}

int IndentOf(std::string_view line) {
  const size_t indent = line.find_first_not_of(' ');
  return indent == std::string_view::npos ? 0 : static_cast<int>(std::min<size_t>(indent, 16) / 2);
}

bool BeginsItem(std::string_view line) {
  const auto tokens = Tokenize(line.substr(0, 16));
  if (tokens.empty()) return false;
  const size_t close = line.find(')');
  if (line[0] == '(' && close < 5 && line.substr(close + 1, 1) == " ") return true;  // (13) ...
  const bool bullet = tokens[0].kind == Token::Kind::kMark && tokens[0].text != "(";
  return bullet || tokens[0].kind == Token::Kind::kCode;
}

class TextReader {
 public:
  TextReader(Document& document, bool wrapped) : builder_(document), wrapped_(wrapped) {}

  void Read(std::string_view line);
  // Lines without an empty one between them; a rule among them gives the columns of all.
  void ReadRuled(const std::vector<std::string_view>& lines, const std::vector<size_t>& columns);
  bool Finish();

 private:
  void EndTable();
  void ReadRow(const std::vector<std::string_view>& cells);

  DocumentBuilder builder_;
  bool wrapped_;
  bool in_table_ = false;
  size_t last_columns_ = 0;
};

void TextReader::EndTable() {
  if (in_table_) builder_.EndTable();
  in_table_ = false;
}

void TextReader::ReadRow(const std::vector<std::string_view>& cells) {
  if (!in_table_) builder_.StartTable();
  in_table_ = true;
  builder_.StartRow();
  for (const std::string_view cell : cells) {
    builder_.StartCell(1, 1, false);
    builder_.AddText(WithoutMarkdown(cell));
    builder_.EndCell();
  }
}

void TextReader::Read(std::string_view line) {
  if (IsRule(line)) return;
  const auto cells = CellsOf(line);
  if (!cells.empty()) return ReadRow(cells);
  EndTable();
  const std::string_view trimmed = Trim(line);
  const bool goes_on =
      wrapped_ && !trimmed.empty() && last_columns_ >= kShortLineColumns && !BeginsItem(trimmed);
  if (!goes_on) {
    builder_.Break();
    // Deeper bullets are set in, whatever their mark.
    const bool bullet = !trimmed.empty() && BeginsItem(trimmed) && IndentOf(line) > 0;
    builder_.SetItem(bullet ? 1 + IndentOf(line) : 0);
  }
  builder_.AddText(" ");
  builder_.AddText(WithoutMarkdown(trimmed));
  last_columns_ = ColumnsOf(trimmed);
}

void TextReader::ReadRuled(const std::vector<std::string_view>& lines,
                           const std::vector<size_t>& columns) {
  EndTable();
  for (const std::string_view line : lines) {
    if (ColumnsOfRule(line).empty()) ReadRow(SliceAt(line, columns));
  }
  EndTable();
}

bool TextReader::Finish() {
  EndTable();
  builder_.Finish();
  return builder_.ok();
}

}  // namespace

std::optional<NoReport> ReadText(std::string_view bytes, Document& document) {
  const auto lines = SplitLines(bytes);
  TextReader reader(document, IsWrapped(lines));
  for (size_t begin = 0; begin < lines.size();) {
    size_t end = begin;
    std::vector<size_t> columns;
    for (; end < lines.size() && !Trim(lines[end]).empty(); ++end) {
      if (columns.empty()) columns = ColumnsOfRule(lines[end]);
    }
    const std::vector<std::string_view> block(lines.begin() + static_cast<ptrdiff_t>(begin),
                                              lines.begin() + static_cast<ptrdiff_t>(end));
    if (columns.empty()) {
      for (const std::string_view line : block) reader.Read(line);
    } else {
      reader.ReadRuled(block, columns);
    }
    if (end < lines.size()) reader.Read(lines[end]);
    begin = end + 1;
  }
  return reader.Finish() ? std::nullopt : std::optional(NoReport::kTooMuchText);
}

}  // namespace lienthong::inspect
