// Petitions against the oracle, on histories from a seed: movements, and the figures made
// of them. LIENTHONG_SEED tries another seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "services/accounting/petitions.h"
#include "tests/oracle/random_dossier.h"
#include "tests/property/translate.h"

namespace lienthong {
namespace {

constexpr int kPetitions = 50000;

uint64_t Seed() {
  const char* seed = std::getenv("LIENTHONG_SEED");
  return seed == nullptr ? 20260815 : std::strtoull(seed, nullptr, 10);
}

// As it travels: resolved by the origin, then sent and read by another node.
v1::Petition Received(const oracle::Petition& told) {
  static const Calendar calendar = CalendarFrom(oracle::ExampleCalendar());
  v1::Petition petition = PetitionFrom(told), read;
  ResolveDeadlines(calendar, petition);
  EXPECT_TRUE(read.ParseFromString(petition.SerializeAsString()));
  return read;
}

TEST(PetitionPropertyTest, MovementsAreThoseOfTheOracle) {
  std::mt19937_64 rng(Seed());
  std::map<std::pair<size_t, oracle::PetitionAccount>, int> ends;
  for (int i = 0; i < kPetitions && !HasFailure(); ++i) {
    const oracle::Petition told = oracle::RandomPetition(rng, oracle::ExampleCalendar());

    const auto actual = PetitionMovementsOf(PostingsOf(Received(told)));

    const auto expected = oracle::Movements(told, oracle::ExampleCalendar());
    EXPECT_EQ(actual, expected) << "seed " << Seed() << ", petition " << i << "\n"
                                << Describe(told) << "oracle:\n"
                                << Describe(expected) << "product:\n"
                                << Describe(actual);
    if (!expected.empty()) ++ends[{expected.size(), expected.back().to}];
  }
  EXPECT_EQ(ends.size(), 3u) << "the histories are not worth their name";
  for (const auto& [end, count] : ends) EXPECT_GT(count, kPetitions / 50);
}

TEST(PetitionPropertyTest, ResolvingTwiceAndInAnyOrderChangesNothing) {
  std::mt19937_64 rng(Seed() + 1);
  for (int i = 0; i < kPetitions / 10 && !HasFailure(); ++i) {
    oracle::Petition told = oracle::RandomPetition(rng, oracle::ExampleCalendar());
    v1::Petition once = Received(told), twice = once;
    ResolveDeadlines(CalendarFrom(oracle::ExampleCalendar()), twice);
    std::shuffle(told.steps.begin(), told.steps.end(), rng);

    EXPECT_EQ(twice.SerializeAsString(), once.SerializeAsString()) << Describe(told);
    EXPECT_EQ(Received(told).SerializeAsString(), once.SerializeAsString()) << Describe(told);
  }
}

TEST(PetitionPropertyTest, PostingsAreOfTheBookOfPetitions) {
  std::mt19937_64 rng(Seed() + 2);
  Lines lines;
  for (int i = 0; i < 1000; ++i) {
    for (const Posting& posting :
         PostingsOf(Received(oracle::RandomPetition(rng, oracle::ExampleCalendar())))) {
      EXPECT_EQ(BookOf(posting.line.Pack()), Book::kPetitions);
      EXPECT_EQ(Line::Unpack(posting.line.Pack()), posting.line);
      AddLines({{posting.line.Pack(), 1}}, lines);
    }
  }

  EXPECT_EQ(FiguresOf({lines, lines}, kHandlingRole, false).DebugString(),
            v1::Figures().DebugString());
}

struct Question {
  std::set<int> units;
  Day from;
  Day to;
  Instant as_of;
};

Question RandomQuestion(std::mt19937_64& rng) {
  Question question;
  for (uint64_t left = 1 + rng() % 5; left > 0; --left)
    question.units.insert(1 + static_cast<int>(rng() % 5));
  question.from = static_cast<Day>(oracle::LocalDate(2026, 6, 1) + rng() % 130);
  question.to = static_cast<Day>(question.from + rng() % 60);
  const Instant start = StartOfDay(question.from), end = EndOfDay(question.to);
  question.as_of = rng() % 2 == 0 ? end : start + static_cast<Instant>(rng() % (end - start));
  return question;
}

PetitionFigures CountPostings(const std::vector<std::vector<Posting>>& petitions,
                              const Question& question) {
  PeriodLines lines;
  std::vector<std::vector<Line>> received;
  for (const std::vector<Posting>& postings : petitions) {
    std::vector<Line> until;
    bool counts = false;
    for (const Posting& posting : postings) {
      if (!question.units.contains(static_cast<int>(posting.unit))) continue;
      if (posting.instant > question.as_of) continue;
      const bool before = DayOf(posting.instant) < question.from;
      AddLines({{posting.line.Pack(), 1}}, before ? lines.before : lines.within);
      until.push_back(posting.line);
      counts |= !before && posting.line.from == Account::kOutside;
    }
    if (counts) received.push_back(std::move(until));
  }
  PetitionFigures figures = PetitionFiguresOf(lines);
  for (const std::vector<Line>& until : received) CountPetition(until, figures);
  return figures;
}

std::string Text(const PetitionFigures& f) {
  return absl::StrCat(f.received, " received, ", f.in_time, " in time, ", f.overdue, " overdue, ",
                      f.handled, " handled, ", f.satisfied, " satisfied, ", f.dissatisfied,
                      " not; ", f.carried_over, " carried over, ", f.handled_in_time, " + ",
                      f.handled_late, " handled, ", f.open_in_time, " + ", f.open_overdue, " open");
}

TEST(PetitionPropertyTest, FiguresAreThoseOfTheOracle) {
  std::mt19937_64 rng(Seed() + 3);
  for (int i = 0; i < 400 && !HasFailure(); ++i) {
    std::vector<oracle::Petition> told;
    std::vector<std::vector<Posting>> postings;
    for (uint64_t left = 1 + rng() % 60; left > 0; --left) {
      told.push_back(oracle::RandomPetition(rng, oracle::ExampleCalendar()));
      postings.push_back(PostingsOf(Received(told.back())));
    }
    const Question q = RandomQuestion(rng);

    const PetitionFigures actual = CountPostings(postings, q);

    const PetitionFigures expected = PetitionFiguresFrom(
        oracle::Count(told, oracle::ExampleCalendar(), q.units, q.from, q.to, q.as_of));
    EXPECT_EQ(Text(actual), Text(expected)) << "seed " << Seed() << ", question " << i;
    EXPECT_EQ(actual.carried_over + actual.received, actual.handled_in_time + actual.handled_late +
                                                         actual.open_in_time + actual.open_overdue);
    EXPECT_EQ(actual.in_time + actual.overdue, actual.received);
  }
}

}  // namespace
}  // namespace lienthong
