#include "clients/cli/books_card.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/inspect/vocabulary.h"

namespace lienthong::cli {
namespace {

using inspect::Decimal;
using inspect::Measure;
using enum inspect::Measure;
using Indicator = v1::IndicatorScore;

// Rates that reports give, by the indicator of Decision 766 that is the rate of it.
constexpr std::pair<const char*, Measure> kRates[] = {
    {"3.3", kReceivedOnline}, {"4.3", kPaidOnline}, {"5.1", kElectronicResult},
    {"5.2", kDigitised},      {"5.3", kReused},     {"6.2", kSatisfied}};
// Its denominator is all procedures.
constexpr const char* kOnlineProcedures = "3.1";

bool IsKnown(const Indicator& indicator) { return indicator.rule() != Indicator::RULE_NOT_KNOWN; }

bool HasCounts(const Indicator& indicator) {
  return IsKnown(indicator) && indicator.rule() != Indicator::RULE_ABSENT_POINTS;
}

class CardReader {
 public:
  CardReader(const v1::Scorecard& card, Books& books) : card_(card), books_(books) {}

  void Read() {
    std::vector<std::optional<Decimal>> points(inspect::kGroups + 1);
    for (const v1::GroupScore& group : card_.groups()) {
      for (const Indicator& indicator : group.indicators()) AddIndicator(indicator);
      const int number = NumberOf(group.id());
      if (number == 0 || !IsWhole(group)) continue;
      points[static_cast<size_t>(number)] = ReadDecimal(group.points());
      AddScore(number, points[static_cast<size_t>(number)], Definition(IsObserved(group)));
    }
    AddSum(inspect::kGroupOnline, {points[3], points[4]});
    AddSum(inspect::kGroupTotal, {points.begin() + 1, points.end()});
    for (const v1::ObservedFigure& figure : card_.observations()) AddObservation(figure);
  }

 private:
  // 1 to 6; 0 for a group that a rulebook of another kind has.
  static int NumberOf(const std::string& id) {
    return id.size() == 1 && id[0] >= '1' && id[0] <= '0' + inspect::kGroups ? id[0] - '0' : 0;
  }

  static bool IsWhole(const v1::GroupScore& group) {
    return std::all_of(group.indicators().begin(), group.indicators().end(), IsKnown);
  }
  static bool IsObserved(const v1::GroupScore& group) {
    return std::any_of(
        group.indicators().begin(), group.indicators().end(),
        [](const Indicator& i) { return i.provenance() == Indicator::PROVENANCE_OBSERVED; });
  }

  std::string Definition(bool observed, const std::string& indicator = "") const {
    return card_.rulebook() + (indicator.empty() ? "" : "/" + indicator) +
           (observed ? " (observed)" : "");
  }

  void AddScore(int group, const std::optional<Decimal>& points, std::string definition) {
    if (points) books_.scores[group].push_back({std::move(definition), *points, {}});
  }

  void AddSum(int group, const std::vector<std::optional<Decimal>>& points) {
    Decimal sum = {0, 2};
    for (const auto& part : points) {
      if (!part || part->places != 2) return;
      sum.digits += part->digits;
    }
    AddScore(group, sum, Definition(false));
  }

  void AddIndicator(const Indicator& indicator) {
    if (!HasCounts(indicator) || indicator.denominator() == 0) return;
    const Decimal part = {static_cast<int64_t>(indicator.numerator()), 0};
    const Decimal whole = {static_cast<int64_t>(indicator.denominator()), 0};
    const std::string definition =
        Definition(indicator.provenance() == Indicator::PROVENANCE_OBSERVED, indicator.id());
    for (const auto& [id, measure] : kRates) {
      if (indicator.id() == id) books_.rates[measure].push_back({definition, part, whole});
    }
    if (indicator.id() == kOnlineProcedures)
      books_.counts[kProcedures].push_back({definition, whole, {}});
  }

  // "766-2026/1/points": a group's score; "766-2026/5.1/rate": an indicator's rate.
  void AddObservation(const v1::ObservedFigure& figure) {
    const v1::Observation& observation = figure.observation();
    if (figure.unit() != card_.unit() || observation.withdrawn()) return;
    const auto value = ReadDecimal(observation.value());
    if (!value) return;
    const std::string definition = observation.definition() + " (" + observation.source() + ")";
    const std::string prefix = card_.rulebook() + "/";
    for (int group = 1; group <= inspect::kGroups; ++group) {
      if (observation.definition() == prefix + std::to_string(group) + "/points")
        AddScore(group, value, definition);
    }
    for (const auto& [id, measure] : kRates) {
      if (observation.definition() == prefix + id + "/rate")
        books_.rates[measure].push_back({definition, *value, {100, 0}});
    }
  }

  const v1::Scorecard& card_;
  Books& books_;
};

}  // namespace

void AddCard(const v1::Scorecard& card, Books& books) { CardReader(card, books).Read(); }

}  // namespace lienthong::cli
