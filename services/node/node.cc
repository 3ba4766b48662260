#include "services/node/node.h"

#include <grpcpp/ext/channelz_service_plugin.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <atomic>
#include <chrono>
#include <filesystem>

#include "services/admission/rights.h"
#include "services/gateway/http_server.h"
#include "services/node/disk_reserve.h"
#include "services/node/gatekeeper.h"
#include "services/node/grpc_log.h"
#include "services/node/health_door.h"
#include "services/node/last_signs.h"
#include "services/node/log.h"
#include "services/node/report_source.h"
#include "services/node/server_credentials.h"
#include "services/node/services.h"
#include "services/node/stores.h"
#include "services/node/version.h"
#include "services/query/catalogue_service.h"
#include "services/query/query_service.h"
#include "services/query/explain_service.h"
#include "services/query/score_service.h"
#include "services/report/report_service.h"
#include "services/score/rulebook_check.h"
#include "storage/access/credentials.h"
#include "storage/base/calendar_date.h"

namespace lienthong::node {
namespace {

// How long a stopping node lets calls end by themselves.
constexpr auto kDrainTime = std::chrono::seconds(5);

// How long the calls of a connection that has reached its age may go on: a child's stream
// resumes at once on the next connection, an import's batch is answered in less.
constexpr int kConnectionGraceMs = 10'000;

// A larger message is refused by gRPC before anybody sees it; one between the limit and this is
// refused by name, with its sender counted.
constexpr int kHardLimitFactor = 4;

// Calls at once on one connection: an import has one stream, a screen a dozen calls.
constexpr int kCallsOfConnectionMax = 100;

// Answers at once to calls that hold a thread, each with its stack and its view of the store;
// two cores do not finish more of them sooner. Streams of children and desks hold none.
constexpr int kThreadsMax = 64;

constexpr double kSecondsPerDay = 86'400;

// "127.0.0.1:0" with the port that was bound.
std::string WithPort(const std::string& address, int port) {
  return fmt::format("{}:{}", address.substr(0, address.rfind(':')), port);
}

}  // namespace

struct Node::Parts {
  v1::NodeConfig config;
  SystemClock clock;
  Stores stores;
  std::unique_ptr<gateway::Metrics> metrics;
  std::unique_ptr<Incidents> incidents;
  std::unique_ptr<GrpcLog> grpc_log;
  std::unique_ptr<access::CredentialBook> credentials;
  std::unique_ptr<TlsFiles> tls;  // null: none
  std::unique_ptr<Gatekeeper> gatekeeper;
  std::unique_ptr<DiskReserve> disk_reserve;
  std::unique_ptr<Writer> writer;
  std::unique_ptr<intake::IntakeService> intake;
  std::unique_ptr<uplink::UplinkService> children;
  std::unique_ptr<uplink::UplinkLink> link;
  std::unique_ptr<query::QueryService> query;
  std::unique_ptr<query::ScoreService> score;
  std::unique_ptr<query::ExplainService> explain;
  std::unique_ptr<report::ReportService> report;
  std::unique_ptr<query::CatalogueService> catalogue;
  std::unique_ptr<ReferenceService> reference_service;
  std::unique_ptr<AdminService> admin;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<gateway::HttpServer> http;
  std::unique_ptr<gateway::HttpServer> metrics_door;
  std::unique_ptr<HealthDoor> health;
  std::string grpc_address;
  std::string plaintext_address;
  std::string http_address;
  // Of what the link sent, counted as a metric so far.
  std::atomic<uint64_t> counted_bytes = 0;

  absl::Status Open();
  absl::Status OpenAccess();
  void MakeServices();
  void MakeLink();
  absl::Status Serve();
  void Listen(grpc::ServerBuilder& builder, int& port, int& plaintext_port);
  // Last second in which the node's certificate holds; 0: it has none.
  int64_t CertificateExpires() const;
  void ReadCertificateDays(const lienthong::v1::GetStatusResponse& status);
  gateway::HttpHandlers WatchHandlers();
  absl::Status ServeHttp();
  absl::Status ServeMetrics();
  absl::Status ServeHealth();
  void MeasureDisk();
  std::string ReadMetrics();
  void Stop();
};

absl::Status Node::Parts::Open() {
  ASSIGN_OR_RETURN(stores, Stores::Open(config));
  metrics = std::make_unique<gateway::Metrics>(kVersion);
  incidents = std::make_unique<Incidents>(*metrics, clock);
  grpc_log = std::make_unique<GrpcLog>(*incidents);
  return OpenAccess();
}

absl::Status Node::Parts::OpenAccess() {
  ASSIGN_OR_RETURN(std::vector<node::v1::CredentialRow> rows,
                   Credentials::ReadAll(stores.engine->Snapshot()));
  credentials = std::make_unique<access::CredentialBook>(std::move(rows));
  Gatekeeper::Options options;
  if (config.has_tls()) {
    ASSIGN_OR_RETURN(
        tls, TlsFiles::Open(config.tls(), config.node(), clock, [](const absl::Status& problem) {
          LogError("tls: the changed files are not taken", {{"reason", MessageOf(problem)}});
        }));
    options.tree = tls->Current()->name().tree;
  }
  options.require_tokens = config.require_tokens();
  options.calls_per_second_max = config.limits().calls_per_second_max();
  options.registry = [this] { return writer->registry(); };
  gatekeeper = std::make_unique<Gatekeeper>(*credentials, *incidents, clock, options);
  return absl::OkStatus();
}

void Node::Parts::MakeServices() {
  disk_reserve = std::make_unique<DiskReserve>(
      config.data_dir(), config.limits().disk_reserve_bytes(), *metrics);
  Writer::Options options{.queue_records_max = config.limits().queue_records_max(),
                          .room = [this] { return disk_reserve->Check(); }};
  options.admission.is_root = !config.has_parent();
  options.admission.signing_key = stores.signing_key;
  options.admission.check_rulebook = score::CheckRulebook;
  options.admission.reference_author_key = BytesFromHex(config.reference_author_key()).value_or("");
  writer = std::make_unique<Writer>(*stores.engine, *stores.journal, *stores.references, clock,
                                    *metrics, std::move(options));
  intake = std::make_unique<intake::IntakeService>(
      *writer, clock, *gatekeeper,
      intake::IntakeService::Options{
          .message_bytes_max = config.limits().message_bytes_max(),
          .on_too_large = [this](const access::Caller& caller, const absl::Status& why) {
            incidents->Note("too_large", caller.ToString(), MessageOf(why));
          }});
  children = std::make_unique<uplink::UplinkService>(
      *stores.journal, *writer,
      uplink::UplinkService::Options{
          .node_of =
              [this](const grpc::ServerContextBase& context) {
                return gatekeeper->NodeOf(context);
              },
          .may_carry =
              [this](const std::string& peer, const lienthong::v1::FetchUnitRequest& request) {
                return admission::MayEverWriteAbout(*writer->registry(), peer, request.unit());
              },
          .refused = [this](std::string_view kind, std::string_view peer,
                            std::string_view why) { incidents->Note(kind, peer, why); }});
  query = std::make_unique<query::QueryService>(*stores.engine, *stores.journal, clock, *gatekeeper,
                                                [this] { return writer->registry(); });
  score = std::make_unique<query::ScoreService>(*stores.engine, *stores.journal, clock, *gatekeeper,
                                                [this] { return writer->registry(); });
  catalogue = std::make_unique<query::CatalogueService>(*stores.engine, clock, *gatekeeper,
                                                        [this] { return writer->registry(); });
  explain = std::make_unique<query::ExplainService>(*stores.engine, *stores.journal, clock, *gatekeeper,
                                                    [this] { return writer->registry(); });
  report = std::make_unique<report::ReportService>(
      [this](const lienthong::v1::KnownAt& known) {
        return ReportSource::Open(*stores.engine, *stores.journal, clock, writer->registry(),
                                  known);
      },
      *gatekeeper);
  reference_service = std::make_unique<ReferenceService>(*writer, clock, *gatekeeper);
  MakeLink();
  if (link != nullptr) {
    children->SetRelay(
        [this](const auto& request, auto done) { link->FetchUnit(request, std::move(done)); });
  }
  admin = std::make_unique<AdminService>(
      AdminService::Parts{*stores.engine, *stores.journal, clock, *writer, *children, link.get(),
                          config.parent().address(),
                          stores.signing_key.has_value() ? stores.signing_key->public_key() : "",
                          *credentials, *gatekeeper, [this] { return CertificateExpires(); }});
}

int64_t Node::Parts::CertificateExpires() const {
  return tls == nullptr ? 0 : tls->Current()->certificate.not_after();
}

void Node::Parts::MakeLink() {
  if (!config.has_parent()) return;
  uplink::UplinkLink::Options options;
  options.address = config.parent().address();
  options.software = kVersion;
  options.stream_ms_max = int64_t{1000} * config.parent().stream_seconds_max();
  if (tls != nullptr) {
    options.sender.certificate_expires = [this] { return CertificateExpires(); };
    options.security = [this] {
      const auto material = tls->Current();
      return uplink::UplinkLink::Security{ParentCredentials(*material, config.parent().node()),
                                          material->generation};
    };
    options.trouble = [this]() -> std::string {
      const int64_t expires = CertificateExpires();
      if (expires >= clock.Now()) return "";
      return fmt::format("this node's certificate has expired on {}; renew it",
                         FormatInstant(expires));
    };
  }
  link = std::make_unique<uplink::UplinkLink>(*stores.engine, *stores.journal, clock, *writer,
                                              std::move(options));
}

void Node::Parts::Listen(grpc::ServerBuilder& builder, int& port, int& plaintext_port) {
  const auto plain = [this] { return LoopbackServerCredentials(*gatekeeper); };
  builder.AddListeningPort(
      config.listen(), tls == nullptr ? plain() : TlsServerCredentials(*tls, *gatekeeper), &port);
  if (!config.listen_plaintext().empty())
    builder.AddListeningPort(config.listen_plaintext(), plain(), &plaintext_port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // The other half of the child's keepalive (uplink_link.cc): 20 s there.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kCallsOfConnectionMax);
  builder.SetResourceQuota(grpc::ResourceQuota("node").SetMaxThreads(kThreadsMax));
  if (tls != nullptr) {
    // gRPC itself spreads the age by a tenth, so that 150 offices do not come back at once.
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS,
                               1000 * static_cast<int>(config.tls().connection_seconds_max()));
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, kConnectionGraceMs);
  }
  const int64_t hard_limit = int64_t{kHardLimitFactor} * config.limits().message_bytes_max();
  builder.SetMaxReceiveMessageSize(
      static_cast<int>(std::min<int64_t>(hard_limit, std::numeric_limits<int>::max())));
}

absl::Status Node::Parts::Serve() {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::channelz::experimental::InitChannelzService();
  grpc::ServerBuilder builder;
  int port = 0;
  int plaintext_port = 0;
  Listen(builder, port, plaintext_port);
  builder.RegisterService(intake.get());
  builder.RegisterService(children.get());
  builder.RegisterService(query.get());
  builder.RegisterService(score.get());
  builder.RegisterService(explain.get());
  builder.RegisterService(report.get());
  builder.RegisterService(catalogue.get());
  builder.RegisterService(reference_service.get());
  builder.RegisterService(admin.get());
  server = builder.BuildAndStart();
  if (server == nullptr || port == 0)
    return FailedPrecondition("listen {}: cannot be bound; another program has it",
                              config.listen());
  grpc_address = WithPort(config.listen(), port);
  if (config.listen_plaintext().empty()) return absl::OkStatus();
  if (plaintext_port == 0)
    return FailedPrecondition("listen_plaintext {}: cannot be bound; another program has it",
                              config.listen_plaintext());
  plaintext_address = WithPort(config.listen_plaintext(), plaintext_port);
  return absl::OkStatus();
}

gateway::HttpHandlers Node::Parts::WatchHandlers() {
  gateway::HttpHandlers handlers;
  handlers.ready = [this] {
    const absl::Status health = stores.engine->health();
    return health.ok() ? std::vector<std::string>() : std::vector<std::string>{MessageOf(health)};
  };
  handlers.metrics = [this] { return ReadMetrics(); };
  return handlers;
}

absl::Status Node::Parts::ServeHttp() {
  if (config.http().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(http, gateway::HttpServer::Start(config.http(), WatchHandlers()));
  http_address = http->address();
  return absl::OkStatus();
}

// Only what WatchHandlers has, whatever else `http` comes to serve: this one has no TLS.
absl::Status Node::Parts::ServeMetrics() {
  if (config.metrics().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(metrics_door, gateway::HttpServer::Start(config.metrics(), WatchHandlers()));
  return absl::OkStatus();
}

absl::Status Node::Parts::ServeHealth() {
  ASSIGN_OR_RETURN(health, HealthDoor::Open(config.health(), *server, [this] {
                     return stores.engine->health().ok() &&
                            (link == nullptr || link->state().connected);
                   }));
  return absl::OkStatus();
}

void Node::Parts::MeasureDisk() {
  metrics->SetStoreSize(SizeOfFiles(config.data_dir()));
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(config.data_dir(), error);
  // What cannot be measured is not zero.
  if (!error) metrics->SetDisk(space.available, space.capacity);
}

// Node by node it is in `lienthong status`; here the one to look after first.
void Node::Parts::ReadCertificateDays(const lienthong::v1::GetStatusResponse& status) {
  std::optional<double> first;
  for (const auto& origin : status.origins()) {
    const bool own = origin.head().origin().node() == config.node();
    if (origin.certificate_expires() == 0) continue;
    const double days = (origin.certificate_expires() - clock.Now()) / kSecondsPerDay;
    if (own) {
      metrics->SetCertificateDays(days);
    } else {
      first = std::min(days, first.value_or(days));
    }
  }
  if (first.has_value()) metrics->SetSubtreeCertificateDays(*first);
}

std::string Node::Parts::ReadMetrics() {
  lienthong::v1::GetStatusResponse status;
  const lienthong::v1::GetStatusRequest request;
  if (admin->GetStatus(nullptr, &request, &status).ok()) {
    metrics->SetParked(status.parked());
    metrics->SetChildrenConnected(children->connected());
    metrics->SetStoreWritable(status.writable());
    uint64_t diverged = 0;
    for (const auto& origin : status.origins()) diverged += origin.divergence().empty() ? 0 : 1;
    metrics->SetDivergedOrigins(diverged);
    metrics->SetLastSigns(LastSigns(status, *writer->registry()));
    ReadCertificateDays(status);
    if (status.has_parent()) {
      metrics->SetUplinkConnected(status.parent().connected());
      metrics->SetBacklog(status.parent().backlog());
    }
  }
  MeasureDisk();
  if (link != nullptr) {
    const uint64_t sent = link->state().sent_bytes;
    metrics->OnUplinkSent(sent - counted_bytes.exchange(sent));
  }
  return metrics->Text();
}

// The server first, so that nothing new comes; then the writer, which answers what
// waits; link and services last, because the writer and the services call them.
void Node::Parts::Stop() {
  http.reset();
  metrics_door.reset();
  health.reset();
  if (link != nullptr) link->Stop();
  if (server != nullptr) {
    if (auto* health = server->GetHealthCheckService()) health->SetServingStatus(false);
    children->EndStreams();
    server->Shutdown(std::chrono::system_clock::now() + kDrainTime);
    server->Wait();
  }
  writer.reset();
}

Node::Node(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

absl::StatusOr<std::unique_ptr<Node>> Node::Start(const v1::NodeConfig& config) {
  std::unique_ptr<Node> node(new Node(std::make_unique<Parts>()));
  Parts& parts = *node->parts_;
  parts.config = config;
  RETURN_IF_ERROR(parts.Open());
  parts.MakeServices();
  // Before anything is served: a call that waits for the writer must end, come what may.
  parts.writer->Start({[&parts] {
                         if (parts.link != nullptr) parts.link->Notify();
                       },
                       [&parts] { parts.children->NotifyReferences(); },
                       [&parts] {
                         if (parts.link != nullptr) parts.link->Notify();
                       }});
  RETURN_IF_ERROR(parts.Serve());
  RETURN_IF_ERROR(parts.ServeHttp());
  RETURN_IF_ERROR(parts.ServeMetrics());
  RETURN_IF_ERROR(parts.ServeHealth());
  return node;
}

Node::~Node() { parts_->Stop(); }

const std::string& Node::grpc_address() const { return parts_->grpc_address; }
const std::string& Node::plaintext_address() const { return parts_->plaintext_address; }
const std::string& Node::http_address() const { return parts_->http_address; }
const std::string& Node::metrics_address() const {
  static const std::string none;
  return parts_->metrics_door == nullptr ? none : parts_->metrics_door->address();
}
const std::string& Node::health_address() const { return parts_->health->address(); }

}  // namespace lienthong::node
