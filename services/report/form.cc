#include "services/report/form.h"

#include <algorithm>

#include "services/report/book_lines.h"
#include "services/report/form_template.h"
#include "services/report/phrase.h"
#include "services/report/vietnamese.h"
#include "services/report/words.h"

namespace lienthong::report {
namespace {

int64_t CellOf(const v1::FormColumnTemplate& column, const BookFigures& figures) {
  int64_t sum = 0;
  for (const std::string& line : column.lines()) sum += ReadBookLine(figures, line);
  return sum;
}

v1::FormColumn ColumnOf(const v1::FormColumnTemplate& column) {
  v1::FormColumn filled;
  filled.set_number(column.number());
  *filled.mutable_headings() = column.headings();
  *filled.mutable_lines() = column.lines();
  return filled;
}

std::string IdentityText(const v1::FormIdentity& identity) {
  return fmt::format("{} = {}", identity.total(), fmt::join(identity.parts(), " + "));
}

class Filler {
 public:
  Filler(const v1::FormTemplate& form, v1::FormBy by, const Books& books)
      : template_(form), by_(by), books_(books) {}

  v1::Form Fill() {
    FillHead();
    const bool total_is_known = FillRow(books_.total, true, *form_.mutable_total());
    for (const RowBooks& row : books_.rows) FillRow(row, total_is_known, *form_.add_rows());
    if (by_ == v1::FORM_BY_FIELD) SortByName();
    DropEmptyApart();
    for (const v1::FormIdentity& identity : template_.identities()) Test(identity, form_.total());
    for (const v1::FormRow& row : form_.rows())
      for (const v1::FormIdentity& identity : template_.identities()) Test(identity, row);
    return std::move(form_);
  }

 private:
  void FillHead() {
    *form_.mutable_frame() = books_.frame;
    form_.mutable_frame()->set_template_(template_.name());
    form_.mutable_frame()->set_source(template_.source());
    form_.set_title(FillTitle(template_.title(), books_.frame));
    form_.set_number(template_.number());
    form_.set_by(by_);
    form_.set_name_heading(by_ == v1::FORM_BY_FIELD ? template_.field_heading()
                                                    : template_.unit_heading());
    form_.set_role(Role());
    for (const auto& column : template_.columns()) *form_.add_columns() = ColumnOf(column);
    for (const auto& column : template_.apart()) *form_.add_columns() = ColumnOf(column);
    for (const auto& source : books_.incomplete) *form_.add_incomplete() = source;
  }

  v1::UnitRole Role() const {
    return template_.role() == v1::UNIT_ROLE_UNSPECIFIED ? v1::UNIT_ROLE_HANDLING
                                                         : template_.role();
  }

  // Returns whether the row is known. `total_is_known` decides for rows without a coverage.
  bool FillRow(const RowBooks& books, bool total_is_known, v1::FormRow& row) const {
    row.set_code(books.code);
    row.set_name(ToNfc(books.name));
    row.set_own(books.own);
    if (books.coverage) *row.mutable_coverage() = *books.coverage;
    const BookFigures figures = ReadBooks(books.lines, Role(), books.several_units);
    const bool known = books.coverage ? IsKnown(*books.coverage, figures.all) : total_is_known;
    if (!known) return false;
    for (const auto& column : template_.columns()) row.add_values(CellOf(column, figures));
    for (const auto& column : template_.apart()) row.add_values(CellOf(column, figures));
    return true;
  }

  void SortByName() {
    std::stable_sort(form_.mutable_rows()->begin(), form_.mutable_rows()->end(),
                     [](const v1::FormRow& a, const v1::FormRow& b) {
                       return SortKey(a.name()) < SortKey(b.name());
                     });
  }

  // From the back, so that the places before stay.
  void DropEmptyApart() {
    for (int i = form_.columns_size() - 1; i >= template_.columns_size(); --i) {
      const auto is_empty = [i](const v1::FormRow& row) {
        return row.values().empty() || row.values(i) == 0;
      };
      if (!is_empty(form_.total()) ||
          !std::all_of(form_.rows().begin(), form_.rows().end(), is_empty))
        continue;
      form_.mutable_columns()->DeleteSubrange(i, 1);
      Drop(i, *form_.mutable_total());
      for (v1::FormRow& row : *form_.mutable_rows()) Drop(i, row);
    }
  }

  static void Drop(int index, v1::FormRow& row) {
    if (row.values().empty()) return;
    row.mutable_values()->erase(row.mutable_values()->begin() + index);
  }

  static int64_t Value(const v1::FormRow& row, uint32_t number) {
    return row.values(static_cast<int>(number - kFirstColumn));
  }

  // What of `identity` stands in columns apart.
  int64_t Apart(const v1::FormIdentity& identity, const v1::FormRow& row) const {
    int64_t sum = 0;
    for (int i = template_.columns_size(); i < form_.columns_size(); ++i) {
      const auto& headings = form_.columns(i).headings();
      const auto& named = identity.apart();
      const bool counts =
          std::find(named.begin(), named.end(), headings[headings.size() - 1]) != named.end();
      sum += counts ? row.values(i) : 0;
    }
    return sum;
  }

  void Test(const v1::FormIdentity& identity, const v1::FormRow& row) {
    if (row.values().empty()) return;
    int64_t residual = Value(row, identity.total());
    for (const uint32_t part : identity.parts()) residual -= Value(row, part);
    const int64_t apart = Apart(identity, row);
    if (residual == 0 && apart == 0) return;
    v1::FormResidual& found = *form_.add_residuals();
    if (&row != &form_.total()) found.set_row(row.code().empty() ? row.name() : row.code());
    found.set_identity(IdentityText(identity));
    found.set_residual(residual);
    found.set_apart(apart);
  }

  const v1::FormTemplate& template_;
  const v1::FormBy by_;
  const Books& books_;
  v1::Form form_;
};

}  // namespace

v1::Form FillForm(const v1::FormTemplate& form, v1::FormBy by, const Books& books) {
  return Filler(form, by, books).Fill();
}

bool IsKnown(const v1::Coverage& coverage, const v1::Figures& figures) {
  return coverage.complete() + coverage.behind() > 0 || !IsEmpty(figures);
}

std::string FillTitle(const std::string& title, const v1::ReportFrame& frame) {
  const auto phrase = ParsePhrase(title);
  if (!phrase.ok()) return title;
  std::string filled;
  for (const Token& token : *phrase)
    filled += token.kind == Token::Kind::kText ? token.text : FrameWord(frame, token.text);
  return filled;
}

}  // namespace lienthong::report
