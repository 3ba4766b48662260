#include "services/report/form_template.h"

#include <algorithm>
#include <map>
#include <set>

#include "services/report/book_lines.h"
#include "services/report/phrase.h"
#include "services/report/words.h"

namespace lienthong::report {
namespace {

using Template = v1::FormTemplate;
using Column = v1::FormColumnTemplate;
using Identity = v1::FormIdentity;

class Checker {
 public:
  Checker(const Template& form, const Place& place) : form_(form), place_(place) {}

  absl::Status Check() {
    RETURN_IF_ERROR(CheckTemplateName(form_.name(), place_.Line(Template::kNameFieldNumber)));
    RETURN_IF_ERROR(CheckTitle());
    if (form_.columns_size() == 0) return Fault(1, "columns: there are none");
    if (form_.columns_size() + form_.apart_size() > kColumnsMax)
      return Fault(1, fmt::format("columns: more than {}", kColumnsMax));
    for (int i = 0; i < form_.columns_size(); ++i) RETURN_IF_ERROR(CheckNumbered(i));
    for (int i = 0; i < form_.apart_size(); ++i) RETURN_IF_ERROR(CheckApart(i));
    for (int i = 0; i < form_.identities_size(); ++i) RETURN_IF_ERROR(CheckIdentity(i));
    return CheckAccounts();
  }

 private:
  absl::Status Fault(int line, std::string_view what) const {
    return TemplateFault(form_.name(), line, what);
  }

  absl::Status CheckTitle() const {
    const int line = place_.Line(Template::kTitleFieldNumber);
    if (form_.title().empty()) return Fault(std::max(line, 1), "title: missing");
    const auto phrase = ParsePhrase(form_.title());
    if (!phrase.ok()) return Fault(line, "title: " + MessageOf(phrase.status()));
    for (const Token& token : *phrase) {
      if (token.kind == Token::Kind::kText) continue;
      const auto& words = FrameWords();
      if (std::find(words.begin(), words.end(), token.text) == words.end())
        return Fault(line, fmt::format("title: {{{}}}: no such word", token.text));
    }
    return absl::OkStatus();
  }

  absl::Status CheckNumbered(int index) {
    const Column& column = form_.columns(index);
    const Place place = place_.Nested(Template::kColumnsFieldNumber, index);
    const uint32_t expected = kFirstColumn + static_cast<uint32_t>(index);
    if (column.number() != expected) {
      return Fault(place_.Line(Template::kColumnsFieldNumber, index),
                   fmt::format("column {}: expected number {}", column.number(), expected));
    }
    return CheckColumn(column, place, place_.Line(Template::kColumnsFieldNumber, index));
  }

  absl::Status CheckApart(int index) {
    const Column& column = form_.apart(index);
    const int line = place_.Line(Template::kApartFieldNumber, index);
    if (column.number() != 0) return Fault(line, "apart: a column apart has no number");
    RETURN_IF_ERROR(CheckColumn(column, place_.Nested(Template::kApartFieldNumber, index), line));
    const std::string& heading = column.headings(column.headings_size() - 1);
    if (!apart_.insert(heading).second)
      return Fault(line, fmt::format("apart: heading \"{}\" stands twice", heading));
    return absl::OkStatus();
  }

  absl::Status CheckColumn(const Column& column, const Place& place, int line) const {
    if (column.headings_size() == 0 || column.headings_size() > kHeadingsMax)
      return Fault(line, fmt::format("column {}: 1 to {} headings", column.number(), kHeadingsMax));
    if (column.lines_size() == 0)
      return Fault(line, fmt::format("column {}: no lines", column.number()));
    for (int i = 0; i < column.lines_size(); ++i) {
      if (IsBookLine(column.lines(i))) continue;
      const std::string near = Nearest(column.lines(i), BookLineNames());
      return Fault(place.Line(Column::kLinesFieldNumber, i),
                   fmt::format("column {}: line \"{}\": no such line{}", column.number(),
                               column.lines(i), near.empty() ? "" : "; near: " + near));
    }
    return absl::OkStatus();
  }

  bool HasColumn(uint32_t number) const {
    return number >= kFirstColumn &&
           number < kFirstColumn + static_cast<uint32_t>(form_.columns_size());
  }

  absl::Status CheckIdentity(int index) {
    const Identity& identity = form_.identities(index);
    const Place place = place_.Nested(Template::kIdentitiesFieldNumber, index);
    const int line = place_.Line(Template::kIdentitiesFieldNumber, index);
    if (!HasColumn(identity.total()))
      return Fault(line, fmt::format("identity: column {}: no such column", identity.total()));
    if (identity.parts_size() == 0) return Fault(line, "identity: no parts");
    for (int i = 0; i < identity.parts_size(); ++i) {
      if (HasColumn(identity.parts(i)) && identity.parts(i) != identity.total()) continue;
      return Fault(
          place.Line(Identity::kPartsFieldNumber, i),
          fmt::format("identity: column {}: no part of {}", identity.parts(i), identity.total()));
    }
    for (int i = 0; i < identity.apart_size(); ++i) {
      if (apart_.contains(identity.apart(i))) continue;
      return Fault(place.Line(Identity::kApartFieldNumber, i),
                   fmt::format("identity: \"{}\": no such column apart", identity.apart(i)));
    }
    totals_.insert(identity.total());
    return absl::OkStatus();
  }

  // Where each account stands; a total repeats its parts and does not count.
  absl::Status CheckAccounts() const {
    std::map<std::string, int> times;
    for (const Column& column : form_.columns())
      if (!totals_.contains(column.number())) CountAccounts(column, times);
    for (const Column& column : form_.apart()) CountAccounts(column, times);
    const int line = place_.Line(Template::kColumnsFieldNumber, 0);
    for (const std::string& account : FinalAccounts()) {
      if (times[account] == 1) continue;
      return Fault(line, fmt::format("account \"{}\": stands in {}; it has to stand in exactly one "
                                     "column that is no total, or in one apart",
                                     account, times[account] == 0 ? "none" : "several"));
    }
    return absl::OkStatus();
  }

  static void CountAccounts(const Column& column, std::map<std::string, int>& times) {
    for (const std::string& line : column.lines())
      for (const std::string& account : AccountsOf(line)) ++times[account];
  }

  const Template& form_;
  const Place place_;
  std::set<std::string> apart_;
  std::set<uint32_t> totals_;
};

}  // namespace

absl::Status CheckFormTemplate(const v1::FormTemplate& form, const Place& place) {
  return Checker(form, place).Check();
}

absl::StatusOr<v1::FormTemplate> ParseFormTemplate(std::string_view text) {
  ASSIGN_OR_RETURN(const auto parsed, ParseTemplate<v1::FormTemplate>(text));
  RETURN_IF_ERROR(CheckFormTemplate(parsed.message, parsed.place()));
  return parsed.message;
}

absl::StatusOr<v1::FormTemplate> FindFormTemplate(std::string_view name) {
  ASSIGN_OR_RETURN(const std::string_view text, FindTemplate(name, true));
  return ParseFormTemplate(text);
}

}  // namespace lienthong::report
