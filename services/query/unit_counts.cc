#include "services/query/unit_counts.h"

#include <algorithm>

#include "services/query/observations.h"
#include "services/query/petitions.h"
#include "services/score/decimal.h"
#include "services/score/dossier_counts.h"
#include "storage/base/calendar_date.h"
#include "storage/ledger/ledger.h"

namespace lienthong::query {

absl::StatusOr<const PeriodLines*> SharedBooks::LinesOf(uint32_t unit) {
  const auto [place, added] = lines_.try_emplace(unit);
  if (added) {
    ASSIGN_OR_RETURN(place->second, known_.Lines(unit, period_));
  }
  return &place->second;
}

absl::StatusOr<SharedBooks::Stated> SharedBooks::StatedOf(uint32_t unit) {
  if (const auto known = stated_.find(unit); known != stated_.end()) return known->second;
  Stated stated;
  ASSIGN_OR_RETURN(const std::set<uint32_t> lines, known_.LinesEver(unit));
  for (const uint32_t line : lines) {
    if (BookOf(line) == Book::kDossiers) stated.flags |= Line::Unpack(line).flags;
    if (BookOf(line) == Book::kPetitions) stated.petitions = true;
  }
  return stated_.emplace(unit, stated).first->second;
}

const score::CatalogueFacts& SharedBooks::CatalogueStated() {
  if (catalogue_.has_value()) return *catalogue_;
  catalogue_.emplace();
  for (const v1::Procedure* procedure : registry_.AllProcedures()) catalogue_->Add(*procedure);
  for (const v1::Offer* offer : registry_.AllOffers()) catalogue_->Add(offer->offering());
  return *catalogue_;
}

absl::StatusOr<score::Counted> UnitCounts::Dossiers(const v1::DossierCount& count,
                                                    v1::UnitRole role) {
  ASSIGN_OR_RETURN(const PeriodLines* const lines, Lines());
  ASSIGN_OR_RETURN(const SharedBooks::Stated stated, Stated());
  return score::CountDossiers(*lines, count, role, stated.flags);
}

absl::StatusOr<score::Counted> UnitCounts::Procedures(const v1::ProcedureCount& count,
                                                      v1::UnitRole role) {
  const std::vector<v1::Procedure>& catalogue = CatalogueOf();
  if (catalogue.empty() || !shared_.CatalogueStated().Tell(count.among().aspect()))
    return score::Counted{};
  const bool with_stocks = count.dossiers().basis() == v1::DossierCount::BASIS_IN_HAND;
  ASSIGN_OR_RETURN(const ProcedureLines* const lines, LinesByProcedure(with_stocks));
  ASSIGN_OR_RETURN(const SharedBooks::Stated stated, Stated());
  const Period& period = shared_.period();
  return score::CountProcedures(
      *lines, count.dossiers(), role,
      score::WithAspect(catalogue, count.among().aspect(), period.from, period.to), stated.flags);
}

absl::StatusOr<score::Counted> UnitCounts::Catalogue(const v1::CatalogueCount& count) {
  const std::vector<v1::Procedure>& catalogue = CatalogueOf();
  if (catalogue.empty() || !shared_.CatalogueStated().Tell(count.aspect())) return score::Counted{};
  const Period& period = shared_.period();
  const auto ids = score::WithAspect(catalogue, count.aspect(), period.from, period.to);
  return score::Counted{.value = static_cast<int64_t>(ids.size())};
}

absl::StatusOr<score::Counted> UnitCounts::Petitions(const v1::PetitionCount& count) {
  ASSIGN_OR_RETURN(const SharedBooks::Stated stated, Stated());
  if (!stated.petitions) return score::Counted{};
  if (!petitions_.has_value()) {
    ASSIGN_OR_RETURN(petitions_, ReadPetitionFigures(shared_.known(), units_, shared_.period()));
  }
  const uint64_t value = count.aspect() == v1::PetitionCount::ASPECT_IN_TIME ? petitions_->in_time
                         : count.aspect() == v1::PetitionCount::ASPECT_SATISFIED
                             ? petitions_->satisfied
                             : petitions_->received;
  return score::Counted{.value = static_cast<int64_t>(value)};
}

// Of several sources the one that stood there last; a figure that is no count is shown and
// not used.
absl::StatusOr<score::Counted> UnitCounts::Observation(const std::string& definition) {
  ASSIGN_OR_RETURN(const auto* const all, Observations());
  const v1::ObservedFigure* latest = nullptr;
  for (const v1::ObservedFigure& figure : *all) {
    if (figure.observation().definition() != definition) continue;
    if (latest == nullptr || figure.observation().as_of() > latest->observation().as_of())
      latest = &figure;
  }
  score::Counted counted;
  if (latest == nullptr) return counted;
  counted.observed.push_back(*latest);
  if (latest->observation().measure() != v1::MEASURE_COUNT) return counted;
  const auto value = score::ParseWhole(latest->observation().value());
  if (value.has_value()) counted.value = static_cast<int64_t>(*value);
  return counted;
}

absl::StatusOr<score::Counts*> UnitCounts::LastYear() {
  if (last_year_ == nullptr) {
    const Day first = FirstDayOfYear(YearOf(shared_.period().to) - 1);
    const Day last = FirstDayOfYear(YearOf(shared_.period().to)) - 1;
    const Period year{first, last, std::min(EndOfDay(last), shared_.period().as_of)};
    last_year_books_ = std::make_unique<SharedBooks>(shared_, year);
    last_year_ = std::make_unique<UnitCounts>(*last_year_books_, unit_, units_);
  }
  return last_year_.get();
}

int UnitCounts::Months() const {
  return score::WholeMonths(shared_.period().from, shared_.period().to);
}

absl::StatusOr<const PeriodLines*> UnitCounts::Lines() {
  if (lines_.has_value()) return &*lines_;
  PeriodLines sum;
  for (const uint32_t unit : units_) {
    ASSIGN_OR_RETURN(const PeriodLines* const lines, shared_.LinesOf(unit));
    AddLines(lines->before, sum.before);
    AddLines(lines->within, sum.within);
  }
  lines_ = std::move(sum);
  return &*lines_;
}

absl::StatusOr<SharedBooks::Stated> UnitCounts::Stated() {
  SharedBooks::Stated stated;
  for (const uint32_t unit : units_) {
    ASSIGN_OR_RETURN(const SharedBooks::Stated own, shared_.StatedOf(unit));
    stated.flags |= own.flags;
    stated.petitions |= own.petitions;
  }
  return stated;
}

absl::StatusOr<const std::vector<v1::ObservedFigure>*> UnitCounts::Observations() {
  if (observations_.has_value()) return &*observations_;
  const Period& period = shared_.period();
  const auto from_above = shared_.registry().Observations(unit_, period.from, period.to);
  ASSIGN_OR_RETURN(const std::vector<Observed> read,
                   ReadObservations(shared_.known(), from_above, {unit_}, period.from, period.to));
  observations_.emplace();
  for (const Observed& observed : read) {
    const bool same_period = observed.observation.first_day() == period.from &&
                             observed.observation.last_day() == period.to;
    if (same_period) observations_->push_back(FigureOf(shared_.registry(), observed, period.to));
  }
  return &*observations_;
}

absl::StatusOr<const ProcedureLines*> UnitCounts::LinesByProcedure(bool with_stocks) {
  auto& kept = with_stocks ? procedures_ : flows_;
  if (kept.has_value()) return &*kept;
  if (with_stocks) {
    ASSIGN_OR_RETURN(kept, shared_.known().Procedures(units_, shared_.period()));
    return &*kept;
  }
  ASSIGN_OR_RETURN(ProcedureFlows flows,
                   shared_.known().ProcedureFlowsOf(units_, shared_.period()));
  kept.emplace();
  for (auto& [procedure, lines] : flows) (*kept)[procedure].within = std::move(lines);
  return &*kept;
}

const std::vector<v1::Procedure>& UnitCounts::CatalogueOf() {
  if (catalogue_.has_value()) return *catalogue_;
  catalogue_.emplace();
  for (const CatalogueRow& row : shared_.registry().Catalogue(unit_, shared_.period().to)) {
    v1::Procedure& procedure = catalogue_->emplace_back(*row.procedure);
    procedure.set_online(row.online());
    *procedure.mutable_offering() = row.offering();
  }
  return *catalogue_;
}

}  // namespace lienthong::query
