#include "services/query/petitions.h"

#include <gtest/gtest.h>

#include "services/query/query_testing.h"

namespace lienthong::query {
namespace {

uint32_t PetitionLine(Account from, Account to, uint16_t flags = 0) {
  return Line{from, to, false, kEveryRole, flags, Book::kPetitions}.Pack();
}

const uint32_t kReceived = PetitionLine(Account::kOutside, Account::kOpenInTime);
const uint32_t kOverdue = PetitionLine(Account::kOpenInTime, Account::kOpenOverdue);
const uint32_t kHandled = PetitionLine(Account::kOpenInTime, kHandledInTime);
const uint32_t kHandledTooLate = PetitionLine(Account::kOpenOverdue, kHandledLate);

class PetitionsTest : public testing::Test {
 protected:
  PetitionFigures Read(const std::vector<uint32_t>& units, const std::string& from,
                       const std::string& to, Instant as_of) {
    const View view = memory_.engine().Snapshot();
    Known present(view);
    return *ReadPetitionFigures(present, units, {On(from), On(to), as_of});
  }
  PetitionFigures July(const std::vector<uint32_t>& units = {3}) {
    return Read(units, "2026-07-01", "2026-07-31", At("2026-07-31 23:59:59"));
  }

  TestMemory memory_;
};

// Received in June and handled in July: a flow of July, but not of its own.
TEST_F(PetitionsTest, ThoseReceivedInThePeriodAreToldFromThoseHandledInIt) {
  memory_.PostPetition(
      "a", {{At("2026-06-20 08:00:00"), 3, kReceived}, {At("2026-07-02 08:00:00"), 3, kHandled}});
  memory_.PostPetition(
      "b", {{At("2026-07-20 08:00:00"), 3, kReceived}, {At("2026-08-10 17:00:00"), 3, kOverdue}});

  EXPECT_EQ(July(), (PetitionFigures{.received = 1,
                                     .in_time = 1,
                                     .carried_over = 1,
                                     .handled_in_time = 1,
                                     .open_in_time = 1}));
}

TEST_F(PetitionsTest, TheyStandAsTheyStoodAtTheInstant) {
  memory_.PostPetition("a", {{At("2026-07-01 08:00:00"), 3, kReceived},
                             {At("2026-07-22 17:00:00"), 3, kOverdue},
                             {At("2026-07-23 08:00:00"), 3, kHandledTooLate}});

  EXPECT_EQ(Read({3}, "2026-07-01", "2026-07-31", At("2026-07-22 16:59:59")),
            (PetitionFigures{.received = 1, .in_time = 1, .open_in_time = 1}));
  EXPECT_EQ(Read({3}, "2026-07-01", "2026-07-31", At("2026-07-22 17:00:00")),
            (PetitionFigures{.received = 1, .overdue = 1, .open_overdue = 1}));
  EXPECT_EQ(July(),
            (PetitionFigures{.received = 1, .overdue = 1, .handled = 1, .handled_late = 1}));
}

TEST_F(PetitionsTest, UnitsAddUpAndDossiersDoNotCount) {
  const uint32_t satisfied = PetitionLine(Account::kOutside, Account::kOpenInTime, kSatisfied);
  memory_.PostPetition("a", {{At("2026-07-01 08:00:00"), 3, satisfied}});
  memory_.PostPetition("b", {{At("2026-07-01 08:00:00"), 4, kReceived}});
  memory_.Post("a", {{At("2026-07-01 08:00:00"), 3, kAccepted}});

  EXPECT_EQ(July({3, 4}),
            (PetitionFigures{.received = 2, .in_time = 2, .satisfied = 1, .open_in_time = 2}));
  EXPECT_EQ(July({4}), (PetitionFigures{.received = 1, .in_time = 1, .open_in_time = 1}));
  EXPECT_EQ(FiguresOf(*ReadLines(memory_.engine().Snapshot(), 3,
                                 {On("2026-07-01"), On("2026-07-31"), At("2026-07-31")}),
                      kHandlingRole, false)
                .new_(),
            1u);
}

TEST_F(PetitionsTest, BooksWithoutTheirRecordAreNoFigure) {
  memory_.PostPetition("a", {{At("2026-07-01 08:00:00"), 3, kReceived}});
  Batch batch;
  batch.Delete(Family::kRecords, PetitionKey("a"));
  ASSERT_TRUE(memory_.engine().Commit(batch).ok());

  const View view = memory_.engine().Snapshot();
  Known present(view);
  EXPECT_EQ(ReadPetitionFigures(present, {3},
                                {On("2026-07-01"), On("2026-07-31"), At("2026-07-31")})
                .status()
                .code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace lienthong::query
