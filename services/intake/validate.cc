#include "services/intake/validate.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "lienthong/v1/dossier.pb.h"
#include "storage/base/calendar_date.h"

namespace lienthong::intake {
namespace {

using Fault = std::optional<FieldError>;

bool HasControlCharacter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

Fault CheckText(std::string_view field, std::string_view text, size_t bytes_max) {
  if (text.size() > bytes_max) {
    return FieldError{std::string(field), fmt::format("longer than {} bytes", bytes_max)};
  }
  if (!IsUtf8(text)) return FieldError{std::string(field), "not UTF-8"};
  return std::nullopt;
}

Fault CheckTexts(const v1::SourceRecord& record) {
  const std::pair<std::string_view, std::string_view> texts[] = {
      {"MaTTHC", record.procedure()},         {"TrangThaiHoSo", record.status()},
      {"KenhThucHien", record.channel()},     {"NoiNopHoSo", record.receiving_unit()},
      {"DonViXuLy", record.handling_unit()},  {"madonvi", record.reporting_unit()},
      {"MaHoSoKhac", record.other_dossier()},
  };
  for (const auto& [field, text] : texts) {
    if (auto fault = CheckText(field, text, kTextBytesMax)) return fault;
  }
  if (HasControlCharacter(record.other_dossier())) {
    return FieldError{"MaHoSoKhac", "has control characters"};
  }
  return std::nullopt;
}

// A record without a procedure is a progress record, which only states the
// instant of a status of a dossier known from elsewhere, or a deletion.
Fault CheckProcedure(const v1::SourceRecord& record) {
  if (!record.procedure().empty() || record.tombstone() || record.status_time() != 0) {
    return std::nullopt;
  }
  return FieldError{"MaTTHC", "required"};
}

Fault CheckRange(std::string_view field, Instant instant) {
  if (instant == 0 || IsPlausibleInstant(instant)) return std::nullopt;
  return FieldError{std::string(field), "outside the years 1990 to 2099"};
}

// An instant of something that has happened; a promise may lie in the future.
Fault CheckPast(std::string_view field, Instant instant, Instant arrival) {
  if (auto fault = CheckRange(field, instant)) return fault;
  if (instant == 0 || instant - kFutureSecondsMax <= arrival) return std::nullopt;
  return FieldError{std::string(field), "more than 24 hours after the arrival"};
}

Fault CheckInstants(const v1::SourceRecord& record, Instant arrival) {
  const std::pair<std::string_view, Instant> instants[] = {
      {"NgayNopHoSo", record.submitted()},    {"NgayTiepNhan", record.accepted()},
      {"NgayKetThucXuLy", record.finished()}, {"NgayTra", record.returned()},
      {"NgayTuChoi", record.refused()},       {"ThoiDiemXuLy", record.status_time()},
  };
  for (const auto& [field, instant] : instants) {
    if (auto fault = CheckPast(field, instant, arrival)) return fault;
  }
  return CheckRange("NgayHenTra", record.promised().instant());
}

// A promise before the acceptance is allowed: the dossier is then late at once.
Fault CheckOrder(std::string_view later_field, Instant later, std::string_view earlier_field,
                 Instant earlier) {
  if (later == 0 || earlier == 0 || later >= earlier) return std::nullopt;
  return FieldError{std::string(later_field), fmt::format("earlier than {}", earlier_field)};
}

Fault CheckOrders(const v1::SourceRecord& record) {
  const Instant submitted = record.submitted();
  const Instant accepted = record.accepted();
  if (auto fault = CheckOrder("NgayTiepNhan", accepted, "NgayNopHoSo", submitted)) return fault;
  if (auto fault = CheckOrder("NgayTuChoi", record.refused(), "NgayNopHoSo", submitted)) {
    return fault;
  }
  const std::pair<std::string_view, Instant> ends[] = {{"NgayKetThucXuLy", record.finished()},
                                                       {"NgayTra", record.returned()}};
  for (const auto& [field, instant] : ends) {
    if (auto fault = CheckOrder(field, instant, "NgayTiepNhan", accepted)) return fault;
    if (auto fault = CheckOrder(field, instant, "NgayNopHoSo", submitted)) return fault;
  }
  return std::nullopt;
}

Fault CheckSupplement(const v1::Supplement& supplement, Instant arrival) {
  if (auto fault = CheckText("HoSoBoSungId", supplement.id(), kTextBytesMax)) return fault;
  if (auto fault = CheckPast("NgayBoSung", supplement.requested(), arrival)) return fault;
  if (auto fault = CheckPast("NgayTiepNhanBoSung", supplement.received(), arrival)) return fault;
  if (auto fault = CheckRange("NgayHenTraTruoc", supplement.promised_before().instant())) {
    return fault;
  }
  if (auto fault = CheckRange("NgayHenTraMoi", supplement.promised_after().instant())) {
    return fault;
  }
  return CheckOrder("NgayTiepNhanBoSung", supplement.received(), "NgayBoSung",
                    supplement.requested());
}

Fault CheckSupplements(const v1::SourceRecord& record, Instant arrival) {
  if (record.supplements_size() > kSupplementsMax) {
    return FieldError{"DanhSachHoSoBoSung", fmt::format("more than {} requests", kSupplementsMax)};
  }
  for (const v1::Supplement& supplement : record.supplements()) {
    if (auto fault = CheckSupplement(supplement, arrival)) return fault;
  }
  return std::nullopt;
}

Fault CheckFlags(const v1::SourceRecord& record) {
  if (record.flags() >> v1::Flag_MAX == 0) return std::nullopt;
  return FieldError{"flags", "has a bit that is no known flag"};
}

}  // namespace

std::optional<FieldError> Validate(const v1::SourceRecord& record, Instant arrival) {
  if (auto fault = ValidateCode("MaHoSo", record.dossier())) return fault;
  if (auto fault = CheckTexts(record)) return fault;
  if (auto fault = CheckProcedure(record)) return fault;
  if (auto fault = CheckInstants(record, arrival)) return fault;
  if (auto fault = CheckOrders(record)) return fault;
  if (auto fault = CheckSupplements(record, arrival)) return fault;
  return CheckFlags(record);
}

std::optional<FieldError> ValidateHistory(const v1::SourceRecord& record) {
  const bool dated = record.submitted() != 0 || record.accepted() != 0 || record.finished() != 0 ||
                     record.returned() != 0 || record.refused() != 0 || record.status_time() != 0;
  const auto states = [](const v1::Supplement& supplement) {
    return supplement.requested() != 0 || supplement.received() != 0;
  };
  if (dated || record.tombstone() ||
      std::any_of(record.supplements().begin(), record.supplements().end(), states))
    return std::nullopt;
  return FieldError{"NgayTiepNhan",
                    "a record of a first load must state an instant: NgayNopHoSo, NgayTiepNhan, "
                    "ThoiDiemXuLy or that of its finish"};
}

std::optional<FieldError> ValidateCode(std::string_view field, std::string_view code) {
  if (code.empty()) return FieldError{std::string(field), "required"};
  if (auto fault = CheckText(field, code, kDossierBytesMax)) return fault;
  if (!HasControlCharacter(code)) return std::nullopt;
  return FieldError{std::string(field), "has control characters"};
}

bool IsSourceName(std::string_view name) {
  if (name.empty() || name.size() > kSourceNameBytesMax) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  });
}

bool IsUtf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

bool IsPlausibleInstant(Instant instant) {
  return instant >= StartOfDay(kFirstDay) && instant <= EndOfDay(kLastDay);
}

}  // namespace lienthong::intake
