#include "storage/registry/registry.h"

#include <gtest/gtest.h>

#include <algorithm>

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
