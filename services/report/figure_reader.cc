#include "services/report/figure_reader.h"

#include <algorithm>

#include "services/report/figure_words.h"
#include "services/report/form.h"
#include "services/report/vietnamese.h"
#include "services/report/words.h"
#include "services/score/decimal.h"
#include "services/score/rate.h"

namespace lienthong::report {
namespace {

using Figure = v1::ReportFigure;

void SetCount(int64_t count, Figure& figure) {
  figure.set_state(Figure::STATE_KNOWN);
  figure.set_measure(v1::MEASURE_COUNT);
  figure.set_value(fmt::format("{}", count));
}

// Of a decimal of the scorecard, where empty is "not scored".
void SetDecimal(const std::string& decimal, v1::Measure measure, Figure::State without,
                Figure& figure) {
  figure.set_measure(measure);
  figure.set_state(decimal.empty() ? without : Figure::STATE_KNOWN);
  figure.set_value(decimal);
}

void SetRate(uint64_t numerator, uint64_t denominator, Figure& figure) {
  figure.set_measure(v1::MEASURE_PERCENT);
  figure.set_numerator(numerator);
  figure.set_denominator(denominator);
  figure.set_state(denominator == 0 ? Figure::STATE_NOTHING : Figure::STATE_KNOWN);
  if (denominator > 0) figure.set_value(PercentOf(numerator, denominator));
}

// The most points are written in the rulebook and do not rest on any count.
void SetMax(const std::string& max, Figure& figure) {
  SetDecimal(max, v1::MEASURE_POINTS, Figure::STATE_NOT_KNOWN, figure);
  figure.set_definition_text("tối đa của " + figure.definition_text());
  figure.set_origin(Figure::ORIGIN_SCORECARD);
  figure.clear_coverage();
}

const RateName& RateOfId(std::string_view id) {
  const auto& rates = RateNames();
  return *std::find_if(rates.begin(), rates.end(), [&](const auto& rate) { return rate.id == id; });
}

const v1::Scorecard* FittingCard(const Facts& facts, const Rulebooks& rulebooks) {
  if (!facts.card) return nullptr;
  const bool fits =
      std::find(rulebooks.begin(), rulebooks.end(), facts.card->rulebook()) != rulebooks.end();
  return fits ? &*facts.card : nullptr;
}

uint64_t CoverageCount(const v1::Coverage& coverage, std::string_view key) {
  if (key == "expected") return coverage.expected();
  if (key == "complete") return coverage.complete();
  if (key == "behind") return coverage.behind();
  if (key == "silent") return coverage.silent();
  if (key == "uncovered") return coverage.uncovered_units();
  if (key == "parked") return coverage.parked();
  return uint64_t{coverage.behind()} + coverage.silent() + coverage.uncovered_units() +
         coverage.parked();
}

const v1::IndicatorScore* FindIndicator(const v1::Scorecard& card, std::string_view id) {
  for (const v1::GroupScore& group : card.groups())
    for (const v1::IndicatorScore& indicator : group.indicators())
      if (indicator.id() == id) return &indicator;
  return nullptr;
}

const v1::GroupScore* FindGroup(const v1::Scorecard& card, std::string_view id) {
  for (const v1::GroupScore& group : card.groups())
    if (group.id() == id) return &group;
  return nullptr;
}

bool UsesObservations(const v1::GroupScore& group) {
  const auto& all = group.indicators();
  return std::any_of(all.begin(), all.end(), [](const v1::IndicatorScore& indicator) {
    return indicator.provenance() == v1::IndicatorScore::PROVENANCE_OBSERVED;
  });
}

uint64_t PointsOf(const std::string& text) { return score::ParseMillionths(text).value_or(0); }

// The rulebook knows of more points in the group than its indicators give.
bool LeavesOut(const v1::GroupScore& group) {
  uint64_t known = 0;
  for (const v1::IndicatorScore& indicator : group.indicators()) known += PointsOf(indicator.max());
  return known < PointsOf(group.max());
}

Figure::Origin OriginOf(bool observed) {
  return observed ? Figure::ORIGIN_SCORECARD_OBSERVED : Figure::ORIGIN_SCORECARD;
}

}  // namespace

void Print(Figure& figure) {
  if (figure.state() == Figure::STATE_NOTHING) return figure.set_printed(std::string(kNothing));
  if (figure.state() != Figure::STATE_KNOWN) return figure.set_printed(std::string(kNotKnown));
  figure.set_printed(figure.measure() == v1::MEASURE_PERCENT ? WritePercent(figure.value())
                                                             : WriteDecimal(figure.value()));
}

std::string PercentOf(uint64_t numerator, uint64_t denominator) {
  using Wide = unsigned __int128;
  const Wide hundredths = (Wide{numerator} * 20000 + denominator) / (Wide{denominator} * 2);
  const auto whole = static_cast<uint64_t>(hundredths / 100);
  const auto places = static_cast<unsigned>(hundredths % 100);
  if (places == 0) return fmt::format("{}", whole);
  if (places % 10 == 0) return fmt::format("{}.{}", whole, places / 10);
  return fmt::format("{}.{:02}", whole, places);
}

FigureReader::FigureReader(const Facts& facts, const Rulebooks& rulebooks)
    : facts_(facts),
      rulebooks_(rulebooks),
      card_(FittingCard(facts, rulebooks)),
      books_(ReadBooks(facts.books.total.lines, v1::UNIT_ROLE_HANDLING,
                       facts.books.total.several_units)),
      books_are_known_(IsKnown(facts.books.total.coverage.value_or(v1::Coverage()), books_.all)) {}

Figure FigureReader::Begin(const std::string& whole) const {
  Figure figure;
  const v1::ReportFrame& frame = facts_.books.frame;
  figure.set_name(whole);
  figure.set_definition(whole);
  figure.set_unit(frame.unit());
  figure.set_from(frame.from());
  figure.set_to(frame.to());
  figure.set_as_of(frame.as_of());
  figure.set_state(Figure::STATE_NOT_KNOWN);
  return figure;
}

Figure FigureReader::Read(const std::string& whole, const FigureName& name) const {
  Figure figure = Begin(whole);
  switch (name.family) {
    case Family::kBooks:
      ReadBookLine(name, figure);
      break;
    case Family::kRate:
      ReadRate(name, figure);
      break;
    case Family::kCatalogue:
      ReadCatalogue(name, figure);
      break;
    case Family::kGroup:
      ReadGroup(name, figure);
      break;
    case Family::kIndicator:
      ReadIndicator(name, figure);
      break;
    case Family::kTotal:
      ReadTotal(name, figure);
      break;
    case Family::kObserved:
    case Family::kAverage:
      ReadObserved(name, figure);
      break;
    case Family::kCoverage:
      ReadCoverage(name, figure);
      break;
    default:
      break;
  }
  Print(figure);
  return figure;
}

void FigureReader::RestOnBooks(Figure& figure) const {
  figure.set_coverage(facts_.books.frame.unit());
}

// Without a rulebook there is no card and no id of one.
void FigureReader::RestOnRules(const FigureName& name, Figure& figure) const {
  RestOnBooks(figure);
  if (card_ == nullptr) return;
  figure.set_rulebook(card_->rulebook());
  const std::string key = name.family == Family::kTotal ? "total" : name.key;
  // The word of observations, so that computed and observed figures compare by id.
  const std::string part = name.part == "ratio" ? "rate" : name.part;
  figure.set_definition(fmt::format("{}/{}/{}", card_->rulebook(), key, part));
}

void FigureReader::ReadBookLine(const FigureName& name, Figure& figure) const {
  figure.set_origin(Figure::ORIGIN_BOOKS);
  figure.set_measure(v1::MEASURE_COUNT);
  figure.set_definition_text(std::string(DefinitionOf(name.key)));
  RestOnBooks(figure);
  if (books_are_known_) SetCount(report::ReadBookLine(books_, name.key), figure);
}

void FigureReader::ReadRate(const FigureName& name, Figure& figure) const {
  const RateName& rate = RateOfId(name.key);
  const score::Fraction fraction = score::RateOf(books_.all, rate.rate);
  const uint64_t numerator = std::min(fraction.numerator, fraction.denominator);
  figure.set_origin(Figure::ORIGIN_BOOKS);
  figure.set_measure(v1::MEASURE_PERCENT);
  const bool late = name.part == "late";
  figure.set_definition_text(late ? fmt::format("phần còn lại đến 100 % của rate/{}", rate.id)
                                  : std::string(rate.text));
  RestOnBooks(figure);
  if (!books_are_known_) return;
  if (name.part == "numerator") return SetCount(static_cast<int64_t>(numerator), figure);
  if (name.part == "denominator")
    return SetCount(static_cast<int64_t>(fraction.denominator), figure);
  SetRate(late ? fraction.denominator - numerator : numerator, fraction.denominator, figure);
}

void FigureReader::ReadCatalogue(const FigureName& name, Figure& figure) const {
  const v1::GetCatalogueResponse& catalogue = facts_.catalogue;
  figure.set_origin(Figure::ORIGIN_CATALOGUE);
  figure.set_measure(v1::MEASURE_COUNT);
  figure.set_definition_text(std::string(CatalogueWords(name.key)));
  if (catalogue.procedures() == 0) return;
  SetCount(name.key == "online_full"      ? catalogue.online_full()
           : name.key == "online_partial" ? catalogue.online_partial()
           : name.key == "other"          ? catalogue.other()
                                          : catalogue.procedures(),
           figure);
}

// A rate over nothing is no 0 where nobody ever reported.
bool FigureReader::IsNotCounted(const v1::IndicatorScore& indicator) const {
  if (indicator.rule() == v1::IndicatorScore::RULE_NOT_KNOWN) return true;
  return !books_are_known_ && indicator.denominator() == 0 &&
         indicator.provenance() == v1::IndicatorScore::PROVENANCE_COMPUTED;
}

Figure::State FigureReader::StateOf(const v1::GroupScore& group) const {
  const auto& all = group.indicators();
  // A rulebook may leave out indicators of a group: nobody knows what it came to.
  const bool not_known =
      LeavesOut(group) || std::any_of(all.begin(), all.end(), [&](const auto& indicator) {
        return IsNotCounted(indicator);
      });
  if (not_known) return Figure::STATE_NOT_KNOWN;
  return group.points().empty() ? Figure::STATE_NOTHING : Figure::STATE_KNOWN;
}

void FigureReader::ReadGroup(const FigureName& name, Figure& figure) const {
  figure.set_measure(v1::MEASURE_POINTS);
  figure.set_origin(Figure::ORIGIN_SCORECARD);
  RestOnRules(name, figure);
  const v1::GroupScore* const group = card_ != nullptr ? FindGroup(*card_, name.key) : nullptr;
  figure.set_definition_text(fmt::format("điểm nhóm {}", name.key));
  if (group == nullptr) return;
  figure.set_definition_text(fmt::format("điểm nhóm {} ({})", name.key, ToNfc(group->name())));
  figure.set_origin(OriginOf(UsesObservations(*group)));
  if (name.part == "max") return SetMax(group->max(), figure);
  const Figure::State state = StateOf(*group);
  SetDecimal(state == Figure::STATE_KNOWN ? group->points() : "", v1::MEASURE_POINTS, state,
             figure);
}

void FigureReader::ReadIndicator(const FigureName& name, Figure& figure) const {
  figure.set_origin(Figure::ORIGIN_SCORECARD);
  figure.set_measure(name.part == "ratio" ? v1::MEASURE_PERCENT : v1::MEASURE_POINTS);
  RestOnRules(name, figure);
  const v1::IndicatorScore* const found =
      card_ != nullptr ? FindIndicator(*card_, name.key) : nullptr;
  figure.set_definition_text(fmt::format("chỉ số {}", name.key));
  if (found == nullptr) return;
  figure.set_definition_text(IndicatorWords(*found));
  figure.set_origin(OriginOf(found->provenance() == v1::IndicatorScore::PROVENANCE_OBSERVED));
  if (name.part == "max") return SetMax(found->max(), figure);
  if (IsNotCounted(*found)) return;
  if (name.part == "points")
    return SetDecimal(found->points(), v1::MEASURE_POINTS, Figure::STATE_NOTHING, figure);
  if (found->rule() != v1::IndicatorScore::RULE_ABSENT_POINTS)
    ReadCounts(*found, name.part, figure);
}

// Rate, numerator or denominator; where points are given for the absence of counts there
// are none.
void FigureReader::ReadCounts(const v1::IndicatorScore& indicator, std::string_view part,
                              Figure& figure) {
  const uint64_t numerator = indicator.numerator();
  const uint64_t denominator = indicator.denominator();
  if (part == "numerator") return SetCount(static_cast<int64_t>(numerator), figure);
  if (part == "denominator") return SetCount(static_cast<int64_t>(denominator), figure);
  SetDecimal(indicator.ratio(), v1::MEASURE_PERCENT, Figure::STATE_NOTHING, figure);
  figure.set_numerator(numerator);
  figure.set_denominator(denominator);
}

void FigureReader::ReadTotal(const FigureName& name, Figure& figure) const {
  figure.set_measure(v1::MEASURE_POINTS);
  figure.set_origin(Figure::ORIGIN_SCORECARD);
  RestOnRules(name, figure);
  figure.set_definition_text("tổng điểm các chỉ số đã chấm");
  if (card_ == nullptr || !books_are_known_) return;
  const auto& groups = card_->groups();
  figure.set_origin(OriginOf(std::any_of(groups.begin(), groups.end(), UsesObservations)));
  const bool scored = std::any_of(groups.begin(), groups.end(), [&](const v1::GroupScore& group) {
    return StateOf(group) == Figure::STATE_KNOWN;
  });
  if (!scored) return;
  SetDecimal(name.part == "max" ? card_->total_of() : card_->total(), v1::MEASURE_POINTS,
             Figure::STATE_NOTHING, figure);
}

std::optional<int> FigureReader::FitOf(const Observed& observed, const FigureName& name) const {
  const bool average = name.family == Family::kAverage;
  if (average != (observed.steps_above > 0)) return std::nullopt;
  const std::string& definition = observed.figure.observation().definition();
  const std::string tail = average ? "/average" : "";
  if (!name.key.starts_with("*/"))
    return definition == name.key + tail ? std::optional(0) : std::nullopt;
  const size_t slash = definition.find('/');
  if (slash == std::string::npos || definition.substr(slash) != name.key.substr(1) + tail)
    return std::nullopt;
  const std::string rulebook = definition.substr(0, slash);
  if (card_ != nullptr && card_->rulebook() == rulebook) return 0;
  const auto found = std::find(rulebooks_.begin(), rulebooks_.end(), rulebook);
  if (found == rulebooks_.end()) return std::nullopt;
  return 1 + static_cast<int>(found - rulebooks_.begin());
}

// The nearest unit above; then the best rulebook; then the latest moment; then the source.
const Observed* FigureReader::ObservationOf(const FigureName& name) const {
  const auto key = [](const Observed& observed, int fit) {
    const v1::Observation& observation = observed.figure.observation();
    return std::tuple(observed.steps_above, fit, -observation.as_of(), observation.source());
  };
  const Observed* best = nullptr;
  int best_fit = 0;
  for (const Observed& observed : facts_.observations) {
    const auto fit = FitOf(observed, name);
    if (!fit || (best != nullptr && key(*best, best_fit) < key(observed, *fit))) continue;
    best = &observed;
    best_fit = *fit;
  }
  return best;
}

void FigureReader::ReadObserved(const FigureName& name, Figure& figure) const {
  figure.set_origin(Figure::ORIGIN_OBSERVED);
  figure.set_as_of(0);
  figure.set_definition(name.key);
  figure.set_definition_text(ObservedWords(name.key));
  const Observed* const found = ObservationOf(name);
  if (found == nullptr) return;
  const v1::Observation& observation = found->figure.observation();
  figure.set_definition(observation.definition());
  figure.set_definition_text(ObservedWords(observation.definition()));
  figure.set_unit(found->figure.unit());
  figure.set_source(ToNfc(observation.source()));
  figure.set_observed_at(observation.as_of());
  figure.set_from_above(found->figure.from_above());
  figure.set_measure(observation.measure());
  figure.set_value(observation.value());
  figure.set_state(Figure::STATE_KNOWN);
}

void FigureReader::ReadCoverage(const FigureName& name, Figure& figure) const {
  figure.set_origin(Figure::ORIGIN_COVERAGE);
  figure.set_definition_text(std::string(CoverageWordsOf(name.key)));
  const v1::Coverage coverage = facts_.books.total.coverage.value_or(v1::Coverage());
  SetCount(static_cast<int64_t>(CoverageCount(coverage, name.key)), figure);
}

}  // namespace lienthong::report
