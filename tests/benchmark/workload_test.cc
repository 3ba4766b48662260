#include "tests/benchmark/workload.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace lienthong::benchmark {
namespace {

constexpr uint32_t kDossiers = 20000;

std::vector<Update> All(uint64_t seed) {
  std::vector<Update> updates;
  Workload(kDossiers, seed).Stream([&](const Update& update) {
    updates.push_back(update);
    return true;
  });
  return updates;
}

bool Same(const Update& a, const Update& b) {
  return CodeOf(a) == CodeOf(b) && a.revision == b.revision && a.status == b.status &&
         a.at == b.at && a.arrival == b.arrival && a.flags == b.flags && a.unit == b.unit &&
         a.procedure == b.procedure && a.due() == b.due() && a.finished == b.finished;
}

TEST(WorkloadTest, IsTheSameForTheSameSeed) {
  const std::vector<Update> once = All(7), again = All(7), other = All(8);

  EXPECT_TRUE(std::equal(once.begin(), once.end(), again.begin(), again.end(), Same));
  EXPECT_FALSE(std::equal(once.begin(), once.end(), other.begin(), other.end(), Same));
}

TEST(WorkloadTest, HasTheSharesThatItsReadmeStates) {
  std::set<std::pair<uint32_t, int>> seen;
  std::map<uint32_t, int> last;
  size_t repeated = 0, late = 0, large = 0;
  const std::vector<Update> updates = All(1);
  for (const Update& update : updates) {
    repeated += seen.insert({update.dossier, update.revision}).second ? 0 : 1;
    late += update.arrival - update.at > 60 ? 1 : 0;
    large += update.unit == 0 ? 1 : 0;
  }

  const auto share = [&](size_t part) { return static_cast<double>(part) / updates.size(); };
  EXPECT_NEAR(static_cast<double>(seen.size()) / kDossiers, 5, 0.15);
  EXPECT_NEAR(share(repeated), 0.015, 0.002);
  EXPECT_NEAR(share(late), 0.03, 0.004);
  EXPECT_NEAR(share(large), 0.15, 0.01);
}

TEST(WorkloadTest, ArrivesInOrder) {
  const std::vector<Update> updates = All(1);

  EXPECT_TRUE(std::is_sorted(updates.begin(), updates.end(),
                             [](const auto& a, const auto& b) { return a.arrival < b.arrival; }));
}

TEST(WorkloadTest, RequestsSupplementsInTime) {
  size_t supplements = 0;
  for (const Update& update : All(1)) {
    if (update.received == 0) continue;
    ++supplements;
    EXPECT_LT(update.received, update.promised) << CodeOf(update);
    EXPECT_GT(update.promised_after, update.promised) << CodeOf(update);
  }
  EXPECT_GT(supplements, 0);
}

}  // namespace
}  // namespace lienthong::benchmark
