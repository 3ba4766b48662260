#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "services/intake/csv_rows.h"
#include "services/intake/national_record.h"
#include "services/intake/reader.h"
#include "services/intake/text_encoding.h"
#include "storage/base/status.h"

namespace lienthong::intake {
namespace {

constexpr std::string_view kRequired[] = {"MaHoSo", "MaTTHC", "TrangThaiHoSo"};

// A column of the file; one that is not wanted is neither scalar nor list.
struct Column {
  std::string name;
  std::optional<Scalar> scalar;
  std::optional<List> list;
};

std::string_view TrimSpaces(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::vector<Column> ColumnsOf(const CsvRow& header) {
  std::vector<Column> columns;
  for (const CsvCell& cell : header.cells) {
    const std::string text = cell.Text();
    const std::string_view name = TrimSpaces(text);
    columns.push_back({.name = SayableName(name), .scalar = ScalarOf(name), .list = ListOf(name)});
  }
  return columns;
}

size_t CountOf(const std::vector<Column>& columns, std::string_view name) {
  return static_cast<size_t>(std::count_if(columns.begin(), columns.end(),
                                           [&](const Column& c) { return c.name == name; }));
}

absl::Status CheckColumns(const std::vector<Column>& columns) {
  std::string missing;
  for (const std::string_view name : kRequired) {
    if (CountOf(columns, name) == 0)
      missing += fmt::format("{}{}", missing.empty() ? "" : ", ", name);
  }
  if (!missing.empty()) return InvalidArgument("the file: missing column {}", missing);
  for (const Column& column : columns) {
    if ((column.scalar || column.list) && CountOf(columns, column.name) > 1) {
      return InvalidArgument("the file: column {} stands twice", column.name);
    }
  }
  return absl::OkStatus();
}

// The delimiter that makes more columns of the header.
char DelimiterOf(std::string_view text) {
  CsvRow with_comma;
  CsvRow with_semicolon;
  CsvRows(text, ',').Next(with_comma);
  CsvRows(text, ';').Next(with_semicolon);
  return with_semicolon.cells.size() > with_comma.cells.size() ? ';' : ',';
}

// Turns rows into records.
class RowReader {
 public:
  RowReader(std::vector<Column> columns, OnRecord on_record, OnReject on_reject)
      : columns_(std::move(columns)), on_record_(on_record), on_reject_(on_reject) {}

  absl::Status Read(const CsvRow& row);

 private:
  std::optional<FieldError> CheckForm(const CsvRow& row) const;
  std::string FieldOf(size_t cell) const {
    return cell < columns_.size() ? columns_[cell].name : "";
  }
  void TakeCell(const Column& column, const CsvCell& cell, NationalRecord& fields);
  void TakeListCell(List list, const std::string& name, const std::string& text,
                    NationalRecord& fields);
  std::string DossierOf(const CsvRow& row) const;

  const std::vector<Column> columns_;
  const OnRecord on_record_;
  const OnReject on_reject_;
  simdjson::dom::parser parser_{kRecordBytesMax};
  uint64_t number_ = 0;
};

absl::Status RowReader::Read(const CsvRow& row) {
  ++number_;
  if (const auto fault = CheckForm(row)) {
    on_reject_({number_, DossierOf(row), fault->field, fault->reason});
    return absl::OkStatus();
  }
  NationalRecord fields;
  for (size_t i = 0; i < columns_.size(); ++i) TakeCell(columns_[i], row.cells[i], fields);
  v1::SourceRecord record;
  if (const auto fault = fields.Write(record)) {
    on_reject_({number_, fields.Dossier(), fault->field, fault->reason});
    return absl::OkStatus();
  }
  return on_record_(number_, std::move(record));
}

std::optional<FieldError> RowReader::CheckForm(const CsvRow& row) const {
  if (row.end == CsvRow::End::kTruncated) {
    return FieldError{FieldOf(row.cells.size()), "truncated: the quoted cell has no end"};
  }
  if (row.end == CsvRow::End::kMalformed) {
    return FieldError{FieldOf(row.cells.size() - 1), "text behind the closing quote"};
  }
  if (row.cells.size() != columns_.size()) {
    return FieldError{
        "", fmt::format("{} cells where the header has {}", row.cells.size(), columns_.size())};
  }
  if (row.raw.size() > kRecordBytesMax) {
    const auto largest = std::max_element(
        row.cells.begin(), row.cells.end(),
        [](const CsvCell& a, const CsvCell& b) { return a.raw.size() < b.raw.size(); });
    return FieldError{FieldOf(static_cast<size_t>(largest - row.cells.begin())),
                      fmt::format("too large: a record has at most {} bytes", kRecordBytesMax)};
  }
  // The whole row, not only what is read: elsewhere it would hide a wrong encoding.
  if (IsUtf8(row.raw)) return std::nullopt;
  const auto faulty = std::find_if(row.cells.begin(), row.cells.end(),
                                   [](const CsvCell& cell) { return !IsUtf8(cell.raw); });
  return FieldError{FieldOf(static_cast<size_t>(faulty - row.cells.begin())), "not UTF-8"};
}

void RowReader::TakeCell(const Column& column, const CsvCell& cell, NationalRecord& fields) {
  if (column.scalar) fields.TakeText(*column.scalar, cell.Text());
  if (column.list) TakeListCell(*column.list, column.name, cell.Text(), fields);
}

void RowReader::TakeListCell(List list, const std::string& name, const std::string& text,
                             NationalRecord& fields) {
  if (TrimSpaces(text).empty()) return;
  simdjson::dom::element value;
  if (parser_.parse(text).get(value) != simdjson::SUCCESS) {
    return fields.Fail(name, "must be a JSON list");
  }
  fields.TakeList(list, value);
}

// The code of a row whose form is at fault: only where the cells are sure to be
// those of the header.
std::string RowReader::DossierOf(const CsvRow& row) const {
  if (row.end != CsvRow::End::kComplete || row.cells.size() != columns_.size()) return "";
  NationalRecord fields;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].scalar == Scalar::kDossier)
      fields.TakeText(Scalar::kDossier, row.cells[i].Text());
  }
  return fields.Dossier();
}

}  // namespace

absl::StatusOr<Envelope> ReadCsv(std::string_view bytes, OnRecord on_record, OnReject on_reject,
                                 size_t* read) {
  const std::string_view text = WithoutByteOrderMark(bytes);
  CsvRows rows(text, DelimiterOf(text));
  CsvRow row;
  if (!rows.Next(row) || row.end != CsvRow::End::kComplete) {
    return InvalidArgument("the file: neither JSON nor CSV with a header");
  }
  std::vector<Column> columns = ColumnsOf(row);
  RETURN_IF_ERROR(CheckColumns(columns));
  RowReader reader(std::move(columns), on_record, on_reject);
  while (rows.Next(row)) {
    if (row.blank()) continue;
    if (read != nullptr)
      *read = static_cast<size_t>(row.raw.data() + row.raw.size() - bytes.data());
    RETURN_IF_ERROR(reader.Read(row));
  }
  return Envelope{};
}

}  // namespace lienthong::intake
