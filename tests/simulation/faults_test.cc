// Prove the prover: each planted fault is found within 200 seeds.
#include <gtest/gtest.h>

#include "tests/simulation/world.h"

namespace lienthong::simulation {
namespace {

constexpr uint64_t kSeedsMax = 200;

struct Planted {
  Fault fault;
  const char* name;
};

class FaultsTest : public testing::TestWithParam<Planted> {};

TEST_P(FaultsTest, IsFound) {
  int planted = 0;
  for (uint64_t seed = 1; seed <= kSeedsMax; ++seed) {
    const Outcome outcome = World({.seed = seed, .fault = GetParam().fault}).Run();
    planted += outcome.planted;
    if (outcome.status.ok()) continue;
    EXPECT_GT(outcome.planted, 0) << "another fault was found";
    std::printf("%s: seed %llu: %s\n", GetParam().name, static_cast<unsigned long long>(seed),
                MessageOf(outcome.status).c_str());
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
                    Planted{Fault::kRestoreKeepsEpoch, "RestoreKeepsEpoch"}),
    [](const testing::TestParamInfo<Planted>& planted) { return std::string(planted.param.name); });

}  // namespace
}  // namespace lienthong::simulation
