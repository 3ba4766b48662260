// Random counts and rules against rational numbers of any size, written here from
// rulebook.proto alone. LIENTHONG_SEED repeats a run.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdlib>
#include <random>

#include "services/score/evaluate.h"
#include "services/score/evaluate_testing.h"
#include "services/score/rulebook_check.h"

namespace lienthong::score {
namespace {

using boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;
using Score = v1::IndicatorScore;

uint64_t Seed() {
  const char* seed = std::getenv("LIENTHONG_SEED");
  return seed == nullptr ? std::random_device()() : std::strtoull(seed, nullptr, 10);
}

// "18.13" as 1813/100.
Rational Value(const std::string& text) {
  cpp_int digits = 0, scale = 1;
  const size_t point = text.find('.');
  for (size_t i = 0; i < text.size(); ++i) {
    if (i != point) digits = digits * 10 + (text[i] - '0');
    if (point != std::string::npos && i > point) scale *= 10;
  }
  return Rational(digits, scale);
}

// The greatest whole number that is not above `value`, which is not negative.
cpp_int Floor(const Rational& value) {
  return boost::multiprecision::numerator(value) / boost::multiprecision::denominator(value);
}

// The nearest hundredth, the greater one of two.
Rational Rounded(const Rational& value) {
  return Rational(Floor(Rational(value * 100 + Rational(1, 2))), 100);
}

std::string Plain(const Rational& value) {
  const cpp_int hundredths = Floor(Rational(value * 100));
  std::string text = hundredths.str();
  if (text.size() < 3) text.insert(0, 3 - text.size(), '0');
  text.insert(text.size() - 2, ".");
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// One random case: an indicator, what is known, and last year's denominator.
struct Case {
  v1::RulebookIndicator rule;
  std::optional<int64_t> part, whole, last_year;
  std::optional<int64_t> seen_part, seen_whole;
  int months = 1;
};

class Random {
 public:
  explicit Random(uint64_t seed) : rng_(seed) {}

  int64_t Pick(int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(rng_);
  }

  // Small ones, counts of a country, and as many as 62 bits hold.
  std::optional<int64_t> Count() {
    switch (Pick(0, 9)) {
      case 0:
        return std::nullopt;
      case 1:
      case 2:
        return 0;
      case 3:
        return Pick(0, int64_t{1} << 62);
      case 4:
        return Pick(0, 400000000);
      default:
        return Pick(0, 200);
    }
  }

  Case Next() {
    Case made{.rule = IndicatorOf(""), .part = Count(), .whole = Count(), .last_year = Count()};
    made.rule.set_max(Plain(Rational(cpp_int(Pick(1, Pick(0, 9) == 0 ? 999999999 : 10000)), 100)));
    if (Pick(0, 1) == 1) made.rule.set_full_at(fmt::format("0.{:06}", Pick(1, 999999)));
    made.months = static_cast<int>(Pick(0, 12));
    SetRules(made);
    return made;
  }

 private:
  void SetRules(Case& made) {
    switch (Pick(0, 2)) {
      case 0:
        made.rule.mutable_when_zero()->set_null(true);
        break;
      case 1:
        made.rule.mutable_when_zero()->set_last_year(true);
        break;
      default:
        made.rule.mutable_when_zero()->set_points(Pick(0, 1) == 0 ? "0" : made.rule.max());
    }
    if (Pick(0, 3) == 0) made.rule.set_when_absent(made.rule.max());
    if (Pick(0, 1) == 0) return;
    made.rule.set_observed("line");
    made.seen_part = Count();
    made.seen_whole = Count();
  }

  std::mt19937_64 rng_;
};

struct Expected {
  Score::Rule rule;
  std::string points, ratio;

  bool operator==(const Expected&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Expected& expected) {
  return out << Score::Rule_Name(expected.rule) << " points \"" << expected.points << "\" ratio \""
             << expected.ratio << "\"";
}

Expected Rated(const Case& c, const Rational& part, const Rational& whole, Score::Rule rule) {
  const Rational rate = std::min<Rational>(part / whole, 1);
  const Rational full = c.rule.full_at().empty() ? Rational(1) : Value(c.rule.full_at());
  const Rational max = Value(c.rule.max());
  return {rule, Plain(Rounded(std::min<Rational>(max, max * rate / full))),
          Plain(Rounded(rate * 100))};
}

// What rulebook.proto says, read sentence by sentence.
Expected Judge(const Case& c) {
  auto part = c.part, whole = c.whole;
  const bool enough = whole.has_value() && (*whole == 0 || part.has_value());
  if (!enough && c.seen_part.has_value() && c.seen_whole.has_value()) {
    part = c.seen_part;
    whole = c.seen_whole;
  }
  if (!whole.has_value()) {
    const bool fixed = !part.has_value() && !c.rule.when_absent().empty();
    return fixed ? Expected{Score::RULE_ABSENT_POINTS, c.rule.when_absent(), ""}
                 : Expected{Score::RULE_NOT_KNOWN, "", ""};
  }
  auto rule = Score::RULE_RATE;
  Rational divisor = *whole;
  if (divisor == 0 && c.rule.when_zero().has_null()) return {Score::RULE_ZERO_NULL, "", ""};
  if (divisor == 0 && c.rule.when_zero().has_points())
    return {Score::RULE_ZERO_POINTS, c.rule.when_zero().points(), ""};
  if (divisor == 0) {
    rule = Score::RULE_ZERO_LAST_YEAR;
    if (!c.last_year.has_value()) return {Score::RULE_NOT_KNOWN, "", ""};
    divisor = Rational(cpp_int(*c.last_year)) * c.months / 12;
    divisor = Rational(Floor(Rational(divisor + Rational(1, 2))));
    if (divisor == 0) return {rule, "0", ""};
  }
  if (!part.has_value()) return {Score::RULE_NOT_KNOWN, "", ""};
  return Rated(c, Rational(cpp_int(*part)), divisor, rule);
}

void Put(FakeCounts& counts, const std::string& key, const std::optional<int64_t>& value) {
  if (value.has_value()) counts.known[key] = *value;
}

FakeCounts CountsOf(const Case& c) {
  FakeCounts counts;
  Put(counts, kPart, c.part);
  Put(counts, kWhole, c.whole);
  Put(counts, "observation line/numerator", c.seen_part);
  Put(counts, "observation line/denominator", c.seen_whole);
  counts.months = c.months;
  counts.last_year = std::make_unique<FakeCounts>();
  Put(*counts.last_year, kWhole, c.last_year);
  return counts;
}

TEST(EvaluatePropertyTest, EveryRuleGivesWhatRationalNumbersGive) {
  const uint64_t seed = Seed();
  SCOPED_TRACE("LIENTHONG_SEED=" + std::to_string(seed));
  Random random(seed);
  std::map<Score::Rule, int> met;
  for (int i = 0; i < 15000; ++i) {
    const Case c = random.Next();
    FakeCounts counts = CountsOf(c);
    const v1::Rulebook rulebook = RulebookOf({c.rule}, c.rule.max());
    ASSERT_TRUE(CheckRulebook(rulebook).ok()) << CheckRulebook(rulebook);

    const Score score = Evaluate(rulebook, counts)->groups(0).indicators(0);

    ASSERT_EQ((Expected{score.rule(), score.points(), score.ratio()}), Judge(c))
        << c.rule.DebugString() << score.DebugString();
    ++met[score.rule()];
  }
  EXPECT_EQ(met.size(), 6u) << "some rule was never met";
}

// A group of random indicators; returns its points, nothing when all are null, and adds the
// most points of what is not known to `unknown`.
std::optional<Rational> AddGroup(Random& random, Case& c, v1::Rulebook& rulebook,
                                 Rational& unknown) {
  auto& group = *rulebook.add_groups();
  std::optional<Rational> points;
  Rational max = 0;
  for (int64_t left = random.Pick(1, 7); left > 0; --left) {
    c.rule = random.Next().rule;
    c.rule.clear_observed();
    if (Value(c.rule.max()) > 100000) continue;  // the sum must have 9 digits at most
    *group.add_indicators() = c.rule;
    max += Value(c.rule.max());
    const Expected expected = Judge(c);
    if (!expected.points.empty()) points = points.value_or(0) + Value(expected.points);
    if (expected.rule == Score::RULE_NOT_KNOWN) unknown += Value(c.rule.max());
  }
  group.set_max(Plain(max));
  return points;
}

// Totals of random cards: sums of what was rounded, null left out.
TEST(EvaluatePropertyTest, TotalsAreSumsOfRoundedParts) {
  const uint64_t seed = Seed();
  SCOPED_TRACE("LIENTHONG_SEED=" + std::to_string(seed));
  Random random(seed);
  for (int i = 0; i < 2000; ++i) {
    Case c = random.Next();
    c.seen_part = c.seen_whole = std::nullopt;
    FakeCounts counts = CountsOf(c);
    v1::Rulebook rulebook;
    std::optional<Rational> total, of;
    for (int64_t groups = random.Pick(1, 6); groups > 0; --groups) {
      Rational unknown = 0;
      const auto points = AddGroup(random, c, rulebook, unknown);
      if (!points.has_value()) continue;
      total = total.value_or(0) + *points;
      of = of.value_or(0) + Value(rulebook.groups().rbegin()->max()) - unknown;
    }

    const v1::Scorecard card = *Evaluate(rulebook, counts);

    ASSERT_EQ(card.total(), total.has_value() ? Plain(*total) : "");
    ASSERT_EQ(card.total_of(), of.has_value() ? Plain(*of) : "");
  }
}

}  // namespace
}  // namespace lienthong::score
