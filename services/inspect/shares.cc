#include <algorithm>

#include "services/inspect/checker.h"

namespace lienthong::inspect {
namespace {

using enum Measure;

}  // namespace

bool Checker::Fits(const Claim& rate, const Quotient& quotient) const {
  return IsShare(rate.figure.value, SumOf(quotient.part),
                 SumOf(quotient.whole) - SumOf(quotient.less));
}

// What the number at `part` may be a share of, the likeliest first.
std::vector<Checker::Quotient> Checker::WholesOf(size_t part) const {
  std::vector<Quotient> quotients;
  const auto add = [&](std::initializer_list<Measure> whole) {
    if (auto claims = FindAll(part, whole)) quotients.push_back({{part}, std::move(*claims), {}});
  };
  const Measure whole = WholeOf(At(part).measure);
  if (whole != kUnknown) add({whole});
  if (whole == kResolved) {
    add({kResolvedInTime, kResolvedLate});
    add({kResolvedEarly, kResolvedOnTime, kResolvedLate});
    // Where the early ones are named, those on time do not hold them.
    if (!accounts_.Find(part, kResolvedEarly)) add({kResolvedOnTime, kResolvedLate});
  }
  if (whole == kOpen) add({kOpenInTime, kOpenOverdue});
  if (whole == kProcedures) add({kProceduresFull, kProceduresPartial, kProceduresOther});
  if (whole == kReceived) {
    add({kReceivedNew});
    add({kReceivedNew, kCarriedOver});
    add({kReceivedOnline, kReceivedAtCounter});
    add({kReceivedOnline, kReceivedInPerson});
    add({kReceivedOnline, kReceivedInPerson, kReceivedByPost});
    const auto all = accounts_.Find(part, kReceived);
    const auto carried = accounts_.Find(part, kCarriedOver);
    if (all && carried && *carried != part) quotients.push_back({{part}, {*all}, {*carried}});
    if (At(part).measure == kResolved) add({kResolved, kOpen});
    if (At(part).measure == kOpen) add({kResolved, kOpen});
  } else if (whole == kResolved || whole == kOpen) {
    add({kReceived});
  }
  // "Tổng số: 1.500 (100 %)".
  const Measure self = At(part).measure;
  if (self == kReceived || self == kResolved || self == kOpen || self == kProcedures) {
    quotients.push_back({{part}, {part}, {}});
  }
  return quotients;
}

// The public definitions of a rate that stands by itself.
std::vector<Checker::Quotient> Checker::DefinitionsOf(size_t rate) const {
  std::vector<Quotient> quotients;
  const auto add = [&](std::initializer_list<Measure> part, std::initializer_list<Measure> whole) {
    auto parts = FindAll(rate, part);
    auto wholes = FindAll(rate, whole);
    if (parts && wholes) quotients.push_back({std::move(*parts), std::move(*wholes), {}});
  };
  switch (At(rate).measure) {
    case kInTime:
    case kResolvedInTime:
    case kResolvedOnTime:
      add({kResolvedInTime}, {kResolved});
      add({kResolvedEarly, kResolvedOnTime}, {kResolved});
      add({kResolvedOnTime}, {kResolved});
      add({kResolvedInTime, kOpenInTime}, {kReceived});
      add({kResolvedEarly, kResolvedOnTime, kOpenInTime}, {kReceived});
      add({kResolvedOnTime, kOpenInTime}, {kReceived});
      add({kResolvedInTime}, {kReceived});
      add({kResolvedInTime, kOpenInTime}, {kResolved, kOpen});
      break;
    case kLate:
    case kResolvedLate:
      add({kResolvedLate}, {kResolved});
      add({kResolvedLate, kOpenOverdue}, {kReceived});
      add({kResolvedLate}, {kReceived});
      add({kResolvedLate, kOpenOverdue}, {kResolved, kOpen});
      break;
    default: {
      const auto part = accounts_.Find(rate, At(rate).measure);
      if (part) return WholesOf(*part);
      break;
    }
  }
  return quotients;
}

void Checker::AddShare(Rule rule, size_t rate, const Quotient& quotient, Verdict verdict, Why why) {
  Check check{.rule = rule,
              .verdict = verdict,
              .why = why,
              .claims = {rate},
              .parts = quotient.part.size(),
              .taken_off = quotient.less.size()};
  for (const auto* list : {&quotient.part, &quotient.whole, &quotient.less}) {
    check.claims.insert(check.claims.end(), list->begin(), list->end());
  }
  const Decimal whole = SumOf(quotient.whole) - SumOf(quotient.less);
  if (whole > Decimal()) {
    check.expected = ShareOf(SumOf(quotient.part), whole, At(rate).figure.value.places);
  }
  Add(std::move(check));
}

// A rate right behind a number: the number's share of its whole.
void Checker::CheckShare(size_t rate) {
  const Claim& claim = At(rate);
  const size_t part = *claim.beside;
  const bool rate_first = At(part).figure.unit == Unit::kPercent;
  const size_t number = rate_first ? rate : part;
  const size_t share = rate_first ? part : rate;
  const Figure& figure = At(number).figure;
  if (At(number).skip != Skip::kNone || At(share).skip != Skip::kNone) return;
  if (figure.unit == Unit::kFraction && !(figure.of == Decimal())) {
    const bool holds = IsShare(ValueOf(share), figure.value, figure.of);
    const bool cut = IsCutShare(ValueOf(share), figure.value, figure.of);
    return Add({.rule = Rule::kShare,
                .verdict = holds ? Verdict::kHolds : (cut ? Verdict::kDoubtful : Verdict::kError),
                .why = holds ? Why::kNone : (cut ? Why::kShareCut : Why::kShareDiffers),
                .claims = {share, number},
                .parts = 1,
                .expected = ShareOf(figure.value, figure.of, ValueOf(share).places)});
  }
  const auto quotients = WholesOf(number);
  const auto fits = std::find_if(quotients.begin(), quotients.end(),
                                 [&](const Quotient& q) { return Fits(At(share), q); });
  if (fits != quotients.end()) {
    return AddShare(Rule::kShare, share, *fits, Verdict::kHolds, Why::kNone);
  }
  // Only its own whole, in print, makes a difference certain.
  const Measure whole = WholeOf(At(number).measure);
  const auto own_whole = [&](const Quotient& quotient) {
    const Measure first = At(quotient.whole[0]).measure;
    return whole != kUnknown && (first == whole || WholeOf(first) == whole);
  };
  if (quotients.empty() || !own_whole(quotients[0])) return;
  const Decimal denominator = SumOf(quotients[0].whole) - SumOf(quotients[0].less);
  const bool cut = IsCutShare(ValueOf(share), ValueOf(number), denominator);
  AddShare(Rule::kShare, share, quotients[0], cut ? Verdict::kDoubtful : Verdict::kError,
           cut ? Why::kShareCut : Why::kShareDiffers);
}

// A rate by itself. What the portal shows is counted otherwise than what the report counts.
void Checker::CheckRate(size_t rate) {
  if (At(rate).portal || At(rate).with_score) return;
  const auto quotients = DefinitionsOf(rate);
  if (quotients.empty()) return;
  const auto fits = std::find_if(quotients.begin(), quotients.end(),
                                 [&](const Quotient& q) { return Fits(At(rate), q); });
  const bool holds = fits != quotients.end();
  AddShare(Rule::kRate, rate, holds ? *fits : quotients[0],
           holds ? Verdict::kHolds : Verdict::kDoubtful, holds ? Why::kNone : Why::kNoDefinition);
}

void Checker::CheckShares() {
  for (size_t i = 0; i < claims_.claims.size(); ++i) {
    const Claim& claim = At(i);
    if (claim.skip != Skip::kNone || claim.measure == kScore || claim.national) continue;
    if (claim.beside) {
      CheckShare(i);
    } else if (claim.figure.unit == Unit::kPercent) {
      const bool counted = i + 1 < claims_.claims.size() && At(i + 1).beside == i;
      if (!counted) CheckRate(i);
    }
  }
}

}  // namespace lienthong::inspect
