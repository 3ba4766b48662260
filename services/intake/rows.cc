#include "services/intake/rows.h"

#include <simdjson.h>

#include <algorithm>
#include <optional>

#include "services/intake/csv_rows.h"
#include "services/intake/json_scanner.h"
#include "services/intake/national_record.h"
#include "services/intake/national_time.h"
#include "services/intake/text_encoding.h"
#include "storage/base/status.h"

namespace lienthong::intake {
namespace {

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

// What both forms need of the columns.
class RowSink {
 public:
  RowSink(const std::vector<NamedColumn>& columns, OnRow on_row, OnReject on_reject)
      : columns_(columns), on_row_(on_row), on_reject_(on_reject) {}

  const std::vector<NamedColumn>& columns() const { return columns_; }

  std::optional<size_t> PlaceOf(std::string_view name) const {
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (name == columns_[i].name || name == columns_[i].vietnamese) return i;
    }
    return std::nullopt;
  }

  absl::Status Deliver(const Cells& cells) { return on_row_(number_, cells); }
  void Next() { ++number_; }
  void Reject(std::string code, std::string_view field, std::string reason) {
    if (ValidateCode("", code)) code.clear();
    on_reject_({number_, std::move(code), std::string(field), std::move(reason)});
  }

 private:
  const std::vector<NamedColumn>& columns_;
  const OnRow on_row_;
  const OnReject on_reject_;
  uint64_t number_ = 0;
};

// The delimiter that makes more columns of the header.
char DelimiterOf(std::string_view text) {
  CsvRow with_comma, with_semicolon;
  CsvRows(text, ',').Next(with_comma);
  CsvRows(text, ';').Next(with_semicolon);
  return with_semicolon.cells.size() > with_comma.cells.size() ? ';' : ',';
}

class CsvSource {
 public:
  CsvSource(std::string_view text, RowSink& sink) : rows_(text, DelimiterOf(text)), sink_(sink) {}

  absl::Status Read() {
    CsvRow row;
    if (!rows_.Next(row) || row.end != CsvRow::End::kComplete)
      return InvalidArgument("the file: neither JSON nor CSV with a header");
    RETURN_IF_ERROR(ReadHeader(row));
    while (rows_.Next(row)) {
      if (!row.blank()) RETURN_IF_ERROR(ReadRow(row));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status ReadHeader(const CsvRow& header) {
    std::vector<bool> seen(sink_.columns().size());
    for (const CsvCell& cell : header.cells) {
      places_.push_back(sink_.PlaceOf(Trim(cell.Text())));
      if (!places_.back().has_value()) continue;
      const NamedColumn& column = sink_.columns()[*places_.back()];
      if (seen[*places_.back()])
        return InvalidArgument("the file: column {} stands twice", column.name);
      seen[*places_.back()] = true;
    }
    std::string missing;
    for (size_t i = 0; i < seen.size(); ++i) {
      const NamedColumn& column = sink_.columns()[i];
      if (!seen[i] && column.required)
        missing +=
            fmt::format("{}{} ({})", missing.empty() ? "" : ", ", column.name, column.vietnamese);
    }
    if (missing.empty()) return absl::OkStatus();
    return InvalidArgument("the file: missing column {}", missing);
  }

  absl::Status ReadRow(const CsvRow& row) {
    sink_.Next();
    Cells cells(sink_.columns().size());
    const bool whole = row.end == CsvRow::End::kComplete && row.cells.size() == places_.size();
    if (whole) {
      for (size_t i = 0; i < places_.size(); ++i) {
        if (places_[i].has_value()) cells[*places_[i]] = Trim(row.cells[i].Text());
      }
    }
    if (!whole) {
      sink_.Reject(
          "", "",
          row.end == CsvRow::End::kComplete
              ? fmt::format("{} cells where the header has {}", row.cells.size(), places_.size())
              : "quotes do not match");
    } else if (row.raw.size() > kRecordBytesMax) {
      sink_.Reject(cells[0], "", fmt::format("too large: at most {} bytes", kRecordBytesMax));
    } else if (!IsUtf8(row.raw)) {
      sink_.Reject("", "", "not UTF-8");
    } else {
      return sink_.Deliver(cells);
    }
    return absl::OkStatus();
  }

  CsvRows rows_;
  RowSink& sink_;
  std::vector<std::optional<size_t>> places_;
};

class JsonSource {
 public:
  JsonSource(std::string_view text, RowSink& sink) : text_(text), sink_(sink) {}

  absl::Status Read() {
    ASSIGN_OR_RETURN(size_t at, FindList());
    for (at = SkipJsonSpace(text_, at); at < text_.size() && text_[at] != ']';
         at = SkipJsonSpace(text_, at)) {
      if (text_[at] == ',') {
        ++at;
        continue;
      }
      sink_.Next();
      const JsonExtent extent = MeasureJson(text_.substr(at));
      if (!extent.complete()) {
        // Once brackets or quotes do not match, nothing behind them can be told apart.
        sink_.Reject("", "", "not well-formed JSON from here on; mend the file");
        return absl::OkStatus();
      }
      RETURN_IF_ERROR(ReadElement(text_.substr(at, extent.size)));
      at += extent.size;
    }
    if (at == text_.size()) {
      sink_.Next();
      sink_.Reject("", "", "truncated: the list has no end; send the file again");
    }
    return absl::OkStatus();
  }

 private:
  // The place just behind the opening bracket.
  absl::StatusOr<size_t> FindList() const {
    size_t at = SkipJsonSpace(text_, 0);
    if (text_[at] == '[') return at + 1;
    ++at;
    while (true) {
      at = SkipJsonSpace(text_, at);
      const size_t begin = at;
      const auto member = ReadJsonMember(text_, at);
      if (!member) break;
      if (member->name == "data" && member->value.starts_with('['))
        return static_cast<size_t>(member->value.data() - text_.data()) + 1;
      at = SkipJsonSpace(text_, at);
      if (at == text_.size() || text_[at] != ',' || at == begin) break;
      ++at;
    }
    return InvalidArgument("the file: no list \"data\" of rows, or truncated before it");
  }

  absl::Status ReadElement(std::string_view element) {
    simdjson::dom::element value;
    simdjson::dom::object object;
    const bool parsed =
        element.size() <= kRecordBytesMax &&
        parser_.parse(element.data(), element.size()).get(value) == simdjson::SUCCESS &&
        value.get(object) == simdjson::SUCCESS;
    if (!parsed) {
      sink_.Reject("", "", "not a well-formed object");
      return absl::OkStatus();
    }
    Cells cells(sink_.columns().size());
    std::string fault;
    for (const auto& [name, member] : object) {
      const auto place = sink_.PlaceOf(name);
      if (!place.has_value()) continue;
      const auto text = JsonText(member);
      if (!text.has_value() || !cells[*place].empty())
        fault = sink_.columns()[*place].name;
      else
        cells[*place] = Trim(*text);
    }
    if (fault.empty()) return sink_.Deliver(cells);
    sink_.Reject(cells[0], fault, "must be one text, number or truth");
    return absl::OkStatus();
  }

  const std::string_view text_;
  RowSink& sink_;
  simdjson::dom::parser parser_{kRecordBytesMax};
};

}  // namespace

absl::Status ReadRows(std::string_view bytes, const std::vector<NamedColumn>& columns, OnRow on_row,
                      OnReject on_reject) {
  const std::string_view text = WithoutByteOrderMark(bytes);
  const size_t first = SkipJsonSpace(text, 0);
  RowSink sink(columns, on_row, on_reject);
  if (first < text.size() && (text[first] == '[' || text[first] == '{'))
    return JsonSource(text, sink).Read();
  return CsvSource(text, sink).Read();
}

std::optional<Instant> ParseWrittenTime(std::string_view text) {
  std::string digits;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = (i == 4 || i == 7) && text[i] == '-';
    const bool colon = (i == 13 || i == 16) && text[i] == ':';
    const bool between = i == 10 && (text[i] == ' ' || text[i] == 'T');
    if (!dash && !colon && !between) digits.push_back(text[i]);
  }
  const bool separated = text.size() >= 5 && text[4] == '-';
  if (separated && text.size() != 10 && text.size() != 16 && text.size() != 19) return std::nullopt;
  if (separated && digits.size() == 12) digits += "00";
  if (separated && digits.size() != 8 && digits.size() != 14) return std::nullopt;
  if (!separated && digits != text) return std::nullopt;
  const auto time = ParseNationalTime(digits);
  return time ? std::optional(time->instant) : std::nullopt;
}

}  // namespace lienthong::intake
