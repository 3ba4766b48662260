// For tests of the readers: what a file gave, and a payload like a real one.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/intake/national_time.h"
#include "services/intake/reader.h"

namespace lienthong::intake {

using Reader = absl::StatusOr<Envelope> (*)(std::string_view, OnRecord, OnReject, size_t*);

// Everything that came out of a file.
struct Collected {
  absl::StatusOr<Envelope> result = Envelope{};
  std::vector<std::pair<uint64_t, v1::SourceRecord>> records;
  std::vector<Reject> rejects;

  std::vector<std::string> Dossiers() const {
    std::vector<std::string> dossiers;
    for (const auto& [number, record] : records) dossiers.push_back(record.dossier());
    return dossiers;
  }
};

inline Collected Collect(Reader read, std::string_view bytes) {
  Collected collected;
  size_t behind = 0, before = 0;
  collected.result = read(
      bytes,
      [&](uint64_t number, v1::SourceRecord record) {
        EXPECT_GT(behind, before) << "the reader does not tell how far it is";
        EXPECT_LE(behind, bytes.size());
        before = behind;
        collected.records.emplace_back(number, std::move(record));
        return absl::OkStatus();
      },
      [&](const Reject& reject) { collected.rejects.push_back(reject); }, &behind);
  return collected;
}

inline Instant At(std::string_view text) { return ParseNationalTime(text)->instant; }

// The smallest state of a dossier; `more` starts with a comma.
inline std::string Element(std::string_view dossier, std::string_view more = "") {
  return fmt::format(R"({{"MaHoSo":"{}","MaTTHC":"1.000894","TrangThaiHoSo":"2"{}}})", dossier,
                     more);
}

// Values that must never leave the reader: each is unlike everything that may.
inline constexpr std::string_view kPersonal[] = {
    "Nguyễn Thị Bí Mật", "025199001234",  "0912345678",
    "bimat@example.vn",  "0210-3846-999", "thửa đất 17",
    "số 5 ngõ 8",        "Trần Cán Bộ",   "https://kho.example.vn/giay-to",
    "Đất thổ cư",        "KQ-2026-777",   "QR-DINH-DANH",
    "LE-PHI-25000",
};

// One element of DongBoHoSoMC with every field filled.
inline constexpr std::string_view kFullElement = R"({
  "MaHoSo": "H44.1.2-260801-0001", "MaHoSoKhac": "000.00.02.H44-260801-0001",
  "MaTTHC": "1.000894", "TenTTHC": "Đăng ký biến động: Đất thổ cư", "MaLinhVuc": "G09",
  "TenLinhVuc": "Đất đai", "KenhThucHien": "2", "ChuHoSo": "Nguyễn Thị Bí Mật", "LoaiDoiTuong": "1",
  "MaDoiTuong": "025199001234", "SoGiayToChuHoSo": "025199001234", "ThongTinKhac": "số 5 ngõ 8",
  "Email": "bimat@example.vn", "Fax": "0210-3846-999", "SoDienThoai": "0912345678",
  "TrichYeuHoSo": "thửa đất 17 \"Nguyễn Thị Bí Mật\"", "NgayNopHoSo": "20260801073000",
  "NgayTiepNhan": "20260801080000", "NgayHenTra": "20260820000000", "TrangThaiHoSo": "10",
  "NgayTra": "20260812101500", "ThongTinTra": "số 5 ngõ 8", "HinhThuc": "0",
  "NgayKetThucXuLy": "20260811163000", "NgayTuChoi": "", "DonViXuLy": "Sở Nông nghiệp và Môi trường",
  "GhiChu": "gọi Nguyễn Thị Bí Mật, 0912345678 {[", "NoiNopHoSo": "H44.13",
  "HoSoCoThanhPhanSoHoa": "1", "TaiKhoanDuocXacThucVoiVNeID": "1", "DuocThanhToanTrucTuyen": 1,
  "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "QR-DINH-DANH"}],
  "DSKetNoiCSDL": [{"MaCSDL": "1"}],
  "TaiLieuNop": [{"TepDinhKemId": "9", "TenTepDinhKem": "Nguyễn Thị Bí Mật.pdf", "IsDeleted": "False",
    "MaThanhPhanHoSo": "KQ.G09", "DuongDanTaiTepTin": "https://kho.example.vn/giay-to/9",
    "DuocSoHoa": "1", "DuocTaiSuDung": "1", "DuocLayTuKhoDMQG": "1", "MaKetQuaThayThe": "KQ-2026-777"}],
  "DanhSachLePhi": [{"TenPhiLePhi": "LE-PHI-25000", "MaPhiLePhi": "1", "HinhThucThu": "1",
    "Gia": "25000", "LoaiPhiLePhi": "1"}],
  "DanhSachHoSoBoSung": [{"HoSoBoSungId": "77", "NguoiYeuCauBoSung": "Trần Cán Bộ",
    "NoiDungBoSung": "bổ sung bản sao số 5 ngõ 8", "NgayBoSung": "20260803090000",
    "NgayTiepNhanBoSung": "20260804140000", "TrangThaiBoSung": "1",
    "NgayHenTraTruoc": "20260818", "NgayHenTraMoi": "20260820000000"}],
  "DanhSachGiayToKetQua": [{"TenGiayTo": "Giấy của Nguyễn Thị Bí Mật", "MaThanhPhanHoSo": "KQ.G09",
    "GiayToId": "3", "DuongDanTepTinKetQua": "https://kho.example.vn/giay-to/3",
    "MaGiayToKetQua": "KQ-2026-777"}]
})";

}  // namespace lienthong::intake
