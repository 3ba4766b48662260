#include "services/intake/petition_reader.h"

#include <fmt/format.h>

#include <charconv>

#include "services/intake/names.h"

namespace lienthong::intake {
namespace {

enum Column {
  kPetition,
  kReceived,
  kUnit,
  kProcedure,
  kRefused,
  kMoreAsked,
  kProcessed,
  kPublished,
  kSatisfaction,
  kRevision,
  kDeleted,
  kReportingUnit,
};

// In the order of Column.
const std::vector<NamedColumn>& Columns() {
  static const std::vector<NamedColumn> columns = {{"petition", "MaPAKN", true},
                                                   {"received", "NgayTiepNhan", true},
                                                   {"unit", "DonViXuLy"},
                                                   {"procedure", "MaTTHC"},
                                                   {"refused", "NgayTuChoi"},
                                                   {"more_asked", "NgayYeuCauBoSung"},
                                                   {"processed", "NgayXuLy"},
                                                   {"published", "NgayCongKhai"},
                                                   {"satisfaction", "MucDoHaiLong"},
                                                   {"revision", "LanSua"},
                                                   {"deleted", "DaXoa"},
                                                   {"reporting_unit", "madonvi"}};
  return columns;
}

// One row into one record; keeps the first fault.
class PetitionRow {
 public:
  explicit PetitionRow(const Cells& cells) : cells_(cells) {}

  std::optional<FieldError> Write(v1::PetitionRecord& record) {
    record.set_petition(cells_[kPetition]);
    record.set_reporting_unit(cells_[kReportingUnit]);
    record.set_tombstone(Truth(kDeleted));
    if (record.tombstone()) return fault_;
    record.set_unit(cells_[kUnit]);
    record.set_procedure(cells_[kProcedure]);
    record.set_received(Time(kReceived));
    record.set_refused(Time(kRefused));
    record.set_more_asked(Time(kMoreAsked));
    record.set_processed(Time(kProcessed));
    record.set_published(Time(kPublished));
    record.set_satisfaction(Satisfied());
    record.set_revision(Number(kRevision));
    return fault_;
  }

 private:
  void Fail(Column column, std::string_view reason) {
    if (!fault_.has_value())
      fault_ = FieldError{std::string(Columns()[column].name), std::string(reason)};
  }

  Instant Time(Column column) {
    if (cells_[column].empty()) return 0;
    const auto time = ParseWrittenTime(cells_[column]);
    if (!time.has_value()) Fail(column, "not a time yyyyMMddHHmmss or yyyy-mm-dd hh:mm:ss");
    return time.value_or(0);
  }

  bool Truth(Column column) {
    const std::string& text = cells_[column];
    if (text == "1" || text == "true") return true;
    if (!text.empty() && text != "0" && text != "false") Fail(column, "must be 1 or 0");
    return false;
  }

  uint64_t Number(Column column) {
    const std::string& text = cells_[column];
    uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [read, error] = std::from_chars(text.data(), end, number);
    if (!text.empty() && (error != std::errc() || read != end)) Fail(column, "not a number");
    return number;
  }

  v1::Satisfaction Satisfied() {
    const std::string word = NormalizeName(cells_[kSatisfaction]);
    if (word.empty()) return v1::SATISFACTION_UNSPECIFIED;
    for (const char* const yes : {"satisfied", "hài lòng", "1"}) {
      if (word == NormalizeName(yes)) return v1::SATISFACTION_SATISFIED;
    }
    for (const char* const no : {"dissatisfied", "không hài lòng", "0"}) {
      if (word == NormalizeName(no)) return v1::SATISFACTION_DISSATISFIED;
    }
    Fail(kSatisfaction, "must be satisfied (hài lòng) or dissatisfied (không hài lòng)");
    return v1::SATISFACTION_UNSPECIFIED;
  }

  const Cells& cells_;
  std::optional<FieldError> fault_;
};

std::optional<FieldError> CheckText(std::string_view field, const std::string& text) {
  if (text.size() > kTextBytesMax)
    return FieldError{std::string(field), fmt::format("longer than {} bytes", kTextBytesMax)};
  if (!IsUtf8(text)) return FieldError{std::string(field), "not UTF-8"};
  return std::nullopt;
}

std::optional<FieldError> CheckStep(std::string_view field, Instant step, Instant received,
                                    Instant arrival) {
  if (step == 0) return std::nullopt;
  if (!IsPlausibleInstant(step))
    return FieldError{std::string(field), "outside the years 1990 to 2099"};
  if (step - kFutureSecondsMax > arrival)
    return FieldError{std::string(field), "more than 24 hours after the arrival"};
  if (step < received) return FieldError{std::string(field), "earlier than received"};
  return std::nullopt;
}

}  // namespace

absl::Status ReadPetitions(std::string_view bytes, OnPetition on_petition, OnReject on_reject) {
  return ReadRows(
      bytes, Columns(),
      [&](uint64_t number, const Cells& cells) {
        v1::PetitionRecord record;
        const auto fault = PetitionRow(cells).Write(record);
        if (!fault.has_value()) return on_petition(number, std::move(record));
        const bool is_code = !ValidateCode("", cells[kPetition]).has_value();
        on_reject({number, is_code ? cells[kPetition] : "", fault->field, fault->reason});
        return absl::OkStatus();
      },
      on_reject);
}

std::optional<FieldError> Validate(const v1::PetitionRecord& record, Instant arrival) {
  if (auto fault = ValidateCode("petition", record.petition())) return fault;
  if (auto fault = CheckText("unit", record.unit())) return fault;
  if (auto fault = CheckText("procedure", record.procedure())) return fault;
  if (auto fault = CheckText("reporting_unit", record.reporting_unit())) return fault;
  if (!v1::Satisfaction_IsValid(record.satisfaction()))
    return FieldError{"satisfaction", "not a known value"};
  if (record.tombstone()) return std::nullopt;
  if (record.received() == 0) return FieldError{"received", "required"};
  const std::pair<std::string_view, Instant> steps[] = {{"received", record.received()},
                                                        {"refused", record.refused()},
                                                        {"more_asked", record.more_asked()},
                                                        {"processed", record.processed()},
                                                        {"published", record.published()}};
  for (const auto& [field, step] : steps) {
    if (auto fault = CheckStep(field, step, record.received(), arrival)) return fault;
  }
  return std::nullopt;
}

}  // namespace lienthong::intake
