// Counts of a rulebook, read off the lines of the books, against dossiers that are
// walked through one by one on the oracle's movements. LIENTHONG_SEED tries another
// seed.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <set>

#include "services/accounting/figures.h"
#include "services/score/dossier_counts.h"
#include "tests/oracle/random_dossier.h"
#include "tests/property/translate.h"

namespace lienthong {
namespace {

constexpr uint16_t kAllStated = 0xfff;
constexpr oracle::Role kRoles[] = {oracle::Role::kReceiving, oracle::Role::kHandling,
                                   oracle::Role::kApplying};

uint64_t Seed() {
  const char* seed = std::getenv("LIENTHONG_SEED");
  return seed == nullptr ? std::random_device()() : std::strtoull(seed, nullptr, 10);
}

bool IsInHand(oracle::Account account) {
  return oracle::IsOpen(account) || oracle::IsPaused(account);
}

bool IsFinished(oracle::Account account) {
  return oracle::IsResolved(account) || oracle::IsCancelled(account);
}

struct Question {
  std::set<int> units;
  oracle::Role role;
  int64_t from_day, to_day, as_of;
  v1::DossierCount count;
};

// How many times a finish or a stock of this dossier is counted.
class Walker {
 public:
  Walker(const oracle::Dossier& dossier, const Question& question)
      : flags_(dossier.flags), q_(question) {}

  int64_t Run(const oracle::Dossier& dossier) {
    if (!HasAll(q_.count.flags())) return 0;
    for (const auto& movement : oracle::Movements(dossier, oracle::ExampleCalendar(), q_.role)) {
      if (movement.at > q_.as_of) break;
      if (movement.from != movement.to) Step(movement);
    }
    const bool rests_here = q_.units.contains(unit_) && IsInHand(account_);
    return q_.count.basis() == v1::DossierCount::BASIS_IN_HAND && rests_here
               ? sum_ + Asked(account_)
               : sum_;
  }

 private:
  bool Has(int flag) const { return (flags_ >> (flag - 1) & 1) != 0; }

  bool HasAll(const google::protobuf::RepeatedField<int>& flags) const {
    return std::all_of(flags.begin(), flags.end(), [this](int flag) { return Has(flag); });
  }

  int Asked(oracle::Account account) const {
    const auto& any = q_.count.or_flags();
    if (std::any_of(any.begin(), any.end(), [this](int flag) { return Has(flag); })) return 1;
    switch (q_.count.judgement()) {
      case v1::DossierCount::JUDGEMENT_IN_TIME:
        return oracle::IsLate(account) ? 0 : 1;
      case v1::DossierCount::JUDGEMENT_LATE:
        return oracle::IsLate(account) ? 1 : 0;
      default:
        return 1;
    }
  }

  void Step(const oracle::Movement& movement) {
    const int64_t day = oracle::LocalDay(movement.at);
    const bool counted = day >= q_.from_day && day <= q_.to_day;
    const bool here = q_.units.contains(movement.unit);
    if (counted && here) Count(movement);
    if (movement.to == oracle::Account::kElsewhere) return;  // the other half follows
    unit_ = movement.unit;
    account_ = movement.to;
  }

  void Count(const oracle::Movement& movement) {
    const bool enters = IsInHand(movement.to) || IsFinished(movement.to);
    const bool was_outside =
        movement.from == oracle::Account::kOutside || oracle::IsRegistered(movement.from);
    switch (q_.count.basis()) {
      case v1::DossierCount::BASIS_NEW:
        sum_ += enters && was_outside;
        return;
      case v1::DossierCount::BASIS_RECEIVED:
        sum_ += enters && (was_outside || IsFinished(movement.from));
        sum_ += movement.from == oracle::Account::kElsewhere && IsInHand(movement.to);
        sum_ -= movement.to == oracle::Account::kElsewhere && IsInHand(movement.from);
        return;
      case v1::DossierCount::BASIS_RESOLVED:
        sum_ += oracle::IsResolved(movement.to) ? Asked(movement.to) : 0;
        return;
      default:
        sum_ += IsFinished(movement.to) ? Asked(movement.to) : 0;
    }
  }

  const uint32_t flags_;
  const Question& q_;
  int unit_ = 0;
  oracle::Account account_ = oracle::Account::kOutside;
  int64_t sum_ = 0;
};

class Random {
 public:
  explicit Random(uint64_t seed) : rng_(seed) {}

  int64_t Pick(int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(rng_);
  }

  oracle::Dossier Dossier() {
    oracle::RandomOptions options;
    options.unsettled = false;
    oracle::Dossier told = oracle::RandomDossier(rng_, oracle::ExampleCalendar(), options);
    if (!told.promises.empty()) {
      std::stable_sort(told.promises.begin() + 1, told.promises.end(),
                       [](const auto& a, const auto& b) {
                         return std::tuple(a.made, a.due, a.includes_pause) <
                                std::tuple(b.made, b.due, b.includes_pause);
                       });
    }
    return told;
  }

  Question Ask() {
    Question q;
    for (int64_t left = Pick(1, 5); left > 0; --left) q.units.insert(static_cast<int>(Pick(1, 5)));
    q.role = kRoles[Pick(0, 2)];
    q.from_day = oracle::LocalDate(2026, 6, 1) + Pick(0, 120);
    q.to_day = q.from_day + Pick(0, 60);
    q.as_of = Pick(0, 1) == 0 ? EndOfDay(static_cast<Day>(q.to_day))
                              : Pick(StartOfDay(static_cast<Day>(q.from_day)),
                                     EndOfDay(static_cast<Day>(q.to_day)));
    q.count.set_basis(static_cast<v1::DossierCount::Basis>(Pick(1, 4)));
    if (q.count.basis() >= v1::DossierCount::BASIS_RESOLVED)
      q.count.set_judgement(static_cast<v1::DossierCount::Judgement>(Pick(0, 2)));
    for (int64_t left = Pick(0, 2); left > 0; --left)
      q.count.add_flags(static_cast<v1::Flag>(Pick(1, 11)));
    if (q.count.judgement() != 0 && Pick(0, 1) == 1)
      q.count.add_or_flags(Pick(0, 1) == 0 ? v1::FLAG_COMPLAINED : v1::FLAG_ONLINE);
    return q;
  }

 private:
  std::mt19937_64 rng_;
};

// As it travels and is posted.
std::vector<Posting> PostingsOfTold(const oracle::Dossier& told) {
  static const Calendar calendar = CalendarFrom(oracle::ExampleCalendar());
  v1::Dossier dossier = DossierFrom(told);
  ResolveDeadlines(calendar, RulesFrom(told), dossier);
  return PostingsOf(dossier);
}

PeriodLines LinesOf(const std::vector<Posting>& postings, const Question& q) {
  std::map<uint32_t, uint64_t> before, within;
  for (const Posting& posting : postings) {
    if (posting.instant > q.as_of || !q.units.contains(static_cast<int>(posting.unit))) continue;
    ++(DayOf(posting.instant) < q.from_day ? before : within)[posting.line.Pack()];
  }
  return {Lines(before.begin(), before.end()), Lines(within.begin(), within.end())};
}

v1::UnitRole RoleOf(oracle::Role role) {
  return role == oracle::Role::kReceiving  ? v1::UNIT_ROLE_RECEIVING
         : role == oracle::Role::kApplying ? v1::UNIT_ROLE_APPLYING
                                           : v1::UNIT_ROLE_HANDLING;
}

TEST(CountsPropertyTest, LinesCountWhatDossiersOneByOneCount) {
  const uint64_t seed = Seed();
  SCOPED_TRACE("LIENTHONG_SEED=" + std::to_string(seed));
  Random random(seed);
  std::map<std::string, int> met;
  for (int i = 0; i < 300 && !HasFailure(); ++i) {
    std::vector<oracle::Dossier> told;
    std::vector<Posting> postings;
    for (int64_t left = random.Pick(1, 80); left > 0; --left) {
      told.push_back(random.Dossier());
      const auto more = PostingsOfTold(told.back());
      postings.insert(postings.end(), more.begin(), more.end());
    }
    for (int k = 0; k < 20 && !HasFailure(); ++k) {
      const Question q = random.Ask();
      int64_t expected = 0;
      for (const oracle::Dossier& dossier : told) expected += Walker(dossier, q).Run(dossier);

      const auto counted = score::CountDossiers(LinesOf(postings, q), q.count, RoleOf(q.role), kAllStated);

      EXPECT_EQ(counted.value, expected) << q.count.ShortDebugString();
      met[v1::DossierCount::Basis_Name(q.count.basis())] += expected != 0;
    }
  }
  EXPECT_EQ(met.size(), 4u);
  for (const auto& [basis, times] : met) EXPECT_GT(times, 100) << basis;
}

// Distinct procedures: a set of those that a new dossier names, over all units asked.
TEST(CountsPropertyTest, ProceduresAreCountedOnce) {
  const uint64_t seed = Seed();
  SCOPED_TRACE("LIENTHONG_SEED=" + std::to_string(seed));
  Random random(seed);
  for (int i = 0; i < 200 && !HasFailure(); ++i) {
    const Question q = random.Ask();
    std::map<uint32_t, std::vector<Posting>> postings;
    std::map<uint32_t, int64_t> expected;
    for (int64_t left = random.Pick(1, 60); left > 0; --left) {
      const auto procedure = static_cast<uint32_t>(random.Pick(1, 12));
      const oracle::Dossier told = random.Dossier();
      expected[procedure] += Walker(told, q).Run(told);
      const auto more = PostingsOfTold(told);
      auto& all = postings[procedure];
      all.insert(all.end(), more.begin(), more.end());
    }
    const std::set<uint32_t> among = {1, 2, 3, 4, 5, 6, 7, 8, 99};
    int64_t positive = 0;
    for (const auto& [procedure, count] : expected)
      positive += among.contains(procedure) && count > 0;
    std::map<uint32_t, PeriodLines> lines;
    for (const auto& [procedure, own] : postings) lines[procedure] = LinesOf(own, q);

    const auto counted = score::CountProcedures(lines, q.count, RoleOf(q.role), among, kAllStated);

    EXPECT_EQ(counted.value, positive) << q.count.ShortDebugString();
  }
}

}  // namespace
}  // namespace lienthong
