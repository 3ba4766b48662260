// What snapshots of one dossier add up to: each test tells a few of them with their
// arrival and reads the movements that come of it. 1 July 2026 is a Wednesday.
#include "services/admission/merge.h"

#include <gtest/gtest.h>

#include "services/admission/merge_testing.h"
#include "services/admission/timeline_merge.h"

namespace lienthong::admission {
namespace {

using Told = std::vector<std::string>;

// One dossier at a node, update by update. Units are told by their ids.
class Life {
 public:
  // Working days of the procedure; -1: none.
  explicit Life(int32_t processing_days = -1) : processing_days_(processing_days) {}

  // "admitted", "unchanged" or "refused FIELD".
  std::string Take(const std::string& arrival, const Snapshot& snapshot) {
    Merged merged = Merge(known_ ? &*known_ : nullptr, UpdateOf(snapshot.record(), At(arrival)),
                          ExampleCalendar(), {});
    if (merged.refusal.has_value()) return "refused " + merged.refusal->field;
    if (!merged.changed) return "unchanged";
    known_ = std::move(merged.dossier);
    return "admitted";
  }

  // What is set elsewhere, not by the wire.
  void Mark(v1::Flag flag) { known_->set_flags(known_->flags() | 1u << (flag - 1)); }

  const v1::Dossier& state() const { return *known_; }
  std::string Path() const { return PathOf(*known_); }
  Told Movements(uint8_t role = kHandlingRole) const { return MovementsOf(*known_, role); }

 private:
  static uint32_t Number(const std::string& word) { return word.empty() ? 0 : std::stoi(word); }

  Update UpdateOf(const v1::SourceRecord& record, Instant arrival) const {
    Update update;
    update.record = &record;
    update.status = static_cast<v1::Status>(Number(record.status()));
    update.channel = record.channel().empty() ? v1::CHANNEL_IN_PERSON
                                              : static_cast<v1::Channel>(Number(record.channel()));
    update.receiving_unit = Number(record.receiving_unit());
    update.handling_unit = Number(record.handling_unit());
    update.reporting_unit = 1;
    update.procedure = record.procedure().empty() ? 0 : 1;
    update.processing_days = record.procedure().empty() ? -1 : processing_days_;
    update.source = "igate";
    update.arrival = arrival;
    return update;
  }

  const int32_t processing_days_;
  std::optional<v1::Dossier> known_;
};

// Accepted on Wednesday 1 July at 08:00, promised for Friday 10 July at 17:00.
Snapshot Known(const std::string& status) {
  return Snapshot(status).Accepted("1/7 08:00").Due("10/7 17:00");
}

// In process, then decided on 3 July.
Life Decided() {
  Life life;
  life.Take("1/7 09:00", Known("4"));
  life.Take("3/7 10:00", Known("9").Finished("3/7 09:00"));
  return life;
}

TEST(MergeTest, TheFirstSnapshotIsAdmittedAsItIs) {
  Life life;

  EXPECT_EQ(life.Take("1/7 09:00", Known("4").Filed("1/7 07:45")), "admitted");
  EXPECT_EQ(life.Movements(), (Told{"1/7 07:45 @1 registered", "1/7 08:00 @1 open_in_time",
                                    "10/7 17:00 @1 open_overdue"}));
  EXPECT_EQ(life.state().revision(), 1u);
  EXPECT_EQ(life.state().event_time(), At("1/7 08:00"));
  EXPECT_EQ(life.state().source(), "igate");
  EXPECT_EQ(life.state().raw_status(), "4");
  EXPECT_EQ(life.state().ownership_term(), 1u);
}

TEST(MergeTest, ARawStatusIsCutAtSixtyFourBytesBetweenCharacters) {
  std::string words = "9";
  for (int i = 0; i < 40; ++i) words += "ế";  // three bytes each
  v1::SourceRecord record = Known(words).record();
  const Update update{
      .record = &record, .status = v1::STATUS_PROCESSING, .reporting_unit = 1, .procedure = 1};

  const Merged merged = Merge(nullptr, update, ExampleCalendar(), {});

  EXPECT_EQ(merged.dossier.raw_status(), words.substr(0, 64));
  EXPECT_EQ(Merge(&merged.dossier, update, ExampleCalendar(), {}).changed, false);
}

TEST(MergeTest, EveryKindOfRepeatIsUnchanged) {
  const Snapshot snapshots[] = {
      Snapshot("1").Filed("1/7 08:00"),
      Snapshot("2").Filed("1/7 08:00"),
      Snapshot("4"),
      Known("4"),
      Known("4").Since("2/7 08:00"),
      Known("5"),
      Known("5").Supplement("a", "2/7 08:00"),
      Known("4").Supplement("a", "2/7 08:00", "3/7 08:00", "10/7 17:00", "13/7 17:00"),
      Known("6"),
      Known("7"),
      Known("8").Finished("3/7 08:00"),
      Snapshot("3").Filed("1/7 08:00").Refused("2/7 08:00"),
      Known("9"),
      Known("9").Finished("3/7 08:00"),
      Known("10").Returned("3/7 08:00"),
      Known("10").Finished("3/7 08:00").Returned("6/7 08:00"),
      Known("4").Tombstone(),
  };

  for (const Snapshot& snapshot : snapshots) {
    Life life;
    if (snapshot.record().tombstone()) life.Take("1/7 09:00", Known("4"));
    EXPECT_EQ(life.Take("8/7 09:00", snapshot), "admitted") << snapshot.record().ShortDebugString();
    EXPECT_EQ(life.Take("9/7 09:00", snapshot), "unchanged")
        << snapshot.record().ShortDebugString();
  }
}

TEST(MergeTest, ALateOlderSnapshotAddsNothing) {
  Life life = Decided();
  const std::string before = life.state().SerializeAsString();

  EXPECT_EQ(life.Take("8/7 09:00", Known("4")), "unchanged");
  EXPECT_EQ(life.Take("8/7 09:00", Known("5")), "unchanged");
  EXPECT_EQ(life.state().SerializeAsString(), before);
}

TEST(MergeTest, ALateOlderSnapshotBringsNoStatusAndNoPromise) {
  for (const char* status : {"5", "6", "7", "8", "9", "10"}) {
    Life life;
    life.Take("6/7 09:00", Known("4").Since("6/7 08:00"));
    EXPECT_EQ(life.Take("8/7 09:00", Known(status).Due("20/7 17:00")), "unchanged") << status;
  }
}

TEST(MergeTest, ALateOlderSnapshotMayStateWhatWasNotKnown) {
  Life life = Decided();

  EXPECT_EQ(life.Take("8/7 09:00",
                      Known("4").Filed("1/7 07:00").Supplement("a", "2/7 08:00", "2/7 09:00")),
            "admitted");
  EXPECT_EQ(life.Path(),
            "registered > open_in_time > paused_in_time > open_in_time > resolved_early");
  EXPECT_EQ(life.state().raw_status(), "9");
}

TEST(MergeTest, ASupplementListBecomesPauses) {
  Life life;
  life.Take("1/7 09:00", Known("4"));

  life.Take("3/7 10:00", Known("5").Supplement("a", "3/7 08:00"));
  EXPECT_EQ(life.Path(), "open_in_time > paused_in_time");
  life.Take("7/7 10:00", Known("4").Supplement("a", "3/7 08:00", "7/7 08:00"));
  EXPECT_EQ(life.Movements(), (Told{"1/7 08:00 @1 open_in_time", "3/7 08:00 @1 paused_in_time",
                                    "7/7 08:00 @1 open_in_time", "14/7 17:00 @1 open_overdue"}));
}

TEST(MergeTest, AStatusThatTheListStatesIsNoRequestOfItsOwn) {
  Life life;
  life.Take("3/7 10:00", Known("5").Supplement("a", "3/7 08:00"));
  life.Take("6/7 10:00", Known("5").Supplement("a", "3/7 08:00"));

  EXPECT_EQ(life.state().timeline_size(), 2);
  EXPECT_EQ(life.state().timeline(1).supplement(), SupplementKey("a"));
}

TEST(MergeTest, ARequestKnownByItsArrivalIsDatedByTheList) {
  Life life;
  life.Take("3/7 10:00", Known("5"));
  life.Take("6/7 10:00", Known("5").Supplement("a", "2/7 08:00"));

  EXPECT_EQ(life.Movements(), (Told{"1/7 08:00 @1 open_in_time", "2/7 08:00 @1 paused_in_time"}));
}

TEST(MergeTest, AStepThatIsDatedTakesItsPlaceInTheTimeline) {
  Life life;
  life.Take("8/7 09:00", Known("4").Since("6/7 08:00"));
  life.Take("9/7 09:00", Known("5").Revision(5));
  life.Take("10/7 09:00", Known("4").Supplement("a", "2/7 08:00", "6/7 08:00").Revision(6));

  ASSERT_EQ(life.state().timeline_size(), 3);
  EXPECT_EQ(life.state().timeline(1).status(), v1::STATUS_SUPPLEMENT_REQUESTED);
}

TEST(MergeTest, AStepKnownByItsArrivalCameBeforeTheWaitThatGoesOn) {
  Life life;
  life.Take("2/7 09:00", Known("5").Supplement("a", "2/7 08:00"));
  life.Take("6/7 09:00", Known("4").Supplement("a", "2/7 08:00"));
  life.Take("7/7 09:00", Known("5").Supplement("a", "2/7 08:00").Supplement("b", "3/7 08:00"));

  EXPECT_EQ(life.Path(), "open_in_time > paused_in_time > open_in_time > paused_overdue");
}

TEST(MergeTest, TwoIdsAreTwoRequests) {
  Life life;
  life.Take("6/7 10:00",
            Known("5").Supplement("a", "2/7 08:00", "3/7 08:00").Supplement("b", "6/7 08:00"));

  EXPECT_EQ(life.Path(), "open_in_time > paused_in_time > open_in_time > paused_overdue");
}

TEST(MergeTest, AStatedInstantReplacesAnInferredOne) {
  struct Case {
    const char* what;
    Snapshot inferred, stated;
    const char* movement;
  } const cases[] = {
      {"acceptance", Snapshot("4").Due("10/7 17:00"), Known("4"), "1/7 08:00 @1 open_in_time"},
      {"4", Known("4"), Known("4").Since("2/7 08:00"), "1/7 08:00 @1 open_in_time"},
      {"6", Known("6"), Known("6").Since("2/7 08:00"), "2/7 08:00 @1 paused_in_time"},
      {"8", Known("8"), Known("8").Finished("3/7 08:00"), "3/7 08:00 @1 cancelled_in_time"},
      {"9", Known("9"), Known("9").Finished("3/7 08:00"), "3/7 08:00 @1 resolved_early"},
      {"10", Known("10"), Known("10").Returned("3/7 08:00"), "3/7 08:00 @1 resolved_early"},
  };

  for (const Case& c : cases) {
    Life life;
    life.Take("6/7 09:00", c.inferred);
    EXPECT_EQ(life.Take("7/7 09:00", c.stated), "admitted") << c.what;
    const Told movements = life.Movements();
    EXPECT_NE(std::find(movements.begin(), movements.end(), c.movement), movements.end()) << c.what;
    for (const auto& entry : life.state().timeline()) EXPECT_FALSE(entry.inferred()) << c.what;
  }
}

TEST(MergeTest, AnInferredInstantNeverReplacesAStatedOne) {
  Life life = Decided();

  EXPECT_EQ(life.Take("6/7 09:00", Known("9")), "unchanged");
  EXPECT_EQ(life.Take("6/7 09:00", Snapshot("4")), "admitted");  // only its raw status is news
  EXPECT_EQ(life.Movements(), (Told{"1/7 08:00 @1 open_in_time", "3/7 09:00 @1 resolved_early"}));
}

TEST(MergeTest, TwoSnapshotsGiveTheSamePostingsInBothOrders) {
  struct Case {
    const char* what;
    Snapshot a, b;
    int32_t days = -1;
  } const cases[] = {
      {"filed, accepted", Snapshot("1").Filed("1/7 07:30"), Known("4").Filed("1/7 07:30")},
      {"filed, proved", Snapshot("1").Filed("1/7 07:30"), Snapshot("4").Filed("1/7 07:30")},
      {"in process, decided", Known("4"), Known("9").Finished("3/7 08:00")},
      {"in process, decided late", Known("4").Since("6/7 08:00"),
       Known("9").Finished("14/7 08:00")},
      {"waiting, resumed", Known("5").Supplement("a", "2/7 08:00"),
       Known("4").Supplement("a", "2/7 08:00", "6/7 08:00")},
      {"waiting, decided", Known("5").Supplement("a", "2/7 08:00"),
       Known("9").Finished("6/7 08:00")},
      {"decided, returned", Known("9").Finished("3/7 08:00"),
       Known("10").Finished("3/7 08:00").Returned("6/7 08:00")},
      {"returned, then its decision", Known("10").Returned("6/7 08:00"),
       Known("10").Finished("3/7 08:00").Returned("6/7 08:00")},
      {"withdrawn, decided", Known("7").Finished("3/7 08:00"), Known("9").Finished("6/7 08:00")},
      {"corrected finish", Known("9").Finished("3/7 08:00"), Known("9").Finished("6/7 08:00")},
      {"re-appointed", Known("4"),
       Known("4").Supplement("a", "2/7 08:00", "6/7 08:00", "10/7 17:00", "14/7 17:00")},
      {"acceptance learned later", Snapshot("4"), Snapshot("4").Accepted("1/7 08:00"), 5},
      {"acceptance corrected", Snapshot("4").Accepted("1/7 08:00"),
       Snapshot("4").Accepted("3/7 08:00"), 5},
  };

  for (const Case& c : cases) {
    Life forward(c.days), backward(c.days);
    forward.Take("20/7 09:00", c.a);
    forward.Take("20/7 09:05", c.b);
    backward.Take("20/7 09:00", c.b);
    backward.Take("20/7 09:05", c.a);
    EXPECT_EQ(forward.Movements(), backward.Movements()) << c.what;
  }
}

TEST(MergeTest, AReappointmentStandsBesideTheFirstPromise) {
  Life life;
  life.Take("1/7 09:00", Known("4"));
  life.Take("6/7 10:00",
            Known("4")
                .Due("14/7 17:00")
                .Supplement("a", "3/7 08:00", "6/7 08:00", "10/7 17:00", "14/7 17:00"));

  ASSERT_EQ(life.state().promises_size(), 2);
  EXPECT_EQ(life.state().promises(0).due(), At("10/7 17:00"));
  EXPECT_EQ(life.state().promises(1).made(), At("6/7 08:00"));
  EXPECT_TRUE(life.state().promises(1).includes_pause());
  EXPECT_EQ(life.Movements().back(), "14/7 17:00 @1 open_overdue");
}

TEST(MergeTest, TheFirstPromiseIsTheOneBeforeTheFirstReappointment) {
  Life life;
  life.Take("6/7 10:00",
            Known("4")
                .Due("14/7 17:00")
                .Supplement("a", "3/7 08:00", "6/7 08:00", "10/7 17:00", "14/7 17:00"));

  ASSERT_EQ(life.state().promises_size(), 2);
  EXPECT_EQ(life.state().promises(0).due(), At("10/7 17:00"));
  EXPECT_EQ(life.state().promises(1).due(), At("14/7 17:00"));
}

TEST(MergeTest, AReappointmentWithoutAnInstantHoldsOnlyAgainstThePromiseInForce) {
  Life named, other;
  for (Life* life : {&named, &other}) life->Take("1/7 09:00", Known("4"));
  named.Take("6/7 10:00", Known("4").Supplement("a", "", "", "10/7 17:00", "14/7 17:00"));
  other.Take("6/7 10:00", Known("4").Supplement("a", "", "", "9/7 17:00", "14/7 17:00"));

  EXPECT_EQ(named.Movements().back(), "14/7 17:00 @1 open_overdue");
  EXPECT_EQ(other.Movements().back(), "10/7 17:00 @1 open_overdue");
}

TEST(MergeTest, AChangedPromiseIsMadeAtItsArrival) {
  Life early, late;
  for (Life* life : {&early, &late}) life->Take("1/7 09:00", Known("4"));
  early.Take("9/7 09:00", Known("4").Due("20/7 17:00"));
  late.Take("13/7 09:00", Known("4").Due("20/7 17:00"));

  EXPECT_EQ(early.Movements().back(), "20/7 17:00 @1 open_overdue");
  EXPECT_EQ(late.Movements().back(), "10/7 17:00 @1 open_overdue");
  EXPECT_TRUE(early.state().promises(1).inferred());
  EXPECT_EQ(early.state().promises(1).made(), At("9/7 09:00"));
}

TEST(MergeTest, APromiseWithoutATimeEndsWhenTheOfficeCloses) {
  Life life;
  life.Take("1/7 09:00", Snapshot("4").Accepted("1/7 08:00").DueOn("10/7"));

  EXPECT_EQ(life.Movements().back(), "10/7 17:00 @1 open_overdue");
}

TEST(MergeTest, EveryWireFormOfAReopeningReopens) {
  struct Case {
    const char* what;
    Snapshot snapshot;
    const char* reopened;
  } const cases[] = {
      {"a request", Known("5").Supplement("a", "6/7 08:00"), "6/7 08:00 @1 paused_in_time"},
      {"2 since", Known("2").Since("6/7 08:00"), "6/7 08:00 @1 open_in_time"},
      {"4 since", Known("4").Since("6/7 08:00"), "6/7 08:00 @1 open_in_time"},
      {"5 since", Known("5").Since("6/7 08:00"), "6/7 08:00 @1 paused_in_time"},
      {"6 since", Known("6").Since("6/7 08:00"), "6/7 08:00 @1 paused_in_time"},
      {"a changed promise", Known("4").Due("20/7 17:00"), "7/7 09:00 @1 open_in_time"},
      {"said so", Known("4").Reopens(), "7/7 09:00 @1 open_in_time"},
      {"said so with an instant", Known("4").Since("6/7 08:00").Reopens(),
       "6/7 08:00 @1 open_in_time"},
  };

  for (const Case& c : cases) {
    Life life = Decided();
    EXPECT_EQ(life.Take("7/7 09:00", c.snapshot), "admitted") << c.what;
    const Told movements = life.Movements();
    ASSERT_GE(movements.size(), 3u) << c.what;
    EXPECT_EQ(movements[1], "3/7 09:00 @1 resolved_early") << c.what;
    EXPECT_EQ(movements[2], c.reopened) << c.what;
    EXPECT_EQ(life.Take("8/7 09:00", c.snapshot), "unchanged") << c.what;
  }
}

TEST(MergeTest, NothingElseReopens) {
  const std::pair<const char*, Snapshot> cases[] = {
      {"a late repeat", Known("4")},
      {"an open status without instants", Snapshot("4")},
      {"5 without an instant", Known("5")},
      {"an instant before the finish", Known("4").Since("2/7 08:00")},
      {"an instant at the finish", Known("4").Since("3/7 09:00")},
      {"finish fields that are filled", Known("4").Since("6/7 08:00").Finished("3/7 09:00")},
      {"a changed promise with the finish", Known("4").Due("20/7 17:00").Finished("3/7 09:00")},
      {"a promise before the finish", Known("4").Due("2/7 17:00")},
      {"a request beside its finish",
       Known("9").Finished("3/7 09:00").Supplement("a", "6/7 08:00")},
      {"papers booked after the decision",
       Known("9").Finished("3/7 09:00").Supplement("a", "2/7 08:00", "6/7 08:00")},
      {"a changed promise of a finished one", Known("9").Due("20/7 17:00").Finished("3/7 09:00")},
  };

  for (const auto& [what, snapshot] : cases) {
    Life life = Decided();
    life.Take("7/7 09:00", snapshot);
    EXPECT_EQ(life.Movements().back(), "3/7 09:00 @1 resolved_early") << what;
  }
}

TEST(MergeTest, TheFirstPromiseThatIsStatedReopensNothing) {
  for (const int32_t processing_days : {-1, 5}) {
    Life life(processing_days);
    life.Take("3/7 10:00", Snapshot("9").Accepted("1/7 08:00").Finished("3/7 09:00"));
    life.Take("7/7 09:00", Known("4").Due("20/7 17:00"));
    EXPECT_EQ(life.Path(), "open_in_time > resolved_early");
  }
}

TEST(MergeTest, ARecordThatSaysItReopensDoesSoOnce) {
  Life life = Decided();
  life.Take("6/7 09:00", Known("4").Reopens());
  life.Take("8/7 09:00", Known("9").Finished("8/7 08:00"));
  life.Take("9/7 09:00", Known("4").Reopens());

  EXPECT_EQ(life.Movements().back(), "8/7 08:00 @1 resolved_early");
}

TEST(MergeTest, EachRunHasItsOwnFinish) {
  Life life = Decided();
  life.Take("7/7 09:00", Known("4").Since("6/7 08:00"));
  life.Take("9/7 10:00", Known("9").Finished("9/7 09:00"));

  EXPECT_EQ(life.Movements(), (Told{"1/7 08:00 @1 open_in_time", "3/7 09:00 @1 resolved_early",
                                    "6/7 08:00 @1 open_in_time", "9/7 09:00 @1 resolved_early"}));
  EXPECT_EQ(life.Take("9/7 11:00", Known("9").Finished("9/7 09:00")), "unchanged");
}

TEST(MergeTest, AStateThatLacksAKnownFinishKeepsIt) {
  Life life = Decided();
  life.Take("6/7 09:00", Known("9"));
  life.Take("7/7 09:00", Known("10"));

  EXPECT_EQ(life.Movements().back(), "3/7 09:00 @1 resolved_early");
}

TEST(MergeTest, AnotherStatedFinishCorrectsIt) {
  Life life = Decided();

  EXPECT_EQ(life.Take("6/7 09:00", Known("9").Finished("6/7 08:00")), "admitted");
  EXPECT_EQ(life.Movements(), (Told{"1/7 08:00 @1 open_in_time", "6/7 08:00 @1 resolved_early"}));
}

TEST(MergeTest, AnEarlierFinishCorrectsOnlyWithARevision) {
  Life life = Decided();

  EXPECT_EQ(life.Take("6/7 09:00", Known("9").Finished("2/7 08:00")), "unchanged");
  EXPECT_EQ(life.Take("6/7 09:00", Known("9").Finished("2/7 08:00").Revision(7)), "admitted");
  EXPECT_EQ(life.Movements().back(), "2/7 08:00 @1 resolved_early");
}

TEST(MergeTest, ADecisionAfterACancellationIsReopenedAndResolved) {
  Life life;
  life.Take("2/7 09:00", Known("7").Finished("2/7 08:00"));
  life.Take("3/7 09:00", Known("9").Finished("3/7 08:00"));

  EXPECT_EQ(life.Path(), "open_in_time > cancelled_in_time > resolved_early");
}

TEST(MergeTest, ACancellationAfterADecisionIsIgnored) {
  Life life = Decided();
  life.Take("7/7 09:00", Known("7").Finished("6/7 08:00"));

  EXPECT_EQ(life.Path(), "open_in_time > resolved_early");
}

TEST(MergeTest, TheHandOverAloneProvesTheDecision) {
  Life life;
  life.Take("6/7 09:00", Known("10").Returned("6/7 08:00"));
  EXPECT_EQ(life.Movements().back(), "6/7 08:00 @1 resolved_early");

  life.Take("7/7 09:00", Known("10").Finished("3/7 08:00").Returned("6/7 08:00"));
  EXPECT_EQ(life.Movements().back(), "3/7 08:00 @1 resolved_early");
}

TEST(MergeTest, AHandOverAfterTheDecisionIsAStepOfItsOwn) {
  Life life;
  life.Take("3/7 09:00", Known("9"));
  life.Take("6/7 09:00", Known("10"));

  EXPECT_EQ(CurrentStatus(life.state()), v1::STATUS_RETURNED);
  EXPECT_EQ(life.Movements().back(), "3/7 09:00 @1 resolved_early");
}

TEST(MergeTest, RefusedBeforeAcceptanceItLeavesTheBooks) {
  for (const char* status : {"3", "7", "8"}) {
    Life life;
    life.Take("1/7 09:00", Snapshot("1").Channel("2").Filed("1/7 08:00"));
    life.Take("1/7 11:00", Snapshot(status)
                               .Channel("2")
                               .Filed("1/7 08:00")
                               .Refused("1/7 10:00")
                               .Finished("1/7 10:00"));

    EXPECT_EQ(life.Movements(), (Told{"1/7 08:00 @1 registered", "1/7 10:00 @1 outside"}))
        << status;
  }
}

TEST(MergeTest, AcceptanceFallsBackToTheFilingOnlyWhenProved) {
  for (const char* status : {"2", "4", "6", "9", "10"}) {
    Life life;
    life.Take("2/7 09:00", Snapshot(status).Filed("1/7 08:00"));
    EXPECT_EQ(life.Movements().front(), "1/7 08:00 @1 open_no_due") << status;
  }
  for (const char* status : {"1", "3", "5", "7", "8"}) {
    Life life;
    life.Take("2/7 09:00", Snapshot(status).Filed("1/7 08:00"));
    EXPECT_EQ(life.Movements().front(), "1/7 08:00 @1 registered") << status;
  }
}

TEST(MergeTest, AnAcceptanceThatIsStatedLaterTakesThePlaceOfTheFallBack) {
  Life life;
  life.Take("2/7 09:00", Snapshot("4").Filed("1/7 08:00"));
  life.Take("2/7 10:00", Snapshot("4").Filed("1/7 08:00").Accepted("1/7 10:00"));

  EXPECT_EQ(life.Movements(), (Told{"1/7 08:00 @1 registered", "1/7 10:00 @1 open_no_due"}));
}

TEST(MergeTest, AMissingPromiseIsComputedFromTheAcceptance) {
  Life life(5);
  life.Take("1/7 09:00", Snapshot("4").Accepted("1/7 08:00"));

  EXPECT_TRUE(life.state().promises(0).computed());
  EXPECT_EQ(life.Movements().back(), "8/7 17:00 @1 open_overdue");
}

TEST(MergeTest, AComputedPromiseFollowsTheAcceptance) {
  Life life(5);
  life.Take("3/7 09:00", Snapshot("4"));
  life.Take("3/7 10:00", Snapshot("4").Accepted("1/7 08:00"));

  EXPECT_EQ(life.state().promises_size(), 1);
  EXPECT_EQ(life.Movements().back(), "8/7 17:00 @1 open_overdue");
}

TEST(MergeTest, AStatedPromiseTakesThePlaceOfAComputedOne) {
  Life life(5);
  life.Take("1/7 09:00", Snapshot("4").Accepted("1/7 08:00"));
  life.Take("9/7 09:00", Known("4"));

  EXPECT_EQ(life.state().promises_size(), 1);
  EXPECT_FALSE(life.state().promises(0).computed());
  EXPECT_EQ(life.Movements().back(), "10/7 17:00 @1 open_overdue");
}

TEST(MergeTest, ARevisionOfTheSourceIsKept) {
  Life life;
  life.Take("1/7 09:00", Known("4").Revision(5));
  EXPECT_EQ(life.state().revision(), 5u);

  EXPECT_EQ(life.Take("2/7 09:00", Known("9").Finished("2/7 08:00").Revision(4)),
            "refused revision");
  EXPECT_EQ(life.Take("2/7 09:00", Known("4").Revision(5)), "unchanged");
  EXPECT_EQ(life.Take("2/7 09:00", Known("9").Finished("2/7 08:00").Revision(5)),
            "refused revision");
  EXPECT_EQ(life.Take("2/7 09:00", Known("9").Finished("2/7 08:00").Revision(9)), "admitted");
  EXPECT_EQ(life.state().revision(), 9u);
}

TEST(MergeTest, ADerivedRevisionRisesWithEveryChange) {
  Life life = Decided();
  EXPECT_EQ(life.state().revision(), 2u);

  life.Take("6/7 09:00", Known("9").Finished("3/7 09:00"));
  EXPECT_EQ(life.state().revision(), 2u);
}

TEST(MergeTest, ATombstoneTakesItOutOfTheBooks) {
  Life life = Decided();
  EXPECT_EQ(life.Take("6/7 09:00", Known("9").Tombstone()), "admitted");
  EXPECT_EQ(life.Path(), "");
  EXPECT_EQ(life.Take("6/7 10:00", Known("9").Tombstone()), "unchanged");

  EXPECT_EQ(life.Take("7/7 09:00", Known("4")), "admitted");
  EXPECT_EQ(life.Path(), "open_in_time > open_overdue");
  EXPECT_EQ(life.state().revision(), 4u);
}

TEST(MergeTest, ATombstoneOfAnUnknownDossierIsRefused) {
  EXPECT_EQ(Life().Take("1/7 09:00", Known("4").Tombstone()), "refused MaHoSo");
}

TEST(MergeTest, ATransferMovesWithTheStepThatBringsIt) {
  Life life;
  life.Take("1/7 09:00", Known("4"));
  life.Take("3/7 09:00", Known("6").Since("3/7 08:00").HandledBy("2"));

  EXPECT_EQ(life.Movements(), (Told{"1/7 08:00 @1 open_in_time", "3/7 08:00 @1 elsewhere",
                                    "3/7 08:00 @2 open_in_time", "3/7 08:00 @2 paused_in_time"}));
}

TEST(MergeTest, ATransferWithoutAStepIsDatedAtItsArrival) {
  Life life;
  life.Take("1/7 09:00", Known("4"));
  life.Take("3/7 09:00", Known("4").HandledBy("2"));

  EXPECT_EQ(life.Movements(), (Told{"1/7 08:00 @1 open_in_time", "3/7 09:00 @1 elsewhere",
                                    "3/7 09:00 @2 open_in_time", "10/7 17:00 @2 open_overdue"}));
  EXPECT_EQ(life.Take("4/7 09:00", Known("4").HandledBy("2")), "unchanged");
}

TEST(MergeTest, AnEarlierStepThatBecomesKnownMovesNothing) {
  Life life;
  life.Take("1/7 09:00", Known("4"));
  life.Take("3/7 09:00", Known("4").Filed("1/7 07:30").HandledBy("2"));

  EXPECT_EQ(life.Movements(),
            (Told{"1/7 07:30 @1 registered", "1/7 08:00 @1 open_in_time", "3/7 09:00 @1 elsewhere",
                  "3/7 09:00 @2 open_in_time", "10/7 17:00 @2 open_overdue"}));
}

TEST(MergeTest, AFinishedDossierDoesNotMove) {
  Life life = Decided();
  life.Take("6/7 09:00", Known("10").Finished("3/7 09:00").Returned("6/7 08:00").HandledBy("2"));
  life.Take("7/7 09:00", Known("10").Finished("3/7 09:00").Returned("6/7 08:00").HandledBy("3"));

  EXPECT_EQ(life.Movements(), (Told{"1/7 08:00 @1 open_in_time", "3/7 09:00 @1 resolved_early"}));
}

TEST(MergeTest, WhereOneUnitIsKnownItStandsForAll) {
  struct Case {
    const char *received, *handled;
    uint32_t receiving, handling, applying;
  } const cases[] = {
      {"", "", 1, 1, 1}, {"2", "", 2, 2, 2}, {"", "3", 3, 3, 3}, {"2", "3", 2, 3, 3}};

  for (const Case& c : cases) {
    Life life;
    life.Take("1/7 09:00", Known("4").ReceivedBy(c.received).HandledBy(c.handled));
    EXPECT_EQ(life.state().receiving_unit(), c.receiving);
    EXPECT_EQ(life.state().handling_unit(), c.handling);
    EXPECT_EQ(life.state().applying_unit(), c.applying);
    EXPECT_EQ(life.state().reporting_unit(), 1u);
  }
}

TEST(MergeTest, NewerFlagsReplaceAndOlderFlagsOnlyAdd) {
  constexpr uint32_t kPaid = 1 << (v1::FLAG_PAID_ONLINE - 1),
                     kDigitised = 1 << (v1::FLAG_DIGITISED - 1);
  Life life = Decided();
  life.Take("6/7 09:00", Known("9").Finished("3/7 09:00").Flags(kPaid));
  EXPECT_EQ(life.state().flags(), kPaid);

  life.Take("7/7 09:00", Known("4").Flags(kDigitised));
  EXPECT_EQ(life.state().flags(), kPaid | kDigitised);
  life.Take("8/7 09:00", Known("9").Finished("3/7 09:00"));
  EXPECT_EQ(life.state().flags(), 0u);
}

TEST(MergeTest, AFlagThatTheWireCannotTellStays) {
  Life life = Decided();
  life.Mark(v1::FLAG_COMPLAINED);
  life.Take("6/7 09:00", Known("10").Finished("3/7 09:00").Returned("6/7 08:00"));

  EXPECT_EQ(life.state().flags(), 1u << (v1::FLAG_COMPLAINED - 1));
}

TEST(MergeTest, AFlagThatTheWireCannotTellIsNotTaken) {
  constexpr uint32_t kComplained = 1 << (v1::FLAG_COMPLAINED - 1);
  Life life;
  life.Take("1/7 09:00", Known("4").Channel("2").Flags(kComplained));

  EXPECT_EQ(life.state().flags(), 1u << (v1::FLAG_ONLINE - 1));
}

TEST(MergeTest, AProgressRecordKeepsWhatItDoesNotName) {
  constexpr uint32_t kPaid = 1 << (v1::FLAG_PAID_ONLINE - 1), kOnline = 1 << (v1::FLAG_ONLINE - 1);
  Life life;
  life.Take("1/7 09:00", Known("4").Channel("2").Flags(kPaid));
  life.Take("3/7 09:00", Snapshot("9").Procedure("").Since("3/7 08:00"));

  EXPECT_EQ(life.state().flags(), kPaid | kOnline);
  EXPECT_EQ(life.state().channel(), v1::CHANNEL_ONLINE);
  EXPECT_EQ(life.state().procedure(), 1u);
  EXPECT_EQ(life.Path(), "open_in_time > resolved_early");
}

TEST(MergeTest, AFinishBeforeTheAcceptanceIsRefused) {
  Life life;
  EXPECT_EQ(life.Take("3/7 09:00", Known("9").Finished("30/6 08:00")), "refused NgayKetThucXuLy");

  life.Take("3/7 09:00", Snapshot("9").Filed("30/6 08:00").Finished("30/6 10:00"));
  EXPECT_EQ(life.Take("3/7 10:00", Known("4")), "refused NgayTiepNhan");
}

TEST(MergeTest, ARefusalMayStandBeforeTheAcceptanceOfASecondFiling) {
  Life life;
  life.Take("1/7 09:00", Snapshot("3").Filed("30/6 08:00").Refused("30/6 10:00"));

  EXPECT_EQ(life.Take("1/7 10:00", Known("4")), "admitted");
  EXPECT_EQ(life.Path(), "registered > outside > open_in_time > open_overdue");
}

TEST(MergeTest, AliasesAreGathered) {
  Life life;
  life.Take("1/7 09:00", Known("4").Alias("b"));
  life.Take("1/7 10:00", Known("4").Alias("a"));
  life.Take("1/7 11:00", Known("4").Alias(life.state().id()));

  ASSERT_EQ(life.state().aliases_size(), 2);
  EXPECT_EQ(life.state().aliases(0), "a");
  EXPECT_EQ(life.state().aliases(1), "b");
}

}  // namespace
}  // namespace lienthong::admission
