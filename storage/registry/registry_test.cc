#include "storage/registry/registry.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "storage/base/calendar_date.h"

namespace lienthong {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return lower;
}

v1::ReferenceEntry UnitEntry(uint32_t id, const std::string& code, uint32_t parent, Day from = 0,
                             bool abolished = false) {
  v1::ReferenceEntry entry;
  v1::Unit& unit = *entry.mutable_unit();
  unit.set_id(id);
  unit.set_code(code);
  unit.set_name("Name " + code);
  unit.set_parent(parent);
  unit.set_valid_from(from);
  unit.set_abolished(abolished);
  return entry;
}

v1::ReferenceEntry MappingEntry(const std::string& source, const std::string& value,
                                const std::string& target) {
  v1::ReferenceEntry entry;
  entry.mutable_mapping()->set_source(source);
  entry.mutable_mapping()->set_kind(v1::REFERENCE_KIND_STATUS);
  entry.mutable_mapping()->set_value(value);
  entry.mutable_mapping()->set_target(target);
  return entry;
}

TEST(RegistryTest, ACodeIsNoPrefixOfAnother) {
  Registry registry(Lower);
  registry.Add(UnitEntry(1, "H44", 0));
  registry.Add(UnitEntry(2, "H44.13", 1));
  registry.Add(UnitEntry(3, "H44.130", 1));

  EXPECT_EQ(registry.UnitByCode("H44.13"), 2u);
  EXPECT_EQ(registry.UnitByCode("H44.130"), 3u);
  EXPECT_FALSE(registry.UnitByCode("H44.1").has_value());
}

TEST(RegistryTest, TheTreeIsThatOfTheDay) {
  Registry registry(Lower);
  registry.Add(UnitEntry(1, "P", 0));
  registry.Add(UnitEntry(2, "D", 1));
  registry.Add(UnitEntry(3, "C", 2));
  registry.Add(UnitEntry(2, "D", 1, 20270, true));
  registry.Add(UnitEntry(3, "C", 1, 20270));

  EXPECT_EQ(registry.Subtree(1, 20269), (std::vector<uint32_t>{1, 2, 3}));
  EXPECT_EQ(registry.Subtree(2, 20269), (std::vector<uint32_t>{2, 3}));
  EXPECT_EQ(registry.Subtree(1, 20270), (std::vector<uint32_t>{1, 3}));
  EXPECT_EQ(registry.UnitAt(2, 20270), nullptr);
}

TEST(RegistryTest, ACycleEnds) {
  Registry registry(Lower);
  registry.Add(UnitEntry(1, "A", 2));
  registry.Add(UnitEntry(2, "B", 1));

  EXPECT_EQ(registry.Subtree(1, 20000).size(), 2u);
}

TEST(RegistryTest, NamesAreComparedInNormalForm) {
  Registry registry(Lower);
  registry.Add(UnitEntry(1, "A", 0));

  EXPECT_EQ(registry.UnitsByName("NAME a", 20000), std::vector<uint32_t>{1});
  EXPECT_TRUE(registry.UnitsByName("", 20000).empty());
}

TEST(RegistryTest, AMappingOfTheSourceWins) {
  Registry registry(Lower);
  registry.Add(MappingEntry("", "done", "9"));
  registry.Add(MappingEntry("igate", "done", "10"));

  EXPECT_EQ(registry.Map("igate", v1::REFERENCE_KIND_STATUS, "done", 20000), "10");
  EXPECT_EQ(registry.Map("other", v1::REFERENCE_KIND_STATUS, "DONE", 20000), "9");
  registry.Add(MappingEntry("other", "In Process", "4"));
  EXPECT_EQ(registry.Map("other", v1::REFERENCE_KIND_STATUS, "IN process", 20000), "4");
  EXPECT_FALSE(registry.Map("igate", v1::REFERENCE_KIND_UNIT, "done", 20000).has_value());
}

TEST(RegistryTest, KnowsWhatItAlreadyHolds) {
  Registry registry(Lower);
  registry.Add(UnitEntry(1, "A", 0));

  EXPECT_TRUE(registry.Holds(UnitEntry(1, "A", 0)));
  EXPECT_FALSE(registry.Holds(UnitEntry(1, "A", 0, 20000)));
}

v1::ReferenceEntry GrantEntry(uint32_t unit, const std::string& node, Day from, Day go_live = 0) {
  v1::ReferenceEntry entry;
  entry.mutable_grant()->set_unit(unit);
  entry.mutable_grant()->set_node(node);
  entry.mutable_grant()->set_valid_from(from);
  entry.mutable_grant()->set_go_live(go_live);
  return entry;
}

TEST(RegistryTest, TheGrantIsThatOfTheDay) {
  Registry registry(Lower);
  registry.Add(GrantEntry(1, "first", 20000));
  registry.Add(GrantEntry(1, "second", 20100, 20150));

  EXPECT_EQ(registry.GrantAt(1, 19999), nullptr);
  EXPECT_EQ(registry.GrantAt(1, 20099)->node(), "first");
  EXPECT_EQ(registry.GrantAt(1, 20100)->node(), "second");
  EXPECT_EQ(registry.FirstGrant(1)->node(), "first");
  EXPECT_EQ(registry.CurrentGrant(1)->node(), "second");
  EXPECT_EQ(GoLiveOf(*registry.GrantAt(1, 20099)), 20000);
  EXPECT_EQ(GoLiveOf(*registry.GrantAt(1, 20100)), 20150);
}

TEST(RegistryTest, SaysWhenANameStood) {
  Registry registry(Lower);
  registry.Add(UnitEntry(1, "A", 0, 20000));
  registry.Add(UnitEntry(1, "A", 0, 20100));
  registry.Add(UnitEntry(1, "A", 0, 20200, true));

  const std::vector<Span> spans = registry.UnitNameSpans("NAME A");

  ASSERT_EQ(spans.size(), 1u);
  EXPECT_EQ(spans[0].first, 20000);
  EXPECT_EQ(spans[0].end, 20200);
  EXPECT_TRUE(registry.UnitNameSpans("name b").empty());
}

TEST(RegistryTest, AMappingIsFoundByItsNormalFormAndDay) {
  Registry registry(Lower);
  registry.Add(MappingEntry("igate", "Done", "9"));

  ASSERT_NE(registry.MappingFrom("igate", v1::REFERENCE_KIND_STATUS, "DONE", 0), nullptr);
  EXPECT_EQ(registry.MappingFrom("igate", v1::REFERENCE_KIND_STATUS, "done", 20000), nullptr);
  EXPECT_EQ(registry.MappingFrom("", v1::REFERENCE_KIND_STATUS, "done", 0), nullptr);
  EXPECT_EQ(registry.AllMappings().size(), 1u);
}

TEST(RegistryTest, ACopyThatChangesLeavesTheOtherAlone) {
  Registry first(Lower);
  first.Add(UnitEntry(1, "A", 0));
  Registry second(first);

  second.Add(UnitEntry(2, "B", 1));
  first.Add(UnitEntry(3, "C", 1));

  EXPECT_EQ(first.Subtree(1, 20000), (std::vector<uint32_t>{1, 3}));
  EXPECT_EQ(second.Subtree(1, 20000), (std::vector<uint32_t>{1, 2}));
  EXPECT_FALSE(first.UnitByCode("B").has_value());
  EXPECT_FALSE(second.UnitByCode("C").has_value());
}

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

v1::ReferenceEntry RulebookEntry(const std::string& id, const std::string& from,
                                 const std::string& to) {
  v1::ReferenceEntry entry;
  entry.mutable_rulebook()->set_id(id);
  entry.mutable_rulebook()->set_valid_from(from);
  entry.mutable_rulebook()->set_valid_to(to);
  return entry;
}

TEST(RegistryTest, TheRulebookIsThatOfTheDay) {
  Registry registry(Lower);
  registry.Add(RulebookEntry("b", "2026-01-01", ""));
  registry.Add(RulebookEntry("a", "2022-06-23", "2025-12-31"));
  registry.Add(RulebookEntry("broken", "soon", ""));

  EXPECT_EQ(registry.RulebookAt(*ParseDate("2022-06-22")), nullptr);
  EXPECT_EQ(registry.RulebookAt(*ParseDate("2025-12-31"))->id(), "a");
  EXPECT_EQ(registry.RulebookAt(*ParseDate("2026-01-01"))->id(), "b");
  EXPECT_EQ(registry.RulebookById("b")->valid_from(), "2026-01-01");
  EXPECT_EQ(registry.RulebookById("c"), nullptr);
  EXPECT_EQ(registry.Rulebooks().front()->rulebook.id(), "a");
  EXPECT_TRUE(registry.Holds(RulebookEntry("b", "2026-01-01", "")));
  EXPECT_FALSE(registry.Holds(RulebookEntry("b", "2026-01-01", "2026-12-31")));
}

v1::ReferenceEntry ObservationEntry(const std::string& source, const std::string& value,
                                    Instant as_of, bool withdrawn = false) {
  v1::ReferenceEntry entry;
  v1::Observation& observation = *entry.mutable_observation();
  observation.set_unit(1);
  observation.set_definition("766-2026/2/average");
  observation.set_first_day(20000);
  observation.set_last_day(20030);
  observation.set_value(value);
  observation.set_source(source);
  observation.set_as_of(as_of);
  observation.set_withdrawn(withdrawn);
  return entry;
}

class ObservationTest : public testing::Test {
 protected:
  std::string Value() const {
    const auto* const found = registry_.ObservationOf(1, "766-2026/2/average", 20000, 20030);
    return found == nullptr ? "none" : found->value();
  }
  Registry registry_{Lower};
};

TEST_F(ObservationTest, ALaterMomentTakesTheOldersPlaceInAnyOrder) {
  registry_.Add(ObservationEntry("portal", "2", 200));
  registry_.Add(ObservationEntry("portal", "1", 100));

  EXPECT_EQ(Value(), "2");
  registry_.Add(ObservationEntry("portal", "3", 200));
  EXPECT_EQ(Value(), "3");
  EXPECT_TRUE(registry_.Holds(ObservationEntry("portal", "1", 100)));
  EXPECT_FALSE(registry_.Holds(ObservationEntry("portal", "2", 200)));
}

TEST_F(ObservationTest, OfTwoSourcesTheLatestHoldsUntilItIsTakenBack) {
  registry_.Add(ObservationEntry("portal", "1", 300));
  registry_.Add(ObservationEntry("report", "2", 200));

  EXPECT_EQ(Value(), "1");
  EXPECT_EQ(registry_.Observations(1, 20000, 20030).size(), 2u);
  registry_.Add(ObservationEntry("portal", "1", 300, true));
  EXPECT_EQ(Value(), "2");
  EXPECT_EQ(registry_.Observations(1, 20000, 20030).size(), 1u);
}

TEST_F(ObservationTest, AnotherPeriodUnitOrDefinitionIsAnotherFigure) {
  registry_.Add(ObservationEntry("portal", "1", 300));

  EXPECT_EQ(registry_.ObservationOf(2, "766-2026/2/average", 20000, 20030), nullptr);
  EXPECT_EQ(registry_.ObservationOf(1, "766-2026/2", 20000, 20030), nullptr);
  EXPECT_EQ(registry_.ObservationOf(1, "766-2026/2/average", 20000, 20029), nullptr);
  EXPECT_TRUE(registry_.Observations(1, 20001, 20030).empty());
}

TEST(ReferenceLogTest, KeepsEntriesVerbatimAndChained) {
  const auto disk = Disk::Memory();
  auto engine = Engine::Open({.path = "/db", .disk = disk});
  ASSERT_TRUE(engine.ok());
  auto log = ReferenceLog::Open(**engine, Lower);
  ASSERT_TRUE(log.ok());
  v1::Origin author;
  author.set_node("h44");
  ReferenceLog::Draft draft = (*log)->Begin();
  draft.position = FirstReferencePosition(author);
  const std::string bytes = UnitEntry(1, "A", 0).SerializeAsString();
  ASSERT_TRUE(ReferenceLog::Append(draft, bytes).ok());
  Batch batch;
  ReferenceLog::WriteTo(draft, batch);
  ASSERT_TRUE((*engine)->Commit(batch).ok());
  (*log)->Adopt(std::move(draft));

  auto again = ReferenceLog::Open(**engine, Lower);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ((*again)->position().sequence(), 1u);
  EXPECT_EQ((*again)->position().hash(),
            BytesOf(NextHash(FirstHash(kReferenceChain, "h44", 0), bytes)));
  EXPECT_EQ((*again)->registry()->UnitByCode("A"), 1u);
  EXPECT_EQ(ReferenceLog::ReadAfter((*engine)->Snapshot(), 0, 1000)->entries(0), bytes);
}

}  // namespace
}  // namespace lienthong
