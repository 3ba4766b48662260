// As known at K: whatever was learned since, every question at every (business instant,
// knowledge position) is answered as the records of that moment say, which were written
// down then. LIENTHONG_SEED tries another seed.
#include <gtest/gtest.h>

#include "services/query/coverage.h"
#include "services/query/petitions.h"
#include "storage/base/calendar_date.h"
#include "tests/books/checks.h"
#include "tests/books/desk.h"
#include "tests/books/feed.h"
#include "tests/books/moment.h"

namespace lienthong::books {
namespace {

using admission::SubmitObservationsWork;
using admission::SubmitWork;
using admission::TestNode;
using query::Known;
using query::Period;

constexpr int kDossiers = 120;
constexpr int kQuestions = 120;  // to each node

// From June to October, where histories take place; half of them whole, half up to some
// second of theirs.
Period DrawPeriod(Random& random) {
  Period period;
  period.from = *ParseDate("2026-06-01") + static_cast<Day>(random.Pick(0, 110));
  period.to = period.from + static_cast<Day>(random.Pick(0, 60));
  const Instant start = StartOfDay(period.from), end = EndOfDay(period.to);
  period.as_of = random.Percent(50) ? end : random.Pick(start, end);
  return period;
}

void ExpectLines(const PeriodLines& actual, const PeriodLines& expected, const char* what) {
  EXPECT_EQ(actual.before, expected.before) << what << ", before the period";
  EXPECT_EQ(actual.within, expected.within) << what << ", in the period";
}

// Asks `known` everything, and compares with `moment`.
void ExpectAsItWas(Known& known, const Moment& moment, const Period& period,
                   const std::vector<uint32_t>& units) {
  for (const uint32_t unit : units) {
    ExpectLines(*known.Lines(unit, period), moment.Lines(unit, period), "lines");
    EXPECT_EQ(*known.LinesEver(unit), moment.LinesEver(unit));
  }
  const auto procedures = *known.Procedures(units, period);
  const auto expected = moment.Procedures(units, period);
  ASSERT_EQ(procedures.size(), expected.size());
  for (const auto& [procedure, lines] : expected) {
    ASSERT_TRUE(procedures.contains(procedure)) << procedure;
    ExpectLines(procedures.at(procedure), lines, "procedure");
    const auto flows = *known.ProcedureFlowsOf(units, period);
    const auto flow = flows.find(procedure);
    EXPECT_EQ(flow == flows.end() ? Lines() : flow->second, lines.within) << "flows";
  }
  EXPECT_EQ(*query::ReadPetitionFigures(known, units, period), moment.Petitions(units, period));
}

void ExpectSameObservations(const TestNode& node, Known& known, const Moment& moment) {
  std::map<std::string, std::string> then;
  EXPECT_TRUE(Records::ScanAll(node.view(), [&](const node::v1::Record& record) -> absl::Status {
                if (!record.has_observation()) return absl::OkStatus();
                ASSIGN_OR_RETURN(const auto observation, known.ObservationAt(record));
                if (observation.has_value()) then[KeyOf(record)] = observation->SerializeAsString();
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(then, moment.observations);
}

// What sources had said and how many facts were parked.
void ExpectSameCoverage(const TestNode& node, Known& known, const Moment& moment) {
  const auto registry = node.references().registry();
  const auto reader = query::CoverageReader::Open(known, node.journal(), *registry);
  ASSERT_TRUE(reader.ok()) << reader.status();
  const Day day = *ParseDate("2026-08-01");
  for (const v1::SourceCoverage& source :
       reader->Sources(registry->Subtree(*registry->UnitByCode("H44"), day), day, EndOfDay(day))) {
    const uint32_t unit = *registry->UnitByCode(source.unit());
    const auto said = moment.sources.find({unit, source.source()});
    EXPECT_EQ(source.complete_through(), said == moment.sources.end() ? 0 : said->second);
    const auto parked = moment.parked.find(unit);
    EXPECT_EQ(source.parked(), parked == moment.parked.end() ? 0 : parked->second);
  }
}

// A node, and everything that it ever knew.
class Witness {
 public:
  explicit Witness(TestNode& node) : node_(node) {}

  // Time passes before a node does something.
  void Pass(Random& random) {
    node_.clock().MoveTo(node_.clock().NowMs() / 1000 + random.Pick(1, 20000));
  }
  void Remember() { moments_.push_back(Moment::Of(node_, node_.clock().NowMs())); }

  void ExpectEveryMomentStands(Random& random) const {
    const View view = node_.view();
    const int64_t now_ms = node_.clock().NowMs() + 1000000;
    for (int i = 0; i < kQuestions && !testing::Test::HasFailure(); ++i) {
      const Moment& moment = random.OneOf(moments_);
      SCOPED_TRACE("known " + moment.name.ShortDebugString());
      v1::KnownAt asked = moment.name;
      if (random.Percent(50)) {
        asked.clear_position();
        asked.clear_step();
      }
      auto known = Known::Open(view, node_.journal(), asked, now_ms);
      ASSERT_TRUE(known.ok()) << known.status();
      EXPECT_EQ(known->Name().SerializeAsString(), moment.name.SerializeAsString());
      const Period period = DrawPeriod(random);
      SCOPED_TRACE(FormatDate(period.from) + " to " + FormatInstant(period.as_of));
      std::vector<uint32_t> units = {static_cast<uint32_t>(random.Pick(2, 5))};
      if (random.Percent(50)) units = {1, 2, 3, 4, 5};
      ExpectAsItWas(*known, moment, period, units);
      ExpectAsItWas(*known, moment, DrawPeriod(random), units);
      ExpectSameObservations(node_, *known, moment);
      ExpectSameCoverage(node_, *known, moment);
    }
  }
  // How many moments are told apart by a step alone.
  int steps() const {
    int steps = 0;
    for (const Moment& moment : moments_) steps += moment.name.step() > 0 ? 1 : 0;
    return steps;
  }

 private:
  TestNode& node_;
  std::vector<Moment> moments_;
};

// What desks send beside dossiers and petitions.
void SayHowFar(TestNode& node, Random& random) {
  SubmitWork work;
  work.request.set_source(random.OneOf<std::string>({"igate", "onecua"}));
  work.request.set_reporting_unit(random.OneOf<std::string>({"H44.1", "H44.2", "H44.3"}));
  work.request.set_arrival(node.clock().NowMs() / 1000);
  work.request.set_complete_through(At("15/6 08:00") + random.Pick(0, 90) * 86400);
  EXPECT_EQ(node.CommitOne(work), absl::OkStatus());
}

void Observe(TestNode& node, Random& random) {
  SubmitObservationsWork work;
  v1::ObservationRecord& row = *work.request.add_observations();
  row.set_unit("H44.1");
  row.set_definition(random.OneOf<std::string>({"received", "in_time", "overdue"}));
  row.set_from("2026-07-01");
  row.set_to("2026-07-31");
  row.set_value(std::to_string(random.Pick(0, 500)));
  row.set_measure(v1::MEASURE_COUNT);
  row.set_source("dichvucong.gov.vn");
  row.set_as_of(node.clock().NowMs() / 1000);
  EXPECT_EQ(node.CommitOne(work), absl::OkStatus());
  EXPECT_EQ(work.response.results(0).outcome(), v1::RecordResult::OUTCOME_ADMITTED);
}

TEST(KnownTest, EveryAnswerOfThePastStandsAtEveryLevel) {
  ForEachSeed([](uint64_t seed) {
    Random random(seed);
    TestNode nation{Named("nation", true)}, province{Named("h44")}, commune{Named("h44-1")};
    nation.Import(ReferenceData());
    for (TestNode* node : {&province, &commune}) PassDown(nation, *node);
    Desk desk(commune, WireHistory(random, kDossiers, {"H44.1", "H44.2", "H44.3"}));
    Feed up(commune, province);
    Witness below(commune), above(province);

    for (int step = 0; !desk.done() && !testing::Test::HasFailure(); ++step) {
      below.Pass(random);
      desk.Take(random.Percent(30) ? 1 : random.Pick(1, 40));
      if (random.Percent(20)) SayHowFar(commune, random);
      if (random.Percent(20)) Observe(commune, random);
      below.Remember();
      if (step == 12) nation.Import(LateReferenceData());
      if (step == 14) {
        below.Pass(random);
        PassDown(nation, commune);
        below.Remember();
      }
      if (random.Percent(40)) {
        above.Pass(random);
        up.Flush(random);
        above.Remember();
      }
      // The province understands later, and lets in what it has held for long.
      if (step == 22) {
        above.Pass(random);
        PassDown(nation, province);
        above.Remember();
      }
    }

    EXPECT_GT(above.steps(), 0) << "not worth its name: nothing was let in without a fact";
    below.ExpectEveryMomentStands(random);
    above.ExpectEveryMomentStands(random);
    commune.Reopen();
    below.ExpectEveryMomentStands(random);
  });
}

// A commit of many facts can be parted: in the middle of it a node knew what another one
// knew that took the same facts one by one.
TEST(KnownTest, APositionInsideACommitIsWhatOneByOneWasKnownThere) {
  ForEachSeed([](uint64_t seed) {
    Random random(seed);
    const auto history = WireHistory(random, kDossiers / 2, {"H44.1", "H44.2", "H44.3"});
    TestNode root{Named("nation", true)}, single{Named("h44-1")}, batched{Named("h44-1")};
    root.Import(ReferenceData());
    root.Import(LateReferenceData());
    Desk one_by_one(single, history), many(batched, history);
    for (TestNode* node : {&single, &batched}) PassDown(root, *node);
    std::map<uint64_t, Moment> moments;

    while (!one_by_one.done()) {
      one_by_one.Take(1);
      Moment moment = Moment::Of(single, single.clock().NowMs());
      if (moment.name.position() > 0) moments[moment.name.position()] = std::move(moment);
    }
    while (!many.done()) many.Take(random.Pick(50, 200));

    const View view = batched.view();
    ASSERT_EQ(batched.journal().position(), single.journal().position());
    for (int i = 0; i < kQuestions && !testing::Test::HasFailure(); ++i) {
      v1::KnownAt asked;
      asked.set_position(random.Pick(1, static_cast<int64_t>(batched.journal().position())));
      SCOPED_TRACE("position " + std::to_string(asked.position()));
      auto known = Known::Open(view, batched.journal(), asked, batched.clock().NowMs());
      ASSERT_TRUE(known.ok()) << known.status();
      ExpectAsItWas(*known, moments.at(asked.position()), DrawPeriod(random), {1, 2, 3, 4, 5});
    }
  });
}

}  // namespace
}  // namespace lienthong::books
