// The arithmetic of a report.
//
// What is checked, each rule from the vocabulary of such reports and from none in particular:
//
//   parts       a whole is the sum of its parts: open = not yet due + overdue, resolved = early +
//               on time + late, procedures = full + partial + other, received by channel
//   flow        received = resolved + open (+ paused, cancelled where named); what is left over is
//               shown, whether it is explained or not
//   levels      the whole is the sum of province, district and commune; a total row of its rows
//   share       a share is part / whole, to the decimals that are printed
//   rate        the same for a rate that stands by itself, under any public definition of it
//   score rate  a score out of its maximum and the rate beside it can be one value (below)
//   complement  in time and late make 100 %
//   range       no score above its maximum, no share above 100 %
//   maximum     the maximum of a group is the one that Decision 766 gives it
//   total score the total is the sum of the six groups
//   twice       a figure that is stated twice has one value
//   notation    19.933 and 39,56, not 19,933, 39.56 or 19 933
//
// Score and rate. A group of Decision 766/QĐ-TTg adds up several indicators, so a rate printed
// beside its score is not simply score / maximum. Three cases, by what the group is made of:
//
//   - Group 2 (timeliness) is one indicator, 20 points times its rate. An on-time rate given with
//     its score must be one that rounds to it: 16,1/20 needs 80,25 to 80,75 %. Anything else is
//     an error of one of the two: 81,42 % is.
//   - Group 1 (transparency) is four indicators, 6R + 4R + 2R + 6R, none with a threshold: its
//     score over its maximum is the weighted mean of the four rates. A rate that the text gives as
//     the group's own, naming no indicator, should be that mean: 7,7/18 is 42,78 %, not 39,56 %.
//     It may be one indicator's rate; then the text should say so: doubtful.
//   - Groups 3 to 6 have indicators with thresholds (full points from 50, 80 or 90 %), or with
//     points for nothing. Their score over their maximum is the rate of nothing at all. 0,9/12
//     beside 2,83 %, or 2,8/10 beside 5,46 %, are the group's score and one indicator's rate:
//     both can be right, so nothing is found, and it is said that nothing can be decided.
//
// What a report quotes from another source with that source's day (quotes.h), or shows in a column
// of such figures, is compared with nothing.
//
// A verdict never rests on the rulebook of a year: formulas of indicators change, and a report is
// judged by its own words.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "services/inspect/claims.h"

namespace lienthong::inspect {

enum class Rule {
  kParts,
  kFlow,
  kLevels,
  kColumn,
  kShare,
  kRate,
  kScoreRate,
  kComplement,
  kRange,
  kMaximum,
  kTotalScore,
  kTwice,
  kNotation,
};

enum class Verdict {
  kHolds,
  // Something is wrong, whatever was meant.
  kError,
  // Wrong unless the report leaves something out that would explain it.
  kDoubtful,
};

// Why a check fails, for the explanation.
enum class Why {
  kNone,
  kPartsDiffer,     // parts do not make the whole
  kPartsMissing,    // they do not, and there may be a part that is not named
  kResidual,        // received more than resolved and open
  kBeyondReceived,  // resolved and open more than received
  kShareDiffers,
  kShareCut,      // the share is cut off, not rounded
  kNoDefinition,  // the rate is none of the public ones
  kOneIndicator,  // group 2: the rate cannot be the score's
  kLinearGroup,   // group 1: it is not the mean of the rates
  kNotHundred,
  kBeyondMaximum,
  kBeyondHundred,
  kOtherMaximum,
  kTotalDiffers,
  kTwoValues,
  kSpacedNumber,
  kEnglishNumber,
  kBrokenNumber,
};

struct Check {
  Rule rule = Rule::kParts;
  Verdict verdict = Verdict::kHolds;
  Why why = Why::kNone;
  // Indexes of claims. The subject first: the whole, the rate, the score; then what it was
  // compared with.
  std::vector<size_t> claims;
  // Of a share or a rate, whose claims are the rate, its part, its whole and what is taken off
  // the whole: how many make the part, and how many are taken off. No whole: a printed fraction.
  size_t parts = 0;
  size_t taken_off = 0;
  // What the subject should be, where that is one value.
  std::optional<Decimal> expected;
  // Where it is a range.
  std::optional<Range> range;
  // Subject less the sum of the others.
  std::optional<Decimal> difference;
};

// Why a figure takes part in no comparison.
enum class Undecided {
  kUnknown,      // no word says what it is
  kThresholds,   // a rate with the score of a group whose score is the rate of nothing
  kIndicator,    // the rate of an indicator whose counts the text does not give
  kOnlyRange,    // a score without a rate: only that it is not above its maximum
  kNational,     // a figure of the country, likewise
  kNoCounts,     // a rate whose counts the text does not give
  kAlone,        // a number whose parts or whole the text does not give
  kApproximate,  // "gần 98 %"
  kComparison,   // with another period that the text does not give
  kTarget,       // a target, not a result
  kUnreadable,   // a broken number
  kQuoted,       // another source's figure, with its day
};

struct Open {
  size_t claim = 0;
  Undecided why = Undecided::kUnknown;
};

struct Checks {
  // In the order of the rules above, each in the order of the text.
  std::vector<Check> checks;
  // Every claim that no comparison decides.
  std::vector<Open> undecided;
};

Checks CheckClaims(const Claims& claims);

// The greatest score of a group; 0 when the group is not known.
int MaximumOf(int group);

}  // namespace lienthong::inspect
