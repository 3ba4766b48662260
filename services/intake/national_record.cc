#include "services/intake/national_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "lienthong/v1/dossier.pb.h"
#include "services/intake/national_time.h"

namespace lienthong::intake {
namespace {

using simdjson::dom::element_type;

// In the order of Scalar.
constexpr std::array<std::string_view, kScalars> kScalarNames = {
    "MaHoSo",
    "MaHoSoKhac",
    "MaTTHC",
    "TrangThaiHoSo",
    "TrangThai",
    "KenhThucHien",
    "NoiNopHoSo",
    "DonViXuLy",
    "madonvi",
    "MaDinhDanhDV",
    "NgayNopHoSo",
    "NgayTiepNhan",
    "NgayHenTra",
    "NgayKetThucXuLy",
    "NgayTra",
    "NgayTuChoi",
    "ThoiDiemXuLy",
    "DuocThanhToanTrucTuyen",
    "HoSoCoThanhPhanSoHoa",
};

// In the order of List.
constexpr std::array<std::string_view, kLists> kListNames = {
    "DanhSachHoSoBoSung", "DanhSachLePhi", "DanhSachGiayToKetQua", "TaiLieuNop", "DSKetNoiCSDL",
};

// The rest of the national wire; never read.
constexpr std::string_view kOtherNames[] = {
    "TenTTHC",
    "MaLinhVuc",
    "TenLinhVuc",
    "ChuHoSo",
    "LoaiDoiTuong",
    "MaDoiTuong",
    "SoGiayToChuHoSo",
    "ThongTinKhac",
    "Email",
    "Fax",
    "SoDienThoai",
    "TrichYeuHoSo",
    "ThongTinTra",
    "HinhThuc",
    "GhiChu",
    "DinhDanhCHS",
    "NguoiXuLy",
    "ChucDanh",
    "PhongBanXuLy",
    "NoiDungXuLy",
    "NgayBatDau",
    "NgayKetThucTheoQuyDinh",
    "TaiKhoanDuocXacThucVoiVNeID",
};

constexpr std::string_view kNotATime = "not a time yyyyMMddHHmmss or yyyyMMdd";

std::string_view NameOf(Scalar scalar) { return kScalarNames[static_cast<size_t>(scalar)]; }
std::string_view NameOf(List list) { return kListNames[static_cast<size_t>(list)]; }

template <typename Names>
std::optional<size_t> PlaceOf(const Names& names, std::string_view name) {
  const auto found = std::find(std::begin(names), std::end(names), name);
  if (found == std::end(names)) return std::nullopt;
  return static_cast<size_t>(found - std::begin(names));
}

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

// Senders write "1", 1, "true", "True" and true. Nothing for what is neither.
std::optional<bool> TruthOf(std::string_view text) {
  if (text == "1" || text == "true" || text == "True" || text == "TRUE") return true;
  if (text.empty() || text == "0" || text == "false" || text == "False" || text == "FALSE") {
    return false;
  }
  return std::nullopt;
}

// A truth inside a nested list: what is not clearly true does not set a flag.
bool IsTrue(simdjson::dom::object object, std::string_view name) {
  simdjson::dom::element value;
  if (object.at_key(name).get(value) != simdjson::SUCCESS) return false;
  const auto text = JsonText(value);
  return text && TruthOf(*text).value_or(false);
}

// Whether there is something; what it is stays unread.
bool IsFilled(simdjson::dom::object object, std::string_view name) {
  simdjson::dom::element value;
  if (object.at_key(name).get(value) != simdjson::SUCCESS) return false;
  if (value.is_string()) return !Trim(value.get_string().value_unsafe()).empty();
  return !value.is_null();
}

void SetPromise(std::string_view text, v1::PromisedTime& promise) {
  const auto time = ParseNationalTime(text);
  if (!time) return;
  promise.set_instant(time->instant);
  promise.set_day_only(time->day_only);
}

constexpr uint32_t BitOf(v1::Flag flag) { return uint32_t{1} << (flag - 1); }

// The members of a supplement request that are read, as text.
struct SupplementTexts {
  std::string id, requested, received, promised_before, promised_after;

  std::string* Find(std::string_view name) {
    if (name == "HoSoBoSungId") return &id;
    if (name == "NgayBoSung") return &requested;
    if (name == "NgayTiepNhanBoSung") return &received;
    if (name == "NgayHenTraTruoc") return &promised_before;
    if (name == "NgayHenTraMoi") return &promised_after;
    return nullptr;
  }
};

}  // namespace

std::optional<Scalar> ScalarOf(std::string_view name) {
  const auto place = PlaceOf(kScalarNames, name);
  return place ? std::optional(static_cast<Scalar>(*place)) : std::nullopt;
}

std::optional<List> ListOf(std::string_view name) {
  const auto place = PlaceOf(kListNames, name);
  return place ? std::optional(static_cast<List>(*place)) : std::nullopt;
}

bool IsNationalName(std::string_view name) {
  return ScalarOf(name) || ListOf(name) || PlaceOf(kOtherNames, name);
}

std::string SayableName(std::string_view name) {
  return IsNationalName(name) ? std::string(name) : "";
}

std::optional<std::string> JsonText(simdjson::dom::element value) {
  switch (value.type()) {
    case element_type::STRING:
      return std::string(Trim(value.get_string().value_unsafe()));
    case element_type::INT64:
      return fmt::format("{}", value.get_int64().value_unsafe());
    case element_type::UINT64:
      return fmt::format("{}", value.get_uint64().value_unsafe());
    case element_type::DOUBLE:
      return fmt::format("{}", value.get_double().value_unsafe());
    case element_type::BOOL:
      return value.get_bool().value_unsafe() ? "true" : "false";
    case element_type::NULL_VALUE:
      return "";
    case element_type::ARRAY:
    case element_type::OBJECT:
      return std::nullopt;
  }
  return std::nullopt;
}

void NationalRecord::TakeMember(std::string_view name, simdjson::dom::element value) {
  if (const auto list = ListOf(name)) return TakeList(*list, value);
  const auto scalar = ScalarOf(name);
  if (!scalar) return;
  const auto text = JsonText(value);
  if (!text) return Fail(name, "must be a single value, not a list or an object");
  TakeText(*scalar, *text);
}

void NationalRecord::TakeText(Scalar scalar, std::string_view text) {
  const auto place = static_cast<size_t>(scalar);
  if (present_[place]) return Fail(NameOf(scalar), "stands twice in the record");
  present_[place] = true;
  text = Trim(text);
  const size_t bytes_max = scalar == Scalar::kDossier ? kDossierBytesMax : kTextBytesMax;
  if (text.size() > bytes_max) {
    return Fail(NameOf(scalar), fmt::format("longer than {} bytes", bytes_max));
  }
  texts_[place] = text;
}

void NationalRecord::TakeList(List list, simdjson::dom::element value) {
  const auto place = static_cast<size_t>(list);
  if (lists_present_[place]) return Fail(NameOf(list), "stands twice in the record");
  lists_present_[place] = true;
  if (!value.is_array()) {
    const auto text = JsonText(value);
    if (!text || !text->empty()) Fail(NameOf(list), "must be a list");
    return;
  }
  const simdjson::dom::array items = value.get_array().value_unsafe();
  for (const simdjson::dom::element item : items) {
    if (!item.is_object()) return Fail(NameOf(list), "must be a list of objects");
    TakeObject(list, item.get_object().value_unsafe());
  }
}

void NationalRecord::TakeObject(List list, simdjson::dom::object object) {
  switch (list) {
    case List::kSupplements:
      return TakeSupplement(object);
    case List::kFees:
      flags_ |= BitOf(v1::FLAG_FEE_DUE);
      return;
    case List::kResults:
      return TakeResult(object);
    case List::kPapers:
      return TakePaper(object);
    case List::kDatabases:
      // Which MaCSDL means the population database is unverified: any connection
      // counts until the code list is known.
      flags_ |= BitOf(v1::FLAG_POPULATION_DATA);
      return;
  }
}

void NationalRecord::TakeSupplement(simdjson::dom::object object) {
  if (supplements_.size() == kSupplementsMax) {
    return Fail(NameOf(List::kSupplements), fmt::format("more than {} requests", kSupplementsMax));
  }
  SupplementTexts texts;
  for (const auto& [name, value] : object) {
    std::string* target = texts.Find(name);
    if (target == nullptr) continue;
    auto text = JsonText(value);
    if (!text) return Fail(name, "must be a single value, not a list or an object");
    if (text->size() > kTextBytesMax) {
      return Fail(name, fmt::format("longer than {} bytes", kTextBytesMax));
    }
    if (name != "HoSoBoSungId" && !text->empty() && !ParseNationalTime(*text)) {
      return Fail(name, kNotATime);
    }
    *target = *std::move(text);
  }
  v1::Supplement& supplement = supplements_.emplace_back();
  supplement.set_id(texts.id);
  supplement.set_requested(ParseNationalTime(texts.requested).value_or(NationalTime{}).instant);
  supplement.set_received(ParseNationalTime(texts.received).value_or(NationalTime{}).instant);
  if (!texts.promised_before.empty()) {
    SetPromise(texts.promised_before, *supplement.mutable_promised_before());
  }
  if (!texts.promised_after.empty()) {
    SetPromise(texts.promised_after, *supplement.mutable_promised_after());
  }
}

void NationalRecord::TakePaper(simdjson::dom::object object) {
  if (IsTrue(object, "IsDeleted")) return;
  if (IsTrue(object, "DuocSoHoa")) flags_ |= BitOf(v1::FLAG_DIGITISED);
  if (IsTrue(object, "DuocTaiSuDung")) flags_ |= BitOf(v1::FLAG_REUSED);
  if (IsTrue(object, "DuocLayTuKhoDMQG")) flags_ |= BitOf(v1::FLAG_PERSONAL_STORE);
}

void NationalRecord::TakeResult(simdjson::dom::object object) {
  if (IsFilled(object, "MaGiayToKetQua") || IsFilled(object, "DuongDanTepTinKetQua")) {
    flags_ |= BitOf(v1::FLAG_ELECTRONIC_RESULT);
  }
}

void NationalRecord::Fail(std::string_view field, std::string_view reason) {
  if (!fault_) fault_ = FieldError{std::string(field), std::string(reason)};
}

int64_t NationalRecord::Time(Scalar scalar) {
  const std::string& text = Text(scalar);
  if (text.empty()) return 0;
  const auto time = ParseNationalTime(text);
  if (!time) Fail(NameOf(scalar), kNotATime);
  return time ? time->instant : 0;
}

bool NationalRecord::Truth(Scalar scalar) {
  const auto truth = TruthOf(Text(scalar));
  if (!truth) Fail(NameOf(scalar), "must be 0 or 1, true or false");
  return truth.value_or(false);
}

std::optional<FieldError> NationalRecord::Write(v1::SourceRecord& record) {
  if (!fault_) fault_ = ValidateCode("MaHoSo", Text(Scalar::kDossier));
  record.set_dossier(Text(Scalar::kDossier));
  const Scalar unit =
      Text(Scalar::kReportingUnit).empty() ? Scalar::kReportingAgency : Scalar::kReportingUnit;
  record.set_reporting_unit(Text(unit));
  if (Has(Scalar::kProgressStatus) && !Has(Scalar::kStatus)) {
    WriteProgress(record);
  } else {
    WriteState(record);
  }
  return fault_;
}

void NationalRecord::WriteProgress(v1::SourceRecord& record) {
  record.set_status(Text(Scalar::kProgressStatus));
  record.set_status_time(Time(Scalar::kStatusTime));
  if (record.status_time() == 0) Fail(NameOf(Scalar::kStatusTime), "required");
}

void NationalRecord::WriteState(v1::SourceRecord& record) {
  if (!Has(Scalar::kStatus)) Fail(NameOf(Scalar::kStatus), "required");
  record.set_other_dossier(Text(Scalar::kOtherDossier));
  record.set_procedure(Text(Scalar::kProcedure));
  record.set_status(Text(Scalar::kStatus));
  record.set_channel(Text(Scalar::kChannel));
  record.set_receiving_unit(Text(Scalar::kReceivingUnit));
  record.set_handling_unit(Text(Scalar::kHandlingUnit));
  WriteTimes(record);
  for (v1::Supplement& supplement : supplements_) *record.add_supplements() = std::move(supplement);
  if (Truth(Scalar::kPaidOnline)) flags_ |= BitOf(v1::FLAG_PAID_ONLINE);
  if (Truth(Scalar::kDigitised)) flags_ |= BitOf(v1::FLAG_DIGITISED);
  record.set_flags(flags_);
}

void NationalRecord::WriteTimes(v1::SourceRecord& record) {
  record.set_submitted(Time(Scalar::kSubmitted));
  record.set_accepted(Time(Scalar::kAccepted));
  if (Time(Scalar::kPromised) != 0) {
    SetPromise(Text(Scalar::kPromised), *record.mutable_promised());
  }
  record.set_finished(Time(Scalar::kFinished));
  record.set_returned(Time(Scalar::kReturned));
  record.set_refused(Time(Scalar::kRefused));
  record.set_status_time(Time(Scalar::kStatusTime));
}

std::string NationalRecord::Dossier() const {
  const std::string& code = Text(Scalar::kDossier);
  return ValidateCode("MaHoSo", code) ? "" : code;
}

}  // namespace lienthong::intake
