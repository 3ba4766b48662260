// The invariants of the books on random wire histories: what is posted is what the records
// say, at every node, however the updates were batched, cut and repeated on their way.
// LIENTHONG_SEED tries another seed.
#include <gtest/gtest.h>

#include "tests/books/checks.h"
#include "tests/books/desk.h"
#include "tests/books/feed.h"
#include "tests/books/wire_history.h"

namespace lienthong::books {
namespace {

using admission::TestNode;

constexpr int kDossiers = 200;

void ExpectGoodBooks(const TestNode& node) {
  ExpectBooksAreTheSumOfTheRecords(node);
  ExpectBalances(node);
}

// A commune's node with three units, its province, and the nation above.
class Chain {
 public:
  explicit Chain(uint64_t seed) : random_(seed) {
    nation_.Import(ReferenceData());
    PassDown(nation_, province_);
    PassDown(province_, commune_);
  }

  void Run() {
    Desk desk(commune_, WireHistory(random_, kDossiers, {"H44.1", "H44.2", "H44.3"}));
    for (size_t step = 0; !desk.done() && !testing::Test::HasFailure(); ++step) {
      if (random_.Percent(10)) {
        desk.TakeOneAndExpectItsOwnCells();
      } else {
        desk.Take(random_.Pick(1, 64));
      }
      if (step == 15) LearnTheWords();
      if (random_.Percent(30)) up_.Flush(random_);
      if (random_.Percent(20)) further_up_.Flush(random_);
      if (step % 20 == 19) Rest();
    }
    Rest();
    for (const auto outcome :
         {v1::RecordResult::OUTCOME_ADMITTED, v1::RecordResult::OUTCOME_UNCHANGED,
          v1::RecordResult::OUTCOME_PARKED, v1::RecordResult::OUTCOME_REFUSED}) {
      EXPECT_GT(desk.outcomes(outcome, false), 10) << "not worth its name: " << outcome;
      EXPECT_GT(desk.outcomes(outcome, true), 0) << "petitions not worth their name: " << outcome;
    }
    for (TestNode* node : {&commune_, &province_, &nation_}) ExpectSameAfterReopening(*node);
    ExpectSameWhenReferencesComeLast();
  }

 private:
  void LearnTheWords() {
    nation_.Import(LateReferenceData());
    PassDown(nation_, province_);
    PassDown(province_, commune_);
  }

  // Everything has arrived everywhere.
  void Rest() {
    up_.Flush(random_);
    further_up_.Flush(random_);
    ExpectGoodBooks(commune_);
    ExpectSameBooks(commune_, province_);
    ExpectSameBooks(commune_, nation_);
    EXPECT_EQ(commune_.Parked().size(), nation_.Parked().size());
  }

  // A node that holds the facts before it understands them ends with the same books.
  void ExpectSameWhenReferencesComeLast() {
    TestNode latecomer{Named("late")};
    Feed(nation_, latecomer).Flush(random_);
    EXPECT_TRUE(latecomer.Bytes(Family::kLedger).empty());
    PassDown(nation_, latecomer);
    ExpectSameBooks(commune_, latecomer);
    EXPECT_EQ(commune_.Parked().size(), latecomer.Parked().size());
  }

  Random random_;
  TestNode commune_{Named("h44-1")}, province_{Named("h44")}, nation_{Named("nation", true)};
  Feed up_{commune_, province_}, further_up_{province_, nation_};
};

TEST(BooksTest, EveryLevelHasTheBooksThatTheRecordsMake) {
  ForEachSeed([](uint64_t seed) { Chain(seed).Run(); });
}

// Two nodes report the same dossiers, each in its own words.
TEST(BooksTest, OfTwoOwnersTheSameOneWinsInEveryOrder) {
  ForEachSeed([](uint64_t seed) {
    Random random(seed);
    TestNode one{Named("h44-1")}, two{Named("h44-2")};
    TestNode interleaved{Named("h44", true)}, one_first{Named("h44", true)}, above{Named("nation")};
    for (TestNode* root : {&interleaved, &one_first}) {
      root->Import(ReferenceData());
      root->Import(LateReferenceData());
    }
    for (TestNode* node : {&one, &two, &above}) PassDown(interleaved, *node);
    Desk first(one, WireHistory(random, kDossiers / 2, {"H44.1", "H44.2"}));
    Desk second(two, WireHistory(random, kDossiers / 2, {"H44.4"}));
    Feed from_one(one, interleaved), from_two(two, interleaved), up(interleaved, above);

    while (!first.done() || !second.done()) {
      first.Take(random.Pick(1, 40));
      second.Take(random.Pick(1, 40));
      if (random.Percent(50)) from_two.Flush(random);
      if (random.Percent(50)) from_one.Flush(random);
      if (random.Percent(20)) up.Flush(random);
    }
    for (Feed* feed : {&from_one, &from_two, &up}) feed->Flush(random);
    Feed(one, one_first).Flush(random);
    Feed(two, one_first).Flush(random);

    ExpectGoodBooks(interleaved);
    ExpectSameBooks(interleaved, one_first);
    ExpectSameBooks(interleaved, above);
  });
}

// The size of a commit is nothing that the books, or the facts, can tell.
TEST(BooksTest, BatchesLeaveNoTrace) {
  ForEachSeed([](uint64_t seed) {
    Random random(seed);
    const std::vector<Arrival> history =
        WireHistory(random, kDossiers / 2, {"H44.1", "H44.2", "H44.3"});
    TestNode root{Named("nation", true)}, single{Named("h44-1")}, batched{Named("h44-1")};
    root.Import(ReferenceData());
    Desk one_by_one(single, history), many(batched, history);
    for (TestNode* node : {&single, &batched}) PassDown(root, *node);

    while (!one_by_one.done()) one_by_one.Take(1);
    while (!many.done()) many.Take(random.Pick(1, 200));
    root.Import(LateReferenceData());
    for (TestNode* node : {&single, &batched}) PassDown(root, *node);

    EXPECT_EQ(single.Bytes(Family::kRecords), batched.Bytes(Family::kRecords));
    EXPECT_EQ(single.Bytes(Family::kLedger), batched.Bytes(Family::kLedger));
    EXPECT_EQ(single.journal().origin(0).hash, batched.journal().origin(0).hash);
  });
}

}  // namespace
}  // namespace lienthong::books
