// Explanations of random histories: whatever two moments are compared, causes, units and
// dossiers each add up to the difference of the figures that were written down then.
// LIENTHONG_SEED tries another seed.
#include <gtest/gtest.h>

#include <cmath>

#include "services/query/at_risk.h"
#include "services/query/explain.h"
#include "services/score/rate.h"
#include "storage/base/calendar_date.h"
#include "tests/books/desk.h"
#include "tests/books/feed.h"
#include "tests/books/moment.h"

namespace lienthong::books {
namespace {

using admission::TestNode;
using query::Period;

constexpr int kDossiers = 120;
constexpr int kQuestions = 60;

int64_t HundredthsOf(const std::string& decimal) { return std::llround(100 * std::stod(decimal)); }

v1::Figures FiguresAt(const Moment& moment, const std::vector<uint32_t>& units,
                      const Period& period) {
  PeriodLines sum;
  for (const uint32_t unit : units) {
    const PeriodLines lines = moment.Lines(unit, period);
    AddLines(lines.before, sum.before);
    AddLines(lines.within, sum.within);
  }
  return FiguresOf(sum, kHandlingRole, true);
}

void ExpectValue(const v1::RateValue& value, const score::Fraction& rate) {
  EXPECT_EQ(value.in_time(), static_cast<int64_t>(rate.numerator));
  EXPECT_EQ(value.base(), static_cast<int64_t>(rate.denominator));
}

// Rows with their changes come to `in_time`, `base` and, rounded, to `points`.
template <typename Rows>
void ExpectSum(const Rows& rows, const v1::ExplainChangeResponse& response, const char* what) {
  int64_t in_time = 0, base = 0, points = 0;
  for (const auto& row : rows) {
    in_time += row.change().in_time();
    base += row.change().base();
    points += HundredthsOf(row.change().points());
  }
  EXPECT_EQ(in_time, response.after().in_time() - response.before().in_time()) << what;
  EXPECT_EQ(base, response.after().base() - response.before().base()) << what;
  EXPECT_EQ(points,
            HundredthsOf(response.after().points()) - HundredthsOf(response.before().points()))
      << what;
}

void ExpectDossiersAddUp(const v1::ExplainChangeResponse& response) {
  int64_t in_time = response.left_out().in_time(), base = response.left_out().base();
  for (const auto& row : response.dossiers()) {
    in_time += row.in_time();
    base += row.base();
    EXPECT_NE(row.cause(), v1::CAUSE_UNSPECIFIED);
  }
  EXPECT_EQ(in_time, response.after().in_time() - response.before().in_time());
  EXPECT_EQ(base, response.after().base() - response.before().base());
}

// A commune's node and its province, and what each of them knew.
class History {
 public:
  explicit History(uint64_t seed) : random_(seed) {
    nation_.Import(ReferenceData());
    for (TestNode* node : {&province_, &commune_}) PassDown(nation_, *node);
    Desk desk(commune_, WireHistory(random_, kDossiers, {"H44.1", "H44.2", "H44.3"}));
    Feed up(commune_, province_);
    for (int step = 0; !desk.done(); ++step) {
      Pass(random_.Pick(3600, 200000));
      desk.Take(random_.Pick(1, 30));
      if (step == 10) nation_.Import(LateReferenceData());
      if (step == 12) PassDown(nation_, commune_);
      if (random_.Percent(50)) up.Flush(random_);
      if (step == 20) PassDown(nation_, province_);
      moments_.push_back(Moment::Of(province_, province_.clock().NowMs()));
    }
  }

  TestNode& province() { return province_; }
  Random& random() { return random_; }
  // Two moments, the earlier one first. Before its first fact a node has none.
  std::pair<const Moment*, const Moment*> DrawTwo() {
    while (true) {
      size_t a = random_.Pick(0, moments_.size() - 1), b = random_.Pick(0, moments_.size() - 1);
      if (a > b) std::swap(a, b);
      if (moments_[a].name.position() > 0) return {&moments_[a], &moments_[b]};
    }
  }

 private:
  void Pass(int64_t seconds) {
    for (TestNode* node : {&province_, &commune_})
      node->clock().MoveTo(node->clock().NowMs() / 1000 + seconds);
  }

  Random random_;
  TestNode nation_{Named("nation", true)}, province_{Named("h44")}, commune_{Named("h44-1")};
  std::vector<Moment> moments_;
};

TEST(ExplainTest, CausesUnitsAndDossiersAddUpToTheDifference) {
  ForEachSeed([](uint64_t seed) {
    History history(seed);
    Random& random = history.random();
    TestNode& node = history.province();
    const auto registry = node.references().registry();
    const View view = node.view();
    std::map<v1::Cause, int> causes;

    for (int i = 0; i < kQuestions && !testing::Test::HasFailure(); ++i) {
      const auto [first, last] = history.DrawTwo();
      v1::ExplainChangeRequest request;
      request.set_unit(random.Percent(50) ? "H44" : "H44.2");
      request.set_from("2026-07-01");
      request.set_to("2026-07-31");
      request.set_as_of(random.Pick(At("1/7 08:00"), At("31/7 23:00")));
      request.set_rate(static_cast<v1::Rate>(random.Pick(0, 4)));
      request.set_dossiers_max(static_cast<uint32_t>(random.Pick(0, 12)));
      *request.mutable_before() = first->name;
      *request.mutable_after() = last->name;
      SCOPED_TRACE(request.ShortDebugString());
      const auto response =
          query::ExplainChange(view, node.journal(), *registry, request, node.clock().NowMs());
      ASSERT_TRUE(response.ok()) << response.status();

      const Period period{*ParseDate("2026-07-01"), *ParseDate("2026-07-31"), request.as_of()};
      const std::vector<uint32_t> units =
          registry->Subtree(*registry->UnitByCode(request.unit()), period.to);
      ExpectValue(response->before(),
                  score::RateOf(FiguresAt(*first, units, period), request.rate()));
      ExpectValue(response->after(),
                  score::RateOf(FiguresAt(*last, units, period), request.rate()));
      ExpectSum(response->causes(), *response, "causes");
      ExpectSum(response->units(), *response, "units");
      ExpectDossiersAddUp(*response);
      for (const auto& row : response->causes()) ++causes[row.cause()];
    }
    EXPECT_GE(causes.size(), 5u) << "not worth its name: few kinds of causes";
  });
}

// What `dossiers` more overdue take from the points of these units in the month of `now`.
std::string PointsAtRisk(const Moment& moment, const std::vector<uint32_t>& units, Instant now,
                         uint64_t dossiers) {
  const Period month{FirstDayOfMonth(MonthOf(DayOf(now))), DayOf(now), now};
  const uint64_t in_hand = FiguresAt(moment, units, month).in_hand();
  return score::Decimal(score::kTimelinessPointsMax, {dossiers, in_hand});
}

// Those whose move to overdue stands in the books of the days ahead, by brute force.
TEST(AtRiskTest, NamesEveryDossierThatFallsDue) {
  ForEachSeed([](uint64_t seed) {
    History history(seed);
    Random& random = history.random();
    TestNode& node = history.province();
    const auto registry = node.references().registry();
    const View view = node.view();
    size_t found = 0;

    for (int i = 0; i < kQuestions && !testing::Test::HasFailure(); ++i) {
      const Instant now = random.Pick(At("20/6 08:00"), At("20/8 08:00"));
      v1::ListAtRiskRequest request;
      request.set_unit("H44");
      request.set_working_days(static_cast<uint32_t>(random.Pick(1, 20)));
      request.set_dossiers_max(10000);
      const auto response = query::ListAtRisk(view, node.journal(), *registry, request, 1000 * now);
      ASSERT_TRUE(response.ok()) << response.status();

      std::multiset<std::pair<std::string, Instant>> expected, actual;
      const Moment moment = Moment::Of(node, node.clock().NowMs());
      for (const auto& [key, record] : moment.records) {
        for (const StoredPosting& posting : record.postings) {
          const Line line = Line::Unpack(posting.line);
          if (!record.is_petition && posting.instant > now &&
              posting.instant <= response->through() && line.from == Account::kOpenInTime &&
              line.to == Account::kOpenOverdue && (line.roles & kHandlingRole) != 0)
            expected.emplace(key, posting.instant);
        }
      }
      const std::vector<uint32_t> units =
          registry->Subtree(*registry->UnitByCode("H44"), DayOf(now));
      EXPECT_EQ(response->points(), PointsAtRisk(moment, units, now, expected.size()));
      double dearest = 20;
      for (const auto& row : response->rows()) {
        actual.emplace(row.dossier(), row.due());
        EXPECT_EQ(row.unit_points(),
                  PointsAtRisk(moment, {*registry->UnitByCode(row.unit())}, now, 1));
        EXPECT_LE(std::stod(row.unit_points()), dearest);
        dearest = std::stod(row.unit_points());
      }
      EXPECT_EQ(actual, expected);
      EXPECT_EQ(response->dossiers(), expected.size());
      found += expected.size();
    }
    EXPECT_GT(found, 20u) << "not worth its name";
  });
}

}  // namespace
}  // namespace lienthong::books
