#include "services/query/observations.h"

#include <gtest/gtest.h>

#include "services/query/query_testing.h"

namespace lienthong::query {
namespace {

v1::Observation Of(uint32_t unit, const std::string& definition, const std::string& from,
                   const std::string& to, const std::string& value, Instant as_of = 100) {
  v1::Observation observation;
  observation.set_unit(unit);
  observation.set_definition(definition);
  observation.set_first_day(On(from));
  observation.set_last_day(On(to));
  observation.set_value(value);
  observation.set_measure(v1::MEASURE_POINTS);
  observation.set_source("portal");
  observation.set_as_of(as_of);
  return observation;
}

class ObservationsTest : public testing::Test {
 protected:
  std::vector<std::string> Read(const std::vector<uint32_t>& units, const std::string& from,
                                const std::string& to) {
    std::vector<std::string> told;
    std::vector<const v1::Observation*> from_above;
    for (const v1::Observation& observation : from_above_) from_above.push_back(&observation);
    const View view = memory_.engine().Snapshot();
    Known present(view);
    const auto observed = ReadObservations(present, from_above, units, On(from), On(to));
    for (const Observed& o : *observed) {
      told.push_back(fmt::format("{} {} {}{}", o.observation.unit(), o.observation.definition(),
                                 o.observation.value(), o.from_above ? " from above" : ""));
    }
    return told;
  }

  TestMemory memory_;
  std::vector<v1::Observation> from_above_;
};

using Told = std::vector<std::string>;

TEST_F(ObservationsTest, APeriodThatTouchesIsFound) {
  memory_.Observe(Of(3, "766-2026/1/points", "2026-07-01", "2026-07-31", "7.7"));
  memory_.Observe(Of(3, "766-2026/1/points", "2026-08-01", "2026-08-31", "8"));
  memory_.Observe(Of(4, "766-2026/1/points", "2026-07-01", "2026-07-31", "9"));

  EXPECT_EQ(Read({3}, "2026-07-31", "2026-07-31"), (Told{"3 766-2026/1/points 7.7"}));
  EXPECT_EQ(Read({3}, "2026-07-01", "2026-08-01"),
            (Told{"3 766-2026/1/points 7.7", "3 766-2026/1/points 8"}));
  EXPECT_EQ(Read({4, 3, 3}, "2026-07-01", "2026-07-31"),
            (Told{"3 766-2026/1/points 7.7", "4 766-2026/1/points 9"}));
  EXPECT_TRUE(Read({3}, "2026-06-01", "2026-06-30").empty());
}

TEST_F(ObservationsTest, TheLaterOfTwoStandsWhereverItCameFrom) {
  memory_.Observe(Of(3, "a", "2026-07-01", "2026-07-31", "1", 100));
  memory_.Observe(Of(3, "b", "2026-07-01", "2026-07-31", "2", 100));
  memory_.Observe(Of(3, "c", "2026-07-01", "2026-07-31", "3", 100));
  from_above_ = {Of(3, "a", "2026-07-01", "2026-07-31", "9", 99),
                 Of(3, "b", "2026-07-01", "2026-07-31", "9", 100),
                 Of(3, "c", "2026-07-01", "2026-07-31", "9", 101),
                 Of(3, "d", "2026-07-01", "2026-07-31", "9", 1),
                 Of(4, "d", "2026-07-01", "2026-07-31", "9", 1)};

  EXPECT_EQ(Read({3}, "2026-07-01", "2026-07-31"),
            (Told{"3 a 1", "3 b 9 from above", "3 c 9 from above", "3 d 9 from above"}));
}

TEST_F(ObservationsTest, WhatWasWithdrawnIsLeftOut) {
  v1::Observation withdrawn = Of(3, "a", "2026-07-01", "2026-07-31", "1", 100);
  from_above_ = {withdrawn};
  withdrawn.set_withdrawn(true);
  withdrawn.set_as_of(101);
  memory_.Observe(withdrawn);

  EXPECT_TRUE(Read({3}, "2026-07-01", "2026-07-31").empty());
}

}  // namespace
}  // namespace lienthong::query
