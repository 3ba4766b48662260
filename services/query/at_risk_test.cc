#include "services/query/at_risk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/query/query_testing.h"

namespace lienthong::query {
namespace {

using testing::ElementsAre;

// Two communes below a province on Monday, 1 June 2026, and a dossier of each commune that
// falls due at the close of Tuesday and of Wednesday.
class AtRiskTest : public testing::Test {
 protected:
  AtRiskTest() {
    memory_.AddUnit(1, "P", 0);
    memory_.AddUnit(2, "P.2", 1);
    memory_.AddUnit(3, "P.3", 1);
    for (const uint32_t unit : {2u, 3u}) {
      const std::string name = "P." + std::to_string(unit);
      Open(name + " Tuesday", unit, "2026-06-02 17:00:01");
      Open(name + " Wednesday", unit, "2026-06-03 17:00:01");
    }
  }

  void Open(const std::string& dossier, uint32_t unit, const std::string& due) {
    memory_.Post(dossier, {{At("2026-05-20 08:00:00"), unit, kAccepted}, {At(due), unit, kPassed}});
  }

  // A row of the calendar; unit 0: the nation.
  void SetDay(uint32_t unit, const std::string& day, bool working) {
    v1::ReferenceEntry entry;
    entry.mutable_calendar_day()->set_unit(unit);
    entry.mutable_calendar_day()->set_day(On(day));
    entry.mutable_calendar_day()->set_working(working);
    memory_.registry()->Add(entry);
  }

  void CloseAt(uint32_t unit, uint32_t second) {
    v1::ReferenceEntry entry;
    entry.mutable_office_hours()->set_unit(unit);
    entry.mutable_office_hours()->set_valid_from(On("2026-01-01"));
    auto& span = *entry.mutable_office_hours()->add_spans();
    span.set_start(8 * 3600);
    span.set_end(second);
    memory_.registry()->Add(entry);
  }

  // What falls due at `unit` through the next working day.
  v1::ListAtRiskResponse Ask(const std::string& unit) {
    v1::ListAtRiskRequest request;
    request.set_unit(unit);
    request.set_working_days(1);
    const auto response =
        ListAtRisk(memory_.engine().Snapshot(), memory_.journal(), *memory_.registry(), request,
                   1000 * At("2026-06-01 09:00:00"));
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(v1::ListAtRiskResponse());
  }

  static std::vector<std::string> DossiersOf(const v1::ListAtRiskResponse& response) {
    std::vector<std::string> dossiers;
    for (const auto& row : response.rows()) dossiers.push_back(row.dossier());
    return dossiers;
  }

  TestMemory memory_;
};

TEST_F(AtRiskTest, LooksAheadByTheNationsDaysWhereNoUnitHasItsOwn) {
  CloseAt(0, 18 * 3600);
  EXPECT_EQ(Ask("P").through(), At("2026-06-02 18:00:00"));
  EXPECT_THAT(DossiersOf(Ask("P")), ElementsAre("P.2 Tuesday", "P.3 Tuesday"));

  SetDay(0, "2026-06-02", false);

  EXPECT_EQ(Ask("P").through(), At("2026-06-03 18:00:00"));
  EXPECT_EQ(Ask("P").dossiers(), 4u);
}

TEST_F(AtRiskTest, ADayOffOfTheAskedUnitIsNoneOfItsWorkingDays) {
  CloseAt(0, 18 * 3600);
  SetDay(2, "2026-06-02", false);

  EXPECT_EQ(Ask("P.2").through(), At("2026-06-03 18:00:00"));
  EXPECT_THAT(DossiersOf(Ask("P.2")), ElementsAre("P.2 Tuesday", "P.2 Wednesday"));
  EXPECT_THAT(DossiersOf(Ask("P.3")), ElementsAre("P.3 Tuesday"));
  EXPECT_THAT(DossiersOf(Ask("P")), ElementsAre("P.2 Tuesday", "P.3 Tuesday"));
}

TEST_F(AtRiskTest, DaysAndHoursComeFromTheUnitsAbove) {
  CloseAt(1, 18 * 3600);
  SetDay(1, "2026-06-02", false);
  SetDay(3, "2026-06-02", true);

  EXPECT_EQ(Ask("P.2").through(), At("2026-06-03 18:00:00"));
  EXPECT_EQ(Ask("P.3").through(), At("2026-06-02 18:00:00"));
}

}  // namespace
}  // namespace lienthong::query
