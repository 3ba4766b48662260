#include "services/query/catalogue_service.h"

#include "services/access/wire_status.h"
#include "services/query/reference_list.h"
#include "services/query/suggestions.h"
#include "storage/base/calendar_date.h"
#include "storage/progress/progress.h"

namespace lienthong::query {
namespace {

constexpr uint32_t kCandidatesDefault = 3;
// More for one word helps nobody choose.
constexpr uint32_t kCandidatesMax = 20;

grpc::Status ToGrpc(const absl::Status& status) {
  return status.ok() ? grpc::Status::OK
                     : grpc::Status(static_cast<grpc::StatusCode>(status.code()), MessageOf(status),
                                    access::DetailsOf(status));
}

void Count(v1::OnlineLevel level, v1::GetCatalogueResponse& response) {
  response.set_procedures(response.procedures() + 1);
  if (level == v1::ONLINE_LEVEL_FULL) response.set_online_full(response.online_full() + 1);
  if (level == v1::ONLINE_LEVEL_PARTIAL) response.set_online_partial(response.online_partial() + 1);
  if (level == v1::ONLINE_LEVEL_OTHER) response.set_other(response.other() + 1);
}

}  // namespace

absl::Status CatalogueService::Describe(const v1::GetCatalogueRequest& request,
                                        v1::GetCatalogueResponse& response) const {
  Day day = DayOf(clock_.Now());
  if (!request.on().empty()) {
    const std::optional<Day> asked = ParseDate(request.on());
    if (!asked.has_value()) return InvalidArgument("on: is no date of the form yyyy-mm-dd");
    day = *asked;
  }
  const std::shared_ptr<const Registry> registry = registry_();
  const std::optional<uint32_t> unit = registry->UnitByCode(request.unit());
  if (!unit.has_value() || registry->UnitAt(*unit, day) == nullptr)
    return NotFound("unit \"{}\": not known here on {}", request.unit(), FormatDate(day));
  for (const CatalogueRow& row : registry->Catalogue(*unit, day)) {
    Count(row.online(), response);
    v1::Procedure& procedure = *response.add_rows();
    procedure = *row.procedure;
    procedure.set_online(row.online());
    *procedure.mutable_offering() = row.offering();
  }
  return absl::OkStatus();
}

absl::Status CatalogueService::Suggest(const v1::SuggestMappingsRequest& request,
                                       v1::SuggestMappingsResponse& response) const {
  WaitingWords waiting;
  RETURN_IF_ERROR(Progress::ScanParked(engine_.Snapshot(), [&](const ParkedFact& fact) {
    for (v1::MissingReference missing : fact.row.missing()) {
      missing.clear_detail();
      ++waiting[missing.SerializeAsString()];
    }
    return true;
  }));
  const uint32_t asked =
      request.candidates_max() == 0 ? kCandidatesDefault : request.candidates_max();
  const std::shared_ptr<const Registry> registry = registry_();
  Suggester(*registry, DayOf(clock_.Now()))
      .Suggest(waiting, request.source(), std::min(asked, kCandidatesMax), response);
  return absl::OkStatus();
}

grpc::Status CatalogueService::GetCatalogue(grpc::ServerContext* context,
                                            const v1::GetCatalogueRequest* request,
                                            v1::GetCatalogueResponse* response) {
  const absl::Status entered = door_.EnterFor(context, request->unit(), request->on());
  return ToGrpc(entered.ok() ? Describe(*request, *response) : entered);
}

grpc::Status CatalogueService::ListReference(grpc::ServerContext* context,
                                             const v1::ListReferenceRequest* request,
                                             v1::ListReferenceResponse* response) {
  const auto caller = door_.Enter(context);
  return ToGrpc(caller.ok() ? ListRows(*registry_(), *request, *response->mutable_rows())
                            : caller.status());
}

grpc::Status CatalogueService::SuggestMappings(grpc::ServerContext* context,
                                               const v1::SuggestMappingsRequest* request,
                                               v1::SuggestMappingsResponse* response) {
  const auto caller = door_.Enter(context);
  return ToGrpc(caller.ok() ? Suggest(*request, *response) : caller.status());
}

}  // namespace lienthong::query
