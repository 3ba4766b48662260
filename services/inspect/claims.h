// What each figure of a report claims.
//
// A claim is a figure with its meaning: "18.039" is the number of dossiers resolved early or on
// time, in the whole province, in the report's period. It is read from the words before and
// behind the figure and, where they leave something open, from what was said before: in "đang
// giải quyết 1.497 hồ sơ (1.488 hồ sơ chưa đến hạn; 09 hồ sơ quá hạn)" the nine are open too.
//
// A figure that no word explains is no claim of ours; it is counted, and left alone.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "services/inspect/document.h"
#include "services/inspect/figures.h"
#include "services/inspect/label.h"

namespace lienthong::inspect {

// What is counted, or what a rate is the rate of.
enum class Measure {
  kUnknown,
  // Dossiers (petitions likewise): what came.
  kReceived,
  kReceivedNew,
  kCarriedOver,
  kReceivedOnline,
  kReceivedInPerson,
  kReceivedByPost,
  kReceivedAtCounter,  // in person or by post, in one figure
  // What was resolved.
  kResolved,
  kResolvedEarly,
  kResolvedOnTime,  // "đúng hạn" by itself: with or without the early ones
  kResolvedInTime,  // early or on time, in one figure
  kResolvedLate,
  // What is in hand.
  kOpen,
  kOpenInTime,
  kOpenOverdue,
  kPaused,
  kCancelled,
  // In time or late, of what is not said.
  kInTime,
  kLate,
  // Procedures.
  kProcedures,
  kProceduresFull,
  kProceduresPartial,
  kProceduresOther,
  // Known as rates only.
  kElectronicResult,
  kDigitised,
  kReused,
  kPaidOnline,
  kSatisfied,
  // The score of a group of Decision 766.
  kScore,
};

// Why a figure that is recognised is left out of all arithmetic.
enum class Skip {
  kNone,
  kUnknown,      // no word says what it is
  kComparison,   // "tăng 5,2 %"
  kTarget,       // "phấn đấu 90 %"
  kApproximate,  // "gần 98 %"
  kUnreadable,   // a broken notation
  kQuoted,       // what another source had on a day, see quotes.h
};

// In a table whose rows are units: one of them, a group of them ("II. Cấp huyện"), or all.
enum class RowKind { kNone, kUnit, kGroup, kTotal };

struct Claim {
  Figure figure;
  Measure measure = Measure::kUnknown;
  Object object = Object::kNone;
  // Of a score, and of a rate that stands with one: 1..6, kGroupTotal, kGroupOnline; 0 unknown.
  int group = 0;
  bool national = false;
  // Said to be as the national portal has it, or stands with a score from there.
  bool portal = false;
  // Whose figure: "" the reporter's whole, "#1".."#3" a level, else an office or a row.
  std::string scope;
  // "" the report's own, see Relative(); else another one.
  std::string period;
  Skip skip = Skip::kNone;
  // Index of the sentence, and bytes in it.
  size_t sentence = 0;
  size_t begin = 0;
  size_t end = 0;
  // Claims of one passage were said in one breath: a paragraph with its list, a row.
  size_t passage = 0;
  // Of an item of a list: how deep it stands; 0 elsewhere.
  int depth = 0;
  // Table and row, from 1; 0 in running text.
  size_t table = 0;
  size_t row = 0;
  RowKind row_kind = RowKind::kNone;
  // The claim that this one only restates in another unit: the 31,04 % of 538, the 39,56 % of
  // 7,7/18. They share one meaning.
  std::optional<size_t> beside;
  // The whole of a fraction: said in passing.
  bool implied = false;
  // A rate: the score that was spoken of when it was said.
  std::optional<size_t> with_score;
};

struct Sentence {
  // The block it is from, from 1, for people.
  size_t block = 0;
  std::string text;
};

struct Claims {
  std::vector<Sentence> sentences;
  std::vector<Claim> claims;
  // The report's own period ("2023-11"; "" unknown) and its unit as the heading names it ("tỉnh
  // Kon Tum"; "" unknown).
  std::string period;
  std::string unit;
};

// Bound of the claims of one report.
inline constexpr size_t kClaimsMax = 200'000;

// Reads every figure of `document`. Nothing when there are more than kClaimsMax.
std::optional<Claims> ReadClaims(const Document& document);

// The measure that the aspects of `label` amount to, for a figure of `unit`.
Measure MeasureOf(const Label& label, Unit unit);

// What a measure is a part of; kUnknown for a whole.
Measure WholeOf(Measure part);

// Gives `claim` the meaning of the claim at `from`, which it restates in another unit.
void CopyMeaning(const Claims& claims, size_t from, Claim& claim);

// True for 7,7/18 and the like: a score, not a part of a number of things. `behind` is what
// stands right behind the figure, `label` all of its label.
bool IsScore(const Figure& figure, const Label& behind, const Label& label);

// The group of Decision 766 that a score with this label belongs to; 0 when it does not say.
int GroupOf(const Label& label, const Figure& figure);

}  // namespace lienthong::inspect
