#include "clients/cli/reference_files.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <utility>

#include "clients/cli/csv.h"
#include "clients/cli/messages.h"
#include "services/intake/validate.h"

namespace lienthong::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// How many columns, from the first, each file must have: those of the first version. Later
// ones may be absent, as may be valid_from of procedures.
int RequiredColumns(FileKind kind) {
  switch (kind) {
    case FileKind::kUnits:
    case FileKind::kMappings:
      return 5;
    case FileKind::kProcedures:
      return 7;
    case FileKind::kGrants:
    case FileKind::kCalendar:
      return 4;
    case FileKind::kObservations:
      return 8;
    case FileKind::kRulebook:
      return 0;
  }
  return 0;
}

// "code,name[,valid_from]"
std::string ColumnList(FileKind kind) {
  const Descriptor& type = *RowField(kind).message_type();
  const int required = RequiredColumns(kind);
  std::string list;
  for (int i = 0; i < type.field_count(); ++i) {
    list += i == required ? "[," : i == 0 ? "" : ",";
    list += type.field(i)->name();
  }
  return list + (type.field_count() > required ? "]" : "");
}

// Columns that `map suggest` writes for people to look at.
bool IsNote(FileKind kind, const std::string& column) {
  return kind == FileKind::kMappings &&
         (column == "score" || column == "name" || column == "records");
}

// The first fault of a textproto, with its line.
class FirstFault final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (line_ == 0) text_ = fmt::format("column {}: {}", column + 1, message);
    if (line_ == 0) line_ = static_cast<size_t>(line + 1);
  }

  size_t line() const { return line_; }
  const std::string& text() const { return text_; }

 private:
  size_t line_ = 0;
  std::string text_;
};

// Reads one file into `rows`.
class ReferenceFile {
 public:
  ReferenceFile(FileKind kind, std::string file, Language language, ReferenceRows& rows)
      : kind_(kind),
        type_(*RowField(kind).message_type()),
        file_(std::move(file)),
        language_(language),
        rows_(rows) {}

  void Read(std::string_view text) {
    const CsvText csv = ParseCsv(text);
    if (csv.rows.empty() && !csv.fault) {
      return Report(1, "", Say(language_, messages::kFileEmpty, ColumnList(kind_)));
    }
    if (!csv.rows.empty() && ReadHeader(csv.rows[0])) {
      for (size_t i = 1; i < csv.rows.size(); ++i) ReadRow(csv.rows[i]);
    }
    if (csv.fault) Report(csv.fault->line, "", std::string(Say(language_, *csv.fault->reason)));
  }

 private:
  bool ReadHeader(const CsvRow& header) {
    const size_t problems_before = rows_.problems.size();
    for (const std::string& name : header.cells) {
      const FieldDescriptor* column = type_.FindFieldByName(name);
      if (column == nullptr && IsNote(kind_, name)) {
        columns_.push_back(nullptr);
        continue;
      }
      if (column == nullptr) {
        Report(header.line, name, Say(language_, messages::kColumnUnknown, ColumnList(kind_)));
      } else if (std::count(columns_.begin(), columns_.end(), column) == 1) {
        Report(header.line, name, std::string(Say(language_, messages::kColumnTwice)));
      }
      columns_.push_back(column);
    }
    const int required = RequiredColumns(kind_);
    for (int i = 0; i < required; ++i) CheckPresent(header, type_.field(i));
    return rows_.problems.size() == problems_before;
  }

  void CheckPresent(const CsvRow& header, const FieldDescriptor* column) {
    if (std::count(columns_.begin(), columns_.end(), column) > 0) return;
    Report(header.line, column->name(),
           Say(language_, messages::kColumnMissing, ColumnList(kind_)));
  }

  void ReadRow(const CsvRow& row) {
    const size_t cells = row.cells.size();
    if (cells < columns_.size()) {
      return Report(row.line, columns_[cells] == nullptr ? "" : columns_[cells]->name(),
                    Say(language_, messages::kRowTooShort, cells, columns_.size()));
    }
    if (cells > columns_.size()) {
      return Report(row.line, "", Say(language_, messages::kRowTooLong, cells, columns_.size()));
    }
    v1::ReferenceRow& added = *rows_.request.add_rows();
    auto& message = *added.GetReflection()->MutableMessage(&added, &RowField(kind_));
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i] == nullptr) continue;
      if (intake::IsUtf8(row.cells[i])) {
        message.GetReflection()->SetString(&message, columns_[i], row.cells[i]);
      } else {
        Report(row.line, columns_[i]->name(), std::string(Say(language_, messages::kNotUtf8)));
      }
    }
    rows_.places.push_back({file_, row.line});
  }

  void Report(size_t line, const std::string& column, std::string reason) {
    rows_.problems.push_back({{file_, line}, column, std::move(reason)});
  }

  const FileKind kind_;
  const Descriptor& type_;
  const std::string file_;
  const Language language_;
  ReferenceRows& rows_;
  std::vector<const FieldDescriptor*> columns_;
};

}  // namespace

// The oneof has the order of FileKind.
const FieldDescriptor& RowField(FileKind kind) {
  return *v1::ReferenceRow::descriptor()->oneof_decl(0)->field(static_cast<int>(kind));
}

void ReadRulebookFile(const std::string& file, const std::string& text, ReferenceRows& rows) {
  FirstFault fault;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&fault);
  v1::Rulebook rulebook;
  if (!parser.ParseFromString(text, &rulebook)) {
    rows.problems.push_back({{file, std::max<size_t>(fault.line(), 1)}, "", fault.text()});
    return;
  }
  *rows.request.add_rows()->mutable_rulebook() = std::move(rulebook);
  rows.places.push_back({file, 1});
}

void ReadReferenceFile(FileKind kind, const std::string& file, std::string_view text,
                       Language language, ReferenceRows& rows) {
  ReferenceFile(kind, file, language, rows).Read(text);
}

std::vector<Problem> ProblemsOf(const v1::ImportReferenceResponse& response,
                                const std::vector<RowPlace>& places) {
  std::vector<Problem> problems;
  for (const v1::RowError& error : response.errors()) {
    RowPlace place = error.row() < places.size() ? places[error.row()] : RowPlace{"?", 0};
    problems.push_back({std::move(place), error.field(), error.reason()});
  }
  return problems;
}

std::string FormatProblem(Language language, const Problem& problem) {
  const RowPlace& place = problem.place;
  if (problem.column.empty()) {
    return Say(language, messages::kProblemOfFile, place.file, place.line, problem.reason);
  }
  return Say(language, messages::kProblem, place.file, place.line, problem.column, problem.reason);
}

}  // namespace lienthong::cli
