#include "services/report/machine_writer.h"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include <vector>

#include "storage/base/calendar_date.h"

namespace lienthong::report {
namespace {

using Cells = std::vector<std::string>;

// Spreadsheets run what begins so.
bool IsFormula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

std::string TextCell(const std::string& text) { return IsFormula(text) ? "'" + text : text; }

std::string CountCell(uint64_t count) { return fmt::format("{}", count); }

std::string InstantCell(int64_t instant) {
  if (instant == 0) return "";
  std::string text = FormatInstant(instant);
  text[10] = 'T';
  return text + "+07:00";
}

// RFC 4180: quoted where it has to be.
std::string Quote(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string LineOf(const Cells& cells) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) line += (i > 0 ? "," : "") + Quote(cells[i]);
  return line + "\n";
}

std::string WordOf(const std::string& name, std::string_view prefix) {
  std::string word = name.starts_with(prefix) ? name.substr(prefix.size()) : name;
  for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return word;
}

std::string OriginWord(v1::ReportFigure::Origin origin) {
  return WordOf(v1::ReportFigure::Origin_Name(origin), "ORIGIN_");
}
std::string StateWord(v1::ReportFigure::State state) {
  return WordOf(v1::ReportFigure::State_Name(state), "STATE_");
}
std::string MeasureWord(v1::Measure measure) {
  return WordOf(v1::Measure_Name(measure), "MEASURE_");
}

const Cells& CoverageHead() {
  static const auto* const kHead =
      new Cells{"expected", "complete", "behind", "silent", "uncovered_units", "parked"};
  return *kHead;
}

void AddCoverage(const v1::Coverage& coverage, Cells& cells) {
  for (const uint64_t count :
       {uint64_t{coverage.expected()}, uint64_t{coverage.complete()}, uint64_t{coverage.behind()},
        uint64_t{coverage.silent()}, uint64_t{coverage.uncovered_units()}, coverage.parked()})
    cells.push_back(CountCell(count));
}

class ReportWriter {
 public:
  explicit ReportWriter(const v1::MonthlyReport& report) : report_(report) {}

  std::string Write() {
    Cells head = {"name",        "value",      "numerator",
                  "denominator", "state",      "measure",
                  "printed",     "definition", "definition_text",
                  "origin",      "source",     "observed_at",
                  "unit",        "from",       "to",
                  "as_of",       "rulebook"};
    head.insert(head.end(), CoverageHead().begin(), CoverageHead().end());
    text_ = LineOf(head);
    for (const v1::ReportFigure& figure : report_.figures()) AddFigure(figure);
    for (const v1::ReportSection& section : report_.sections())
      for (const v1::ReportBlock& block : section.blocks())
        if (block.has_form()) AddForm(block.form());
    return std::move(text_);
  }

 private:
  void AddFigure(const v1::ReportFigure& figure) {
    const bool rate = figure.denominator() > 0;
    Cells cells = {figure.name(),
                   figure.value(),
                   rate ? CountCell(figure.numerator()) : "",
                   rate ? CountCell(figure.denominator()) : "",
                   StateWord(figure.state()),
                   MeasureWord(figure.measure()),
                   TextCell(figure.printed()),
                   figure.definition(),
                   TextCell(figure.definition_text()),
                   OriginWord(figure.origin()),
                   TextCell(figure.source()),
                   InstantCell(figure.observed_at()),
                   TextCell(figure.unit()),
                   figure.from(),
                   figure.to(),
                   InstantCell(figure.as_of()),
                   figure.rulebook()};
    if (figure.coverage().empty()) {
      cells.resize(cells.size() + CoverageHead().size());
    } else {
      AddCoverage(report_.coverage(), cells);
    }
    text_ += LineOf(cells);
  }

  void AddForm(const v1::Form& form) {
    for (const v1::FormRow& row : form.rows())
      AddRow(form, row,
             row.own()            ? row.code() + "/own"
             : row.code().empty() ? row.name()
                                  : row.code());
    AddRow(form, form.total(), "total");
  }

  void AddRow(const v1::Form& form, const v1::FormRow& row, const std::string& key) {
    for (int i = 0; i < form.columns_size(); ++i) {
      const v1::FormColumn& column = form.columns(i);
      v1::ReportFigure figure;
      const std::string number =
          column.number() == 0 ? fmt::format("apart{}", i) : fmt::format("{}", column.number());
      figure.set_name(fmt::format("{}/{}/{}", form.frame().template_(), key, number));
      figure.set_state(row.values().empty() ? v1::ReportFigure::STATE_NOT_KNOWN
                                            : v1::ReportFigure::STATE_KNOWN);
      if (!row.values().empty()) figure.set_value(fmt::format("{}", row.values(i)));
      figure.set_measure(v1::MEASURE_COUNT);
      figure.set_definition(fmt::format("books/{}", fmt::join(column.lines(), "+books/")));
      figure.set_definition_text(fmt::format("{}", fmt::join(column.headings(), ", ")));
      figure.set_origin(v1::ReportFigure::ORIGIN_BOOKS);
      figure.set_unit(row.code().empty() ? form.frame().unit() : row.code());
      figure.set_from(form.frame().from());
      figure.set_to(form.frame().to());
      figure.set_as_of(form.frame().as_of());
      AddFormFigure(figure, row.has_coverage() ? row.coverage() : form.total().coverage());
    }
  }

  void AddFormFigure(v1::ReportFigure& figure, const v1::Coverage& coverage) {
    Cells cells = {TextCell(figure.name()),
                   figure.value(),
                   "",
                   "",
                   StateWord(figure.state()),
                   MeasureWord(figure.measure()),
                   "",
                   figure.definition(),
                   TextCell(figure.definition_text()),
                   OriginWord(figure.origin()),
                   "",
                   "",
                   TextCell(figure.unit()),
                   figure.from(),
                   figure.to(),
                   InstantCell(figure.as_of()),
                   ""};
    AddCoverage(coverage, cells);
    text_ += LineOf(cells);
  }

  const v1::MonthlyReport& report_;
  std::string text_;
};

}  // namespace

absl::StatusOr<std::string> WriteJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text, options);
  if (!status.ok()) return Internal("json: {}", status.ToString());
  return text;
}

std::string WriteCsv(const v1::MonthlyReport& report) { return ReportWriter(report).Write(); }

std::string WriteCsv(const v1::Form& form) {
  Cells head = {"row", "code", "name"};
  for (const v1::FormColumn& column : form.columns()) {
    head.push_back(column.number() == 0
                       ? TextCell(fmt::format("{}", fmt::join(column.headings(), ", ")))
                       : fmt::format("{}", column.number()));
  }
  head.insert(head.end(), CoverageHead().begin(), CoverageHead().end());
  std::string text = LineOf(head);
  const auto add = [&](const v1::FormRow& row, const std::string& kind) {
    Cells cells = {kind, TextCell(row.code()), TextCell(row.name())};
    for (int i = 0; i < form.columns_size(); ++i)
      cells.push_back(row.values().empty() ? "" : fmt::format("{}", row.values(i)));
    AddCoverage(row.has_coverage() ? row.coverage() : form.total().coverage(), cells);
    text += LineOf(cells);
  };
  for (const v1::FormRow& row : form.rows())
    add(row, row.own() ? "own" : form.by() == v1::FORM_BY_FIELD ? "field" : "unit");
  add(form.total(), "total");
  return text;
}

}  // namespace lienthong::report
