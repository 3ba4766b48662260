// Every figure of a report, made by name.
//
//   FigureSet figures(facts, report_template);
//   figures.Find("books/in_hand").printed()              // "19.933"
//   const uint32_t place = figures.Use("books/in_hand");
//
// A name gives one figure, always the same. Which of them the report uses, and in which
// order, is remembered: only those are in the answer.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lienthong/v1/report.pb.h"
#include "services/report/figure_reader.h"

namespace lienthong::report {

class FigureSet {
 public:
  // Both must outlive the set; the template was checked.
  FigureSet(const Facts& facts, const v1::ReportTemplate& report)
      : facts_(facts), template_(report), reader_(facts, report.rulebooks()) {}

  // The figure of a checked name. The reference stays good.
  const v1::ReportFigure& Find(const std::string& name);
  // The same as one that the report uses: its place in `used`.
  uint32_t Use(const std::string& name);
  // The card whose numbers fit the report's words; null: there is none.
  const v1::Scorecard* card() const { return reader_.card(); }
  // The observation behind a name; null: there is none.
  const Observed* ObservationOf(const std::string& name) const {
    return reader_.ObservationOf(ParseFigureName(name));
  }

  const std::vector<v1::ReportFigure>& used() const { return used_; }
  const Facts& facts() const { return facts_; }

 private:
  v1::ReportFigure Derive(const std::string& whole);
  void Sum(const v1::DerivedFigure::Sum& sum, v1::ReportFigure& figure);
  void Divide(const v1::DerivedFigure::Ratio& ratio, v1::ReportFigure& figure);
  std::optional<int64_t> Take(const std::string& name, v1::ReportFigure& whole);

  const Facts& facts_;
  const v1::ReportTemplate& template_;
  const FigureReader reader_;
  std::map<std::string, v1::ReportFigure> made_;
  std::map<std::string, uint32_t> places_;
  std::vector<v1::ReportFigure> used_;
};

}  // namespace lienthong::report
