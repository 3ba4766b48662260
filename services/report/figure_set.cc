#include "services/report/figure_set.h"

#include <algorithm>
#include <charconv>

namespace lienthong::report {
namespace {

using Figure = v1::ReportFigure;

// So that sums of the most parts that a template may name stay far from overflow.
constexpr size_t kCountDigitsMax = 15;

std::optional<int64_t> ParseCount(const std::string& value) {
  int64_t count = 0;
  if (value.size() > kCountDigitsMax) return std::nullopt;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
  if (error != std::errc() || end != value.data() + value.size()) return std::nullopt;
  return count;
}

// What is put together from parts of one origin has that origin.
void Inherit(const Figure& part, Figure& whole) {
  if (whole.origin() == Figure::ORIGIN_UNSPECIFIED) {
    whole.set_origin(part.origin());
    whole.set_source(part.source());
    whole.set_observed_at(part.observed_at());
  }
  const bool alike = whole.origin() == part.origin() && whole.source() == part.source() &&
                     whole.observed_at() == part.observed_at();
  if (!alike) {
    whole.set_origin(Figure::ORIGIN_TEMPLATE);
    whole.clear_source();
    whole.clear_observed_at();
  }
  if (!part.coverage().empty()) whole.set_coverage(part.coverage());
  if (!part.rulebook().empty()) whole.set_rulebook(part.rulebook());
}

}  // namespace

const Figure& FigureSet::Find(const std::string& name) {
  const auto found = made_.find(name);
  if (found != made_.end()) return found->second;
  const FigureName parsed = ParseFigureName(name);
  Figure figure = parsed.family == Family::kDerived ? Derive(name) : reader_.Read(name, parsed);
  return made_.emplace(name, std::move(figure)).first->second;
}

uint32_t FigureSet::Use(const std::string& name) {
  const auto [place, added] = places_.try_emplace(name, static_cast<uint32_t>(used_.size()));
  if (added) used_.push_back(Find(name));
  return place->second;
}

Figure FigureSet::Derive(const std::string& whole) {
  Figure figure = reader_.Begin(whole);
  const auto& all = template_.derived();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const auto& derived) { return derived.name() == whole; });
  if (found == all.end()) return figure;  // a checked template has none such
  figure.set_definition_text(found->definition());
  if (found->has_sum()) {
    Sum(found->sum(), figure);
  } else {
    Divide(found->ratio(), figure);
  }
  Print(figure);
  return figure;
}

// The count of a part, which `whole` then rests on; nothing when it is not known or no
// whole number.
std::optional<int64_t> FigureSet::Take(const std::string& name, Figure& whole) {
  const Figure& part = Find(name);
  Inherit(part, whole);
  if (part.state() != Figure::STATE_KNOWN || part.measure() != v1::MEASURE_COUNT)
    return std::nullopt;
  return ParseCount(part.value());
}

void FigureSet::Sum(const v1::DerivedFigure::Sum& sum, Figure& figure) {
  figure.set_measure(v1::MEASURE_COUNT);
  int64_t total = 0;
  bool known = true;
  const auto add = [&](const std::string& name, int sign) {
    const auto count = Take(name, figure);
    known = known && count.has_value();
    total += sign * count.value_or(0);
  };
  for (const std::string& name : sum.plus()) add(name, 1);
  for (const std::string& name : sum.minus()) add(name, -1);
  if (!known) return;
  figure.set_state(Figure::STATE_KNOWN);
  figure.set_value(fmt::format("{}", total));
}

void FigureSet::Divide(const v1::DerivedFigure::Ratio& ratio, Figure& figure) {
  figure.set_measure(v1::MEASURE_PERCENT);
  const auto numerator = Take(ratio.numerator(), figure);
  const auto denominator = Take(ratio.denominator(), figure);
  if (!numerator || !denominator || *numerator < 0 || *denominator < 0) return;
  figure.set_numerator(static_cast<uint64_t>(*numerator));
  figure.set_denominator(static_cast<uint64_t>(*denominator));
  figure.set_state(*denominator == 0 ? Figure::STATE_NOTHING : Figure::STATE_KNOWN);
  if (*denominator == 0) return;
  figure.set_value(PercentOf(figure.numerator(), figure.denominator()));
}

}  // namespace lienthong::report
