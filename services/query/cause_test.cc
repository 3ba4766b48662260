#include "services/query/cause.h"

#include <gtest/gtest.h>

#include <functional>

namespace lienthong::query {
namespace {

constexpr Instant kMoment = 1000;

v1::Dossier Known() {
  v1::Dossier dossier;
  dossier.set_id("d");
  dossier.set_handling_unit(2);
  v1::TimelineEntry& entry = *dossier.add_timeline();
  entry.set_instant(500);
  entry.set_status(v1::STATUS_ACCEPTED);
  dossier.add_promises()->set_due(2000);
  return dossier;
}

void Step(v1::Dossier& dossier, Instant instant, v1::Status status) {
  v1::TimelineEntry& entry = *dossier.add_timeline();
  entry.set_instant(instant);
  entry.set_status(status);
}

v1::Cause After(const std::function<void(v1::Dossier&)>& happens) {
  Change change{Known(), Known()};
  happens(change.after);
  return CauseOf(change, kMoment);
}

TEST(CauseTest, OfADossierThatWasKnown) {
  EXPECT_EQ(After([](auto& d) { Step(d, 900, v1::STATUS_DECIDED); }), v1::CAUSE_LATE_COMPLETION);
  EXPECT_EQ(After([](auto& d) { Step(d, 900, v1::STATUS_WITHDRAWN); }), v1::CAUSE_LATE_COMPLETION);
  EXPECT_EQ(After([](auto& d) { Step(d, 1001, v1::STATUS_DECIDED); }), v1::CAUSE_HAPPENED_SINCE);
  EXPECT_EQ(After([](auto& d) { Step(d, 900, v1::STATUS_PAYMENT_REQUESTED); }),
            v1::CAUSE_LATE_STEP);
  EXPECT_EQ(After([](auto& d) { d.mutable_promises(0)->set_due(3000); }), v1::CAUSE_PROMISE);
  EXPECT_EQ(After([](auto& d) {
              d.add_promises()->set_made(1001);
              d.mutable_promises(1)->set_due(3000);
            }),
            v1::CAUSE_HAPPENED_SINCE);
  EXPECT_EQ(After([](auto& d) { d.set_handling_unit(3); }), v1::CAUSE_UNIT_CHANGE);
  EXPECT_EQ(After([](auto& d) { d.mutable_timeline(0)->set_instant(400); }),
            v1::CAUSE_CORRECTION);
  EXPECT_EQ(After([](auto& d) { d.set_flags(1); }), v1::CAUSE_CORRECTION);
  EXPECT_EQ(After([](auto& d) { d.set_tombstone(true); }), v1::CAUSE_DELETION);
  EXPECT_EQ(After([](auto& d) { d.set_unparks(7); }), v1::CAUSE_LET_IN);
}

TEST(CauseTest, OfADossierThatWasNot) {
  Change change{std::nullopt, Known()};
  change.first = 500;
  EXPECT_EQ(CauseOf(change, kMoment), v1::CAUSE_LATE_ARRIVAL);
  change.first = 1001;
  EXPECT_EQ(CauseOf(change, kMoment), v1::CAUSE_HAPPENED_SINCE);
  change.let_in = true;
  EXPECT_EQ(CauseOf(change, kMoment), v1::CAUSE_LET_IN);
}

TEST(CauseTest, OfAnotherOwnersState) {
  Change change{Known(), Known(), true};
  EXPECT_EQ(CauseOf(change, kMoment), v1::CAUSE_OWNER);
}

TEST(CauseTest, OfOneThatWasDeletedBefore) {
  Change change{Known(), Known()};
  change.before->set_tombstone(true);
  EXPECT_EQ(CauseOf(change, kMoment), v1::CAUSE_CORRECTION);
}

}  // namespace
}  // namespace lienthong::query
