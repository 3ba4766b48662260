#include "services/node/services.h"

#include "services/access/wire_status.h"
#include "services/admission/handover.h"
#include "services/node/version.h"
#include "storage/base/calendar_date.h"
#include "storage/progress/progress.h"

namespace lienthong::node {
namespace {

// A nation with every procedure of every commune; the rows stand in memory until they
// are in.
constexpr int kImportRowsMax = 1'000'000;
constexpr size_t kImportBytesMax = 256 << 20;

// Depth first, siblings by code.
void ListBelow(const Registry& registry, uint32_t unit, Day day, uint32_t depth,
               lienthong::v1::ListUnitsResponse& response) {
  const lienthong::v1::Unit* const described = registry.UnitAt(unit, day);
  if (described == nullptr || depth > 16) return;
  lienthong::v1::ListUnitsResponse::Row& row = *response.add_rows();
  *row.mutable_unit() = *described;
  row.set_depth(depth);
  if (const auto* parent = registry.UnitAt(described->parent(), day))
    row.set_parent_code(parent->code());
  if (const auto* grant = registry.GrantAt(unit, day)) *row.mutable_grant() = *grant;
  for (const uint32_t child : registry.Children(unit, day))
    ListBelow(registry, child, day, depth + 1, response);
}

absl::Status List(const Registry& registry, Day today,
                  const lienthong::v1::ListUnitsRequest& request,
                  lienthong::v1::ListUnitsResponse& response) {
  Day day = today;
  if (!request.tree_at().empty()) {
    const std::optional<Day> asked = ParseDate(request.tree_at());
    if (!asked.has_value()) return InvalidArgument("tree_at: is no date of the form yyyy-mm-dd");
    day = *asked;
  }
  if (request.unit().empty()) {
    for (const uint32_t root : registry.Roots(day)) ListBelow(registry, root, day, 0, response);
    return absl::OkStatus();
  }
  const std::optional<uint32_t> unit = registry.UnitByCode(request.unit());
  if (!unit.has_value() || registry.UnitAt(*unit, day) == nullptr) {
    return NotFound("unit \"{}\": not known here on {}", request.unit(), FormatDate(day));
  }
  ListBelow(registry, *unit, day, 0, response);
  return absl::OkStatus();
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  return status.ok() ? grpc::Status::OK
                     : grpc::Status(static_cast<grpc::StatusCode>(status.code()), MessageOf(status),
                                    access::DetailsOf(status));
}

grpc::Status AdminService::GetStatus(grpc::ServerContext* context,
                                     const lienthong::v1::GetStatusRequest*,
                                     lienthong::v1::GetStatusResponse* response) {
  const auto caller = parts_.door.Enter(context);
  return ToGrpc(caller.ok() ? Describe(*response) : caller.status());
}

absl::Status AdminService::Describe(lienthong::v1::GetStatusResponse& response) const {
  *response.mutable_node() = parts_.journal.origin(parts_.journal.own()).id.ToProto();
  response.set_software(kVersion);
  response.set_position(parts_.journal.position());
  ASSIGN_OR_RETURN(const uint64_t backlog, DescribeOrigins(response));
  *response.mutable_reference() = parts_.writer.reference_position();
  if (!parts_.signing_public_key.empty())
    response.mutable_reference()->set_author_key(parts_.signing_public_key);
  const Writer::RefusedReferences refused = parts_.writer.refused_references();
  response.set_reference_refused(refused.runs);
  response.set_reference_error(refused.reason);
  const std::shared_ptr<const Registry> registry = parts_.writer.registry();
  const uint32_t own = parts_.journal.own();
  RETURN_IF_ERROR(Progress::ScanParked(parts_.engine.Snapshot(), [&](const ParkedFact& fact) {
    const bool gone = fact.origin == own && admission::HasGoneOn(*registry, fact.row);
    response.set_parked(response.parked() + (gone ? 0 : 1));
    return true;
  }));
  for (lienthong::v1::ChildStatus& child : parts_.children.children())
    *response.add_children() = std::move(child);
  ASSIGN_OR_RETURN(auto handovers,
                   admission::ReadHandovers(parts_.engine.Snapshot(), parts_.journal, *registry,
                                            parts_.link == nullptr, DayOf(parts_.clock.Now())));
  for (lienthong::v1::HandoverStatus& handover : handovers)
    *response.add_handovers() = std::move(handover);
  // Deadlines are made into the next year.
  const int year = YearOf(DayOf(parts_.clock.Now()));
  for (const int open :
       registry->ProvisionalYears(FirstDayOfYear(year), FirstDayOfYear(year + 2) - 1))
    response.add_provisional_years(open);
  const absl::Status health = parts_.engine.health();
  response.set_writable(health.ok());
  response.set_store_error(MessageOf(health));
  if (parts_.link == nullptr) return absl::OkStatus();
  const uplink::UplinkLink::State link = parts_.link->state();
  response.mutable_parent()->set_address(parts_.parent_address);
  response.mutable_parent()->set_connected(link.connected);
  response.mutable_parent()->set_last_error(link.last_error);
  response.mutable_parent()->set_backlog(backlog);
  return absl::OkStatus();
}

// Returns how many facts the parent has not acknowledged.
absl::StatusOr<uint64_t> AdminService::DescribeOrigins(
    lienthong::v1::GetStatusResponse& response) const {
  const View view = parts_.engine.Snapshot();
  const std::vector<OriginState> origins = parts_.journal.origins();
  std::map<OriginId, std::string> stopped = parts_.children.stopped();
  if (parts_.link != nullptr) stopped.merge(parts_.link->state().stopped);
  uint64_t backlog = 0;
  for (uint32_t i = 0; i < origins.size(); ++i) {
    lienthong::v1::OriginStatus& status = *response.add_origins();
    *status.mutable_head()->mutable_origin() = origins[i].id.ToProto();
    status.mutable_head()->set_sequence(origins[i].sequence);
    status.mutable_head()->set_hash(std::string(BytesOf(origins[i].hash)));
    status.set_progress_ms(origins[i].progress_ms);
    status.set_certificate_expires(i == parts_.journal.own() ? parts_.certificate_expires()
                                                             : origins[i].certificate_expires);
    const auto reason = stopped.find(origins[i].id);
    status.set_divergence(reason == stopped.end() ? origins[i].divergence : reason->second);
    ASSIGN_OR_RETURN(const uint64_t acknowledged, Progress::Acknowledged(view, i));
    status.set_acknowledged(acknowledged);
    backlog += origins[i].sequence - std::min(acknowledged, origins[i].sequence);
  }
  return backlog;
}

grpc::Status ReferenceService::ImportReference(grpc::ServerContext* context,
                                               const lienthong::v1::ImportReferenceRequest* request,
                                               lienthong::v1::ImportReferenceResponse* response) {
  const absl::StatusOr<access::Caller> caller = door_.Enter(context);
  return caller.ok() ? Import(*request, *caller, *response) : ToGrpc(caller.status());
}

grpc::Status ReferenceService::ImportReferenceStream(
    grpc::ServerContext* context,
    grpc::ServerReader<lienthong::v1::ImportReferenceRequest>* requests,
    lienthong::v1::ImportReferenceResponse* response) {
  lienthong::v1::ImportReferenceRequest whole, part;
  size_t bytes = 0;
  for (bool first = true; requests->Read(&part); first = false) {
    bytes += part.ByteSizeLong();
    if (bytes > kImportBytesMax || whole.rows_size() + part.rows_size() > kImportRowsMax) {
      return ToGrpc(ResourceExhausted("import: more than {} rows or {} MiB; import them in parts",
                                      kImportRowsMax, kImportBytesMax >> 20));
    }
    if (first) whole.set_dry_run(part.dry_run());
    for (lienthong::v1::ReferenceRow& row : *part.mutable_rows()) whole.add_rows()->Swap(&row);
  }
  // Only now: the pieces of one import count as one call, and a token may have been revoked.
  const absl::StatusOr<access::Caller> caller = door_.Enter(context);
  return caller.ok() ? Import(std::move(whole), *caller, *response) : ToGrpc(caller.status());
}

grpc::Status ReferenceService::Import(lienthong::v1::ImportReferenceRequest request,
                                      const access::Caller& caller,
                                      lienthong::v1::ImportReferenceResponse& response) {
  absl::StatusOr<lienthong::v1::ImportReferenceResponse> result =
      writer_.Import(std::move(request), caller.ToString());
  if (!result.ok()) return ToGrpc(result.status());
  response = *std::move(result);
  return grpc::Status::OK;
}

grpc::Status ReferenceService::ListUnits(grpc::ServerContext* context,
                                         const lienthong::v1::ListUnitsRequest* request,
                                         lienthong::v1::ListUnitsResponse* response) {
  const absl::StatusOr<access::Caller> caller = door_.Enter(context);
  if (!caller.ok()) return ToGrpc(caller.status());
  return ToGrpc(List(*writer_.registry(), DayOf(clock_.Now()), *request, *response));
}

}  // namespace lienthong::node
