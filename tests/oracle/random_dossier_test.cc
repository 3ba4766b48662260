// What must hold for every dossier, whatever its life: on seeds, the failing one
// printed with the dossier.

#include "random_dossier.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "story.h"

namespace oracle {
namespace {

constexpr int kDossiers = 20000;
constexpr Role kRoles[] = {Role::kReceiving, Role::kHandling, Role::kApplying};
const std::set<int> kAllUnits = {1, 2, 3, 4, 5};

std::string Describe(const Dossier& dossier) {
  std::ostringstream text;
  text << dossier.id << " handled by " << dossier.handling << (dossier.online ? " online" : "")
       << " rule from " << dossier.second_supplement_rule_from << "\n";
  for (const Entry& e : dossier.timeline) {
    text << "  at " << e.at << " status " << static_cast<int>(e.status) << " unit " << e.unit
         << (e.stated ? " stated" : " inferred") << " id " << e.supplement_id << "\n";
  }
  for (const Promise& p : dossier.promises) {
    text << "  promise made " << p.made << " due " << p.due << (p.includes_pause ? " whole" : "")
         << "\n";
  }
  for (const Movement& m : Movements(dossier, ExampleCalendar(), Role::kHandling)) {
    text << "  -> " << m.at << " @" << m.unit << " " << NameOf(m.from) << " > " << NameOf(m.to)
         << "\n";
  }
  return text.str();
}

// Every second dossier is of the unsettled kind.
template <typename Check>
void ForEachDossier(uint64_t seed, Check check) {
  const Calendar calendar = ExampleCalendar();
  std::mt19937_64 rng(seed);
  for (int i = 0; i < kDossiers && !testing::Test::HasFailure(); ++i) {
    RandomOptions options;
    options.unsettled = i % 2 == 1;
    const Dossier dossier = RandomDossier(rng, calendar, options);
    check(dossier, calendar);
    if (testing::Test::HasFailure()) ADD_FAILURE() << "seed " << seed << "\n" << Describe(dossier);
  }
}

bool IsTransfer(const Movement& m) {
  return m.from == Account::kElsewhere || m.to == Account::kElsewhere;
}

TEST(RandomDossierTest, IsInExactlyOneAccount) {
  ForEachDossier(1, [](const Dossier& dossier, const Calendar& calendar) {
    for (Role role : kRoles) {
      Account account = Account::kOutside;
      Account carried = Account::kOutside;
      int unit = 0;
      int64_t at = 0;
      for (const Movement& m : Movements(dossier, calendar, role)) {
        EXPECT_GE(m.at, at);
        EXPECT_EQ(m.from, account);
        if (account != Account::kOutside && account != Account::kElsewhere) {
          EXPECT_EQ(m.unit, unit);
        }
        if (m.to == Account::kElsewhere) carried = m.from;
        if (m.from == Account::kElsewhere) {
          EXPECT_EQ(m.to, carried);
        }
        account = m.to, unit = m.unit, at = m.at;
      }
      EXPECT_NE(account, Account::kElsewhere);
    }
  });
}

TEST(RandomDossierTest, BalancesForEverySetOfUnits) {
  ForEachDossier(2, [](const Dossier& dossier, const Calendar& calendar) {
    for (const std::set<int>& units : {std::set<int>{1}, {2, 4}, {1, 3, 5}, kAllUnits}) {
      for (const char* to : {"1/6", "14/7", "31/8", "3/9", "31/10"}) {
        const int64_t to_day = LocalDay(At(to));
        const int64_t as_of = At(to) + static_cast<int64_t>(dossier.flags) * 42;
        for (Role role : kRoles) {
          const Figures f = Count({dossier}, calendar, units, role, to_day - 30, to_day, as_of);
          EXPECT_EQ(f.in_hand, Resolved(f) + Cancelled(f) + Open(f) + Paused(f)) << to;
        }
      }
    }
  });
}

// No figure depends on whether units are counted alone or as one, net of moves.
TEST(RandomDossierTest, PartsAddUpToTheWhole) {
  ForEachDossier(3, [](const Dossier& dossier, const Calendar& calendar) {
    const int64_t from = LocalDay(At("15/7")), to = LocalDay(At("14/9")), as_of = At("14/9 12:00");
    const Figures whole = Count({dossier}, calendar, kAllUnits, Role::kHandling, from, to, as_of);
    Figures sum;
    for (int unit : kAllUnits) {
      const Figures f = Count({dossier}, calendar, {unit}, Role::kHandling, from, to, as_of);
      sum.carried_over += f.carried_over, sum.new_ += f.new_, sum.reopened += f.reopened;
      sum.moved_in += f.moved_in, sum.moved_out += f.moved_out, sum.due += f.due;
      sum.resolved_late += f.resolved_late, sum.open_overdue += f.open_overdue;
      sum.registered += f.registered, sum.finish_not_stated += f.finish_not_stated;
    }
    EXPECT_EQ(whole.moved_in + whole.moved_out, 0);
    EXPECT_EQ(sum.moved_in, sum.moved_out);
    EXPECT_EQ(whole.carried_over, sum.carried_over);
    EXPECT_EQ(whole.new_, sum.new_);
    EXPECT_EQ(whole.reopened, sum.reopened);
    EXPECT_EQ(whole.resolved_late, sum.resolved_late);
    EXPECT_EQ(whole.open_overdue, sum.open_overdue);
    EXPECT_EQ(whole.due, sum.due);
    EXPECT_EQ(whole.registered, sum.registered);
    EXPECT_EQ(whole.finish_not_stated, sum.finish_not_stated);
  });
}

TEST(RandomDossierTest, NeverLeavesLateOnceLate) {
  ForEachDossier(4, [](const Dossier& dossier, const Calendar& calendar) {
    bool late = false;
    for (const Movement& m : Movements(dossier, calendar, Role::kHandling)) {
      if (late && m.to != Account::kElsewhere) {
        EXPECT_TRUE(IsLate(m.to)) << NameOf(m.to);
      }
      late = late || IsLate(m.to);
    }
  });
}

// In time means: not after the instant at which `due` was posted; and no clock
// moves a dossier before it.
TEST(RandomDossierTest, JudgementAgreesWithTheDueInstant) {
  ForEachDossier(5, [](const Dossier& dossier, const Calendar& calendar) {
    const std::vector<Movement> movements = Movements(dossier, calendar, Role::kHandling);
    const auto due = std::find_if(movements.begin(), movements.end(),
                                  [](const Movement& m) { return m.from == m.to; });
    if (due == movements.end()) return;
    for (const Movement& m : movements) {
      if (m.at > due->at && !IsTransfer(m)) {
        EXPECT_TRUE(IsLate(m.to)) << NameOf(m.to);
      }
      const bool by_clock = m.from == Account::kOpenInTime && m.to == Account::kOpenOverdue;
      if (by_clock) {
        EXPECT_EQ(m.at, due->at);
      }
    }
    const auto is_due = [](const Movement& m) { return m.from == m.to; };
    EXPECT_EQ(std::count_if(movements.begin(), movements.end(), is_due), 1);
  });
}

TEST(RandomDossierTest, OrderOfTheTimelineDoesNotMatter) {
  ForEachDossier(6, [](const Dossier& dossier, const Calendar& calendar) {
    Dossier reversed = dossier;
    std::reverse(reversed.timeline.begin(), reversed.timeline.end());

    EXPECT_EQ(Movements(reversed, calendar, Role::kHandling),
              Movements(dossier, calendar, Role::kHandling));
  });
}

// Under a role that does not move, the life is the same without the transfers.
TEST(RandomDossierTest, RolesDifferOnlyInTransfers) {
  ForEachDossier(7, [](const Dossier& dossier, const Calendar& calendar) {
    std::vector<Movement> handled = Movements(dossier, calendar, Role::kHandling);
    std::erase_if(handled, IsTransfer);
    std::vector<Movement> received = Movements(dossier, calendar, Role::kReceiving);
    for (Movement& m : handled) m.unit = dossier.receiving;

    EXPECT_EQ(handled, received);
  });
}

// A generator that never reaches an account would make the tests above hollow.
TEST(RandomDossierTest, ReachesEveryAccountAndCorner) {
  std::map<Account, int> entered;
  std::map<std::string, int> seen;
  ForEachDossier(8, [&](const Dossier& dossier, const Calendar& calendar) {
    const std::vector<Movement> movements = Movements(dossier, calendar, Role::kHandling);
    for (size_t i = 0; i < movements.size(); ++i) {
      const Movement& m = movements[i];
      ++entered[m.to];
      if (IsResolved(m.from) && m.from != m.to) ++seen["reopened"];
      if (IsCancelled(m.from) && IsResolved(m.to)) ++seen["cancelled to resolved"];
      if (m.finish_not_stated) ++seen["finish not stated"];
      if (m.from == m.to && i > 0 && movements[i - 1].at == m.at && IsResolved(m.from)) {
        ++seen["finish at the effective instant"];
      }
      if (m.at == StartOfDay(LocalDay(m.at))) ++seen["midnight"];
      if (!IsWorkingDay(calendar, LocalDay(m.at))) ++seen["non-working day"];
      EXPECT_LT(m.at, At("31/12"));
    }
    if (dossier.tombstone) {
      EXPECT_TRUE(movements.empty());
    }
  });

  for (int a = 0; a <= static_cast<int>(Account::kCancelledNoDue); ++a) {
    EXPECT_GT(entered[static_cast<Account>(a)], 50) << NameOf(static_cast<Account>(a));
  }
  for (const char* corner : {"reopened", "cancelled to resolved", "finish not stated",
                             "finish at the effective instant", "midnight", "non-working day"}) {
    EXPECT_GT(seen[corner], 200) << corner;
  }
}

TEST(RandomDossierTest, SameSeedSameDossier) {
  std::mt19937_64 one(9), two(9);

  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(Describe(RandomDossier(one, ExampleCalendar())),
              Describe(RandomDossier(two, ExampleCalendar())));
  }
}

}  // namespace
}  // namespace oracle
