#include <fmt/format.h>

#include <algorithm>

#include "services/report/document.h"
#include "services/report/text_tools.h"
#include "services/report/vietnamese.h"
#include "services/report/words.h"

namespace lienthong::report {
namespace {

// Beside the form's own: number and name.
constexpr int kWordColumns = 2;
// A form of a province without any order has one unexplained residual a row.
constexpr int kResidualsShownMax = 20;
constexpr int kSourcesNamedMax = 20;

DocumentCell TextCell(const std::string& text) { return {{{CleanLine(text), ""}}}; }

DocumentCell Mark(std::string_view mark, std::string_view meaning) {
  return {{{std::string(mark), std::string(meaning)}}};
}

class Builder {
 public:
  explicit Builder(const v1::Form& form) : form_(form) {}

  DocumentTable Build() {
    table_.caption = CleanLine(form_.title());
    if (!form_.number().empty())
      table_.caption = fmt::format("Biểu số {}: {}", CleanLine(form_.number()), table_.caption);
    table_.word_columns = kWordColumns;
    table_.wide = true;
    BuildHead();
    BuildNumbers();
    int number = 0;
    for (const v1::FormRow& row : form_.rows()) AddRow(fmt::format("{}", ++number), row, false);
    AddRow("", form_.total(), true);
    BuildRemarks();
    return std::move(table_);
  }

 private:
  int Depth() const {
    int depth = 1;
    for (const v1::FormColumn& column : form_.columns())
      depth = std::max(depth, column.headings_size());
    return depth;
  }

  void BuildHead() {
    const int depth = Depth();
    table_.head.resize(static_cast<size_t>(depth));
    for (const std::string& heading : {std::string("Số thứ tự"), CleanLine(form_.name_heading())}) {
      DocumentCell cell = TextCell(heading);
      cell.rows = depth;
      table_.head[0].cells.push_back(std::move(cell));
      table_.long_headings.push_back(heading);
    }
    for (int level = 0; level < depth; ++level) BuildHeadRow(level, depth);
    for (const v1::FormColumn& column : form_.columns()) {
      table_.long_headings.push_back(
          CleanLine(fmt::format("{}", fmt::join(column.headings(), ", "))));
    }
  }

  // Neighbours with the same headings down to `level` share a cell there.
  void BuildHeadRow(int level, int depth) {
    for (int i = 0; i < form_.columns_size();) {
      const auto& headings = form_.columns(i).headings();
      int end = i + 1;
      while (end < form_.columns_size() && AreAlike(i, end, level)) ++end;
      if (level < headings.size()) {
        DocumentCell cell = TextCell(headings[level]);
        cell.columns = end - i;
        cell.rows = level + 1 == headings.size() ? depth - level : 1;
        table_.head[static_cast<size_t>(level)].cells.push_back(std::move(cell));
      }
      i = end;
    }
  }

  // The innermost heading is a column's own.
  bool AreAlike(int a, int b, int level) const {
    const auto& left = form_.columns(a).headings();
    const auto& right = form_.columns(b).headings();
    if (level + 1 >= left.size() || level + 1 >= right.size()) return false;
    return std::equal(left.begin(), left.begin() + level + 1, right.begin());
  }

  void BuildNumbers() {
    table_.numbers = {"(1)", "(2)"};
    char letter = 'a';  // columns apart have letters
    for (const v1::FormColumn& column : form_.columns()) {
      table_.numbers.push_back(column.number() == 0 ? fmt::format("({})", letter++)
                                                    : fmt::format("({})", column.number()));
    }
  }

  bool IsMarked(const v1::FormRow& row) const {
    return row.has_coverage() && !IsComplete(row.coverage());
  }

  std::string NameOf(const v1::FormRow& row, bool total) const {
    std::string name = total ? "Tổng số" : CleanLine(row.name());
    if (!total && row.own()) name += ", tại đơn vị";
    if (!total && !row.code().empty()) name += fmt::format(" ({})", CleanLine(row.code()));
    if (!total && IsMarked(row)) name += " *";
    return name;
  }

  void AddRow(const std::string& number, const v1::FormRow& row, bool total) {
    DocumentRow& written = table_.rows.emplace_back();
    written.emphasis = total;
    written.cells = {TextCell(number), TextCell(NameOf(row, total))};
    marked_ = marked_ || (!total && IsMarked(row));
    for (int i = 0; i < form_.columns_size(); ++i) {
      if (row.values().empty()) {
        written.cells.push_back(Mark(kNotKnownMark, kNotKnown));
        unknown_ = true;
      } else {
        written.cells.push_back(TextCell(WriteCount(row.values(i))));
      }
    }
  }

  void BuildRemarks() {
    table_.remarks.push_back(
        fmt::format("Tính theo {}; các cột 4 và 5 trừ hồ sơ chuyển đi.", RoleWords(form_.role())));
    if (unknown_) table_.remarks.push_back(MarkLegend());
    if (marked_) table_.remarks.emplace_back("Dấu “*”: đơn vị có số liệu chưa đầy đủ.");
    if (!form_.incomplete().empty()) {
      table_.remarks.push_back(
          "Chưa đầy đủ: " + CleanLine(IncompleteWords(form_.incomplete(), kSourcesNamedMax)) + ".");
    }
    AddResiduals();
  }

  // Those of rows only where something is not explained.
  void AddResiduals() {
    int left_out = 0;
    int shown = 0;
    for (const v1::FormResidual& residual : form_.residuals()) {
      if (!residual.row().empty() && residual.residual() == residual.apart()) continue;
      if (++shown > kResidualsShownMax) {
        ++left_out;
      } else {
        table_.remarks.push_back(CleanLine(ResidualWords(residual)));
      }
    }
    if (left_out > 0)
      table_.remarks.push_back(fmt::format("Và {} chênh lệch khác.", WriteCount(left_out)));
  }

  const v1::Form& form_;
  DocumentTable table_;
  bool unknown_ = false;
  bool marked_ = false;
};

}  // namespace

DocumentTable TableOf(const v1::Form& form) { return Builder(form).Build(); }

}  // namespace lienthong::report
