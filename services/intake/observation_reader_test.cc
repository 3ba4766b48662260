#include "services/intake/observation_reader.h"

#include <gtest/gtest.h>

#include "services/intake/reader_testing.h"

namespace lienthong::intake {
namespace {

v1::ObservationRecord Good() {
  v1::ObservationRecord record;
  record.set_unit("P24");
  record.set_definition("766-2026/1/points");
  record.set_from("2023-11-01");
  record.set_to("2023-11-30");
  record.set_value("7.7");
  record.set_measure(v1::MEASURE_POINTS);
  record.set_source("report 2023-11");
  record.set_as_of(At("20231205235959"));
  return record;
}

TEST(ObservationReaderTest, EveryColumnIsReadUnderEitherName) {
  std::vector<v1::ObservationRecord> records;
  for (const char* bytes :
       {"unit,definition,from,to,value,measure,source,as_of,withdrawn\n"
        "P24,766-2026/1/points,2023-11-01,2023-11-30,7.7,points,report 2023-11,2023-12-05,0\n",
        "DonVi;ChiTieu;TuNgay;DenNgay;GiaTri;DonViTinh;Nguon;ThoiDiem\n"
        "P24;766-2026/1/points;2023-11-01;2023-11-30;7.7;points;report 2023-11;20231205\n",
        "unit,definition,from,to,value,measure,source,as_of\n"
        "P24,766-2026/1/points,2023-11-01,2023-11-30,7.7,points,report 2023-11,2023-12-05 "
        "23:59:59\n"}) {
    ASSERT_TRUE(ReadObservations(
                    bytes,
                    [&](uint64_t, v1::ObservationRecord record) {
                      records.push_back(std::move(record));
                      return absl::OkStatus();
                    },
                    [](const Reject& reject) { ADD_FAILURE() << reject.field; })
                    .ok());
  }

  ASSERT_EQ(records.size(), 3u);
  for (const v1::ObservationRecord& record : records)
    EXPECT_EQ(record.DebugString(), Good().DebugString());
  EXPECT_EQ(Validate(Good(), At("20231205")), std::nullopt);
}

TEST(ObservationReaderTest, WithoutDefinitionValueSourceOrMomentItIsRefusedByName) {
  const auto field_of = [&](const auto& change) {
    v1::ObservationRecord record = Good();
    change(record);
    const auto fault = Validate(record, At("20240101"));
    return fault.has_value() ? fault->field : "";
  };

  EXPECT_EQ(field_of([](auto& r) { r.clear_unit(); }), "unit");
  EXPECT_EQ(field_of([](auto& r) { r.clear_definition(); }), "definition");
  EXPECT_EQ(field_of([](auto& r) { r.set_definition("tỷ lệ"); }), "definition");
  EXPECT_EQ(field_of([](auto& r) { r.set_definition(std::string(97, 'x')); }), "definition");
  EXPECT_EQ(field_of([](auto& r) { r.set_from("11/2023"); }), "from");
  EXPECT_EQ(field_of([](auto& r) { r.set_to("2023-10-31"); }), "to");
  EXPECT_EQ(field_of([](auto& r) { r.clear_value(); }), "value");
  for (const char* value : {"39,56", "-1", "1.", ".5", "1e3", "1.2345678", "19.933.000", "NaN"})
    EXPECT_EQ(field_of([&](auto& r) { r.set_value(value); }), "value") << value;
  EXPECT_EQ(field_of([](auto& r) {
              r.set_measure(v1::MEASURE_PERCENT);
              r.set_value("100.01");
            }),
            "value");
  EXPECT_EQ(field_of([](auto& r) { r.set_measure(v1::MEASURE_COUNT); }), "value");
  EXPECT_EQ(field_of([](auto& r) { r.clear_measure(); }), "measure");
  EXPECT_EQ(field_of([](auto& r) { r.clear_source(); }), "source");
  EXPECT_EQ(field_of([](auto& r) { r.set_source("a\nb"); }), "source");
  EXPECT_EQ(field_of([](auto& r) { r.clear_as_of(); }), "as_of");
  EXPECT_EQ(field_of([](auto& r) { r.set_as_of(At("20240103")); }), "as_of");
}

}  // namespace
}  // namespace lienthong::intake
