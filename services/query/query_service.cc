#include "services/query/query_service.h"

#include <algorithm>

#include "services/access/wire_status.h"
#include "services/query/coverage.h"
#include "services/query/known.h"
#include "services/query/requests.h"
#include "services/score/dossier_counts.h"
#include "services/score/rate.h"
#include "storage/base/calendar_date.h"
#include "storage/progress/progress.h"
#include "storage/records/records.h"

namespace lienthong::query {
namespace {

constexpr size_t kReasonsMax = 100;

grpc::Status ToGrpc(const absl::Status& status) {
  return status.ok() ? grpc::Status::OK
                     : grpc::Status(static_cast<grpc::StatusCode>(status.code()), MessageOf(status),
                                    access::DetailsOf(status));
}

// Scores units on the tree of the period's last day; reads each unit's lines once.
class Scorer {
 public:
  Scorer(Known& known, const Registry& registry, const CoverageReader& coverage,
         const v1::GetScoreRequest& request, const Period& period)
      : known_(known),
        registry_(registry),
        coverage_(coverage),
        request_(request),
        period_(period) {}

  absl::Status AddRow(uint32_t unit, v1::ScoreRow& row) {
    const v1::Unit& described = *registry_.UnitAt(unit, period_.to);
    const std::vector<uint32_t> subtree = registry_.Subtree(unit, period_.to);
    PeriodLines sum;
    for (const uint32_t part : subtree) {
      ASSIGN_OR_RETURN(const PeriodLines* const lines, Lines(part));
      AddLines(lines->before, sum.before);
      AddLines(lines->within, sum.within);
    }
    row.set_unit(described.code());
    row.set_name(described.name());
    *row.mutable_figures() = FiguresOf(sum, score::RoleBit(request_.role()), subtree.size() > 1);
    const score::Fraction rate = score::RateOf(row.figures(), request_.rate());
    row.set_in_time(rate.numerator);
    row.set_base(rate.denominator);
    row.set_overdue(rate.denominator - std::min(rate.numerator, rate.denominator));
    row.set_ratio(score::Decimal(100, rate));
    row.set_points(score::Decimal(score::kTimelinessPointsMax, rate));
    const auto sources = coverage_.Sources(subtree, period_.to, period_.as_of);
    *row.mutable_coverage() = coverage_.SumOf(sources, RootDay(described, period_.to),
                                              period_.from, period_.as_of);
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<const PeriodLines*> Lines(uint32_t unit) {
    const auto [place, added] = lines_.try_emplace(unit);
    if (added) {
      ASSIGN_OR_RETURN(place->second, known_.Lines(unit, period_));
    }
    return &place->second;
  }

  Known& known_;
  const Registry& registry_;
  const CoverageReader& coverage_;
  const v1::GetScoreRequest& request_;
  const Period period_;
  std::map<uint32_t, PeriodLines> lines_;
};

v1::Movement MovementOf(const StoredPosting& posting) {
  const Line line = Line::Unpack(posting.line);
  v1::Movement movement;
  movement.set_instant(posting.instant);
  movement.set_unit(posting.unit);
  movement.set_from(static_cast<v1::Account>(static_cast<int>(line.from) + 1));
  movement.set_to(static_cast<v1::Account>(static_cast<int>(line.to) + 1));
  movement.set_roles(line.roles);
  movement.set_finish_not_stated(line.not_stated);
  return movement;
}

// The first record of a new origin is in the store a moment before its row is here.
absl::StatusOr<v1::Origin> OriginOf(const std::vector<OriginState>& origins, uint32_t number) {
  if (number >= origins.size()) return Unavailable("dossier: it is just being admitted; ask again");
  return origins[number].id.ToProto();
}

void NameUnits(const Registry& registry, Day day, v1::GetDossierResponse& response) {
  std::vector<uint32_t> units = {
      response.dossier().receiving_unit(), response.dossier().handling_unit(),
      response.dossier().applying_unit(), response.dossier().reporting_unit()};
  for (const v1::Movement& movement : response.movements()) units.push_back(movement.unit());
  for (const v1::TimelineEntry& entry : response.dossier().timeline())
    units.push_back(entry.unit());
  for (const uint32_t unit : units) {
    const v1::Unit* const described = registry.UnitAt(unit, day);
    if (described != nullptr) (*response.mutable_unit_codes())[unit] = described->code();
  }
}

// A dossier is open to whoever may read one of its units.
absl::Status RequireOneOf(const access::Caller& caller, const Registry& registry,
                          const v1::Dossier& dossier, Day today) {
  for (const uint32_t unit :
       {dossier.receiving_unit(), dossier.handling_unit(), dossier.applying_unit()}) {
    if (caller.scope.Holds(registry, unit, today)) return absl::OkStatus();
  }
  return access::RequireInScope(caller, registry, dossier.reporting_unit(), today);
}

}  // namespace

absl::Status QueryService::Score(const access::Caller& caller, const v1::GetScoreRequest& request,
                                 v1::GetScoreResponse& response) const {
  const View view = engine_.Snapshot();
  ASSIGN_OR_RETURN(Known known, Known::Open(view, journal_, request.known(), clock_.NowMs()));
  ASSIGN_OR_RETURN(const Period period,
                   RequirePeriod(request.from(), request.to(), request.as_of(), known.now()));
  const std::shared_ptr<const Registry> registry = registry_();
  ASSIGN_OR_RETURN(const uint32_t unit, RequireUnit(*registry, request.unit(), period.to));
  RETURN_IF_ERROR(access::RequireInScope(caller, *registry, unit, period.to));
  ASSIGN_OR_RETURN(const CoverageReader coverage,
                   CoverageReader::Open(known, journal_, *registry));
  Scorer scorer(known, *registry, coverage, request, period);
  RETURN_IF_ERROR(scorer.AddRow(unit, *response.add_rows()));
  if (request.children()) {
    for (const uint32_t child : registry->Children(unit, period.to))
      RETURN_IF_ERROR(scorer.AddRow(child, *response.add_rows()));
  }
  response.set_as_of(period.as_of);
  SetKnowledge(known, response);
  return absl::OkStatus();
}

absl::Status QueryService::Cover(const access::Caller& caller,
                                 const v1::GetCoverageRequest& request,
                                 v1::GetCoverageResponse& response) const {
  const View view = engine_.Snapshot();
  ASSIGN_OR_RETURN(Known known, Known::Open(view, journal_, request.known(), clock_.NowMs()));
  const Instant through = request.through() != 0 ? request.through() : known.now();
  if (through < StartOfDay(kFirstDay) || through > EndOfDay(kLastDay)) {
    return OutOfRange("through: lies outside the years 1990 to 2099");
  }
  const std::shared_ptr<const Registry> registry = registry_();
  ASSIGN_OR_RETURN(const uint32_t unit, RequireUnit(*registry, request.unit(), DayOf(through)));
  RETURN_IF_ERROR(access::RequireInScope(caller, *registry, unit, DayOf(through)));
  ASSIGN_OR_RETURN(const CoverageReader coverage,
                   CoverageReader::Open(known, journal_, *registry));
  *response.mutable_known() = known.Name();
  const Day day = DayOf(through);
  const std::vector<uint32_t> units = registry->Subtree(unit, day);
  const std::optional<Day> root_day = RootDay(*registry->UnitAt(unit, day), day);
  const auto sources = coverage.Sources(units, day, through);
  *response.mutable_total() = coverage.SumOf(sources, root_day, day, through);
  for (const v1::SourceCoverage& source : sources) *response.add_sources() = source;
  for (v1::ParkedReason& reason : coverage.Reasons(units, root_day, kReasonsMax)) {
    *response.add_parked() = std::move(reason);
  }
  return absl::OkStatus();
}

absl::Status QueryService::Describe(const access::Caller& caller,
                                    const v1::GetDossierRequest& request,
                                    v1::GetDossierResponse& response) const {
  const View view = engine_.Snapshot();
  const std::shared_ptr<const Registry> registry = registry_();
  const Day today = DayOf(clock_.Now());
  RETURN_IF_ERROR(Progress::ScanParked(view, [&](const ParkedFact& fact) {
    if (fact.row.dossier() == request.id() && caller.scope.Holds(*registry, fact.row.unit(), today))
      response.mutable_parked()->MergeFrom(fact.row.missing());
    return true;
  }));
  RETURN_IF_ERROR(Progress::ScanSettled(view, [&](const ParkedFact& fact) {
    if (fact.row.dossier() == request.id() && caller.scope.Holds(*registry, fact.row.unit(), today))
      *response.add_settled() = fact.row.settled();
    return true;
  }));
  ASSIGN_OR_RETURN(const auto record, Records::Read(view, request.id()));
  if (!record.has_value() && response.parked().empty() && response.settled().empty())
    return NotFound("dossier: not known here");
  if (!record.has_value()) return absl::OkStatus();
  RETURN_IF_ERROR(RequireOneOf(caller, *registry, record->dossier(), today));
  *response.mutable_dossier() = record->dossier();
  ASSIGN_OR_RETURN(const auto postings, DecodePostings(record->postings()));
  for (const StoredPosting& posting : postings) *response.add_movements() = MovementOf(posting);
  const std::vector<OriginState> origins = journal_.origins();
  ASSIGN_OR_RETURN(*response.mutable_origin(), OriginOf(origins, record->origin()));
  response.set_sequence(record->sequence());
  for (const node::v1::Rival& rival : record->rivals()) {
    v1::Rival& shown = *response.add_rivals();
    ASSIGN_OR_RETURN(*shown.mutable_origin(), OriginOf(origins, rival.origin()));
    shown.set_sequence(rival.sequence());
    shown.set_ownership_term(rival.ownership_term());
    shown.set_revision(rival.revision());
  }
  NameUnits(*registry, today, response);
  const v1::Procedure* const procedure =
      registry->ProcedureAt(record->dossier().procedure(), today);
  if (procedure != nullptr) response.set_procedure_code(procedure->code());
  return absl::OkStatus();
}

grpc::Status QueryService::GetScore(grpc::ServerContext* context,
                                    const v1::GetScoreRequest* request,
                                    v1::GetScoreResponse* response) {
  const auto caller = door_.Enter(context);
  return ToGrpc(caller.ok() ? Score(*caller, *request, *response) : caller.status());
}

grpc::Status QueryService::GetCoverage(grpc::ServerContext* context,
                                       const v1::GetCoverageRequest* request,
                                       v1::GetCoverageResponse* response) {
  const auto caller = door_.Enter(context);
  return ToGrpc(caller.ok() ? Cover(*caller, *request, *response) : caller.status());
}

grpc::Status QueryService::GetDossier(grpc::ServerContext* context,
                                      const v1::GetDossierRequest* request,
                                      v1::GetDossierResponse* response) {
  const auto caller = door_.Enter(context);
  return ToGrpc(caller.ok() ? Describe(*caller, *request, *response) : caller.status());
}

}  // namespace lienthong::query
