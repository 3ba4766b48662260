#include "services/intake/observation_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "storage/base/calendar_date.h"

namespace lienthong::intake {
namespace {

enum Column { kUnit, kDefinition, kFrom, kTo, kValue, kMeasure, kSource, kAsOf, kWithdrawn };

// In the order of Column.
const std::vector<NamedColumn>& Columns() {
  static const std::vector<NamedColumn> columns = {
      {"unit", "DonVi", true},   {"definition", "ChiTieu", true}, {"from", "TuNgay", true},
      {"to", "DenNgay", true},   {"value", "GiaTri", true},       {"measure", "DonViTinh", true},
      {"source", "Nguon", true}, {"as_of", "ThoiDiem", true},     {"withdrawn", "RutLai"}};
  return columns;
}

std::optional<FieldError> Fault(std::string_view field, std::string_view reason) {
  return FieldError{std::string(field), std::string(reason)};
}

// Of a day without an hour its end is meant, as in the reference data.
std::optional<Instant> MomentOf(const std::string& cell) {
  constexpr size_t kDayBytesMax = 10;  // "2023-11-30"
  const auto written = ParseWrittenTime(cell);
  const bool day_only = written.has_value() && cell.size() <= kDayBytesMax;
  return day_only ? EndOfDay(DayOf(*written)) : written;
}

std::optional<FieldError> WriteRow(const Cells& cells, v1::ObservationRecord& record) {
  record.set_unit(cells[kUnit]);
  record.set_definition(cells[kDefinition]);
  record.set_from(cells[kFrom]);
  record.set_to(cells[kTo]);
  record.set_value(cells[kValue]);
  record.set_source(cells[kSource]);
  if (cells[kMeasure] == "count") record.set_measure(v1::MEASURE_COUNT);
  if (cells[kMeasure] == "percent") record.set_measure(v1::MEASURE_PERCENT);
  if (cells[kMeasure] == "points") record.set_measure(v1::MEASURE_POINTS);
  const auto as_of = MomentOf(cells[kAsOf]);
  if (!cells[kAsOf].empty() && !as_of.has_value())
    return Fault("as_of", "not a day yyyy-mm-dd or a time yyyyMMddHHmmss or yyyy-mm-dd hh:mm:ss");
  record.set_as_of(as_of.value_or(0));
  record.set_withdrawn(cells[kWithdrawn] == "1");
  if (!record.withdrawn() && !cells[kWithdrawn].empty() && cells[kWithdrawn] != "0")
    return Fault("withdrawn", "must be 1 or 0");
  return std::nullopt;
}

bool IsDefinition(std::string_view text) {
  return !text.empty() && text.size() <= kObservationTextBytesMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '/' || c == '-';
         });
}

// Digits, and perhaps a point with digits behind it.
bool IsDecimal(std::string_view text) {
  const size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view behind = point == text.size() ? "0" : text.substr(point + 1);
  const auto digits = [](std::string_view part) {
    return !part.empty() &&
           std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  return digits(whole) && digits(behind) && behind.size() <= kValueDecimalsMax &&
         whole.size() + behind.size() <= kValueDigitsMax;
}

std::optional<FieldError> CheckValue(const v1::ObservationRecord& record) {
  if (record.value().empty()) return Fault("value", "required");
  if (!IsDecimal(record.value()))
    return Fault("value", "not a decimal with a point and without separators, such as 39.56");
  const bool whole = record.value().find('.') == std::string::npos;
  switch (record.measure()) {
    case v1::MEASURE_COUNT:
      if (!whole) return Fault("value", "a count must be a whole number");
      return std::nullopt;
    case v1::MEASURE_PERCENT:
      if (std::stod(record.value()) > 100) return Fault("value", "percent must be at most 100");
      return std::nullopt;
    case v1::MEASURE_POINTS:
      return std::nullopt;
    default:
      return Fault("measure", "must be count, percent or points");
  }
}

std::optional<FieldError> CheckDays(const v1::ObservationRecord& record) {
  const auto from = ParseDate(record.from()), to = ParseDate(record.to());
  if (!from.has_value()) return Fault("from", "must be a day yyyy-mm-dd from 1990 to 2099");
  if (!to.has_value()) return Fault("to", "must be a day yyyy-mm-dd from 1990 to 2099");
  if (*to < *from) return Fault("to", "lies before from");
  return std::nullopt;
}

std::optional<FieldError> CheckSource(const v1::ObservationRecord& record, Instant now) {
  if (record.source().empty()) return Fault("source", "required: where was it read?");
  if (record.source().size() > kObservationTextBytesMax || !IsUtf8(record.source()))
    return Fault("source",
                 fmt::format("must be UTF-8 of at most {} bytes", kObservationTextBytesMax));
  if (std::any_of(record.source().begin(), record.source().end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
    return Fault("source", "has control characters");
  if (record.as_of() == 0) return Fault("as_of", "required: when did it stand so there?");
  if (!IsPlausibleInstant(record.as_of()) || record.as_of() - kFutureSecondsMax > now)
    return Fault("as_of", "outside the years 1990 to 2099, or more than 24 hours ahead");
  return std::nullopt;
}

}  // namespace

absl::Status ReadObservations(std::string_view bytes, OnObservation on_observation,
                              OnReject on_reject) {
  return ReadRows(
      bytes, Columns(),
      [&](uint64_t number, const Cells& cells) {
        v1::ObservationRecord record;
        const auto fault = WriteRow(cells, record);
        if (!fault.has_value()) return on_observation(number, std::move(record));
        const bool is_code = !ValidateCode("", cells[kUnit]).has_value();
        on_reject({number, is_code ? cells[kUnit] : "", fault->field, fault->reason});
        return absl::OkStatus();
      },
      on_reject);
}

std::optional<FieldError> Validate(const v1::ObservationRecord& record, Instant now) {
  if (record.unit().empty()) return Fault("unit", "required");
  if (record.unit().size() > kTextBytesMax || !IsUtf8(record.unit()))
    return Fault("unit", fmt::format("must be UTF-8 of at most {} bytes", kTextBytesMax));
  if (record.definition().empty()) return Fault("definition", "required: what was read?");
  if (!IsDefinition(record.definition()))
    return Fault("definition", "must be 1 to 96 of [A-Za-z0-9._/-]");
  if (auto fault = CheckDays(record)) return fault;
  if (auto fault = CheckValue(record)) return fault;
  return CheckSource(record, now);
}

}  // namespace lienthong::intake
