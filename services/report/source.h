// What reports need of the rest of a node, as one small interface: services/node fills it
// in from query and score, tests from messages built by hand.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lienthong/v1/catalogue.pb.h"
#include "lienthong/v1/query.pb.h"
#include "lienthong/v1/report.pb.h"
#include "lienthong/v1/score.pb.h"
#include "services/accounting/figures.h"
#include "storage/base/status.h"

namespace lienthong::report {

// Whose figures of when; as in GetReportRequest.
struct Scope {
  std::string unit;
  std::string from;
  std::string to;
  // 0: the earlier of the end of `to` and the moment of the source.
  int64_t as_of = 0;
};

// The books of a row of a form.
struct RowBooks {
  // Empty for a field.
  std::string code;
  std::string name;
  // The unit's own desk, without the units below it.
  bool own = false;
  PeriodLines lines;
  // The lines are of several units: what moved among them is set off.
  bool several_units = false;
  // Absent: that of the total.
  std::optional<v1::Coverage> coverage;
};

// The books of a unit's subtree.
struct Books {
  // All but the template.
  v1::ReportFrame frame;
  RowBooks total;
  std::vector<RowBooks> rows;
  // The expected sources that are not complete.
  std::vector<v1::IncompleteSource> incomplete;
};

// A figure read elsewhere, with what people call the unit it is about.
struct Observed {
  v1::ObservedFigure figure;
  std::string unit_name;
  // How far above the unit of the report: 0 is the unit itself.
  int steps_above = 0;
  bool national = false;
};

// One view of a node: everything that is read through one source is of the same moment.
class Source {
 public:
  virtual ~Source() = default;

  // The books with a row for each unit or field; FORM_BY_UNSPECIFIED: without rows.
  // NOT_FOUND, INVALID_ARGUMENT, OUT_OF_RANGE as in ReportService.GetForm.
  virtual absl::StatusOr<Books> ReadBooks(const Scope& scope, v1::FormBy by) = 0;
  // The scorecard; nothing when no rulebook holds. NOT_FOUND: no rulebook of that id.
  virtual absl::StatusOr<std::optional<v1::Scorecard>> ReadScorecard(
      const Scope& scope, const std::string& rulebook) = 0;
  // What was read elsewhere about the unit and those above it, for exactly this period.
  virtual absl::StatusOr<std::vector<Observed>> ReadObservations(const Scope& scope) = 0;
  // The unit's procedures on the last day; `rows` may be left out.
  virtual absl::StatusOr<v1::GetCatalogueResponse> ReadCatalogue(const Scope& scope) = 0;
};

// Opens a view of the books as the node knew them then; an empty `known` is the present.
// OUT_OF_RANGE, FAILED_PRECONDITION as in QueryService.GetScore. Thread-safe.
using OpenSource =
    std::function<absl::StatusOr<std::unique_ptr<Source>>(const v1::KnownAt& known)>;

}  // namespace lienthong::report
