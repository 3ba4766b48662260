// One pass of all rules over the claims of a report; checks.h is its face. Each rule is in the
// file that its comment names.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/inspect/accounts.h"
#include "services/inspect/checks.h"

namespace lienthong::inspect {

class Checker {
 public:
  explicit Checker(const Claims& claims) : claims_(claims), accounts_(claims) {}

  Checks Run();

 private:
  // A fraction that a rate may be: sums of numbers. Empty `whole`: not in the text.
  struct Quotient {
    std::vector<size_t> part;
    std::vector<size_t> whole;
    std::vector<size_t> less;  // taken off the whole
  };

  // sums.cc
  void CheckParts();
  void CheckWhole(size_t whole);
  void CheckFlow();
  void CheckFlowOf(size_t received);
  void CheckLevels();
  void CheckColumns();
  std::vector<std::vector<size_t>> PartsOf(size_t whole) const;
  std::vector<std::vector<size_t>> ReceivedParts(size_t whole) const;
  void AddSum(Rule rule, size_t whole, const std::vector<std::vector<size_t>>& alternatives,
              Verdict verdict, Why why);

  // shares.cc
  void CheckShares();
  void CheckShare(size_t rate);
  void CheckRate(size_t rate);
  std::vector<Quotient> WholesOf(size_t part) const;
  std::vector<Quotient> DefinitionsOf(size_t rate) const;
  bool Fits(const Claim& rate, const Quotient& quotient) const;
  void AddShare(Rule rule, size_t rate, const Quotient& quotient, Verdict verdict, Why why);

  // scores.cc
  void CheckScores();
  void CheckScoreRate(size_t rate);
  void CheckComplements();
  void CheckRanges();
  void CheckTotalScore(bool national);

  // repeats.cc
  void CheckTwice();
  bool IsPausedApart(size_t first, size_t second) const;
  void CheckNotation();

  // checks.cc
  void FindUndecided();
  Undecided ReasonOf(const Claim& claim) const;

  const Claim& At(size_t claim) const { return claims_.claims[claim]; }
  const Decimal& ValueOf(size_t claim) const { return At(claim).figure.value; }
  Decimal SumOf(const std::vector<size_t>& claims) const;
  // All of `measures`, as they go with `from`; nothing when one is missing.
  std::optional<std::vector<size_t>> FindAll(size_t from,
                                             std::initializer_list<Measure> measures) const;
  void Add(Check check);

  const Claims& claims_;
  const Accounts accounts_;
  Checks result_;
  // Claims that a comparison decides.
  std::set<size_t> decided_;
  // Sums that are listed: what was said twice is compared once.
  std::set<std::pair<int64_t, std::vector<int64_t>>> sums_;
};

}  // namespace lienthong::inspect
