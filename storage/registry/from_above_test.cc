#include <gtest/gtest.h>

#include "storage/registry/registry_testing.h"

namespace lienthong {
namespace {

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
  registry.Add(RulebookEntry("c", "2027-01-01", ""));

  EXPECT_EQ(registry.RulebookAt(*ParseDate("2022-06-22")), nullptr);
  EXPECT_EQ(registry.RulebookAt(*ParseDate("2025-12-31"))->id(), "a");
  EXPECT_EQ(registry.RulebookAt(*ParseDate("2026-01-01"))->id(), "b");
  EXPECT_EQ(registry.RulebookAt(*ParseDate("2026-12-31"))->id(), "b");
  EXPECT_EQ(registry.RulebookAt(*ParseDate("2027-01-01"))->id(), "c");
  EXPECT_EQ(registry.RulebookById("b")->valid_from(), "2026-01-01");
  EXPECT_EQ(registry.RulebookById("d"), nullptr);
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

}  // namespace
}  // namespace lienthong
