#include "services/accounting/figures.h"

#include <gtest/gtest.h>

#include <map>

#include "services/accounting/movements_testing.h"

namespace lienthong {
namespace {

constexpr v1::Status kAccepted = v1::STATUS_ACCEPTED;
constexpr v1::Status kProcessing = v1::STATUS_PROCESSING;
constexpr v1::Status kDecided = v1::STATUS_DECIDED;

Story Accepted() { return Story().Due("10/7 17:00").Stated("1/7 08:00", kAccepted); }

Lines Packed(const std::vector<Posting>& postings) {
  std::map<uint32_t, uint64_t> counts;
  for (const Posting& posting : postings) ++counts[posting.line.Pack()];
  return Lines(counts.begin(), counts.end());
}

// The figures of `unit`, or of all units for 0, in [from, to] as of the end of `to`.
v1::Figures Count(const Story& story, const char* from, const char* to, uint32_t unit = 0) {
  std::vector<Posting> before, within;
  for (const Posting& posting : story.Postings()) {
    if (unit != 0 && posting.unit != unit) continue;
    if (posting.instant < At(from)) before.push_back(posting);
    if (posting.instant >= At(from) && posting.instant <= EndOfDay(DayOf(At(to))))
      within.push_back(posting);
  }
  return FiguresOf({Packed(before), Packed(within)}, kHandlingRole, unit == 0);
}

// Reading 1: resolved in July, reopened and decided in August.
TEST(FiguresTest, AReopenedDossierIsInHandAgainAndJulyStaysJuly) {
  const Story story = Accepted()
                          .Stated("3/7 08:00", kDecided)
                          .Stated("3/8 08:00", kProcessing)
                          .Stated("4/8 08:00", kDecided);

  const v1::Figures july = Count(story, "1/7", "31/7");
  const v1::Figures august = Count(story, "1/8", "31/8");

  EXPECT_EQ(july.new_(), 1);
  EXPECT_EQ(july.resolved_early(), 1);
  EXPECT_EQ(august.carried_over(), 0);
  EXPECT_EQ(august.reopened(), 1);
  EXPECT_EQ(august.in_hand(), 1);
  EXPECT_EQ(august.resolved_late(), 1);
  EXPECT_EQ(august.resolved_early(), 0);
}

TEST(FiguresTest, OpenAndPausedAreCarriedOver) {
  EXPECT_EQ(Count(Accepted(), "1/8", "31/8").carried_over(), 1);
  EXPECT_EQ(Count(Accepted(), "1/8", "31/8").open_overdue(), 1);
  EXPECT_EQ(Count(Accepted().Stated("2/7 08:00", v1::STATUS_PAYMENT_REQUESTED), "1/8", "31/8")
                .paused_in_time(),
            1);
  EXPECT_EQ(Count(Accepted().Stated("31/7 08:00", kDecided), "1/8", "31/8").carried_over(), 0);
}

TEST(FiguresTest, RegisteredIsNotReceived) {
  const v1::Figures figures =
      Count(Story().Stated("1/7 08:00", v1::STATUS_REGISTERED), "1/7", "31/7");

  EXPECT_EQ(figures.registered(), 1);
  EXPECT_EQ(figures.new_(), 0);
  EXPECT_EQ(figures.in_hand(), 0);
}

// Reading 10.
TEST(FiguresTest, AMovementAtMidnightBelongsToTheDayThatBegins) {
  const Story story = Story().Stated("1/8 00:00", kAccepted);

  EXPECT_EQ(Count(story, "1/7", "31/7").new_(), 0);
  EXPECT_EQ(Count(story, "1/8", "31/8").carried_over(), 0);
  EXPECT_EQ(Count(story, "1/8", "31/8").new_(), 1);
}

// Reading 13.
TEST(FiguresTest, DueInTimeAreThoseResolvedByThen) {
  EXPECT_EQ(Count(Accepted().Stated("10/7 17:00", kDecided), "1/7", "31/7").due_in_time(), 1);
  EXPECT_EQ(Count(Accepted().Stated("13/7 08:00", kDecided), "1/7", "31/7").due_in_time(), 0);
  EXPECT_EQ(Count(Accepted().Stated("13/7 08:00", kDecided), "1/7", "31/7").due(), 1);
}

// Reading 14.
TEST(FiguresTest, AParentShowsMovesNetOfItsOwnSubtree) {
  const Story story = Accepted().Stated("3/7 08:00", kProcessing, 2);

  EXPECT_EQ(Count(story, "1/7", "31/7", 1).moved_out(), 1);
  EXPECT_EQ(Count(story, "1/7", "31/7", 2).moved_in(), 1);
  EXPECT_EQ(Count(story, "1/7", "31/7").moved_in(), 0);
  EXPECT_EQ(Count(story, "1/7", "31/7").moved_out(), 0);
  EXPECT_EQ(Count(story, "1/7", "31/7").in_hand(), 1);
}

// Reading 15.
TEST(FiguresTest, ResolvedAfterCancelledIsReopenedAndResolved) {
  const v1::Figures figures =
      Count(Accepted().Stated("3/7 08:00", v1::STATUS_WITHDRAWN).Stated("3/8 08:00", kDecided),
            "1/8", "31/8");

  EXPECT_EQ(figures.reopened(), 1);
  EXPECT_EQ(figures.resolved_late(), 1);
  EXPECT_EQ(figures.in_hand(), 1);
}

// Reading 3.
TEST(FiguresTest, FinishesNotStatedAreShown) {
  EXPECT_EQ(Count(Accepted().Inferred("20/7 08:00", kDecided), "1/7", "31/7").finish_not_stated(),
            1);
  EXPECT_EQ(Count(Accepted().Inferred("3/7 08:00", kDecided), "1/7", "31/7").finish_not_stated(),
            0);
}

// What one movement within a period changes, by name; every other figure stays 0.
struct Effect {
  Account from;
  Account to;
  std::map<std::string, uint64_t> figures;
};

std::map<std::string, uint64_t> NonZero(const v1::Figures& figures) {
  std::map<std::string, uint64_t> values;
  std::vector<const google::protobuf::FieldDescriptor*> set;
  figures.GetReflection()->ListFields(figures, &set);
  for (const auto* field : set)
    values[field->name()] = figures.GetReflection()->GetUInt64(figures, field);
  return values;
}

using A = Account;

// Stocks that a movement takes from are given as stocks before it, so none is negative.
TEST(FiguresTableTest, EachMovementWithinThePeriodChangesTheseFigures) {
  const std::vector<Effect> effects = {
      {A::kOutside, A::kRegistered, {{"registered", 1}}},
      {A::kRegistered, A::kRegisteredOverdue, {{"registered_overdue", 1}}},
      {A::kOutside, A::kOpenInTime, {{"new", 1}, {"in_hand", 1}, {"open_in_time", 1}}},
      {A::kOutside, A::kOpenNoDue, {{"new", 1}, {"in_hand", 1}, {"open_no_due", 1}}},
      {A::kRegistered, A::kOpenInTime, {{"new", 1}, {"in_hand", 1}, {"open_in_time", 1}}},
      {A::kRegisteredOverdue, A::kOpenInTime, {{"new", 1}, {"in_hand", 1}, {"open_in_time", 1}}},
      {A::kOutside, A::kResolvedOnDay, {{"new", 1}, {"in_hand", 1}, {"resolved_on_day", 1}}},
      {A::kOutside, A::kCancelledNoDue, {{"new", 1}, {"in_hand", 1}, {"cancelled_no_due", 1}}},
      {A::kOpenInTime, A::kOpenOverdue, {{"carried_over", 1}, {"in_hand", 1}, {"open_overdue", 1}}},
      {A::kOpenInTime,
       A::kPausedInTime,
       {{"carried_over", 1}, {"in_hand", 1}, {"paused_in_time", 1}}},
      {A::kOpenOverdue,
       A::kPausedOverdue,
       {{"carried_over", 1}, {"in_hand", 1}, {"paused_overdue", 1}}},
      {A::kPausedInTime,
       A::kOpenInTime,
       {{"carried_over", 1}, {"in_hand", 1}, {"open_in_time", 1}}},
      {A::kOpenInTime,
       A::kResolvedEarly,
       {{"carried_over", 1}, {"in_hand", 1}, {"resolved_early", 1}}},
      {A::kOpenInTime,
       A::kResolvedOnDay,
       {{"carried_over", 1}, {"in_hand", 1}, {"resolved_on_day", 1}}},
      {A::kOpenOverdue,
       A::kResolvedLate,
       {{"carried_over", 1}, {"in_hand", 1}, {"resolved_late", 1}}},
      {A::kOpenNoDue,
       A::kResolvedNoDue,
       {{"carried_over", 1}, {"in_hand", 1}, {"resolved_no_due", 1}}},
      {A::kOpenInTime,
       A::kCancelledInTime,
       {{"carried_over", 1}, {"in_hand", 1}, {"cancelled_in_time", 1}}},
      {A::kPausedOverdue,
       A::kCancelledLate,
       {{"carried_over", 1}, {"in_hand", 1}, {"cancelled_late", 1}}},
      {A::kOpenNoDue,
       A::kCancelledNoDue,
       {{"carried_over", 1}, {"in_hand", 1}, {"cancelled_no_due", 1}}},
      {A::kResolvedEarly, A::kOpenOverdue, {{"reopened", 1}, {"in_hand", 1}, {"open_overdue", 1}}},
      {A::kCancelledLate, A::kOpenOverdue, {{"reopened", 1}, {"in_hand", 1}, {"open_overdue", 1}}},
      {A::kCancelledInTime,
       A::kResolvedLate,
       {{"reopened", 1}, {"in_hand", 1}, {"resolved_late", 1}}},
      {A::kElsewhere, A::kOpenInTime, {{"moved_in", 1}, {"in_hand", 1}, {"open_in_time", 1}}},
      {A::kElsewhere, A::kRegistered, {{"registered", 1}}},
      {A::kOpenInTime, A::kElsewhere, {{"carried_over", 1}, {"moved_out", 1}}},
      {A::kPausedInTime, A::kElsewhere, {{"carried_over", 1}, {"moved_out", 1}}},
      {A::kRegistered, A::kElsewhere, {}},
      {A::kResolvedEarly, A::kResolvedEarly, {{"due", 1}, {"due_in_time", 1}}},
      {A::kResolvedOnDay, A::kResolvedOnDay, {{"due", 1}, {"due_in_time", 1}}},
      {A::kOpenInTime, A::kOpenInTime, {{"due", 1}}},
      {A::kOpenOverdue, A::kOpenOverdue, {{"due", 1}}},
      {A::kResolvedLate, A::kResolvedLate, {{"due", 1}}},
  };
  for (const Effect& effect : effects) {
    PeriodLines lines;
    lines.within = {{Line{effect.from, effect.to}.Pack(), 1}};
    const bool is_due = effect.from == effect.to;
    if (effect.from != A::kOutside && effect.from != A::kElsewhere && !is_due) {
      lines.before = {{Line{A::kOutside, effect.from}.Pack(), 1}};
    }

    EXPECT_EQ(NonZero(FiguresOf(lines, kHandlingRole, false)), effect.figures)
        << NameOf(effect.from) << " -> " << NameOf(effect.to);
  }
}

TEST(FiguresTableTest, ALineCountsInItsRolesOnly) {
  for (uint8_t roles = 1; roles <= kEveryRole; ++roles) {
    const Lines lines = {{Line{A::kOutside, A::kOpenInTime, false, roles}.Pack(), 5}};
    for (const uint8_t role : {kReceivingRole, kHandlingRole, kApplyingRole}) {
      const uint64_t expected = (roles & role) != 0 ? 5 : 0;

      EXPECT_EQ(FiguresOf({{}, lines}, role, false).new_(), expected) << int{roles} << int{role};
      EXPECT_EQ(FiguresOf({lines, {}}, role, false).carried_over(), expected)
          << int{roles} << int{role};
    }
  }
}

TEST(FiguresTableTest, MovesOfSeveralUnitsAreSetOffAndInHandStays) {
  Lines lines;
  AddLines({{Line{A::kElsewhere, A::kOpenInTime}.Pack(), 7}}, lines);
  AddLines({{Line{A::kOpenInTime, A::kElsewhere}.Pack(), 4}}, lines);

  const v1::Figures gross = FiguresOf({{}, lines}, kHandlingRole, false);
  const v1::Figures net = FiguresOf({{}, lines}, kHandlingRole, true);

  EXPECT_EQ(gross.moved_in(), 7);
  EXPECT_EQ(gross.moved_out(), 4);
  EXPECT_EQ(net.moved_in(), 3);
  EXPECT_EQ(net.moved_out(), 0);
  EXPECT_EQ(net.in_hand(), gross.in_hand());
}

TEST(FiguresTableTest, FlagsTellOnlineAndFinishesNotStated) {
  const Lines lines = {
      {Line{A::kOutside, A::kOpenInTime, false, kEveryRole, 1 << (v1::FLAG_ONLINE - 1)}.Pack(), 2},
      {Line{A::kOpenInTime, A::kResolvedOnDay, true}.Pack(), 1}};

  const v1::Figures figures = FiguresOf({{}, lines}, kHandlingRole, false);

  EXPECT_EQ(figures.new_online(), 2);
  EXPECT_EQ(figures.new_(), 2);
  EXPECT_EQ(figures.finish_not_stated(), 1);
}

TEST(FiguresTest, LinesOfSeveralUnitsAddUp) {
  Lines sum = {{1, 2}, {3, 4}};

  AddLines({{0, 1}, {3, 5}, {7, 6}}, sum);

  EXPECT_EQ(sum, (Lines{{0, 1}, {1, 2}, {3, 9}, {7, 6}}));
}

}  // namespace
}  // namespace lienthong
