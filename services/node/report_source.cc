#include "services/node/report_source.h"

#include <algorithm>

#include "services/query/observations.h"
#include "services/query/procedures.h"
#include "services/query/requests.h"
#include "services/query/scorecard.h"
#include "storage/base/calendar_date.h"

namespace lienthong::node {
namespace {

using lienthong::v1::IncompleteSource;
using lienthong::v1::SourceCoverage;
using lienthong::v1::Unit;
using report::Books;
using report::RowBooks;

// A report names some of them; who wants all asks for the coverage.
constexpr size_t kIncompleteMax = 200;

// Levels above a unit: four in the widest tree there was; a cycle would go on for ever.
constexpr size_t kLevelsMax = 16;

bool IsEmpty(const PeriodLines& lines) { return lines.before.empty() && lines.within.empty(); }

}  // namespace

absl::StatusOr<std::unique_ptr<report::Source>> ReportSource::Open(
    const Engine& engine, const Journal& journal, const Clock& clock,
    std::shared_ptr<const Registry> registry, const lienthong::v1::KnownAt& known) {
  std::unique_ptr<ReportSource> source(new ReportSource(engine.Snapshot(), std::move(registry)));
  RETURN_IF_ERROR(source->Read(journal, known, clock.NowMs()));
  return source;
}

absl::Status ReportSource::Read(const Journal& journal, const lienthong::v1::KnownAt& known,
                                int64_t now_ms) {
  ASSIGN_OR_RETURN(known_, query::Known::Open(view_, journal, known, now_ms));
  ASSIGN_OR_RETURN(coverage_, query::CoverageReader::Open(*known_, journal, *registry_));
  return absl::OkStatus();
}

absl::StatusOr<ReportSource::Asked> ReportSource::Look(const report::Scope& scope) const {
  Asked asked;
  ASSIGN_OR_RETURN(asked.period,
                   query::RequirePeriod(scope.from, scope.to, scope.as_of, known_->now()));
  ASSIGN_OR_RETURN(asked.unit, query::RequireUnit(*registry_, scope.unit, asked.period.to));
  return asked;
}

lienthong::v1::ReportFrame ReportSource::FrameOf(const Asked& asked) const {
  const Unit& unit = *registry_->UnitAt(asked.unit, asked.period.to);
  lienthong::v1::ReportFrame frame;
  frame.set_unit(unit.code());
  frame.set_name(unit.name());
  frame.set_from(FormatDate(asked.period.from));
  frame.set_to(FormatDate(asked.period.to));
  frame.set_as_of(asked.period.as_of);
  frame.set_projection(asked.period.as_of > known_->now());
  frame.set_position(known_->knowledge().position);
  frame.set_known_at_ms(known_->knowledge().time_ms);
  *frame.mutable_known() = known_->Name();
  return frame;
}

// Total, rows and forms of one report ask for the same units again.
absl::StatusOr<const PeriodLines*> ReportSource::LinesOf(uint32_t unit,
                                                         const query::Period& period) {
  if (period != lines_period_) lines_.clear();
  lines_period_ = period;
  const auto [place, added] = lines_.try_emplace(unit);
  if (added) {
    ASSIGN_OR_RETURN(place->second, known_->Lines(unit, period));
  }
  return &place->second;
}

// A unit with its subtree, or its `own` desk alone.
absl::StatusOr<RowBooks> ReportSource::ReadRow(const Asked& asked, uint32_t unit, bool own) {
  const Day day = asked.period.to;
  const Unit& described = *registry_->UnitAt(unit, day);
  const std::vector<uint32_t> units = own ? std::vector{unit} : registry_->Subtree(unit, day);
  RowBooks row;
  row.code = described.code();
  row.name = described.name();
  row.own = own;
  row.several_units = units.size() > 1;
  for (const uint32_t part : units) {
    ASSIGN_OR_RETURN(const PeriodLines* const lines, LinesOf(part, asked.period));
    AddLines(lines->before, row.lines.before);
    AddLines(lines->within, row.lines.within);
  }
  const auto sources = coverage_->Sources(units, day, asked.period.as_of);
  row.coverage = coverage_->SumOf(sources, own ? std::nullopt : query::RootDay(described, day),
                                 asked.period.from, asked.period.as_of);
  return row;
}

// The own desk only where somebody reports for it or something stands in its books.
absl::Status ReportSource::AddUnits(const Asked& asked, Books& books) {
  const std::vector<uint32_t> children = registry_->Children(asked.unit, asked.period.to);
  ASSIGN_OR_RETURN(RowBooks own, ReadRow(asked, asked.unit, true));
  const bool reports = own.coverage->expected() > 0 || own.coverage->parked() > 0;
  if (children.empty() || reports || !IsEmpty(own.lines)) books.rows.push_back(std::move(own));
  for (const uint32_t child : children) {
    ASSIGN_OR_RETURN(RowBooks row, ReadRow(asked, child, false));
    books.rows.push_back(std::move(row));
  }
  return absl::OkStatus();
}

// That of the day, or of the last version before it: a procedure may end while its dossiers
// are handled.
std::string ReportSource::FieldOf(uint32_t procedure, Day day) const {
  const auto* described = registry_->ProcedureAt(procedure, day);
  for (const Span& span : registry_->ProcedureSpans(procedure)) {
    if (described != nullptr || span.first > day) break;
    if (span.end <= day) described = registry_->ProcedureAt(procedure, span.end - 1);
  }
  return described == nullptr ? "" : described->field();
}

absl::Status ReportSource::AddFields(const Asked& asked, Books& books) {
  const std::vector<uint32_t> units = registry_->Subtree(asked.unit, asked.period.to);
  ASSIGN_OR_RETURN(const query::ProcedureLines procedures,
                   known_->Procedures(units, asked.period));
  std::map<std::string, RowBooks> fields;
  for (const auto& [id, lines] : procedures) {
    const std::string field = FieldOf(id, asked.period.to);
    RowBooks& row = fields[field];
    row.name = field.empty() ? "Chưa rõ lĩnh vực" : field;
    row.several_units = units.size() > 1;
    AddLines(lines.before, row.lines.before);
    AddLines(lines.within, row.lines.within);
  }
  for (auto& [field, row] : fields) books.rows.push_back(std::move(row));
  return absl::OkStatus();
}

std::vector<IncompleteSource> ReportSource::Incomplete(const Asked& asked) const {
  const Day day = asked.period.to;
  std::vector<IncompleteSource> incomplete;
  for (const SourceCoverage& source :
       coverage_->Sources(registry_->Subtree(asked.unit, day), day, asked.period.as_of)) {
    if (source.state() == SourceCoverage::STATE_COMPLETE) continue;
    if (incomplete.size() == kIncompleteMax) break;
    IncompleteSource& named = incomplete.emplace_back();
    *named.mutable_coverage() = source;
    const auto unit = registry_->UnitByCode(source.unit());
    const Unit* const described = unit ? registry_->UnitAt(*unit, day) : nullptr;
    if (described != nullptr) named.set_name(described->name());
  }
  return incomplete;
}

absl::StatusOr<Books> ReportSource::ReadBooks(const report::Scope& scope,
                                              lienthong::v1::FormBy by) {
  ASSIGN_OR_RETURN(const Asked asked, Look(scope));
  Books books;
  books.frame = FrameOf(asked);
  ASSIGN_OR_RETURN(books.total, ReadRow(asked, asked.unit, false));
  if (by == lienthong::v1::FORM_BY_UNIT) RETURN_IF_ERROR(AddUnits(asked, books));
  if (by == lienthong::v1::FORM_BY_FIELD) RETURN_IF_ERROR(AddFields(asked, books));
  books.incomplete = Incomplete(asked);
  return books;
}

absl::StatusOr<std::optional<lienthong::v1::Scorecard>> ReportSource::ReadScorecard(
    const report::Scope& scope, const std::string& rulebook) {
  ASSIGN_OR_RETURN(const Asked asked, Look(scope));
  const Day day = asked.period.to;
  if (rulebook.empty() && registry_->RulebookAt(day) == nullptr) return std::nullopt;
  ASSIGN_OR_RETURN(const lienthong::v1::Rulebook rules,
                   query::FindRulebook(*registry_, rulebook, day));
  query::SharedBooks books(*known_, *registry_, asked.period);
  ASSIGN_OR_RETURN(lienthong::v1::Scorecard card,
                   query::MakeScorecard(books, *coverage_, rules, asked.unit));
  return card;
}

std::vector<uint32_t> ReportSource::Upward(const Asked& asked) const {
  std::vector<uint32_t> upward;
  const Unit* unit = registry_->UnitAt(asked.unit, asked.period.to);
  while (unit != nullptr && upward.size() <= kLevelsMax) {
    upward.push_back(unit->id());
    unit = unit->parent() == 0 ? nullptr : registry_->UnitAt(unit->parent(), asked.period.to);
  }
  return upward;
}

absl::StatusOr<std::vector<report::Observed>> ReportSource::ReadObservations(
    const report::Scope& scope) {
  ASSIGN_OR_RETURN(const Asked asked, Look(scope));
  const Day from = asked.period.from, to = asked.period.to;
  const std::vector<uint32_t> upward = Upward(asked);
  std::vector<const lienthong::v1::Observation*> from_above;
  for (const uint32_t unit : upward)
    for (const auto* held : registry_->Observations(unit, from, to)) from_above.push_back(held);
  ASSIGN_OR_RETURN(const auto all, query::ReadObservations(*known_, from_above, upward, from, to));
  std::vector<report::Observed> found;
  for (const query::Observed& one : all) {
    const lienthong::v1::Observation& observation = one.observation;
    if (observation.first_day() != from || observation.last_day() != to) continue;
    const auto place = std::find(upward.begin(), upward.end(), observation.unit());
    if (place == upward.end()) continue;
    const Unit& unit = *registry_->UnitAt(observation.unit(), to);
    report::Observed& observed = found.emplace_back();
    observed.figure.set_unit(unit.code());
    *observed.figure.mutable_observation() = observation;
    observed.figure.set_from_above(one.from_above);
    observed.unit_name = unit.name();
    observed.steps_above = static_cast<int>(place - upward.begin());
    observed.national = unit.type() == lienthong::v1::UNIT_TYPE_NATION;
  }
  return found;
}

absl::StatusOr<lienthong::v1::GetCatalogueResponse> ReportSource::ReadCatalogue(
    const report::Scope& scope) {
  ASSIGN_OR_RETURN(const Asked asked, Look(scope));
  lienthong::v1::GetCatalogueResponse catalogue;
  for (const CatalogueRow& row : registry_->Catalogue(asked.unit, asked.period.to)) {
    catalogue.set_procedures(catalogue.procedures() + 1);
    switch (row.online()) {
      case lienthong::v1::ONLINE_LEVEL_FULL:
        catalogue.set_online_full(catalogue.online_full() + 1);
        break;
      case lienthong::v1::ONLINE_LEVEL_PARTIAL:
        catalogue.set_online_partial(catalogue.online_partial() + 1);
        break;
      case lienthong::v1::ONLINE_LEVEL_OTHER:
        catalogue.set_other(catalogue.other() + 1);
        break;
      default:  // nobody said how it is offered
        break;
    }
  }
  return catalogue;
}

}  // namespace lienthong::node
