#include "services/score/evaluate.h"

#include <algorithm>
#include <utility>

#include "services/score/decimal.h"
#include "storage/base/calendar_date.h"
#include "storage/base/status.h"

namespace lienthong::score {
namespace {

constexpr int kMonthsOfAYear = 12;

// Both counts of an indicator with what they rest on.
struct Pair {
  Counted numerator;
  Counted denominator;
};

// Millionths of a decimal that the check has seen.
uint64_t Points(const std::string& text) {
  return ParseMillionths(text, kPointDecimalsMax).value_or(0);
}

std::string PointsText(uint64_t millionths) { return FormatHundredths(millionths / kHundredth); }

void TakeOver(const Counted& part, Counted& whole) {
  whole.observed.insert(whole.observed.end(), part.observed.begin(), part.observed.end());
  whole.unheard.insert(part.unheard.begin(), part.unheard.end());
}

absl::StatusOr<Counted> CountOf(const v1::Count& count, v1::UnitRole role, Counts& counts);

// The greatest of the counts that are known.
absl::StatusOr<Counted> GreatestOf(const v1::Greatest& greatest, v1::UnitRole role,
                                   Counts& counts) {
  Counted result;
  for (const v1::Count& count : greatest.of()) {
    ASSIGN_OR_RETURN(const Counted part, CountOf(count, role, counts));
    if (!part.value.has_value()) continue;
    TakeOver(part, result);
    result.value = std::max(result.value.value_or(0), *part.value);
  }
  return result;
}

absl::StatusOr<Counted> TermOf(const v1::Term& term, v1::UnitRole role, Counts& counts) {
  switch (term.what_case()) {
    case v1::Term::kDossiers:
      return counts.Dossiers(term.dossiers(), role);
    case v1::Term::kProcedures:
      return counts.Procedures(term.procedures(), role);
    case v1::Term::kCatalogue:
      return counts.Catalogue(term.catalogue());
    case v1::Term::kPetitions:
      return counts.Petitions(term.petitions());
    case v1::Term::kObservation:
      return counts.Observation(term.observation());
    case v1::Term::kGreatest:
      return GreatestOf(term.greatest(), role, counts);
    case v1::Term::WHAT_NOT_SET:
      break;
  }
  return Internal("rulebook: a term counts nothing; it was not checked");
}

// The sum of the terms, stopped at 0; not known when one of them is not.
absl::StatusOr<Counted> CountOf(const v1::Count& count, v1::UnitRole role, Counts& counts) {
  Counted sum{.value = 0};
  for (const v1::Term& term : count.terms()) {
    ASSIGN_OR_RETURN(const Counted part, TermOf(term, role, counts));
    TakeOver(part, sum);
    if (!part.value.has_value()) sum.value.reset();
    if (!sum.value.has_value()) continue;
    const bool over = term.minus() ? __builtin_sub_overflow(*sum.value, *part.value, &*sum.value)
                                   : __builtin_add_overflow(*sum.value, *part.value, &*sum.value);
    if (over) return OutOfRange("rulebook: a sum of counts is greater than 63 bits hold");
  }
  if (sum.value.has_value()) sum.value = std::max<int64_t>(*sum.value, 0);
  return sum;
}

// The rated counts of one indicator, and the rule that they fall under.
class IndicatorEvaluator {
 public:
  IndicatorEvaluator(const v1::RulebookIndicator& rule, Counts& counts)
      : rule_(rule), counts_(counts) {}

  absl::StatusOr<v1::IndicatorScore> Run() {
    score_.set_id(rule_.id());
    score_.set_name(rule_.name());
    score_.set_name_en(rule_.name_en());
    score_.set_max(rule_.max());
    score_.set_confidence(rule_.confidence());
    score_.set_clause(rule_.clause());
    ASSIGN_OR_RETURN(Pair pair, ReadPair());
    if (!pair.denominator.value.has_value()) return NotKnown(pair);
    if (*pair.denominator.value > 0) return RateThem(pair, v1::IndicatorScore::RULE_RATE);
    return ZeroDenominator(pair);
  }

 private:
  static bool IsUsable(const Pair& pair) {
    return pair.denominator.value.has_value() &&
           (pair.numerator.value.has_value() || *pair.denominator.value == 0);
  }

  // The counts as the rule says; where they are not known, both as they were observed.
  absl::StatusOr<Pair> ReadPair() {
    Pair pair;
    ASSIGN_OR_RETURN(pair.numerator, CountOf(rule_.numerator(), rule_.role(), counts_));
    ASSIGN_OR_RETURN(pair.denominator, CountOf(rule_.denominator(), rule_.role(), counts_));
    if (IsUsable(pair) || rule_.observed().empty()) return pair;
    Pair observed;
    ASSIGN_OR_RETURN(observed.numerator, counts_.Observation(rule_.observed() + "/numerator"));
    ASSIGN_OR_RETURN(observed.denominator, counts_.Observation(rule_.observed() + "/denominator"));
    const bool both =
        observed.numerator.value.has_value() && observed.denominator.value.has_value();
    return both ? observed : pair;
  }

  absl::StatusOr<v1::IndicatorScore> ZeroDenominator(Pair& pair) {
    switch (rule_.when_zero().rule_case()) {
      case v1::ZeroRule::kNull:
        return Zero(pair, v1::IndicatorScore::RULE_ZERO_NULL, "");
      case v1::ZeroRule::kPoints:
        return Zero(pair, v1::IndicatorScore::RULE_ZERO_POINTS, rule_.when_zero().points());
      case v1::ZeroRule::kLastYear:
        return ByLastYear(pair);
      case v1::ZeroRule::RULE_NOT_SET:
        break;
    }
    return Internal("rulebook, indicator {}: no zero rule; it was not checked", rule_.id());
  }

  absl::StatusOr<v1::IndicatorScore> ByLastYear(Pair& pair) {
    ASSIGN_OR_RETURN(Counts* const last_year, counts_.LastYear());
    ASSIGN_OR_RETURN(const Counted total, CountOf(rule_.denominator(), rule_.role(), *last_year));
    TakeOver(total, pair.denominator);
    if (!total.value.has_value()) return NotKnown(pair);
    const auto part =
        static_cast<unsigned __int128>(*total.value) * static_cast<unsigned>(counts_.Months());
    pair.denominator.value = static_cast<int64_t>(RoundHalfUp(part, kMonthsOfAYear));
    const auto rule = v1::IndicatorScore::RULE_ZERO_LAST_YEAR;
    return *pair.denominator.value > 0 ? RateThem(pair, rule) : Zero(pair, rule, "0");
  }

  absl::StatusOr<v1::IndicatorScore> RateThem(const Pair& pair, v1::IndicatorScore::Rule rule) {
    if (!pair.numerator.value.has_value()) return NotKnown(pair);
    const auto max = ParseMillionths(rule_.max(), kPointDecimalsMax);
    const auto full_at = ParseMillionths(rule_.full_at().empty() ? "1" : rule_.full_at());
    if (!max.has_value() || !full_at.has_value() || *full_at == 0 || *full_at > kMillion)
      return Internal("rulebook, indicator {}: no such decimals; it was not checked", rule_.id());
    score_.set_numerator(*pair.numerator.value);
    score_.set_denominator(*pair.denominator.value);
    const Rated rated = Rate(*pair.numerator.value, *pair.denominator.value, *max, *full_at);
    score_.set_ratio(FormatHundredths(rated.ratio_hundredths));
    return Finish(pair, rule, FormatHundredths(rated.points_hundredths));
  }

  absl::StatusOr<v1::IndicatorScore> Zero(const Pair& pair, v1::IndicatorScore::Rule rule,
                                          const std::string& points) {
    score_.set_numerator(pair.numerator.value.value_or(0));
    score_.set_denominator(0);
    return Finish(pair, rule, points);
  }

  absl::StatusOr<v1::IndicatorScore> NotKnown(const Pair& pair) {
    const bool neither = !pair.numerator.value.has_value() && !pair.denominator.value.has_value();
    const bool fixed = neither && !rule_.when_absent().empty();
    Finish(pair,
           fixed ? v1::IndicatorScore::RULE_ABSENT_POINTS : v1::IndicatorScore::RULE_NOT_KNOWN,
           fixed ? rule_.when_absent() : "");
    score_.set_provenance(v1::IndicatorScore::PROVENANCE_UNKNOWN);
    return score_;
  }

  v1::IndicatorScore Finish(const Pair& pair, v1::IndicatorScore::Rule rule,
                            const std::string& points) {
    Counted both = pair.numerator;
    TakeOver(pair.denominator, both);
    for (v1::ObservedFigure& figure : both.observed) *score_.add_observed() = std::move(figure);
    for (const v1::Flag flag : both.unheard) score_.add_unheard(flag);
    score_.set_provenance(score_.observed().empty() ? v1::IndicatorScore::PROVENANCE_COMPUTED
                                                    : v1::IndicatorScore::PROVENANCE_OBSERVED);
    score_.set_rule(rule);
    if (!points.empty()) score_.set_points(PointsText(Points(points)));
    return score_;
  }

  const v1::RulebookIndicator& rule_;
  Counts& counts_;
  v1::IndicatorScore score_;
};

// What a group came to, in millionths.
struct GroupSum {
  // Nothing: null.
  std::optional<uint64_t> points;
  // Most points of what is not known.
  uint64_t unknown = 0;
};

// Fills `group`.
absl::StatusOr<GroupSum> EvaluateGroup(const v1::RulebookGroup& rule, Counts& counts,
                                       v1::GroupScore& group) {
  group.set_id(rule.id());
  group.set_name(rule.name());
  group.set_name_en(rule.name_en());
  group.set_max(rule.max());
  GroupSum sum;
  for (const v1::RulebookIndicator& indicator : rule.indicators()) {
    ASSIGN_OR_RETURN(v1::IndicatorScore score, IndicatorEvaluator(indicator, counts).Run());
    if (!score.points().empty()) sum.points = sum.points.value_or(0) + Points(score.points());
    if (score.rule() == v1::IndicatorScore::RULE_NOT_KNOWN) sum.unknown += Points(score.max());
    *group.add_indicators() = std::move(score);
  }
  if (sum.points.has_value()) group.set_points(PointsText(*sum.points));
  return sum;
}

std::string BandOf(const v1::Rulebook& rulebook, uint64_t total) {
  for (const v1::Band& band : rulebook.bands()) {
    if (total >= Points(band.from())) return band.name();
  }
  return "";
}

// Total, what it is out of, and the band.
class Summary {
 public:
  void Add(const v1::RulebookGroup& rule, const GroupSum& sum) {
    const uint64_t missing = Points(rule.left_out()) + sum.unknown;
    comparable_ = comparable_ && sum.points.has_value() && missing == 0;
    if (!sum.points.has_value()) return;
    scored_ = true;
    total_ += *sum.points;
    of_ += Points(rule.max()) - missing;
  }

  void WriteTo(const v1::Rulebook& rulebook, v1::Scorecard& card) const {
    if (!scored_) return;
    card.set_total(PointsText(total_));
    card.set_total_of(PointsText(of_));
    if (comparable_) card.set_band(BandOf(rulebook, total_));
  }

 private:
  uint64_t total_ = 0, of_ = 0;
  bool comparable_ = true, scored_ = false;
};

}  // namespace

int WholeMonths(Day from, Day to) {
  const int months = MonthOf(to + 1) - MonthOf(from);
  const Day into_first = from - FirstDayOfMonth(MonthOf(from));
  const Day into_last = to + 1 - FirstDayOfMonth(MonthOf(to + 1));
  const bool whole = into_first == into_last && months >= 1 && months <= kMonthsOfAYear;
  return whole ? months : 0;
}

// 2 * 100 * max * numerator takes at most 1 + 7 + 50 + 63 = 121 bits, and full_at *
// denominator at most 20 + 63: 128 are enough.
Rated Rate(uint64_t numerator, uint64_t denominator, uint64_t max, uint64_t full_at) {
  const unsigned __int128 part = std::min(numerator, denominator);
  const unsigned __int128 points =
      RoundHalfUp(part * max * 100, static_cast<unsigned __int128>(denominator) * full_at);
  return {.ratio_hundredths = static_cast<uint64_t>(RoundHalfUp(part * 10000, denominator)),
          .points_hundredths =
              static_cast<uint64_t>(std::min<unsigned __int128>(points, max / kHundredth))};
}

absl::StatusOr<v1::Scorecard> Evaluate(const v1::Rulebook& rulebook, Counts& counts) {
  v1::Scorecard card;
  card.set_rulebook(rulebook.id());
  Summary summary;
  for (const v1::RulebookGroup& group : rulebook.groups()) {
    ASSIGN_OR_RETURN(const GroupSum sum, EvaluateGroup(group, counts, *card.add_groups()));
    summary.Add(group, sum);
  }
  summary.WriteTo(rulebook, card);
  return card;
}

}  // namespace lienthong::score
