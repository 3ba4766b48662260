// The judge of petitions on cases counted by hand. July 2026 begins on a Wednesday.
#include "petitions.h"

#include <gtest/gtest.h>

#include "random_dossier.h"
#include "story.h"

namespace oracle {
namespace {

const char* NameOf(PetitionAccount account) {
  static constexpr const char* kNames[] = {"outside", "open_in_time", "open_overdue",
                                           "handled_in_time", "handled_late"};
  return kNames[static_cast<int>(account)];
}

struct Step {
  const char* at;
  PetitionStatus status;
  bool stated = true;
};

// "17:00 10/7 > open_overdue": every movement after the receipt, by day of July.
std::vector<std::pair<int64_t, std::string>> Told(const std::vector<Step>& steps) {
  Petition petition;
  petition.unit = 1;
  for (const Step& step : steps) petition.steps.push_back({At(step.at), step.status, step.stated});
  std::vector<std::pair<int64_t, std::string>> told;
  for (const PetitionMovement& movement : Movements(petition, ExampleCalendar()))
    told.emplace_back(movement.at, NameOf(movement.to));
  return told;
}

using Path = std::vector<std::pair<int64_t, std::string>>;
using enum PetitionStatus;

TEST(OraclePetitionTest, UnansweredItIsOverdueAfterFifteenWorkingDays) {
  EXPECT_EQ(Told({{"1/7 08:00", kReceived}}),
            (Path{{At("1/7 08:00"), "open_in_time"}, {At("22/7 17:00"), "open_overdue"}}));
}

TEST(OraclePetitionTest, AnsweredItMustBePublicTwoWorkingDaysLater) {
  EXPECT_EQ(Told({{"1/7 08:00", kReceived}, {"3/7 09:00", kProcessed}}),
            (Path{{At("1/7 08:00"), "open_in_time"}, {At("7/7 17:00"), "open_overdue"}}));
  EXPECT_EQ(Told({{"1/7 08:00", kReceived}, {"3/7 09:00", kProcessed}, {"7/7 17:00", kPublished}}),
            (Path{{At("1/7 08:00"), "open_in_time"}, {At("7/7 17:00"), "handled_in_time"}}));
}

TEST(OraclePetitionTest, ARefusalIsDueAfterTwoWorkingDays) {
  EXPECT_EQ(Told({{"1/7 08:00", kReceived}, {"3/7 17:00", kRefused}}),
            (Path{{At("1/7 08:00"), "open_in_time"}, {At("3/7 17:00"), "handled_in_time"}}));
  EXPECT_EQ(Told({{"1/7 08:00", kReceived}, {"3/7 17:00:01", kRefused}}),
            (Path{{At("1/7 08:00"), "open_in_time"},
                  {At("3/7 17:00"), "open_overdue"},
                  {At("3/7 17:00:01"), "handled_late"}}));
}

TEST(OraclePetitionTest, AskingForMoreBeginsTheFifteenDaysAnew) {
  EXPECT_EQ(Told({{"1/7 08:00", kReceived}, {"6/7 08:00", kMoreAsked}}),
            (Path{{At("1/7 08:00"), "open_in_time"}, {At("27/7 17:00"), "open_overdue"}}));
  EXPECT_EQ(Told({{"1/7 08:00", kReceived}, {"9/7 08:00", kMoreAsked}}),
            (Path{{At("1/7 08:00"), "open_in_time"}, {At("8/7 17:00"), "open_overdue"}}));
}

TEST(OraclePetitionTest, AnInferredStepIsNeverTooLate) {
  EXPECT_EQ(Told({{"1/7 08:00", kReceived}, {"20/7 08:00", kRefused, false}}),
            (Path{{At("1/7 08:00"), "open_in_time"}, {At("3/7 17:00"), "handled_in_time"}}));
}

TEST(OraclePetitionTest, ThoseReceivedInThePeriodAreCountedAsTheyStandAtTheInstant) {
  Petition petition;
  petition.unit = 1;
  petition.satisfied = 1;
  petition.steps = {{At("1/7 08:00"), kReceived}, {At("3/8 08:00"), kPublished}};
  const int64_t first = LocalDay(At("1/7")), last = LocalDay(At("31/7"));

  const PetitionCount july =
      Count({petition}, ExampleCalendar(), {1}, first, last, At("20/7 08:00"));
  const PetitionCount end =
      Count({petition}, ExampleCalendar(), {1}, first, last, At("31/7 23:59:59"));
  const PetitionCount august =
      Count({petition}, ExampleCalendar(), {1}, last + 1, last + 31, At("31/8 23:59:59"));

  EXPECT_EQ(july, (PetitionCount{.received = 1, .in_time = 1, .satisfied = 1, .open_in_time = 1}));
  EXPECT_EQ(end, (PetitionCount{.received = 1, .overdue = 1, .satisfied = 1, .open_overdue = 1}));
  EXPECT_EQ(august, (PetitionCount{.carried_over = 1, .handled_late = 1}));
}

}  // namespace
}  // namespace oracle
