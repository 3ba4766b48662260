#include <gtest/gtest.h>

#include "storage/registry/registry_testing.h"

namespace lienthong {
namespace {

v1::ReferenceEntry ProcedureEntry(uint32_t id, const std::string& code, v1::OnlineLevel online,
                                  Day from = 0, bool abolished = false) {
  v1::ReferenceEntry entry;
  v1::Procedure& procedure = *entry.mutable_procedure();
  procedure.set_id(id);
  procedure.set_code(code);
  procedure.set_name("Procedure " + code);
  procedure.set_online(online);
  procedure.set_valid_from(from);
  procedure.set_abolished(abolished);
  return entry;
}

v1::ReferenceEntry OfferEntry(uint32_t unit, uint32_t procedure, v1::OnlineLevel online,
                              Day from = 0, bool withdrawn = false) {
  v1::ReferenceEntry entry;
  v1::Offer& offer = *entry.mutable_offer();
  offer.set_unit(unit);
  offer.set_procedure(procedure);
  offer.set_online(online);
  offer.set_valid_from(from);
  offer.set_withdrawn(withdrawn);
  return entry;
}

constexpr v1::OnlineLevel kFull = v1::ONLINE_LEVEL_FULL, kPartial = v1::ONLINE_LEVEL_PARTIAL,
                          kOther = v1::ONLINE_LEVEL_OTHER;

// A province (1), its communes (2, 3), three procedures: C, B, A by code.
class CatalogueTest : public testing::Test {
 protected:
  CatalogueTest() : registry_(Lower) {
    registry_.Add(UnitEntry(1, "P", 0));
    registry_.Add(UnitEntry(2, "P.1", 1));
    registry_.Add(UnitEntry(3, "P.2", 1));
    registry_.Add(ProcedureEntry(1, "C", kOther));
    registry_.Add(ProcedureEntry(2, "B", kOther));
    registry_.Add(ProcedureEntry(3, "A", kOther));
  }

  // "A:3 B:1": codes and levels.
  std::string Of(uint32_t unit, Day day = 20000) const {
    std::string text;
    for (const CatalogueRow& row : registry_.Catalogue(unit, day)) {
      text +=
          (text.empty() ? "" : " ") + row.procedure->code() + ":" + std::to_string(row.online());
    }
    return text;
  }

  Registry registry_;
};

TEST_F(CatalogueTest, WithoutOffersItIsEveryProcedureOfTheDay) {
  registry_.Add(ProcedureEntry(2, "B", kFull, 20100));
  registry_.Add(ProcedureEntry(3, "A", kOther, 20200, true));

  EXPECT_EQ(Of(1), "A:3 B:3 C:3");
  EXPECT_EQ(Of(2, 20100), "A:3 B:1 C:3");
  EXPECT_EQ(Of(2, 20200), "B:1 C:3");
}

TEST_F(CatalogueTest, HoldsWhatIsOfferedAboveAndBelow) {
  registry_.Add(OfferEntry(1, 1, kPartial));
  registry_.Add(OfferEntry(2, 2, kFull));

  EXPECT_EQ(Of(1), "B:1 C:2");
  EXPECT_EQ(Of(2), "B:1 C:2");
  EXPECT_EQ(Of(3), "C:2");
}

TEST_F(CatalogueTest, TheUnitsOwnOfferHoldsThenTheNearestAboveThenTheFurthestOnlineBelow) {
  registry_.Add(OfferEntry(2, 1, kPartial));
  registry_.Add(OfferEntry(3, 1, kFull));

  EXPECT_EQ(Of(1), "C:1");
  EXPECT_EQ(Of(2), "C:2");
  registry_.Add(OfferEntry(1, 1, kOther));
  EXPECT_EQ(Of(1), "C:3");
  EXPECT_EQ(Of(2), "C:2");
}

TEST_F(CatalogueTest, OffersBeginAndEndOnTheirDays) {
  registry_.Add(OfferEntry(1, 1, kFull, 20000));
  registry_.Add(OfferEntry(1, 1, kFull, 20100, true));

  EXPECT_EQ(Of(1, 19999), "A:3 B:3 C:3");
  EXPECT_EQ(Of(1, 20099), "C:1");
  EXPECT_EQ(Of(1, 20100), "");
  EXPECT_EQ(registry_.UnitsOffering(1, 20099), std::set<uint32_t>{1});
  EXPECT_TRUE(registry_.UnitsOffering(1, 20100).empty());
}

TEST_F(CatalogueTest, AnOfferWithoutALevelKeepsTheProcedures) {
  registry_.Add(OfferEntry(1, 1, v1::ONLINE_LEVEL_UNSPECIFIED));

  EXPECT_EQ(Of(1), "C:3");
}

TEST_F(CatalogueTest, AUnitThatIsNotThereHasNone) { EXPECT_EQ(Of(9), ""); }

}  // namespace
}  // namespace lienthong
