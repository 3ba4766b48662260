#include "services/inspect/claims.h"

namespace lienthong::inspect {
namespace {

Measure ReceivedBy(Channel channel) {
  switch (channel) {
    case Channel::kNew:
      return Measure::kReceivedNew;
    case Channel::kOnline:
      return Measure::kReceivedOnline;
    case Channel::kInPerson:
      return Measure::kReceivedInPerson;
    case Channel::kByPost:
      return Measure::kReceivedByPost;
    case Channel::kCounter:
      return Measure::kReceivedAtCounter;
    case Channel::kCarriedOver:
      return Measure::kCarriedOver;
    default:
      return Measure::kReceived;
  }
}

Measure ResolvedBy(Timing timing) {
  switch (timing) {
    case Timing::kNone:
      return Measure::kResolved;
    case Timing::kEarly:
      return Measure::kResolvedEarly;
    case Timing::kOnTime:
      return Measure::kResolvedOnTime;
    case Timing::kLate:
      return Measure::kResolvedLate;
    default:
      return Measure::kResolvedInTime;
  }
}

Measure OpenBy(Timing timing) {
  if (timing == Timing::kNone) return Measure::kOpen;
  return timing == Timing::kLate ? Measure::kOpenOverdue : Measure::kOpenInTime;
}

Measure DossiersBy(const Label& label) {
  const bool on_channel = label.channel != Channel::kNone;
  switch (label.state) {
    case State::kReceived:
      // "hồ sơ trực tuyến được giải quyết đúng hạn": a part of a part, which nothing adds up to.
      return label.timing == Timing::kNone ? ReceivedBy(label.channel) : Measure::kUnknown;
    case State::kResolved:
      return on_channel ? Measure::kUnknown : ResolvedBy(label.timing);
    case State::kOpen:
      return on_channel ? Measure::kUnknown : OpenBy(label.timing);
    case State::kPaused:
      return on_channel ? Measure::kUnknown : Measure::kPaused;
    case State::kCancelled:
      return on_channel ? Measure::kUnknown : Measure::kCancelled;
    case State::kNone:
      if (on_channel) {
        return label.timing == Timing::kNone ? ReceivedBy(label.channel) : Measure::kUnknown;
      }
      if (label.timing == Timing::kNone) return Measure::kUnknown;
      return label.timing == Timing::kLate ? Measure::kLate : Measure::kInTime;
  }
  return Measure::kUnknown;
}

Measure ProceduresBy(const Label& label) {
  switch (label.provision) {
    case Provision::kFull:
      return Measure::kProceduresFull;
    case Provision::kPartial:
      return Measure::kProceduresPartial;
    case Provision::kOther:
      return Measure::kProceduresOther;
    default:
      return label.total && !label.SaysStanding() ? Measure::kProcedures : Measure::kUnknown;
  }
}

Measure RateBy(Indicator indicator) {
  switch (indicator) {
    case Indicator::kElectronicResult:
      return Measure::kElectronicResult;
    case Indicator::kDigitised:
      return Measure::kDigitised;
    case Indicator::kReused:
      return Measure::kReused;
    case Indicator::kPaidOnline:
      return Measure::kPaidOnline;
    case Indicator::kSatisfied:
      return Measure::kSatisfied;
    case Indicator::kNone:
      return Measure::kUnknown;
  }
  return Measure::kUnknown;
}

int GroupBy(Indicator indicator) {
  switch (indicator) {
    case Indicator::kElectronicResult:
    case Indicator::kDigitised:
    case Indicator::kReused:
      return 5;
    case Indicator::kPaidOnline:
      return 4;
    case Indicator::kSatisfied:
      return 6;
    case Indicator::kNone:
      return 0;
  }
  return 0;
}

// The group whose greatest score it is, where only one has it.
int GroupByMaximum(const Decimal& maximum) {
  if (maximum == Decimal{20, 0}) return 2;
  if (maximum == Decimal{12, 0}) return 3;
  if (maximum == Decimal{10, 0}) return 4;
  if (maximum == Decimal{100, 0}) return kGroupTotal;
  return 0;
}

}  // namespace

Measure MeasureOf(const Label& label, Unit unit) {
  if (label.indicator != Indicator::kNone) {
    return unit == Unit::kPercent ? RateBy(label.indicator) : Measure::kUnknown;
  }
  // The rates of publication have their own timeliness.
  if (label.group == 1) return Measure::kUnknown;
  const bool of_procedures = label.object == Object::kProcedure || label.object == Object::kNone;
  if (label.provision != Provision::kNone) {
    return of_procedures ? ProceduresBy(label) : Measure::kUnknown;
  }
  if (label.object == Object::kProcedure && unit != Unit::kPercent) return ProceduresBy(label);
  if (label.object == Object::kPoints) return Measure::kUnknown;
  const Measure measure = DossiersBy(label);
  // "giải quyết 100 % hồ sơ trên hệ thống": no share of what was received.
  const bool whole = measure == Measure::kReceived && unit == Unit::kPercent;
  return whole ? Measure::kUnknown : measure;
}

Measure WholeOf(Measure part) {
  switch (part) {
    case Measure::kReceivedNew:
    case Measure::kCarriedOver:
    case Measure::kReceivedOnline:
    case Measure::kReceivedInPerson:
    case Measure::kReceivedByPost:
    case Measure::kReceivedAtCounter:
    case Measure::kResolved:
    case Measure::kOpen:
    case Measure::kPaused:
    case Measure::kCancelled:
      return Measure::kReceived;
    case Measure::kResolvedEarly:
    case Measure::kResolvedOnTime:
    case Measure::kResolvedInTime:
    case Measure::kResolvedLate:
      return Measure::kResolved;
    case Measure::kOpenInTime:
    case Measure::kOpenOverdue:
      return Measure::kOpen;
    case Measure::kProceduresFull:
    case Measure::kProceduresPartial:
    case Measure::kProceduresOther:
      return Measure::kProcedures;
    default:
      return Measure::kUnknown;
  }
}

void CopyMeaning(const Claims& claims, size_t from, Claim& claim) {
  const Claim& last = claims.claims[from];
  claim.measure = last.measure;
  claim.object = last.object;
  claim.group = last.group;
  claim.national = last.national;
  claim.portal = last.portal;
  claim.scope = last.scope;
  claim.period = last.period;
  claim.beside = from;
  if (last.measure == Measure::kScore) claim.with_score = from;
}

bool IsScore(const Figure& figure, const Label& behind, const Label& label) {
  if (figure.unit == Unit::kPercent) return false;
  if (behind.object == Object::kPoints) return true;
  if (figure.unit != Unit::kFraction || behind.object != Object::kNone) return false;
  const bool of_a_group =
      figure.of == Decimal{18, 0} || figure.of == Decimal{22, 0} || GroupByMaximum(figure.of) != 0;
  if (!of_a_group) return label.object == Object::kPoints;
  return figure.value.places > 0 || label.object == Object::kPoints || label.group != 0 ||
         GroupBy(label.indicator) != 0;
}

int GroupOf(const Label& label, const Figure& figure) {
  if (label.group != 0) return label.group;
  if (const int group = GroupBy(label.indicator); group != 0) return group;
  if (label.object == Object::kPetition) return 6;
  if (label.channel == Channel::kOnline) return 3;
  return figure.unit == Unit::kFraction ? GroupByMaximum(figure.of) : 0;
}

}  // namespace lienthong::inspect
