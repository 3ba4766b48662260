#include <gtest/gtest.h>

#include "services/admission/reference_rows_testing.h"

namespace lienthong::admission {
namespace {

// Figures from above.
class ObservationRowTest : public ReferenceRowsTest {
 protected:
  ObservationRowTest() { Add(Province()); }

  static v1::ReferenceRow Good() {
    v1::ReferenceRow row;
    v1::ObservationRow& observation = *row.mutable_observation();
    observation.set_unit("H44");
    observation.set_definition("766-2026/3/points/average");
    observation.set_from("2026-06-01");
    observation.set_to("2026-06-30");
    observation.set_value("7.7");
    observation.set_measure("points");
    observation.set_source("dichvucong.gov.vn");
    observation.set_as_of("2026-07-01 08:30:00");
    return row;
  }
  template <typename Change>
  std::string FaultWith(Change change) {
    v1::ReferenceRow row = Good();
    change(*row.mutable_observation());
    return FaultOf(Rows().Add(row));
  }
};

TEST_F(ObservationRowTest, AFigureIsRead) {
  EXPECT_EQ(Add(Rows().Add(Good())).added(), 1u);
  EXPECT_EQ(Add(Rows().Add(Good())).unchanged(), 1u);

  const auto* const read =
      registry().ObservationOf(1, "766-2026/3/points/average", DayOf(At("1/6")), DayOf(At("30/6")));
  ASSERT_NE(read, nullptr);
  EXPECT_EQ(read->value(), "7.7");
  EXPECT_EQ(read->measure(), v1::MEASURE_POINTS);
  EXPECT_EQ(read->as_of(), At("1/7 08:30"));
}

TEST_F(ObservationRowTest, ADayMeansItsEndAndAnOlderFigureChangesNothing) {
  v1::ReferenceRow day = Good(), older = Good();
  day.mutable_observation()->set_as_of("2026-07-01");
  older.mutable_observation()->set_value("1");
  EXPECT_EQ(Add(Rows().Add(day)).added(), 1u);

  EXPECT_EQ(Add(Rows().Add(older)).unchanged(), 1u);
  EXPECT_EQ(registry().AllObservations().front()->as_of(), At("1/7 23:59") + 59);
}

TEST_F(ObservationRowTest, AFigureIsChecked) {
  EXPECT_EQ(FaultWith([](auto& row) { row.clear_definition(); }),
            "definition: is missing; a figure says nothing without what it counts");
  EXPECT_EQ(FaultWith([](auto& row) { row.set_definition("tỷ lệ"); }),
            "definition: has other characters than A-Z a-z 0-9 . _ / -");
  EXPECT_EQ(FaultWith([](auto& row) { row.set_definition(std::string(97, 'x')); }),
            "definition: is longer than 96 bytes");
  EXPECT_EQ(FaultWith([](auto& row) { row.set_unit("H45"); }),
            "unit: names no unit known so far; add the unit in an earlier row");
  EXPECT_EQ(FaultWith([](auto& row) { row.set_to("2026-05-31"); }), "to: lies before from");
  EXPECT_EQ(FaultWith([](auto& row) { row.clear_from(); }),
            "from: is no date of the form yyyy-mm-dd");
  EXPECT_EQ(FaultWith([](auto& row) { row.set_measure("dossiers"); }),
            "measure: is none of count, percent, points");
  EXPECT_EQ(FaultWith([](auto& row) { row.clear_source(); }), "source: is missing");
  for (const char* as_of : {"", "1/7/2026", "2026-07-01T08:30:00", "2026-07-01 8:30",
                            "2026-07-01 24:00:00", "2026-07-01 08:30:00x"}) {
    EXPECT_EQ(FaultWith([&](auto& row) { row.set_as_of(as_of); }).substr(0, 6), "as_of:") << as_of;
  }
}

TEST_F(ObservationRowTest, AValueIsAnExactDecimalOfItsMeasure) {
  for (const char* value : {"7,7", "-1", "1.234.567", "39.56%", ".5", "5.", "1e3", "1.2345678"}) {
    EXPECT_EQ(FaultWith([&](auto& row) { row.set_value(value); }),
              "value: is no decimal with a point and without separators, for example 39.56")
        << value;
  }
  EXPECT_EQ(FaultWith([](auto& row) {
              row.set_measure("count");
              row.set_value("1.5");
            }),
            "value: is no whole number without separators");
  EXPECT_EQ(FaultWith([](auto& row) {
              row.set_measure("percent");
              row.set_value("100.01");
            }),
            "value: is more than 100 percent");
}

// Rulebooks.
class RulebookRowTest : public ReferenceRowsTest {
 protected:
  static v1::ReferenceRow RowOf(const std::string& id, const std::string& from,
                                const std::string& to = "", const std::string& title = "") {
    v1::ReferenceRow row;
    row.mutable_rulebook()->set_id(id);
    row.mutable_rulebook()->set_valid_from(from);
    row.mutable_rulebook()->set_valid_to(to);
    row.mutable_rulebook()->set_title(title);
    return row;
  }
};

TEST_F(RulebookRowTest, OneFollowsTheOther) {
  EXPECT_EQ(
      Add(Rows().Add(RowOf("a", "2022-06-23", "2025-12-31")).Add(RowOf("b", "2026-01-01"))).added(),
      2u);

  EXPECT_EQ(registry().RulebookAt(DayOf(At("1/7")))->id(), "b");
}

TEST_F(RulebookRowTest, TwoOnOneDayAreRefusedByName) {
  EXPECT_EQ(FaultOf(Rows().Add(RowOf("a", "2022-06-23")).Add(RowOf("b", "2026-01-01"))),
            "valid_from: a and b both hold on 2026-01-01; give a the day before as valid_to, or "
            "let b begin later");
}

TEST_F(RulebookRowTest, AGapBetweenTwoIsRefusedByName) {
  EXPECT_EQ(
      FaultOf(Rows().Add(RowOf("a", "2022-06-23", "2025-11-30")).Add(RowOf("b", "2026-01-01"))),
      "valid_from: no rulebook holds after the last day of a (2025-11-30) and before the "
      "first of b (2026-01-01); close the gap");
}

TEST_F(RulebookRowTest, OneIsEndedWhenTheNextComesAndNeverChangedOtherwise) {
  Add(Rows().Add(RowOf("a", "2022-06-23")));

  EXPECT_EQ(FaultOf(Rows().Add(RowOf("a", "2022-06-23", "", "Title"))),
            "id: is that of a rulebook with another text; give the changed one a new id");
  EXPECT_EQ(
      Add(Rows().Add(RowOf("b", "2026-01-01")).Add(RowOf("a", "2022-06-23", "2025-12-31"))).added(),
      2u);
  EXPECT_EQ(registry().RulebookAt(DayOf(At("31/12/2025")))->id(), "a");
  EXPECT_EQ(FaultOf(Rows().Add(RowOf("a", "2022-06-23", "2026-12-31"))).substr(0, 3), "id:");
}

TEST_F(RulebookRowTest, ARulebookIsChecked) {
  EXPECT_EQ(FaultOf(Rows().Add(RowOf("", "2026-01-01"))), "id: is missing");
  EXPECT_EQ(FaultOf(Rows().Add(RowOf("QĐ 766", "2026-01-01"))),
            "id: has other characters than a-z 0-9 . -");
  EXPECT_EQ(FaultOf(Rows().Add(RowOf("a", ""))), "valid_from: is no date of the form yyyy-mm-dd");
  EXPECT_EQ(FaultOf(Rows().Add(RowOf("a", "2026-01-01", "2025-01-01"))),
            "valid_to: lies before valid_from");
}

TEST_F(RulebookRowTest, WhatTheNodeHandedInLooksIntoIt) {
  v1::ImportReferenceResponse response;
  const RulebookCheck check = [](const v1::Rulebook& rulebook) {
    return InvalidArgument("group 3: names an unknown line ({})", rulebook.id());
  };
  ASSERT_EQ(AddRows(Rows().Add(RowOf("a", "2026-01-01")).request().rows(), check, draft_, response),
            absl::OkStatus());

  ASSERT_EQ(response.errors_size(), 1);
  EXPECT_EQ(response.errors(0).field(), "rulebook");
  EXPECT_EQ(response.errors(0).reason(), "group 3: names an unknown line (a)");
}

}  // namespace
}  // namespace lienthong::admission
