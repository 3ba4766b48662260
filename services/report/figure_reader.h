// Reads one figure from what a node knows: value or why there is none, definition, origin.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lienthong/v1/report.pb.h"
#include "services/report/book_lines.h"
#include "services/report/figure_names.h"
#include "services/report/source.h"

namespace lienthong::report {

// What a node knows of one unit and period.
struct Facts {
  Books books;
  std::optional<v1::Scorecard> card;
  std::vector<Observed> observations;
  v1::GetCatalogueResponse catalogue;
};

using Rulebooks = google::protobuf::RepeatedPtrField<std::string>;

// Writes `printed` from value, measure and state.
void Print(v1::ReportFigure& figure);

// 100 * numerator / denominator, half up to 2 decimals from the counts, not capped;
// `denominator` above 0.
std::string PercentOf(uint64_t numerator, uint64_t denominator);

class FigureReader {
 public:
  // Both must outlive the reader. `rulebooks`: those whose numbers of groups and indicators
  // the report's words fit.
  FigureReader(const Facts& facts, const Rulebooks& rulebooks);

  // The figure of any family but derived ones.
  v1::ReportFigure Read(const std::string& whole, const FigureName& name) const;
  // Without a value: name, unit, period.
  v1::ReportFigure Begin(const std::string& whole) const;
  // The card whose numbers fit; null: there is none.
  const v1::Scorecard* card() const { return card_; }
  // The observation that `name` means; null: none is held.
  const Observed* ObservationOf(const FigureName& name) const;

 private:
  void ReadBookLine(const FigureName& name, v1::ReportFigure& figure) const;
  void ReadRate(const FigureName& name, v1::ReportFigure& figure) const;
  void ReadCatalogue(const FigureName& name, v1::ReportFigure& figure) const;
  void ReadGroup(const FigureName& name, v1::ReportFigure& figure) const;
  void ReadIndicator(const FigureName& name, v1::ReportFigure& figure) const;
  static void ReadCounts(const v1::IndicatorScore& indicator, std::string_view part,
                         v1::ReportFigure& figure);
  void ReadTotal(const FigureName& name, v1::ReportFigure& figure) const;
  void ReadObserved(const FigureName& name, v1::ReportFigure& figure) const;
  void ReadCoverage(const FigureName& name, v1::ReportFigure& figure) const;

  bool IsNotCounted(const v1::IndicatorScore& indicator) const;
  v1::ReportFigure::State StateOf(const v1::GroupScore& group) const;
  // How well an observation fits `name`, less is better; nothing: not at all.
  std::optional<int> FitOf(const Observed& observed, const FigureName& name) const;
  void RestOnBooks(v1::ReportFigure& figure) const;
  void RestOnRules(const FigureName& name, v1::ReportFigure& figure) const;

  const Facts& facts_;
  const Rulebooks& rulebooks_;
  // Null when no rulebook holds or its numbers do not fit.
  const v1::Scorecard* const card_;
  const BookFigures books_;
  const bool books_are_known_;
};

}  // namespace lienthong::report
