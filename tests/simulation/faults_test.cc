// Prove the prover: each planted fault is found within 200 seeds. With LIENTHONG_STORY set,
// the shortest schedule that still fails is told (`make break`).
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/simulation/world.h"

namespace lienthong::simulation {
namespace {

constexpr uint64_t kSeedsMax = 200;

struct Planted {
  Fault fault;
  const char* name;
};

class FaultsTest : public testing::TestWithParam<Planted> {
 protected:
  static void TellShortest(uint64_t seed) {
    Plan plan{.seed = seed, .fault = GetParam().fault};
    const Outcome outcome = RunAndShorten(plan);
    std::printf("seed %llu, %d steps: %s\n%s", static_cast<unsigned long long>(seed), plan.steps,
                MessageOf(outcome.status).c_str(), outcome.story.c_str());
  }
};

TEST_P(FaultsTest, IsFound) {
  int planted = 0;
  for (uint64_t seed = 1; seed <= kSeedsMax; ++seed) {
    const Outcome outcome = World({.seed = seed, .fault = GetParam().fault}).Run();
    planted += outcome.planted;
    if (outcome.status.ok()) continue;
    EXPECT_GT(outcome.planted, 0) << "another fault was found";
    std::printf("%s: seed %llu: %s\n", GetParam().name, static_cast<unsigned long long>(seed),
                MessageOf(outcome.status).c_str());
    if (std::getenv("LIENTHONG_STORY") != nullptr) TellShortest(seed);
    return;
  }
  FAIL() << "not found in " << kSeedsMax << " seeds, though it took effect " << planted << " times";
}

INSTANTIATE_TEST_SUITE_P(
    All, FaultsTest,
    testing::Values(Planted{Fault::kAnswerBeforeCommit, "AnswerBeforeCommit"},
                    Planted{Fault::kAnswerFromFailedCommit, "AnswerFromFailedCommit"},
                    Planted{Fault::kSyncSwitchedOff, "SyncSwitchedOff"},
                    Planted{Fault::kProgressOutsideBatch, "ProgressOutsideBatch"},
                    Planted{Fault::kProgressToldAhead, "ProgressToldAhead"},
                    Planted{Fault::kRepeatedBlockAdded, "RepeatedBlockAdded"},
                    Planted{Fault::kGapPastedOver, "GapPastedOver"},
                    Planted{Fault::kFactReencoded, "FactReencoded"},
                    Planted{Fault::kResumeFromRemembered, "ResumeFromRemembered"},
                    Planted{Fault::kRetractionForgotten, "RetractionForgotten"},
                    Planted{Fault::kFirstArrivalWins, "FirstArrivalWins"},
                    Planted{Fault::kReferenceCountedAsSent, "ReferenceCountedAsSent"},
                    Planted{Fault::kForgeryTaken, "ForgeryTaken"},
                    Planted{Fault::kParkedForgotten, "ParkedForgotten"},
                    Planted{Fault::kRestoreKeepsEpoch, "RestoreKeepsEpoch"},
                    Planted{Fault::kAckBeforeCommit, "AckBeforeCommit"},
                    Planted{Fault::kPostedTwice, "PostedTwice"},
                    Planted{Fault::kIndexForgotten, "IndexForgotten"},
                    Planted{Fault::kMonthSumMissed, "MonthSumMissed"},
                    Planted{Fault::kParkedRowKept, "ParkedRowKept"},
                    Planted{Fault::kTakeoverWithoutStates, "TakeoverWithoutStates"},
                    Planted{Fault::kTakeoverLosesState, "TakeoverLosesState"},
                    Planted{Fault::kSettledBelowOnly, "SettledBelowOnly"}),
    [](const testing::TestParamInfo<Planted>& planted) { return std::string(planted.param.name); });

}  // namespace
}  // namespace lienthong::simulation
