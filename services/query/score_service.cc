#include "services/query/score_service.h"

#include "services/access/wire_status.h"
#include "services/query/coverage.h"
#include "services/query/observations.h"
#include "services/query/requests.h"
#include "services/query/scorecard.h"
#include "services/score/rulebook_check.h"
#include "storage/base/calendar_date.h"

namespace lienthong::query {
namespace {

grpc::Status ToGrpc(const absl::Status& status) {
  return status.ok() ? grpc::Status::OK
                     : grpc::Status(static_cast<grpc::StatusCode>(status.code()), MessageOf(status),
                                    access::DetailsOf(status));
}

// What a question is scored by: a trial of its own, or one that is held.
absl::StatusOr<v1::Rulebook> RulebookOf(const Registry& registry,
                                        const v1::GetScorecardRequest& request, Day day) {
  if (!request.has_trial()) return FindRulebook(registry, request.rulebook(), day);
  RETURN_IF_ERROR(Annotate(score::CheckRulebook(request.trial()), "trial"));
  return request.trial();
}

}  // namespace

absl::Status ScoreService::Score(const access::Caller& caller,
                                 const v1::GetScorecardRequest& request,
                                 v1::GetScorecardResponse& response) const {
  const View view = engine_.Snapshot();
  ASSIGN_OR_RETURN(Known known, Known::Open(view, journal_, request.known(), clock_.NowMs()));
  ASSIGN_OR_RETURN(const Period period,
                   RequirePeriod(request.from(), request.to(), request.as_of(), known.now()));
  const std::shared_ptr<const Registry> registry = registry_();
  ASSIGN_OR_RETURN(const uint32_t unit, RequireUnit(*registry, request.unit(), period.to));
  RETURN_IF_ERROR(access::RequireInScope(caller, *registry, unit, period.to));
  ASSIGN_OR_RETURN(const v1::Rulebook rulebook, RulebookOf(*registry, request, period.to));
  ASSIGN_OR_RETURN(const CoverageReader coverage,
                   CoverageReader::Open(known, journal_, *registry));
  SharedBooks books(known, *registry, period);
  ASSIGN_OR_RETURN(*response.add_cards(), MakeScorecard(books, coverage, rulebook, unit));
  if (request.children()) {
    for (const uint32_t child : registry->Children(unit, period.to)) {
      ASSIGN_OR_RETURN(*response.add_cards(), MakeScorecard(books, coverage, rulebook, child));
    }
  }
  response.set_as_of(period.as_of);
  SetKnowledge(known, response);
  return absl::OkStatus();
}

absl::Status ScoreService::List(const v1::ListRulebooksRequest& request,
                                v1::ListRulebooksResponse& response) const {
  const std::shared_ptr<const Registry> registry = registry_();
  for (const Registry::DatedRulebook* const held : registry->Rulebooks()) {
    if (request.id().empty() || request.id() == held->rulebook.id())
      *response.add_rulebooks() = held->rulebook;
  }
  if (response.rulebooks().empty() && !request.id().empty())
    return NotFound("rulebook \"{}\": not held here", request.id());
  return absl::OkStatus();
}

absl::Status ScoreService::List(const access::Caller& caller,
                                const v1::ListObservationsRequest& request,
                                v1::ListObservationsResponse& response) const {
  ASSIGN_OR_RETURN(const Day from, RequireDate("from", request.from()));
  ASSIGN_OR_RETURN(const Day to, RequireDate("to", request.to()));
  if (from > to) return InvalidArgument("from: lies after to");
  const std::shared_ptr<const Registry> registry = registry_();
  ASSIGN_OR_RETURN(const uint32_t unit, RequireUnit(*registry, request.unit(), to));
  RETURN_IF_ERROR(access::RequireInScope(caller, *registry, unit, to));
  const std::vector<uint32_t> units =
      request.subtree() ? registry->Subtree(unit, to) : std::vector<uint32_t>{unit};
  const View view = engine_.Snapshot();
  Known present(view);
  ASSIGN_OR_RETURN(const std::vector<Observed> read,
                   ReadObservations(present, registry->AllObservations(), units, from, to));
  for (const Observed& observed : read)
    *response.add_observations() = FigureOf(*registry, observed, to);
  return absl::OkStatus();
}

grpc::Status ScoreService::GetScorecard(grpc::ServerContext* context,
                                        const v1::GetScorecardRequest* request,
                                        v1::GetScorecardResponse* response) {
  const auto caller = door_.Enter(context);
  return ToGrpc(caller.ok() ? Score(*caller, *request, *response) : caller.status());
}

grpc::Status ScoreService::ListRulebooks(grpc::ServerContext* context,
                                         const v1::ListRulebooksRequest* request,
                                         v1::ListRulebooksResponse* response) {
  const auto caller = door_.Enter(context);
  return ToGrpc(caller.ok() ? List(*request, *response) : caller.status());
}

grpc::Status ScoreService::ListObservations(grpc::ServerContext* context,
                                            const v1::ListObservationsRequest* request,
                                            v1::ListObservationsResponse* response) {
  const auto caller = door_.Enter(context);
  return ToGrpc(caller.ok() ? List(*caller, *request, *response) : caller.status());
}

}  // namespace lienthong::query
