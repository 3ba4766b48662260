#include "storage/registry/registry.h"

#include <gtest/gtest.h>

#include "storage/registry/registry_testing.h"

namespace lienthong {
namespace {

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

}  // namespace
}  // namespace lienthong
