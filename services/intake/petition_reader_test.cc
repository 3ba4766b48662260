#include "services/intake/petition_reader.h"

#include <gtest/gtest.h>

#include "services/intake/reader_testing.h"

namespace lienthong::intake {
namespace {

struct Read {
  std::vector<v1::PetitionRecord> records;
  std::vector<Reject> rejects;
};

Read ReadAll(std::string_view bytes) {
  Read read;
  EXPECT_TRUE(ReadPetitions(
                  bytes,
                  [&](uint64_t, v1::PetitionRecord record) {
                    read.records.push_back(std::move(record));
                    return absl::OkStatus();
                  },
                  [&](const Reject& reject) { read.rejects.push_back(reject); })
                  .ok());
  return read;
}

TEST(PetitionReaderTest, EveryColumnIsReadUnderEitherName) {
  const Read english = ReadAll(
      "petition,unit,procedure,received,refused,more_asked,processed,published,satisfaction,"
      "revision,deleted,reporting_unit\n"
      "PA-1,H44.1,1.001,20260801080000,20260802080000,20260803080000,2026-08-04,2026-08-05 "
      "09:00:00,satisfied,7,0,H44.9\n");
  const Read vietnamese = ReadAll(
      R"([{"MaPAKN":"PA-1","DonViXuLy":"H44.1","MaTTHC":"1.001","NgayTiepNhan":"20260801080000",
      "NgayTuChoi":"20260802080000","NgayYeuCauBoSung":"20260803080000","NgayXuLy":"20260804",
      "NgayCongKhai":"20260805090000","MucDoHaiLong":"Hài lòng","LanSua":7,"DaXoa":false,"madonvi":"H44.9"}])");

  ASSERT_EQ(english.records.size(), 1u);
  const v1::PetitionRecord& record = english.records[0];
  EXPECT_EQ(record.petition(), "PA-1");
  EXPECT_EQ(record.unit(), "H44.1");
  EXPECT_EQ(record.procedure(), "1.001");
  EXPECT_EQ(record.received(), At("20260801080000"));
  EXPECT_EQ(record.refused(), At("20260802080000"));
  EXPECT_EQ(record.more_asked(), At("20260803080000"));
  EXPECT_EQ(record.processed(), At("20260804"));
  EXPECT_EQ(record.published(), At("20260805090000"));
  EXPECT_EQ(record.satisfaction(), v1::SATISFACTION_SATISFIED);
  EXPECT_EQ(record.revision(), 7u);
  EXPECT_EQ(record.reporting_unit(), "H44.9");
  ASSERT_EQ(vietnamese.records.size(), 1u);
  EXPECT_EQ(vietnamese.records[0].DebugString(), record.DebugString());
}

TEST(PetitionReaderTest, WhatTheSenderSaysAboutTheHandling) {
  const Read read = ReadAll(
      "MaPAKN,NgayTiepNhan,MucDoHaiLong\n"
      "a,20260801,không hài lòng\nb,20260801,KHÔNG HÀI LÒNG\nc,20260801,0\nd,20260801,\n"
      "e,20260801,tạm được\n");

  ASSERT_EQ(read.records.size(), 4u);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(read.records[i].satisfaction(), v1::SATISFACTION_DISSATISFIED) << i;
  EXPECT_EQ(read.records[3].satisfaction(), v1::SATISFACTION_UNSPECIFIED);
  ASSERT_EQ(read.rejects.size(), 1u);
  EXPECT_EQ(read.rejects[0].dossier, "e");
  EXPECT_EQ(read.rejects[0].field, "satisfaction");
}

TEST(PetitionReaderTest, AFaultNamesItsFieldAndNoValue) {
  const Read read = ReadAll(
      "petition,received,processed,revision,deleted\n"
      "a,1/8/2026,,,\nb,20260801,hôm qua,,\nc,20260801,,x,\nd,20260801,,,maybe\n");

  EXPECT_TRUE(read.records.empty());
  const char* const fields[] = {"received", "processed", "revision", "deleted"};
  ASSERT_EQ(read.rejects.size(), 4u);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(read.rejects[i].field, fields[i]);
    EXPECT_EQ(read.rejects[i].reason.find("qua"), std::string::npos);
  }
}

v1::PetitionRecord Good() {
  v1::PetitionRecord record;
  record.set_petition("PA-1");
  record.set_received(At("20260801080000"));
  return record;
}

TEST(PetitionCheckTest, AGoodOneIsGood) {
  EXPECT_EQ(Validate(Good(), At("20260801080000")), std::nullopt);
  v1::PetitionRecord deleted;
  deleted.set_petition("PA-1");
  deleted.set_tombstone(true);
  EXPECT_EQ(Validate(deleted, At("20260801080000")), std::nullopt);
}

TEST(PetitionCheckTest, EveryFaultNamesItsField) {
  const Instant arrival = At("20260810080000");
  const auto field_of = [&](const auto& change) {
    v1::PetitionRecord record = Good();
    change(record);
    const auto fault = Validate(record, arrival);
    return fault.has_value() ? fault->field : "";
  };

  EXPECT_EQ(field_of([](auto& r) { r.clear_petition(); }), "petition");
  EXPECT_EQ(field_of([](auto& r) { r.set_petition(std::string(65, 'x')); }), "petition");
  EXPECT_EQ(field_of([](auto& r) { r.set_petition(std::string("\0p", 2)); }), "petition");
  EXPECT_EQ(field_of([](auto& r) { r.set_unit("\xff"); }), "unit");
  EXPECT_EQ(field_of([](auto& r) { r.set_procedure(std::string(257, 'x')); }), "procedure");
  EXPECT_EQ(field_of([](auto& r) { r.clear_received(); }), "received");
  EXPECT_EQ(field_of([](auto& r) { r.set_received(1); }), "received");
  EXPECT_EQ(field_of([](auto& r) { r.set_processed(At("20260731")); }), "processed");
  EXPECT_EQ(field_of([](auto& r) { r.set_published(At("20260812080000")); }), "published");
  EXPECT_EQ(field_of([](auto& r) { r.set_refused(INT64_MAX); }), "refused");
  EXPECT_EQ(field_of([](auto& r) { r.set_more_asked(INT64_MIN); }), "more_asked");
  EXPECT_EQ(field_of([](auto& r) { r.set_satisfaction(static_cast<v1::Satisfaction>(9)); }),
            "satisfaction");
}

}  // namespace
}  // namespace lienthong::intake
