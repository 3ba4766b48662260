// What the tests of this folder share: books, scorecards and observations made by hand.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "services/accounting/line.h"
#include "services/report/figure_reader.h"
#include "services/report/source.h"
#include "storage/base/calendar_date.h"

namespace lienthong::report {

// Lines put together step by step.
class LinesBuilder {
 public:
  // `count` dossiers take a step; `before` the period or in it.
  void Step(bool before, Account from, Account to, bool online, uint64_t count) {
    Line line{.from = from, .to = to, .flags = static_cast<uint16_t>(online ? 1 : 0)};
    (before ? before_ : within_)[line.Pack()] += count;
  }

  // `count` dossiers, carried over or new, that end the period in `last`.
  LinesBuilder& Dossiers(uint64_t count, bool carried, Account last, bool online = false) {
    const bool no_due = last == Account::kOpenNoDue || last == Account::kResolvedNoDue ||
                        last == Account::kCancelledNoDue;
    const Account first = no_due ? Account::kOpenNoDue : Account::kOpenInTime;
    Step(carried, Account::kOutside, first, online, count);
    Account at = first;
    if (last == Account::kOpenOverdue || last == Account::kResolvedLate ||
        last == Account::kPausedOverdue || last == Account::kCancelledLate) {
      Step(false, at, Account::kOpenOverdue, online, count);
      at = Account::kOpenOverdue;
    }
    if (at != last) Step(false, at, last, online, count);
    return *this;
  }

  PeriodLines Build() const {
    return {Lines(before_.begin(), before_.end()), Lines(within_.begin(), within_.end())};
  }

 private:
  std::map<uint32_t, uint64_t> before_;
  std::map<uint32_t, uint64_t> within_;
};

inline v1::Coverage CoverageOf(uint32_t expected, uint32_t complete, uint32_t behind = 0,
                               uint32_t silent = 0, uint32_t uncovered = 0) {
  v1::Coverage coverage;
  coverage.set_expected(expected);
  coverage.set_complete(complete);
  coverage.set_behind(behind);
  coverage.set_silent(silent);
  coverage.set_uncovered_units(uncovered);
  return coverage;
}

// A row of a form.
inline RowBooks RowOf(const std::string& code, const std::string& name, PeriodLines lines,
                      const v1::Coverage& coverage) {
  RowBooks row;
  row.code = code;
  row.name = name;
  row.lines = std::move(lines);
  row.coverage = coverage;
  return row;
}

// The books of a unit with `rows` below it, for November 2023.
inline Books BooksOf(std::vector<RowBooks> rows, const v1::Coverage& coverage) {
  Books books;
  books.frame.set_unit("H99");
  books.frame.set_name("Tỉnh Giả Định");
  books.frame.set_from("2023-11-01");
  books.frame.set_to("2023-11-30");
  books.frame.set_as_of(EndOfDay(*ParseDate("2023-11-30")));
  books.frame.set_position(20417);
  books.frame.set_known_at_ms(1000 * (StartOfDay(*ParseDate("2023-12-02")) + 9 * 3600));
  books.total = RowOf("H99", "Tỉnh Giả Định", {}, coverage);
  books.total.several_units = true;
  for (const RowBooks& row : rows) {
    AddLines(row.lines.before, books.total.lines.before);
    AddLines(row.lines.within, books.total.lines.within);
  }
  books.rows = std::move(rows);
  return books;
}

inline v1::IndicatorScore IndicatorOf(const std::string& id, const std::string& name,
                                      const std::string& max, uint64_t numerator,
                                      uint64_t denominator, const std::string& ratio,
                                      const std::string& points) {
  v1::IndicatorScore indicator;
  indicator.set_id(id);
  indicator.set_name(name);
  indicator.set_max(max);
  indicator.set_numerator(numerator);
  indicator.set_denominator(denominator);
  indicator.set_ratio(ratio);
  indicator.set_points(points);
  indicator.set_rule(v1::IndicatorScore::RULE_RATE);
  indicator.set_provenance(v1::IndicatorScore::PROVENANCE_COMPUTED);
  indicator.set_confidence(v1::CONFIDENCE_MEDIUM);
  return indicator;
}

inline v1::IndicatorScore NotKnownIndicator(const std::string& id, const std::string& name,
                                            const std::string& max) {
  v1::IndicatorScore indicator = IndicatorOf(id, name, max, 0, 0, "", "");
  indicator.set_rule(v1::IndicatorScore::RULE_NOT_KNOWN);
  indicator.set_provenance(v1::IndicatorScore::PROVENANCE_UNKNOWN);
  return indicator;
}

inline Observed ObservedOf(const std::string& definition, const std::string& value,
                           v1::Measure measure, int steps_above = 0) {
  Observed observed;
  observed.figure.set_unit(steps_above == 0 ? "H99" : "VN");
  observed.figure.set_from_above(steps_above > 0);
  v1::Observation& observation = *observed.figure.mutable_observation();
  observation.set_definition(definition);
  observation.set_value(value);
  observation.set_measure(measure);
  observation.set_source("dichvucong.gov.vn");
  observation.set_as_of(StartOfDay(*ParseDate("2023-12-01")) + 8 * 3600);
  observed.steps_above = steps_above;
  observed.unit_name = steps_above == 0 ? "Tỉnh Giả Định" : "Việt Nam";
  observed.national = steps_above > 0;
  return observed;
}

// A province in November 2023 with a figure of every kind: the counts of a published report
// (19,933 in hand = 18,057 resolved + 1,497 open + 379), the 379 as 300 paused and 79
// cancelled; one unit behind, one silent, one without a source; group 6 not known.
Facts NovemberFacts();

}  // namespace lienthong::report
