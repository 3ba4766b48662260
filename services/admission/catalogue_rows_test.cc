#include <gtest/gtest.h>

#include "services/admission/reference_rows_testing.h"

namespace lienthong::admission {
namespace {

// Procedures and offers.
class CatalogueRowTest : public ReferenceRowsTest {
 protected:
  CatalogueRowTest() { Add(Province().Unit("H44.2", "Xã", "commune", "H44")); }

  static v1::ReferenceRow RowOf(const std::string& code, const std::string& name,
                                const std::string& unit = "", const std::string& from = "") {
    v1::ReferenceRow row;
    v1::ProcedureRow& procedure = *row.mutable_procedure();
    procedure.set_code(code);
    procedure.set_name(name);
    procedure.set_online("full");
    procedure.set_unit(unit);
    procedure.set_valid_from(from);
    return row;
  }
  static v1::ReferenceRow EndOf(const std::string& code, const std::string& from,
                                const std::string& unit = "") {
    v1::ReferenceRow row = RowOf(code, "", unit, from);
    row.mutable_procedure()->clear_online();
    row.mutable_procedure()->set_withdrawn("1");
    return row;
  }
  std::string CodesOf(const std::string& unit, const std::string& day) const {
    std::string codes;
    for (const CatalogueRow& row :
         registry().Catalogue(*registry().UnitByCode(unit), DayOf(At(day))))
      codes += (codes.empty() ? "" : " ") + row.procedure->code();
    return codes;
  }
};

TEST_F(CatalogueRowTest, HowAProcedureIsOfferedIsRead) {
  v1::ReferenceRow row = RowOf("1.001", "Một");
  v1::ProcedureRow& procedure = *row.mutable_procedure();
  procedure.set_citizen("1");
  procedure.set_online_payment("1");
  procedure.set_population_data("1");
  procedure.set_issued("2026-01-02");
  procedure.set_publish_by("2026-01-07");
  procedure.set_published("2026-01-05");
  procedure.set_update_by("2026-02-07");
  procedure.set_updated("2026-02-05");
  procedure.set_complete("1");
  EXPECT_EQ(Add(Rows().Add(row)).added(), 1u);

  const v1::Procedure& read = *registry().ProcedureAt(1, DayOf(At("2/7")));
  EXPECT_TRUE(read.citizen());
  EXPECT_TRUE(read.offering().online_payment());
  EXPECT_TRUE(read.offering().population_data());
  EXPECT_EQ(read.offering().issued(), DayOf(At("2/1")));
  EXPECT_EQ(read.offering().publish_by(), DayOf(At("7/1")));
  EXPECT_EQ(read.offering().published(), DayOf(At("5/1")));
  EXPECT_EQ(read.offering().update_by(), DayOf(At("7/2")));
  EXPECT_EQ(read.offering().updated(), DayOf(At("5/2")));
  EXPECT_TRUE(read.offering().complete());
  procedure.set_published("soon");
  EXPECT_EQ(FaultOf(Rows().Add(row)), "published: is no date of the form yyyy-mm-dd");
}

TEST_F(CatalogueRowTest, ARowWithAUnitDescribesANewProcedureAndOffersIt) {
  const v1::ImportReferenceResponse response =
      Add(Rows().Add(RowOf("1.001", "Một", "H44.1", "2026-02-01")));

  EXPECT_EQ(response.added(), 1u);
  EXPECT_EQ(registry().ProcedureAt(1, DayOf(At("1/1")))->name(), "Một");
  EXPECT_EQ(registry().OfferAt(2, 1, DayOf(At("31/1"))), nullptr);
  EXPECT_EQ(registry().OfferAt(2, 1, DayOf(At("1/2")))->online(), v1::ONLINE_LEVEL_FULL);
  EXPECT_EQ(CodesOf("H44.1", "1/2"), "1.001");
  EXPECT_EQ(CodesOf("H44.2", "1/2"), "1.001") << "has no catalogue of its own";
}

TEST_F(CatalogueRowTest, AKnownProcedureNeedsItsCodeOnlyAndIsNotChangedByAUnit) {
  Add(Rows().Add(RowOf("1.001", "Một")));

  EXPECT_EQ(Add(Rows().Add(RowOf("1.001", "", "H44.1"))).added(), 1u);
  EXPECT_EQ(Add(Rows().Add(RowOf("1.001", "Một", "H44.1"))).unchanged(), 1u);
  EXPECT_EQ(FaultOf(Rows().Add(RowOf("1.001", "Hai", "H44.1"))),
            "name: is another for procedure 1.001 itself; leave it empty, or change it in a row "
            "without unit");
  v1::ReferenceRow fee = RowOf("1.001", "", "H44.1");
  fee.mutable_procedure()->set_fee("1");
  EXPECT_EQ(FaultOf(Rows().Add(fee)).substr(0, 4), "fee:");
}

TEST_F(CatalogueRowTest, AnOfferAndAProcedureEnd) {
  Add(Rows().Add(RowOf("1.001", "Một", "H44.1")).Add(RowOf("1.002", "Hai", "H44.1")));

  EXPECT_EQ(Add(Rows().Add(EndOf("1.001", "2026-07-01", "H44.1"))).added(), 1u);
  EXPECT_EQ(Add(Rows().Add(EndOf("1.002", "2026-08-01"))).added(), 1u);
  EXPECT_EQ(CodesOf("H44.1", "30/6"), "1.001 1.002");
  EXPECT_EQ(CodesOf("H44.1", "1/7"), "1.002");
  EXPECT_EQ(CodesOf("H44.1", "1/8"), "");
  EXPECT_EQ(Add(Rows().Add(EndOf("1.002", "2026-08-01"))).unchanged(), 1u);
  EXPECT_EQ(FaultOf(Rows().Add(EndOf("1.009", "2026-08-01"))),
            "code: names no procedure known so far");
  EXPECT_EQ(FaultOf(Rows().Add(EndOf("1.001", "2026-09-01", "H44.1"))),
            "withdrawn: the unit itself does not offer it the day before");
}

TEST_F(CatalogueRowTest, TwoCodesForOneProcedureAreRefused) {
  EXPECT_EQ(FaultOf(Rows().Add(RowOf("1.001", "Đăng ký")).Add(RowOf("1.002", "ĐăNG Ký"))),
            "code: 1.001 and 1.002 are one procedure by name and field, always; end the old code "
            "(withdrawn), tell them apart by name, or have different units offer them");
}

TEST_F(CatalogueRowTest, TwoCodesAreToldApartByFieldDayOrUnit) {
  v1::ReferenceRow field = RowOf("1.002", "Một");
  field.mutable_procedure()->set_field("Hộ tịch");
  EXPECT_TRUE(Add(Rows().Add(RowOf("1.001", "Một")).Add(field)).errors().empty());

  EXPECT_TRUE(Add(Rows()
                      .Add(RowOf("2.001", "Hai"))
                      .Add(RowOf("2.002", "Hai", "", "2026-07-01"))
                      .Add(EndOf("2.001", "2026-07-01")))
                  .errors()
                  .empty());
  EXPECT_TRUE(Add(Rows().Add(RowOf("3.001", "Ba", "H44.1")).Add(RowOf("3.002", "Ba", "H44.2")))
                  .errors()
                  .empty());
}

TEST_F(CatalogueRowTest, TwoCodesOfOneUnitAreRefusedAlsoWhenTheSecondComesLater) {
  Add(Rows().Add(RowOf("3.001", "Ba", "H44.1")).Add(RowOf("3.002", "Ba", "H44.2")));

  EXPECT_EQ(FaultOf(Rows().Add(RowOf("3.002", "", "H44.1", "2026-07-01"))).substr(0, 40),
            "code: 3.001 and 3.002 are one procedure ");
}

}  // namespace
}  // namespace lienthong::admission
