// The identities of Form II.06a over random books.
#include <gtest/gtest.h>

#include <random>

#include "services/report/form.h"
#include "services/report/form_template.h"
#include "services/report/report_testing.h"

namespace lienthong::report {
namespace {

// One dossier wanders among accounts; every step leaves the account that it is in.
class Wanderer {
 public:
  explicit Wanderer(std::mt19937_64& random) : random_(random) {}

  // Between two units or at one; steps before the period come first.
  void Wander(LinesBuilder& here, LinesBuilder& there) {
    LinesBuilder* at = &here;
    LinesBuilder* other = &there;
    Account account = Account::kOutside;
    const bool online = Draw(2) == 0;
    const uint64_t before = Draw(4);
    for (uint64_t i = 0; i < before + Draw(6); ++i) {
      const bool early = i < before;
      const Account next = Next(account);
      if (next == Account::kElsewhere) {
        at->Step(early, account, Account::kElsewhere, online, 1);
        std::swap(at, other);
        at->Step(early, Account::kElsewhere, account, online, 1);
        continue;
      }
      at->Step(early, account, next, online, 1);
      account = next;
    }
  }

 private:
  uint64_t Draw(uint64_t end) { return random_() % end; }

  static constexpr Account kInHand[] = {Account::kOpenInTime, Account::kOpenOverdue,
                                        Account::kOpenNoDue, Account::kPausedInTime,
                                        Account::kPausedOverdue};
  static constexpr Account kFinished[] = {Account::kResolvedEarly, Account::kResolvedOnDay,
                                          Account::kResolvedLate,  Account::kResolvedNoDue,
                                          Account::kCancelledLate, Account::kCancelledInTime,
                                          Account::kCancelledNoDue};

  Account Next(Account from) {
    if (from == Account::kOutside && Draw(4) == 0) return Account::kRegistered;
    if (from == Account::kOutside || IsRegistered(from) || IsFinished(from)) return Other(from);
    if (Draw(6) == 0) return Account::kElsewhere;
    return Draw(2) == 0 ? kFinished[Draw(std::size(kFinished))] : Other(from);
  }

  // An account in hand, not `from`: a line to itself is no movement.
  Account Other(Account from) {
    const Account next = kInHand[Draw(std::size(kInHand))];
    return next == from ? Other(from) : next;
  }

  std::mt19937_64& random_;
};

int64_t Column(const v1::FormRow& row, int number) { return row.values(number - 3); }

void ExpectIdentities(const v1::Form& form, const v1::FormRow& row) {
  ASSERT_EQ(row.values_size(), form.columns_size());
  EXPECT_EQ(Column(row, 3), Column(row, 4) + Column(row, 5) + Column(row, 6));
  EXPECT_EQ(Column(row, 7), Column(row, 8) + Column(row, 9) + Column(row, 10));
  EXPECT_EQ(Column(row, 11), Column(row, 12) + Column(row, 13));
  int64_t apart = 0;
  for (int i = 11; i < form.columns_size(); ++i) apart += row.values(i);
  EXPECT_EQ(Column(row, 3), Column(row, 7) + Column(row, 11) + apart);
}

TEST(FormPropertyTest, IdentitiesHoldAndResidualsAreWhatStandsApart) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int round = 0; round < 300; ++round) {
    LinesBuilder units[3];
    for (uint64_t i = 0; i < random() % 60; ++i)
      Wanderer(random).Wander(units[random() % 3], units[random() % 3]);
    const Books books = BooksOf({RowOf("a", "A", units[0].Build(), CoverageOf(1, 1)),
                                 RowOf("b", "B", units[1].Build(), CoverageOf(1, 1)),
                                 RowOf("c", "C", units[2].Build(), CoverageOf(1, 1))},
                                CoverageOf(3, 3));
    for (const char* name : {"ii06a", "ii06a-paused-apart", "ii06a-all-placed"}) {
      SCOPED_TRACE(name);
      const v1::Form form = FillForm(*FindFormTemplate(name), v1::FORM_BY_UNIT, books);

      ExpectIdentities(form, form.total());
      for (const v1::FormRow& row : form.rows()) ExpectIdentities(form, row);
      for (const v1::FormResidual& residual : form.residuals())
        EXPECT_EQ(residual.residual(), residual.apart());
      for (int i = 0; i < form.columns_size(); ++i) {
        EXPECT_EQ(form.total().values(i),
                  form.rows(0).values(i) + form.rows(1).values(i) + form.rows(2).values(i))
            << "column " << i;
      }
      if (HasFatalFailure() || HasNonfatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace lienthong::report
