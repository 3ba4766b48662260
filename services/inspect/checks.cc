#include "services/inspect/checks.h"

#include "services/inspect/checker.h"

namespace lienthong::inspect {
namespace {

// These say that a figure is possible, not that it is right.
bool Decides(Rule rule) {
  return rule != Rule::kRange && rule != Rule::kMaximum && rule != Rule::kNotation;
}

}  // namespace

int MaximumOf(int group) {
  // Decision 766/QĐ-TTg of 23 June 2022; group 8 is 3 and 4 together, as its text has them.
  constexpr int kMaxima[] = {0, 18, 20, 12, 10, 22, 18, 100, 22};
  return group > 0 && group <= kGroupOnline ? kMaxima[group] : 0;
}

Checks CheckClaims(const Claims& claims) { return Checker(claims).Run(); }

Checks Checker::Run() {
  CheckParts();
  CheckFlow();
  CheckLevels();
  CheckColumns();
  CheckShares();
  CheckScores();
  CheckComplements();
  CheckRanges();
  CheckTotalScore(false);
  CheckTotalScore(true);
  CheckTwice();
  CheckNotation();
  FindUndecided();
  return std::move(result_);
}

void Checker::Add(Check check) {
  if (Decides(check.rule) || check.verdict != Verdict::kHolds)
    decided_.insert(check.claims.begin(), check.claims.end());
  result_.checks.push_back(std::move(check));
}

Decimal Checker::SumOf(const std::vector<size_t>& claims) const {
  Decimal sum;
  for (const size_t claim : claims) sum = sum + ValueOf(claim);
  return sum;
}

std::optional<std::vector<size_t>> Checker::FindAll(size_t from,
                                                    std::initializer_list<Measure> measures) const {
  std::vector<size_t> found;
  for (const Measure measure : measures) {
    const auto claim = accounts_.Find(from, measure);
    if (!claim) return std::nullopt;
    found.push_back(*claim);
  }
  return found;
}

Undecided Checker::ReasonOf(const Claim& claim) const {
  switch (claim.skip) {
    case Skip::kUnknown:
      return Undecided::kUnknown;
    case Skip::kComparison:
      return Undecided::kComparison;
    case Skip::kTarget:
      return Undecided::kTarget;
    case Skip::kApproximate:
      return Undecided::kApproximate;
    case Skip::kUnreadable:
      return Undecided::kUnreadable;
    case Skip::kQuoted:
      return Undecided::kQuoted;
    case Skip::kNone:
      break;
  }
  const bool rate = claim.figure.unit == Unit::kPercent;
  if (rate && claim.measure == Measure::kScore) return Undecided::kThresholds;
  if (claim.national) return Undecided::kNational;
  if (claim.measure == Measure::kScore) return Undecided::kOnlyRange;
  if (rate && (claim.with_score || claim.measure >= Measure::kElectronicResult)) {
    return Undecided::kIndicator;
  }
  return rate ? Undecided::kNoCounts : Undecided::kAlone;
}

void Checker::FindUndecided() {
  for (size_t i = 0; i < claims_.claims.size(); ++i) {
    if (!decided_.contains(i)) result_.undecided.push_back({i, ReasonOf(At(i))});
  }
}

}  // namespace lienthong::inspect
