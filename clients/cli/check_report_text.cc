#include "clients/cli/check_report_text.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "clients/cli/check_report_explain.h"
#include "clients/cli/check_report_messages.h"
#include "clients/cli/coverage_text.h"
#include "clients/cli/messages.h"
#include "clients/cli/table.h"

namespace lienthong::cli {
namespace {

using inspect::Check;
using inspect::Claim;
using inspect::Rule;
using inspect::Verdict;

// Width of a terminal on which texts are broken.
constexpr size_t kLineColumns = 100;
// Numbers that no word explains: the first are named.
constexpr size_t kUnknownShown = 12;

class ReportText {
 public:
  ReportText(const Context& context, const CheckedReport& report)
      : language_(context.language), out_(context.out), report_(report) {}

  void Print() const;

 private:
  std::string Text(const Message& message) const { return std::string(Say(language_, message)); }
  const Claim& At(size_t claim) const { return report_.inspection.claims.claims[claim]; }
  void PrintHead() const;
  void PrintFindings() const;
  void PrintFinding(size_t number, const Check& check) const;
  void PrintField(const std::string& name, const std::string& text) const;
  void PrintHolding() const;
  void PrintUndecided() const;
  void PrintBooks() const;

  const Language language_;
  std::ostream& out_;
  const CheckedReport& report_;
};

// Lines of at most `columns`, broken at spaces.
std::vector<std::string> Wrap(const std::string& text, size_t columns) {
  std::vector<std::string> lines(1);
  size_t begin = 0;
  while (begin < text.size()) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    std::string& line = lines.back();
    // A percent sign stays with its number.
    if (!line.empty() && word[0] != '%' && DisplayWidth(line) + 1 + DisplayWidth(word) > columns) {
      lines.push_back(word);
    } else {
      line += (line.empty() ? "" : " ") + word;
    }
    begin = end + 1;
  }
  return lines;
}

// A range says only that a score is possible: it is shown when it is not.
bool IsShown(const Check& check) {
  return check.verdict == Verdict::kHolds && check.rule != Rule::kRange;
}

void ReportText::PrintHead() const {
  const auto& inspection = report_.inspection;
  const auto or_unknown = [&](const std::string& text) {
    return text.empty() ? Text(messages::kNotStated) : text;
  };
  const auto& checks = inspection.checks.checks;
  const auto count = [&](auto&& wanted) {
    return FormatCount(language_,
                       static_cast<uint64_t>(std::count_if(checks.begin(), checks.end(), wanted)));
  };
  out_ << Say(language_, messages::kReportHead, report_.file, Text(NameOf(inspection.format)),
              or_unknown(inspection.claims.period), or_unknown(inspection.claims.unit))
       << '\n'
       << Say(language_, messages::kReportCounts,
              FormatCount(language_, inspection.claims.claims.size()), count(IsShown),
              count([](const Check& check) { return check.verdict != Verdict::kHolds; }),
              FormatCount(language_, inspection.checks.undecided.size()))
       << '\n';
}

void ReportText::PrintField(const std::string& name, const std::string& text) const {
  constexpr size_t kIndent = 14;
  const size_t width = DisplayWidth(name);
  std::string lead = "   " + name + std::string(kIndent - 3 - std::min(width, kIndent - 4), ' ');
  for (const std::string& line : Wrap(text, kLineColumns - kIndent)) {
    out_ << lead << line << '\n';
    lead = std::string(kIndent, ' ');
  }
}

void ReportText::PrintFinding(size_t number, const Check& check) const {
  const auto& inspection = report_.inspection;
  const bool error = check.verdict == Verdict::kError;
  out_ << '\n'
       << number << ". " << Text(error ? messages::kError : messages::kDoubtful) << ": "
       << TitleOf(language_, inspection, check) << '\n';
  PrintField(Text(messages::kArithmetic), ArithmeticOf(language_, inspection, check));
  PrintField(Text(messages::kReason), ExplanationOf(language_, inspection, check));
  const Claim& subject = At(check.claims[0]);
  for (const std::string& sentence : SentencesOf(inspection, check)) {
    PrintField(Text(messages::kSentence),
               subject.table > 0
                   ? Say(language_, messages::kRow, subject.table, subject.row, sentence)
                   : fmt::format("\"{}\"", sentence));
  }
}

void ReportText::PrintFindings() const {
  size_t number = 0;
  for (const Check& check : report_.inspection.checks.checks) {
    if (check.verdict == Verdict::kHolds) continue;
    if (number == 0) out_ << '\n' << Text(messages::kFindingsTitle) << '\n';
    PrintFinding(++number, check);
  }
  if (number == 0) out_ << '\n' << Text(messages::kNoFindings) << '\n';
}

// Sums in the rows of tables are many and alike: they are counted.
void ReportText::PrintHolding() const {
  size_t in_rows = 0;
  bool titled = false;
  for (const Check& check : report_.inspection.checks.checks) {
    if (!IsShown(check)) continue;
    const Claim& subject = At(check.claims[0]);
    if (subject.row_kind == inspect::RowKind::kUnit) {
      ++in_rows;
      continue;
    }
    if (!titled) out_ << '\n' << Text(messages::kHoldsTitle) << '\n';
    titled = true;
    const auto lines = Wrap(ArithmeticOf(language_, report_.inspection, check), kLineColumns - 3);
    for (size_t i = 0; i < lines.size(); ++i)
      out_ << (i == 0 ? "   " : "     ") << lines[i] << '\n';
  }
  if (in_rows > 0) {
    if (!titled) out_ << '\n' << Text(messages::kHoldsTitle) << '\n';
    out_ << "   " << Say(language_, messages::kMoreHolding, in_rows) << '\n';
  }
}

// By reason, since one reason holds for many.
void ReportText::PrintUndecided() const {
  std::map<inspect::Undecided, std::vector<const Claim*>> by_reason;
  for (const inspect::Open& open : report_.inspection.checks.undecided) {
    by_reason[open.why].push_back(&At(open.claim));
  }
  const auto unknown = by_reason.extract(inspect::Undecided::kUnknown);
  if (by_reason.empty() && unknown.empty()) return;
  out_ << '\n' << Text(messages::kUndecidedTitle) << '\n';
  for (const auto& [why, claims] : by_reason) {
    std::vector<std::string> figures;
    for (const Claim* claim : claims) {
      const bool named = claim->measure != inspect::Measure::kUnknown;
      figures.push_back(claim->figure.text +
                        (named ? " (" + LabelOf(language_, *claim) + ")" : ""));
    }
    const std::string text =
        Text(ReasonOf(why)) + ": " + fmt::format("{}", fmt::join(figures, "; "));
    const auto lines = Wrap(text, kLineColumns - 3);
    for (size_t i = 0; i < lines.size(); ++i)
      out_ << (i == 0 ? "   " : "     ") << lines[i] << '\n';
  }
  if (unknown.empty()) return;
  std::vector<std::string> figures;
  for (const Claim* claim : unknown.mapped()) {
    if (figures.size() == kUnknownShown) figures.emplace_back("…");
    if (figures.size() > kUnknownShown) break;
    figures.push_back(claim->figure.text);
  }
  out_ << "   "
       << Say(language_, messages::kUnknownFigures, unknown.mapped().size(),
              fmt::format("{}", fmt::join(figures, "; ")))
       << '\n';
}

void ReportText::PrintBooks() const {
  if (!report_.books) return;
  const BookComparison& books = *report_.books;
  using enum Table::Align;
  Table table({{Text(messages::kMeans), kLeft},
               {Text(messages::kInReport), kRight},
               {Text(messages::kInBooks), kRight},
               {Text(messages::kResult), kLeft},
               {Text(messages::kDefinition), kLeft}});
  for (const BookRow& row : books.rows) {
    const Message& result = row.outcome == BookRow::Outcome::kEqual       ? messages::kEqual
                            : row.outcome == BookRow::Outcome::kDifferent ? messages::kDifferent
                                                                          : messages::kNotHeld;
    const bool rate = At(row.claim).figure.unit == inspect::Unit::kPercent;
    table.AddRow({LabelOf(language_, At(row.claim)), At(row.claim).figure.text,
                  row.held ? FormatNumber(language_, *row.held) + (rate ? " %" : "") : "-",
                  Text(result), row.definition});
  }
  out_ << '\n'
       << Say(language_, messages::kBooksTitle, books.node, books.unit, books.name, books.from,
              books.to)
       << "\n\n";
  table.Print(out_);
  out_ << '\n' << CoverageSentence(language_, books.coverage) << '\n';
}

void ReportText::Print() const {
  PrintHead();
  PrintFindings();
  PrintHolding();
  PrintUndecided();
  PrintBooks();
}

}  // namespace

void PrintReportText(const Context& context, const CheckedReport& report) {
  ReportText(context, report).Print();
}

}  // namespace lienthong::cli
