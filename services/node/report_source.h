// What reports read of a node: the books, through one view of the store.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "services/query/books.h"
#include "services/query/coverage.h"
#include "services/query/known.h"
#include "services/report/source.h"
#include "storage/base/clock.h"
#include "storage/engine/engine.h"
#include "storage/journal/journal.h"
#include "storage/registry/registry.h"

namespace lienthong::node {

// Everything it gives is of the moment at which it was opened, or of the earlier one that was
// asked for. For one thread.
class ReportSource final : public report::Source {
 public:
  // `journal` must outlive it.
  static absl::StatusOr<std::unique_ptr<report::Source>> Open(
      const Engine& engine, const Journal& journal, const Clock& clock,
      std::shared_ptr<const Registry> registry, const lienthong::v1::KnownAt& known);

  absl::StatusOr<report::Books> ReadBooks(const report::Scope& scope,
                                          lienthong::v1::FormBy by) override;
  absl::StatusOr<std::optional<lienthong::v1::Scorecard>> ReadScorecard(
      const report::Scope& scope, const std::string& rulebook) override;
  absl::StatusOr<std::vector<report::Observed>> ReadObservations(
      const report::Scope& scope) override;
  absl::StatusOr<lienthong::v1::GetCatalogueResponse> ReadCatalogue(
      const report::Scope& scope) override;

 private:
  // A unit and period, looked up.
  struct Asked {
    uint32_t unit = 0;
    query::Period period;
  };

  ReportSource(View view, std::shared_ptr<const Registry> registry)
      : view_(std::move(view)), registry_(std::move(registry)) {}
  absl::Status Read(const Journal& journal, const lienthong::v1::KnownAt& known, int64_t now_ms);

  absl::StatusOr<Asked> Look(const report::Scope& scope) const;
  lienthong::v1::ReportFrame FrameOf(const Asked& asked) const;
  absl::StatusOr<report::RowBooks> ReadRow(const Asked& asked, uint32_t unit, bool own);
  absl::Status AddUnits(const Asked& asked, report::Books& books);
  absl::Status AddFields(const Asked& asked, report::Books& books);
  std::string FieldOf(uint32_t procedure, Day day) const;
  // The unit and those above it, the nearest first.
  std::vector<uint32_t> Upward(const Asked& asked) const;
  std::vector<lienthong::v1::IncompleteSource> Incomplete(const Asked& asked) const;
  absl::StatusOr<const PeriodLines*> LinesOf(uint32_t unit, const query::Period& period);

  const View view_;
  const std::shared_ptr<const Registry> registry_;
  // Both there once it is open.
  std::optional<query::Known> known_;
  std::optional<query::CoverageReader> coverage_;
  // By unit; those of the last period that was asked for.
  std::map<uint32_t, PeriodLines> lines_;
  query::Period lines_period_;
};

}  // namespace lienthong::node
