#include "services/admission/reference_rows.h"

#include <gtest/gtest.h>

#include "services/admission/reference_rows_testing.h"

namespace lienthong::admission {
namespace {

TEST_F(ReferenceRowsTest, UnitsGetIdsInTheOrderOfTheirRows) {
  const v1::ImportReferenceResponse response = Add(Province());

  EXPECT_EQ(response.added(), 2u);
  const v1::Unit* const unit = registry().UnitAt(2, DayOf(At("2/7")));
  ASSERT_NE(unit, nullptr);
  EXPECT_EQ(unit->code(), "H44.1");
  EXPECT_EQ(unit->parent(), 1u);
  EXPECT_EQ(unit->type(), v1::UNIT_TYPE_COMMUNE);
  EXPECT_EQ(registry().UnitAt(2, DayOf(At("31/12/2025"))), nullptr);
}

TEST_F(ReferenceRowsTest, AKnownCodeKeepsItsId) {
  Add(Province());
  Add(Rows().Unit("H44.1", "Phường mới", "commune", "H44", "2026-07-01"));

  EXPECT_EQ(registry().UnitAt(2, DayOf(At("30/6")))->name(), "Phường");
  EXPECT_EQ(registry().UnitAt(2, DayOf(At("1/7")))->name(), "Phường mới");
}

TEST_F(ReferenceRowsTest, ARepeatedRowIsUnchanged) {
  Rows rows = Province();
  rows.Procedure("1.001", "5").Grant("H44.1", "h44-1").Grant("H44.1", "h44-1", "onecua");
  rows.Mapping("status", "moi", "1").Calendar("2026-09-02", "holiday");
  rows.Calendar("2026-01-01", "hours", "07:30-11:30,13:00-17:00")
      .Calendar("2026-07-01", "supplement_limit");
  EXPECT_EQ(Add(rows).added(), 9u);
  const std::string hash = draft_.position.hash();

  const v1::ImportReferenceResponse repeated = Add(rows);

  EXPECT_EQ(repeated.added(), 0u);
  EXPECT_EQ(repeated.unchanged(), 9u);
  EXPECT_EQ(draft_.position.hash(), hash);
}

TEST_F(ReferenceRowsTest, AUnitRowIsChecked) {
  EXPECT_EQ(FaultOf(Rows().Unit("", "Tỉnh", "province")), "code: is missing");
  EXPECT_EQ(FaultOf(Rows().Unit("H44", "", "province")), "name: is missing");
  EXPECT_EQ(FaultOf(Rows().Unit("H44", std::string(513, 'x'), "province")),
            "name: is longer than 512 bytes");
  EXPECT_EQ(FaultOf(Rows().Unit("H44", "Tỉnh", "xa")),
            "type: is none of nation, province, district, commune, department, centre");
  EXPECT_EQ(FaultOf(Rows().Unit("H44", "Tỉnh", "province", "", "1/7/2026")),
            "valid_from: is no date of the form yyyy-mm-dd");
  EXPECT_EQ(FaultOf(Rows().Unit("H44.1", "Phường", "commune", "H44")),
            "parent: names no unit known so far; add the unit in an earlier row");
  EXPECT_EQ(FaultOf(Rows().Unit("H44.1", "Phường", "commune", "H44.1")),
            "parent: names no unit known so far; add the unit in an earlier row");
}

TEST_F(ReferenceRowsTest, AUnitIsNeverAboveItself) {
  Add(Province());

  EXPECT_EQ(FaultOf(Rows().Unit("H44", "Tỉnh", "province", "H44.1")),
            "parent: lies below the unit itself");
  EXPECT_EQ(FaultOf(Rows().Unit("H44", "Tỉnh", "province", "H44")),
            "parent: lies below the unit itself");
}

TEST_F(ReferenceRowsTest, AProcedureRowIsRead) {
  Add(Rows().Procedure("1.001", "5", "1").Procedure("1.002"));

  const v1::Procedure* const procedure = registry().ProcedureAt(1, DayOf(At("2/7")));
  ASSERT_NE(procedure, nullptr);
  EXPECT_EQ(procedure->processing_days(), 5);
  EXPECT_TRUE(procedure->fee());
  EXPECT_EQ(procedure->online(), v1::ONLINE_LEVEL_FULL);
  EXPECT_EQ(registry().ProcedureAt(2, DayOf(At("2/7")))->processing_days(), -1);
}

TEST_F(ReferenceRowsTest, AProcedureRowIsChecked) {
  EXPECT_EQ(FaultOf(Rows().Procedure("")), "code: is missing");
  EXPECT_EQ(FaultOf(Rows().Procedure("1.001", "5", "yes")), "fee: is neither 0 nor 1");
  for (const char* days : {"-1", "1001", "5 days", "4.5", "99999999999"}) {
    EXPECT_EQ(FaultOf(Rows().Procedure("1.001", days)),
              "processing_days: is no whole number of working days from 0 to 1000")
        << days;
  }
}

TEST_F(ReferenceRowsTest, RowsOfOneGrantGatherItsSources) {
  Add(Province());
  Add(Rows()
          .Grant("H44.1", "h44-1", "onecua")
          .Grant("H44.1", "h44-1", "igate")
          .Grant("H44.1", "h44-1", ""));

  const v1::Grant* const grant = registry().CurrentGrant(2);
  ASSERT_NE(grant, nullptr);
  EXPECT_EQ(grant->term(), 1u);
  ASSERT_EQ(grant->sources_size(), 2);
  EXPECT_EQ(grant->sources(0), "igate");
}

TEST_F(ReferenceRowsTest, ANewOwnerHasTheNextTerm) {
  Add(Province());
  Add(Rows().Grant("H44.1", "h44-1").Grant("H44.1", "h44-2", "igate", "2026-07-01"));

  EXPECT_EQ(registry().CurrentGrant(2)->node(), "h44-2");
  EXPECT_EQ(registry().CurrentGrant(2)->term(), 2u);
  EXPECT_TRUE(registry().EverGranted(2, "h44-1"));
}

TEST_F(ReferenceRowsTest, TheOldGrantsSentAgainChangeNothing) {
  Add(Province());
  Add(Rows().Grant("H44.1", "h44-1", "igate"));
  Add(Rows().Grant("H44.1", "h44-2", "igate", "2026-07-01"));

  Add(Rows().Grant("H44.1", "h44-1", "igate"));

  EXPECT_EQ(registry().CurrentGrant(2)->term(), 2u);
  EXPECT_EQ(registry().CurrentGrant(2)->node(), "h44-2");
}

TEST_F(ReferenceRowsTest, AGrantRowIsChecked) {
  Add(Province());

  EXPECT_EQ(FaultOf(Rows().Grant("", "h44-1")), "unit: is missing");
  EXPECT_EQ(FaultOf(Rows().Grant("H44.9", "h44-1")),
            "unit: names no unit known so far; add the unit in an earlier row");
  EXPECT_EQ(FaultOf(Rows().Grant("H44.1", "")), "node: is missing");
}

TEST_F(ReferenceRowsTest, AMappingOfEachKindIsRead) {
  Rows rows = Province();
  rows.Procedure("1.001").Mapping("unit", "P1", "H44.1").Mapping("procedure", "TT1", "1.001");
  rows.Mapping("status", "moi", "1").Mapping("channel", "bcci", "3", "");
  EXPECT_TRUE(Add(rows).errors().empty());

  const Day day = DayOf(At("2/7"));
  EXPECT_EQ(registry().Map("igate", v1::REFERENCE_KIND_UNIT, "P1", day), "H44.1");
  EXPECT_EQ(registry().Map("igate", v1::REFERENCE_KIND_PROCEDURE, "TT1", day), "1.001");
  EXPECT_EQ(registry().Map("igate", v1::REFERENCE_KIND_STATUS, "MOI", day), "1");
  EXPECT_EQ(registry().Map("anybody", v1::REFERENCE_KIND_CHANNEL, "bcci", day), "3");
  EXPECT_EQ(registry().Map("other", v1::REFERENCE_KIND_UNIT, "P1", day), std::nullopt);
}

TEST_F(ReferenceRowsTest, AMappingRowIsChecked) {
  EXPECT_EQ(FaultOf(Rows().Mapping("colour", "red", "1")),
            "kind: is none of unit, procedure, status, channel");
  EXPECT_EQ(FaultOf(Rows().Mapping("status", "moi", "")), "target: is missing");
  for (const char* code : {"0", "11", "4 ", "moi"}) {
    EXPECT_EQ(FaultOf(Rows().Mapping("status", "moi", code)),
              "target: is no national status from 1 to 10")
        << code;
  }
  EXPECT_EQ(FaultOf(Rows().Mapping("channel", "bcci", "4")),
            "target: is no national channel from 1 to 3");
  EXPECT_EQ(FaultOf(Rows().Mapping("unit", "P1", "H44")),
            "target: names no unit known so far; add the unit in an earlier row");
  EXPECT_EQ(FaultOf(Rows().Mapping("procedure", "TT1", "1.001")),
            "target: names no procedure known so far");
}

TEST_F(ReferenceRowsTest, AnEmptyRowIsAFault) {
  v1::ImportReferenceRequest request;
  request.add_rows();
  v1::ImportReferenceResponse response;
  ASSERT_EQ(AddRows(request.rows(), {}, draft_, response), absl::OkStatus());

  ASSERT_EQ(response.errors_size(), 1);
  EXPECT_EQ(response.errors(0).field(), "row");
}

TEST_F(ReferenceRowsTest, EveryFaultIsNamedUpToABound) {
  Rows rows;
  for (int i = 0; i < 200; ++i) rows.Unit("", "", "");
  rows.Unit("H44", "Tỉnh", "province");

  EXPECT_EQ(Add(rows).errors_size(), 100);
}

// Rows about a unit's end.
class AbolishedRowTest : public ReferenceRowsTest {
 protected:
  AbolishedRowTest() { Add(Province()); }
  static Rows End(const std::string& code, const std::string& from) {
    Rows rows;
    v1::ReferenceRow row;
    row.mutable_unit()->set_code(code);
    row.mutable_unit()->set_valid_from(from);
    row.mutable_unit()->set_abolished("1");
    return rows.Add(row);
  }
};

TEST_F(AbolishedRowTest, AUnitEndsAndKeepsWhatItWas) {
  EXPECT_EQ(Add(End("H44.1", "2026-07-01")).added(), 1u);

  EXPECT_EQ(registry().UnitAt(2, DayOf(At("30/6")))->name(), "Phường");
  EXPECT_EQ(registry().UnitAt(2, DayOf(At("1/7"))), nullptr);
  EXPECT_EQ(Add(End("H44.1", "2026-07-01")).unchanged(), 1u);
}

TEST_F(AbolishedRowTest, AnEndIsChecked) {
  EXPECT_EQ(FaultOf(End("H44.9", "2026-07-01")), "code: names no unit known so far");
  EXPECT_EQ(FaultOf(End("H44.1", "")), "valid_from: is no date of the form yyyy-mm-dd");
  EXPECT_EQ(FaultOf(End("H44.1", "2025-07-01")), "abolished: the unit is not there the day before");
  EXPECT_EQ(FaultOf(End("H44", "2026-07-01")),
            "abolished: there are units below it: H44.1; place them elsewhere in earlier rows");
}

TEST_F(ReferenceRowsTest, AGrantGoesLiveOnADayOfItsOwn) {
  Add(Province());
  Rows rows;
  rows.Grant("H44.1", "h44-1").last_grant().set_go_live("2026-03-01");
  rows.Grant("H44.1", "h44-1", "onecua").last_grant().set_without_release("1");
  EXPECT_EQ(Add(rows).added(), 2u);

  const v1::Grant& grant = *registry().CurrentGrant(2);
  EXPECT_EQ(grant.go_live(), DayOf(At("1/3")));
  EXPECT_TRUE(grant.without_release());
  EXPECT_EQ(grant.sources_size(), 2);
  EXPECT_EQ(Add(rows).unchanged(), 2u);
}

TEST_F(ReferenceRowsTest, AGoLiveIsChecked) {
  Add(Province());
  Rows early, two;
  early.Grant("H44.1", "h44-1").last_grant().set_go_live("2025-12-31");
  two.Grant("H44.1", "h44-1").last_grant().set_go_live("2026-03-01");
  two.Grant("H44.1", "h44-1", "onecua").last_grant().set_go_live("2026-04-01");

  EXPECT_EQ(FaultOf(early),
            "go_live: lies before valid_from; a grant goes live on its first day or later");
  EXPECT_EQ(FaultOf(two), "go_live: another row of this grant says 2026-03-01");
}

TEST_F(ReferenceRowsTest, AMappingThatContradictsAnotherIsRefused) {
  Add(Rows().Mapping("status", "Xong", "9"));

  EXPECT_EQ(FaultOf(Rows().Mapping("status", "Xong", "10")),
            "target: contradicts what holds from 2026-01-01: \"Xong\" means 9; if it means another "
            "thing later, give that day in valid_from");
  EXPECT_EQ(FaultOf(Rows().Mapping("status", "XONG", "10")).substr(0, 19), "target: contradicts");
  EXPECT_EQ(
      FaultOf(Rows().Mapping("status", "Mới", "1").Mapping("status", "Mới", "2")).substr(0, 19),
      "target: contradicts");
  EXPECT_EQ(Add(Rows().Mapping("status", "XONG", "9")).added(), 1u);
  EXPECT_EQ(Add(Rows().Mapping("status", "Xong", "10", "other")).added(), 1u);
  Rows later;
  later.Mapping("status", "Xong", "10").last().mutable_mapping()->set_valid_from("2026-07-01");
  EXPECT_EQ(Add(later).added(), 1u);
}

}  // namespace
}  // namespace lienthong::admission
