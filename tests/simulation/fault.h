// Faults planted in the harness, never in the product, to prove that the
// simulation would see such a mistake.
#pragma once

namespace lienthong::simulation {

enum class Fault {
  kNone,
  // A desk is answered before the commit.
  kAnswerBeforeCommit,
  // A commit fails and the desk is answered as if it had not.
  kAnswerFromFailedCommit,
  // The log's syncs do nothing.
  kSyncSwitchedOff,
  // The heads of a block are committed before its facts.
  kProgressOutsideBatch,
  // A relay says "at this time" of an origin it only heard of.
  kProgressToldAhead,
  // A block is added a second time, numbered as new.
  kRepeatedBlockAdded,
  // A block is lost and the next one numbered as if it had come.
  kGapPastedOver,
  // A fact is serialized again on its way.
  kFactReencoded,
  // The parent resumes from what it had received, not from what it stored.
  kResumeFromRemembered,
  // A record forgets what it posted, so that nothing is taken back.
  kRetractionForgotten,
  // The books of the first arrival stay when a better state comes.
  kFirstArrivalWins,
  // Reference data that was sent counts as taken.
  kReferenceCountedAsSent,
  // Reference data that a level in between forged is taken as if its author had signed it.
  kForgeryTaken,
  // Nobody lets parked facts in when reference data arrives.
  kParkedForgotten,
  // An older backup is put back and the node goes on in its old epoch.
  kRestoreKeepsEpoch,
  // A parent acknowledges a block when it arrives.
  kAckBeforeCommit,
  // A record is posted once more without taking back what it had posted.
  kPostedTwice,
  // A posting of a record is missing in the index.
  kIndexForgotten,
  // A month's sum is not written with its day.
  kMonthSumMissed,
  // A record goes in and its parked row stays.
  kParkedRowKept,
  // A unit is taken over before its states have come.
  kTakeoverWithoutStates,
  // One state of a unit is lost on its way to the new node.
  kTakeoverLosesState,
  // What an origin says of a record that waited is not heeded above.
  kSettledBelowOnly,
};

}  // namespace lienthong::simulation
