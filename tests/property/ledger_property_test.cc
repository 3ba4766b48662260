// The product against the oracle, on dossiers from a seed: every movement of every
// role, and the figures made of them. LIENTHONG_SEED tries another seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "services/accounting/figures.h"
#include "tests/oracle/random_dossier.h"
#include "tests/property/translate.h"

namespace lienthong {
namespace {

constexpr int kDossiers = 50000;
constexpr oracle::Role kRoles[] = {oracle::Role::kReceiving, oracle::Role::kHandling,
                                   oracle::Role::kApplying};

uint64_t Seed() {
  const char* seed = std::getenv("LIENTHONG_SEED");
  return seed == nullptr ? 20260815 : std::strtoull(seed, nullptr, 10);
}

// Two promises made in one second: the oracle takes them as they are told, the
// product the later due date last. Here they are told in that order.
void TellPromisesInOrder(oracle::Dossier& told) {
  if (told.promises.empty()) return;
  std::stable_sort(told.promises.begin() + 1, told.promises.end(),
                   [](const auto& a, const auto& b) {
                     return std::tuple(a.made, a.due, a.includes_pause) <
                            std::tuple(b.made, b.due, b.includes_pause);
                   });
}

// Dossiers without end, every second one of a shape that can be read in two ways.
class Stream {
 public:
  explicit Stream(uint64_t seed) : rng_(seed) {}

  oracle::Dossier Next() {
    oracle::RandomOptions options;
    options.unsettled = count_++ % 2 == 1;
    oracle::Dossier told = oracle::RandomDossier(rng_, oracle::ExampleCalendar(), options);
    TellPromisesInOrder(told);
    return told;
  }

  // In [low, high].
  int64_t Pick(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(rng_() % static_cast<uint64_t>(high - low + 1));
  }

 private:
  std::mt19937_64 rng_;
  int count_ = 0;
};

template <typename Check>
void ForEachDossier(uint64_t seed, Check check) {
  Stream stream(seed);
  for (int i = 0; i < kDossiers && !testing::Test::HasFailure(); ++i) {
    const oracle::Dossier told = stream.Next();
    check(told);
    if (testing::Test::HasFailure())
      ADD_FAILURE() << "seed " << seed << ", dossier " << i << "\n" << Describe(told);
  }
}

v1::Dossier Resolve(v1::Dossier dossier, const oracle::Dossier& told) {
  static const Calendar calendar = CalendarFrom(oracle::ExampleCalendar());
  ResolveDeadlines(calendar, RulesFrom(told), dossier);
  return dossier;
}

// As it travels: resolved by the origin, then sent and read by another node.
v1::Dossier Received(const oracle::Dossier& told) {
  v1::Dossier dossier;
  EXPECT_TRUE(dossier.ParseFromString(Resolve(DossierFrom(told), told).SerializeAsString()));
  return dossier;
}

std::vector<oracle::Movement> Sorted(std::vector<oracle::Movement> movements) {
  const auto key = [](const oracle::Movement& m) {
    return std::tuple(m.at, m.unit, m.from, m.to, m.finish_not_stated);
  };
  std::sort(movements.begin(), movements.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return movements;
}

TEST(LedgerPropertyTest, MovementsAreThoseOfTheOracle) {
  ForEachDossier(Seed(), [](const oracle::Dossier& told) {
    const std::vector<Posting> postings = PostingsOf(Received(told));

    for (oracle::Role role : kRoles) {
      const auto expected = oracle::Movements(told, oracle::ExampleCalendar(), role);
      const auto actual = MovementsUnder(role, postings);
      EXPECT_EQ(Sorted(actual), Sorted(expected)) << "oracle:\n"
                                                  << Describe(expected) << "product:\n"
                                                  << Describe(actual);
    }
  });
}

TEST(LedgerPropertyTest, EveryPostingCarriesTheFlags) {
  ForEachDossier(Seed() + 1, [](const oracle::Dossier& told) {
    for (const Posting& posting : PostingsOf(Received(told))) {
      EXPECT_EQ(posting.line.flags, told.flags);
      EXPECT_NE(posting.line.roles, 0);
      EXPECT_EQ(Line::Unpack(posting.line.Pack()), posting.line);
    }
  });
}

TEST(LedgerPropertyTest, PostingsAreInTheOrderOfTheInstants) {
  ForEachDossier(Seed() + 2, [](const oracle::Dossier& told) {
    const std::vector<Posting> postings = PostingsOf(Received(told));

    EXPECT_TRUE(
        std::is_sorted(postings.begin(), postings.end(),
                       [](const Posting& a, const Posting& b) { return a.instant < b.instant; }));
  });
}

TEST(LedgerPropertyTest, ResolvingTwiceChangesNothing) {
  ForEachDossier(Seed() + 3, [](const oracle::Dossier& told) {
    const v1::Dossier once = Received(told);
    const v1::Dossier twice = Resolve(once, told);

    EXPECT_EQ(twice.SerializeAsString(), once.SerializeAsString());
  });
}

TEST(LedgerPropertyTest, OrderOfTheTimelineDoesNotMatter) {
  std::mt19937_64 rng(Seed() + 4);
  ForEachDossier(Seed() + 4, [&rng](const oracle::Dossier& told) {
    oracle::Dossier shuffled = told;
    std::shuffle(shuffled.timeline.begin(), shuffled.timeline.end(), rng);
    if (!told.promises.empty())
      std::shuffle(shuffled.promises.begin() + 1, shuffled.promises.end(), rng);

    EXPECT_EQ(Received(shuffled).SerializeAsString(), Received(told).SerializeAsString());
    EXPECT_EQ(PostingsOf(Received(shuffled)), PostingsOf(Received(told)));
  });
}

struct Question {
  std::set<int> units;
  oracle::Role role;
  Day from;
  Day to;
  Instant as_of;
};

Question RandomQuestion(Stream& stream) {
  Question question;
  for (int left = static_cast<int>(stream.Pick(1, 5)); left > 0; --left) {
    question.units.insert(static_cast<int>(stream.Pick(1, 5)));
  }
  question.role = kRoles[stream.Pick(0, 2)];
  question.from = static_cast<Day>(oracle::LocalDate(2026, 6, 1) + stream.Pick(0, 120));
  question.to = static_cast<Day>(question.from + stream.Pick(0, 60));
  question.as_of = stream.Pick(0, 1) == 0
                       ? EndOfDay(question.to)
                       : stream.Pick(StartOfDay(question.from), EndOfDay(question.to));
  return question;
}

Lines Packed(const std::vector<Posting>& postings) {
  std::map<uint32_t, uint64_t> counts;
  for (const Posting& posting : postings) ++counts[posting.line.Pack()];
  return Lines(counts.begin(), counts.end());
}

v1::Figures CountPostings(const std::vector<Posting>& postings, const Question& question) {
  std::vector<Posting> before, within;
  for (const Posting& posting : postings) {
    if (!question.units.contains(static_cast<int>(posting.unit)) ||
        posting.instant > question.as_of)
      continue;
    if (DayOf(posting.instant) > question.to) continue;
    (DayOf(posting.instant) < question.from ? before : within).push_back(posting);
  }
  return FiguresOf({Packed(before), Packed(within)}, RoleBitOf(question.role),
                   question.units.size() > 1);
}

// What moved among several units is told apart only by the oracle, which sees one
// dossier at a time: moved in and out are compared as their difference there.
void SetOffMoves(const Question& question, oracle::Figures& figures) {
  if (question.units.size() < 2) return;
  const int64_t internal = std::min(figures.moved_in, figures.moved_out);
  figures.moved_in -= internal;
  figures.moved_out -= internal;
}

TEST(LedgerPropertyTest, FiguresAreThoseOfTheOracle) {
  Stream stream(Seed() + 5);
  for (int i = 0; i < 400 && !testing::Test::HasFailure(); ++i) {
    std::vector<oracle::Dossier> told;
    std::vector<Posting> postings;
    for (int left = static_cast<int>(stream.Pick(1, 60)); left > 0; --left) {
      told.push_back(stream.Next());
      const std::vector<Posting> more = PostingsOf(Received(told.back()));
      postings.insert(postings.end(), more.begin(), more.end());
    }
    const Question q = RandomQuestion(stream);

    oracle::Figures expected =
        oracle::Count(told, oracle::ExampleCalendar(), q.units, q.role, q.from, q.to, q.as_of);
    SetOffMoves(q, expected);

    v1::Figures actual = CountPostings(postings, q);
    actual.clear_new_online();
    EXPECT_EQ(actual.DebugString(), FiguresFrom(expected).DebugString())
        << "seed " << Seed() << ", question " << i;
  }
}

}  // namespace
}  // namespace lienthong
