#include "services/intake/validate.h"

#include <gtest/gtest.h>

#include <functional>

#include "lienthong/v1/dossier.pb.h"
#include "services/intake/national_time.h"

namespace lienthong::intake {
namespace {

Instant At(std::string_view text) { return ParseNationalTime(text)->instant; }

const Instant kArrival = At("20260810120000");

v1::SourceRecord Good() {
  v1::SourceRecord record;
  record.set_dossier("H44.1.2-260801-0001");
  record.set_procedure("1.000894");
  record.set_status("10");
  record.set_submitted(At("20260801073000"));
  record.set_accepted(At("20260801080000"));
  record.mutable_promised()->set_instant(At("20270101000000"));
  record.set_finished(At("20260805090000"));
  record.set_returned(At("20260805100000"));
  return record;
}

TEST(ValidateTest, AcceptsWhatIsWellFormed) { EXPECT_EQ(Validate(Good(), kArrival), std::nullopt); }

TEST(ValidateTest, AcceptsAStatusThatTheSenderCouldNotMap) {
  v1::SourceRecord record = Good();
  record.clear_status();

  EXPECT_EQ(Validate(record, kArrival), std::nullopt);
}

TEST(ValidateTest, AcceptsProgressAndDeletionWithoutAProcedure) {
  v1::SourceRecord progress;
  progress.set_dossier("a");
  progress.set_status("9");
  progress.set_status_time(kArrival);
  v1::SourceRecord deletion;
  deletion.set_dossier("a");
  deletion.set_tombstone(true);

  EXPECT_EQ(Validate(progress, kArrival), std::nullopt);
  EXPECT_EQ(Validate(deletion, kArrival), std::nullopt);
}

TEST(ValidateTest, AcceptsAPromiseBeforeTheAcceptance) {
  v1::SourceRecord record = Good();
  record.mutable_promised()->set_instant(At("20260701"));

  EXPECT_EQ(Validate(record, kArrival), std::nullopt);
}

TEST(ValidateTest, AcceptsTheEdges) {
  v1::SourceRecord record = Good();
  record.set_dossier(std::string(64, 'x'));
  record.set_other_dossier(std::string(256, 'x'));
  record.set_flags((1u << v1::FLAG_SYNCHRONISED) - 1);
  record.set_returned(kArrival + kSecondsPerDay);
  for (int i = 0; i < 64; ++i) record.add_supplements();

  EXPECT_EQ(Validate(record, kArrival), std::nullopt);
}

struct Fault {
  const char* field;
  std::function<void(v1::SourceRecord&)> spoil;
};

class ValidateFaultTest : public testing::TestWithParam<Fault> {};

TEST_P(ValidateFaultTest, NamesTheField) {
  v1::SourceRecord record = Good();
  GetParam().spoil(record);

  const auto fault = Validate(record, kArrival);

  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->field, GetParam().field);
  EXPECT_NE(fault->reason, "");
}

v1::Supplement& Add(v1::SourceRecord& record) { return *record.add_supplements(); }

INSTANTIATE_TEST_SUITE_P(
    AllFields, ValidateFaultTest,
    testing::Values(
        Fault{"MaHoSo", [](auto& r) { r.clear_dossier(); }},
        Fault{"MaHoSo", [](auto& r) { r.set_dossier(std::string(65, 'x')); }},
        Fault{"MaHoSo", [](auto& r) { r.set_dossier("a\nb"); }},
        Fault{"MaHoSo", [](auto& r) { r.set_dossier("a\xff"); }},
        Fault{"MaHoSoKhac", [](auto& r) { r.set_other_dossier("a\tb"); }},
        Fault{"MaTTHC", [](auto& r) { r.clear_procedure(); }},
        Fault{"MaTTHC", [](auto& r) { r.set_procedure(std::string(257, 'x')); }},
        Fault{"TrangThaiHoSo", [](auto& r) { r.set_status(std::string(257, 'x')); }},
        Fault{"KenhThucHien", [](auto& r) { r.set_channel("\xc3"); }},
        Fault{"NoiNopHoSo", [](auto& r) { r.set_receiving_unit(std::string(257, 'x')); }},
        Fault{"DonViXuLy", [](auto& r) { r.set_handling_unit("\xed\xa0\x80"); }},
        Fault{"madonvi", [](auto& r) { r.set_reporting_unit(std::string(257, 'x')); }},
        Fault{"NgayNopHoSo", [](auto& r) { r.set_submitted(1); }},
        Fault{"NgayNopHoSo", [](auto& r) { r.set_submitted(INT64_MIN); }},
        Fault{"NgayNopHoSo", [](auto& r) { r.set_submitted(INT64_MAX); }},
        Fault{"NgayTiepNhan", [](auto& r) { r.set_accepted(r.submitted() - 1); }},
        Fault{"NgayHenTra", [](auto& r) { r.mutable_promised()->set_instant(-1); }},
        Fault{"NgayKetThucXuLy", [](auto& r) { r.set_finished(r.accepted() - 1); }},
        Fault{"NgayKetThucXuLy",
              [](auto& r) {
                r.clear_accepted();
                r.set_finished(r.submitted() - 1);
              }},
        Fault{"NgayTra", [](auto& r) { r.set_returned(r.accepted() - 1); }},
        Fault{"NgayTra", [](auto& r) { r.set_returned(kArrival + kSecondsPerDay + 1); }},
        Fault{"NgayTuChoi", [](auto& r) { r.set_refused(r.submitted() - 1); }},
        Fault{"ThoiDiemXuLy", [](auto& r) { r.set_status_time(At("20990101")); }},
        Fault{"HoSoBoSungId", [](auto& r) { Add(r).set_id(std::string(257, 'x')); }},
        Fault{"NgayBoSung", [](auto& r) { Add(r).set_requested(5); }},
        Fault{"NgayTiepNhanBoSung",
              [](auto& r) {
                v1::Supplement& supplement = Add(r);
                supplement.set_requested(r.accepted() + 2);
                supplement.set_received(r.accepted() + 1);
              }},
        Fault{"NgayHenTraTruoc", [](auto& r) { Add(r).mutable_promised_before()->set_instant(5); }},
        Fault{"NgayHenTraMoi", [](auto& r) { Add(r).mutable_promised_after()->set_instant(5); }},
        Fault{"DanhSachHoSoBoSung",
              [](auto& r) {
                for (int i = 0; i < 65; ++i) r.add_supplements();
              }},
        Fault{"flags", [](auto& r) { r.set_flags(1u << v1::FLAG_SYNCHRONISED); }}));

TEST(ValidateTest, KnowsSourceNames) {
  for (const char* good : {"igate", "a", "open-cps_2.v1"}) EXPECT_TRUE(IsSourceName(good)) << good;
  for (const char* bad : {"", "iGate", "a b", "đ", "a/b"}) EXPECT_FALSE(IsSourceName(bad)) << bad;
  EXPECT_TRUE(IsSourceName(std::string(32, 'a')));
  EXPECT_FALSE(IsSourceName(std::string(33, 'a')));
}

TEST(ValidateTest, KnowsUtf8) {
  EXPECT_TRUE(IsUtf8({}));
  EXPECT_TRUE(IsUtf8("Phú Thọ"));
  EXPECT_FALSE(IsUtf8("\xc0\x80"));
}

}  // namespace
}  // namespace lienthong::intake
