#include "services/accounting/petitions.h"

#include <gtest/gtest.h>

#include "services/accounting/movements_testing.h"

namespace lienthong {
namespace {

struct Step {
  const char* at;
  v1::PetitionStatus status;
};

constexpr auto kReceived = v1::PETITION_STATUS_RECEIVED;
constexpr auto kRefused = v1::PETITION_STATUS_REFUSED;
constexpr auto kMoreAsked = v1::PETITION_STATUS_MORE_ASKED;
constexpr auto kProcessed = v1::PETITION_STATUS_PROCESSED;
constexpr auto kPublished = v1::PETITION_STATUS_PUBLISHED;

v1::Petition Told(const std::vector<Step>& steps) {
  v1::Petition petition;
  petition.set_unit(1);
  for (const Step& step : steps) {
    v1::PetitionEntry& entry = *petition.add_timeline();
    entry.set_instant(At(step.at));
    entry.set_status(step.status);
  }
  ResolveDeadlines(ExampleCalendar(), petition);
  return petition;
}

// "1/7 08:00 open_in_time, 22/7 17:00 open_overdue".
std::string Path(const v1::Petition& petition) {
  std::string path;
  for (const Posting& posting : PostingsOf(petition)) {
    const char* const to = posting.line.to == kHandledInTime ? "handled_in_time"
                           : posting.line.to == kHandledLate ? "handled_late"
                                                             : NameOf(posting.line.to);
    absl::StrAppend(&path, path.empty() ? "" : ", ", TextOf(posting.instant), " ", to);
  }
  return path;
}

TEST(PetitionTest, TheMoveToOverdueStandsInTheFutureAndIsTakenBack) {
  EXPECT_EQ(Path(Told({{"1/7 08:00", kReceived}})),
            "1/7 08:00 open_in_time, 22/7 17:00 open_overdue");
  EXPECT_EQ(Path(Told({{"1/7 08:00", kReceived}, {"22/7 17:00", kProcessed}})),
            "1/7 08:00 open_in_time, 24/7 17:00 open_overdue");
  EXPECT_EQ(
      Path(
          Told({{"1/7 08:00", kReceived}, {"22/7 17:00", kProcessed}, {"24/7 17:00", kPublished}})),
      "1/7 08:00 open_in_time, 24/7 17:00 handled_in_time");
}

TEST(PetitionTest, AMissedDeadlineIsRememberedByItsInstant) {
  const v1::Petition petition =
      Told({{"1/7 08:00", kReceived}, {"22/7 17:00:01", kProcessed}, {"23/7 08:00", kPublished}});

  EXPECT_EQ(petition.late_from(), At("22/7 17:00"));
  EXPECT_EQ(petition.effective(), At("24/7 17:00"));
  EXPECT_EQ(Path(petition),
            "1/7 08:00 open_in_time, 22/7 17:00 open_overdue, 23/7 08:00 handled_late");
}

TEST(PetitionTest, ARefusalIsJudgedByItsOwnDeadline) {
  EXPECT_EQ(Path(Told({{"1/7 08:00", kReceived}, {"3/7 17:00", kRefused}})),
            "1/7 08:00 open_in_time, 3/7 17:00 handled_in_time");
  EXPECT_EQ(Path(Told({{"1/7 08:00", kReceived}, {"6/7 08:00", kRefused}})),
            "1/7 08:00 open_in_time, 3/7 17:00 open_overdue, 6/7 08:00 handled_late");
  EXPECT_EQ(
      Path(Told({{"1/7 08:00", kReceived}, {"6/7 08:00", kMoreAsked}, {"20/7 08:00", kRefused}})),
      "1/7 08:00 open_in_time, 20/7 08:00 handled_in_time");
}

TEST(PetitionTest, AnAnswerTakesThePlaceOfARefusal) {
  EXPECT_EQ(
      Path(Told({{"1/7 08:00", kReceived}, {"6/7 08:00", kRefused}, {"7/7 08:00", kPublished}})),
      "1/7 08:00 open_in_time, 7/7 08:00 handled_in_time");
}

TEST(PetitionTest, WithoutAReceiptAndAsATombstoneItPostsNothing) {
  EXPECT_EQ(Path(Told({{"1/7 08:00", kProcessed}})), "");
  v1::Petition deleted = Told({{"1/7 08:00", kReceived}});
  deleted.set_tombstone(true);
  EXPECT_EQ(Path(deleted), "");
}

// Bytes of another node may say anything.
TEST(PetitionTest, NoStateMakesMovementsOutOfOrder) {
  v1::Petition petition = Told({{"10/7 08:00", kReceived}, {"11/7 08:00", kPublished}});
  for (const char* late_from : {"1/7 08:00", "10/7 12:00", "1/8 08:00"}) {
    petition.set_late_from(At(late_from));
    const std::vector<Posting> postings = PostingsOf(petition);
    ASSERT_EQ(postings.size(), 3u);
    EXPECT_LE(postings[0].instant, postings[1].instant) << late_from;
    EXPECT_LE(postings[1].instant, postings[2].instant) << late_from;
  }
}

TEST(PetitionTest, EveryPostingSaysHowSatisfiedTheSenderIs) {
  v1::Petition petition = Told({{"1/7 08:00", kReceived}});
  petition.set_satisfaction(v1::SATISFACTION_DISSATISFIED);

  for (const Posting& posting : PostingsOf(petition)) {
    EXPECT_EQ(posting.line.flags, kDissatisfied);
    EXPECT_EQ(posting.line.book, Book::kPetitions);
    EXPECT_EQ(posting.line.roles, kEveryRole);
  }
}

// Golden: these bits are on disk.
TEST(PetitionTest, LinesAreForGood) {
  EXPECT_EQ(
      (Line{Account::kOpenInTime, kHandledInTime, false, kEveryRole, kSatisfied, Book::kPetitions}
           .Pack()),
      0x14a7001u);
  EXPECT_EQ(
      (Line{Account::kOpenOverdue, kHandledLate, false, kEveryRole, kDissatisfied, Book::kPetitions}
           .Pack()),
      0x15b7002u);
}

}  // namespace
}  // namespace lienthong
