#include <algorithm>
#include <tuple>

#include "services/inspect/checker.h"

namespace lienthong::inspect {
namespace {

// Three or more values under one name are a list of things that the words do not tell apart.
constexpr size_t kValuesMax = 2;

}  // namespace

// Whether two numbers of dossiers in hand differ by the paused ones: with and without them.
bool Checker::IsPausedApart(size_t first, size_t second) const {
  const auto in_hand = [&](size_t claim) {
    return At(claim).measure == Measure::kOpen || At(claim).measure == Measure::kOpenInTime ||
           At(claim).measure == Measure::kOpenOverdue;
  };
  if (!in_hand(first)) return false;
  for (const size_t claim : accounts_.counts()) {
    if (At(claim).measure != Measure::kPaused) continue;
    const Decimal difference = ValueOf(second) - ValueOf(first);
    const Decimal distance = difference < Decimal() ? Decimal() - difference : difference;
    // Those in time and those overdue are each a part of the paused ones.
    const bool whole = At(first).measure == Measure::kOpen;
    if (whole ? distance == ValueOf(claim) : distance <= ValueOf(claim)) return true;
  }
  return false;
}

void Checker::CheckTwice() {
  using Key = std::tuple<Measure, Object, bool, int, bool, bool, std::string, std::string>;
  std::map<Key, std::vector<size_t>> said;
  for (size_t i = 0; i < claims_.claims.size(); ++i) {
    const Claim& claim = At(i);
    const bool rate = claim.figure.unit == Unit::kPercent;
    if (claim.skip != Skip::kNone || claim.implied || claim.beside) continue;
    const bool score = claim.measure == Measure::kScore;
    // A part of a printed whole has that whole, not the report's.
    if (!score && claim.figure.unit == Unit::kFraction) continue;
    if (score && (claim.group == 0 || !(claim.figure.of == Decimal{MaximumOf(claim.group), 0}))) {
      continue;
    }
    said[{claim.measure, claim.object, rate, score ? claim.group : 0, claim.national, claim.portal,
          Accounts::ScopeOf(claim), claim.period}]
        .push_back(i);
  }
  for (const auto& [key, claims] : said) {
    std::vector<size_t> values;
    std::vector<size_t> again;
    for (const size_t claim : claims) {
      const bool known = std::any_of(values.begin(), values.end(), [&](size_t other) {
        return CanBeEqual(ValueOf(other), ValueOf(claim));
      });
      if (known) again.push_back(claim);
      if (!known) values.push_back(claim);
      if (values.size() > kValuesMax) break;
    }
    if (values.size() == 1 && !again.empty()) {
      Check check{.rule = Rule::kTwice, .claims = values};
      check.claims.insert(check.claims.end(), again.begin(), again.end());
      Add(std::move(check));
    }
    if (values.size() != 2 || At(values[0]).passage == At(values[1]).passage) continue;
    if (IsPausedApart(values[0], values[1])) continue;
    // Two items of one list speak of two things, whatever they are called.
    if (At(values[0]).depth > 0 && At(values[0]).depth == At(values[1]).depth) continue;
    Add({.rule = Rule::kTwice,
         .verdict = Verdict::kDoubtful,
         .why = Why::kTwoValues,
         .claims = {values[1], values[0]},
         .expected = ValueOf(values[0]),
         .difference = ValueOf(values[1]) - ValueOf(values[0])});
  }
}

// One finding for each way of writing, with every figure that is written so; a number that is
// none is a finding of its own.
void Checker::CheckNotation() {
  std::map<Notation, std::vector<size_t>> written;
  for (size_t i = 0; i < claims_.claims.size(); ++i) {
    const Claim& claim = At(i);
    if (claim.measure == Measure::kUnknown || claim.implied) continue;
    written[claim.figure.notation].push_back(i);
  }
  if (const auto& spaced = written[Notation::kSpaced]; !spaced.empty()) {
    Add({.rule = Rule::kNotation,
         .verdict = Verdict::kDoubtful,
         .why = Why::kSpacedNumber,
         .claims = spaced});
  }
  if (const auto& english = written[Notation::kEnglish]; !english.empty()) {
    Add({.rule = Rule::kNotation,
         .verdict = Verdict::kDoubtful,
         .why = Why::kEnglishNumber,
         .claims = english});
  }
  for (const size_t broken : written[Notation::kBroken]) {
    Add({.rule = Rule::kNotation,
         .verdict = Verdict::kError,
         .why = Why::kBrokenNumber,
         .claims = {broken}});
  }
}

}  // namespace lienthong::inspect
