#include <algorithm>

#include "services/inspect/checker.h"

namespace lienthong::inspect {
namespace {

using enum Measure;

enum class Half { kNeither, kEarly, kInTime, kLate };

Half HalfOf(Measure measure) {
  switch (measure) {
    case kResolvedEarly:
      return Half::kEarly;
    case kInTime:
    case kResolvedInTime:
    case kResolvedOnTime:
    case kOpenInTime:
      return Half::kInTime;
    case kLate:
    case kResolvedLate:
    case kOpenOverdue:
      return Half::kLate;
    default:
      return Half::kNeither;
  }
}

bool IsTimely(Measure measure) {
  return HalfOf(measure) == Half::kInTime && measure != kOpenInTime;
}

// A rate and its complement stand that near: each with its number between them.
constexpr size_t kComplementReach = 4;

// Maxima of single indicators of Decision 766: a score out of one is not a group's.
bool IsIndicatorMaximum(const Decimal& maximum) {
  return maximum == Decimal{2, 0} || maximum == Decimal{4, 0} || maximum == Decimal{6, 0};
}

// Half of the last printed place, times two: the error of a rounded number.
Decimal UlpOf(const Decimal& value) { return {1, value.places}; }

}  // namespace

// A rate against the score that it was said with; see checks.h for which can be compared.
void Checker::CheckScoreRate(size_t rate) {
  const Claim& claim = At(rate);
  const size_t score = *claim.with_score;
  const Claim& scored = At(score);
  const bool own = claim.measure == kScore;
  if (scored.figure.of == Decimal() || scored.skip != Skip::kNone) return;
  if (claim.passage != scored.passage || claim.national != scored.national) return;
  const bool indicator_alone = scored.group == 2 && (own || IsTimely(claim.measure));
  const bool linear = scored.group == 1 && own;
  const bool fits = IsRateOf(claim.figure.value, scored.figure.value, scored.figure.of);
  // Of an unknown group nothing but agreement can be said.
  const bool agrees = scored.group == 0 && own && fits;
  if (!indicator_alone && !linear && !agrees) return;
  Check check{.rule = Rule::kScoreRate,
              .claims = {rate, score},
              .expected = ShareOf(scored.figure.value, scored.figure.of,
                                  std::max(claim.figure.value.places, 2)),
              .range = RatesOf(scored.figure.value, scored.figure.of)};
  if (!fits) {
    check.verdict = indicator_alone ? Verdict::kError : Verdict::kDoubtful;
    check.why = indicator_alone ? Why::kOneIndicator : Why::kLinearGroup;
  }
  Add(std::move(check));
}

void Checker::CheckScores() {
  for (size_t i = 0; i < claims_.claims.size(); ++i) {
    const Claim& claim = At(i);
    if (claim.skip != Skip::kNone) continue;
    if (claim.figure.unit == Unit::kPercent && claim.with_score) CheckScoreRate(i);
  }
}

// In time and late of one thing, in one breath, make 100 %.
void Checker::CheckComplements() {
  for (size_t i = 0; i < claims_.claims.size(); ++i) {
    const Claim& late = At(i);
    if (late.figure.unit != Unit::kPercent || late.skip != Skip::kNone) continue;
    if (HalfOf(late.measure) != Half::kLate) continue;
    std::optional<size_t> in_time;
    std::optional<size_t> early;
    for (size_t j = i; j-- > 0 && i - j <= kComplementReach && At(j).passage == late.passage;) {
      const Claim& other = At(j);
      const bool comparable = other.figure.unit == Unit::kPercent && other.skip == Skip::kNone &&
                              other.scope == late.scope && other.national == late.national &&
                              (other.measure == kOpenInTime) == (late.measure == kOpenOverdue);
      if (!comparable) continue;
      if (HalfOf(other.measure) == Half::kLate) break;
      if (HalfOf(other.measure) == Half::kInTime && !in_time) in_time = j;
      if (HalfOf(other.measure) == Half::kEarly && !early) early = j;
    }
    // Shares that were both found right need no second opinion.
    if (!in_time || (decided_.contains(i) && decided_.contains(*in_time) && late.beside)) continue;
    Check check{.rule = Rule::kComplement, .claims = {*in_time, i}};
    bool holds = AreComplements(ValueOf(*in_time), late.figure.value);
    if (!holds && early) {
      check.claims.push_back(*early);
      holds = AreComplements(ValueOf(*in_time) + ValueOf(*early), late.figure.value);
    }
    check.difference = SumOf(check.claims) - Decimal{100, 0};
    check.verdict = holds ? Verdict::kHolds : Verdict::kError;
    check.why = holds ? Why::kNone : Why::kNotHundred;
    Add(std::move(check));
  }
}

void Checker::CheckRanges() {
  for (size_t i = 0; i < claims_.claims.size(); ++i) {
    const Claim& claim = At(i);
    if (claim.skip != Skip::kNone) continue;
    const Figure& figure = claim.figure;
    if (figure.unit == Unit::kPercent && figure.value > Decimal{100, 0}) {
      Add({.rule = Rule::kRange,
           .verdict = Verdict::kError,
           .why = Why::kBeyondHundred,
           .claims = {i},
           .expected = Decimal{100, 0}});
    }
    if (claim.measure != kScore || figure.unit == Unit::kPercent || figure.of == Decimal())
      continue;
    const bool beyond = figure.value > figure.of;
    Add({.rule = Rule::kRange,
         .verdict = beyond ? Verdict::kError : Verdict::kHolds,
         .why = beyond ? Why::kBeyondMaximum : Why::kNone,
         .claims = {i},
         .expected = figure.of});
    // A total may be that of the groups that are scored.
    const int maximum = claim.group == kGroupTotal ? 0 : MaximumOf(claim.group);
    const bool combined = (claim.group == 3 || claim.group == 4) && figure.of == Decimal{22, 0};
    if (maximum == 0 || combined || figure.of == Decimal{maximum, 0} ||
        IsIndicatorMaximum(figure.of)) {
      continue;
    }
    Add({.rule = Rule::kMaximum,
         .verdict = Verdict::kDoubtful,
         .why = Why::kOtherMaximum,
         .claims = {i},
         .expected = Decimal{maximum, 0}});
  }
}

// The total against the six groups, where all are there once.
void Checker::CheckTotalScore(bool national) {
  std::map<int, size_t> groups;
  for (size_t i = 0; i < claims_.claims.size(); ++i) {
    const Claim& claim = At(i);
    const bool counts = claim.measure == kScore && claim.figure.unit != Unit::kPercent &&
                        claim.skip == Skip::kNone && claim.national == national &&
                        claim.scope.empty() && claim.period.empty() &&
                        !IsIndicatorMaximum(claim.figure.of);
    if (counts) groups.emplace(claim.group, i);
  }
  if (!groups.contains(kGroupTotal)) return;
  const bool combined = groups.contains(kGroupOnline);
  std::vector<size_t> parts;
  for (const int group : {1, 2, 3, 4, 5, 6}) {
    const int wanted = combined && group == 3 ? kGroupOnline : group;
    if (combined && group == 4) continue;
    if (!groups.contains(wanted)) return;
    parts.push_back(groups.at(wanted));
  }
  const size_t total = groups.at(kGroupTotal);
  Decimal tolerance = UlpOf(ValueOf(total));
  for (const size_t part : parts) tolerance = tolerance + UlpOf(ValueOf(part));
  const Decimal difference = ValueOf(total) - SumOf(parts);
  const Decimal twice = difference + difference;
  const bool holds = twice <= tolerance && Decimal() - tolerance <= twice;
  Check check{.rule = Rule::kTotalScore,
              .verdict = holds ? Verdict::kHolds : Verdict::kError,
              .why = holds ? Why::kNone : Why::kTotalDiffers,
              .claims = {total},
              .expected = SumOf(parts),
              .difference = difference};
  check.claims.insert(check.claims.end(), parts.begin(), parts.end());
  Add(std::move(check));
}

}  // namespace lienthong::inspect
