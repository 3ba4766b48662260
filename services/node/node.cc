#include "services/node/node.h"

#include <grpcpp/ext/channelz_service_plugin.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <random>

#include "services/admission/upgrade.h"
#include "services/gateway/http_server.h"
#include "services/intake/names.h"
#include "services/node/health_door.h"
#include "services/node/last_signs.h"
#include "services/node/log.h"
#include "services/node/report_source.h"
#include "services/node/services.h"
#include "services/node/version.h"
#include "services/query/catalogue_service.h"
#include "services/query/query_service.h"
#include "services/query/score_service.h"
#include "services/report/report_service.h"
#include "services/score/rulebook_check.h"

namespace lienthong::node {
namespace {

// How long a stopping node lets calls end by themselves.
constexpr auto kDrainTime = std::chrono::seconds(5);

class SystemClock final : public Clock {
 public:
  int64_t NowMs() const override {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  }
};

absl::Status MakeDirectory(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return FailedPrecondition("data_dir {}: cannot be made: {}", path, error.message());
  std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  if (error) return FailedPrecondition("data_dir {}: is not ours: {}", path, error.message());
  return absl::OkStatus();
}

uint64_t DrawEpoch() {
  std::random_device device;
  return static_cast<uint64_t>(device()) << 32 | device();
}

// The log of recent writes included, which the store's own count leaves out. Files come
// and go meanwhile; one that is gone counts nothing.
uint64_t SizeOfFiles(const std::string& folder) {
  uint64_t bytes = 0;
  std::error_code error;
  std::filesystem::recursive_directory_iterator files(folder, error);
  while (!error && files != std::filesystem::recursive_directory_iterator()) {
    std::error_code gone;
    const uint64_t size = files->file_size(gone);
    if (!gone) bytes += size;
    files.increment(error);
  }
  return bytes;
}

// "127.0.0.1:0" with the port that was bound.
std::string WithPort(const std::string& address, int port) {
  return fmt::format("{}:{}", address.substr(0, address.rfind(':')), port);
}

}  // namespace

struct Node::Parts {
  v1::NodeConfig config;
  SystemClock clock;
  std::unique_ptr<Engine> engine;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<ReferenceLog> references;
  std::unique_ptr<gateway::Metrics> metrics;
  std::unique_ptr<Writer> writer;
  std::unique_ptr<intake::IntakeService> intake;
  std::unique_ptr<uplink::UplinkService> children;
  std::unique_ptr<uplink::UplinkLink> link;
  std::unique_ptr<query::QueryService> query;
  std::unique_ptr<query::ScoreService> score;
  std::unique_ptr<report::ReportService> report;
  std::unique_ptr<query::CatalogueService> catalogue;
  std::unique_ptr<ReferenceService> reference_service;
  std::unique_ptr<AdminService> admin;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<gateway::HttpServer> http;
  std::unique_ptr<gateway::HttpServer> metrics_door;
  std::unique_ptr<HealthDoor> health;
  std::string grpc_address;
  std::string http_address;
  // Of what the link sent, counted as a metric so far.
  std::atomic<uint64_t> counted_bytes = 0;

  // The root's; absent elsewhere.
  std::optional<SigningKey> signing_key;

  absl::Status OpenStores();
  absl::Status OpenReferences();
  void MakeServices();
  absl::Status Serve();
  gateway::HttpHandlers WatchHandlers();
  absl::Status ServeHttp();
  absl::Status ServeMetrics();
  absl::Status ServeHealth();
  void MeasureDisk();
  std::string ReadMetrics();
  void Stop();
};

absl::Status Node::Parts::OpenStores() {
  RETURN_IF_ERROR(MakeDirectory(config.data_dir()));
  Engine::Options options;
  options.path = config.data_dir() + "/store";
  options.block_cache_bytes = config.limits().block_cache_bytes();
  ASSIGN_OR_RETURN(engine, Engine::Open(options));
  ASSIGN_OR_RETURN(journal, Journal::Open(*engine, config.node(), DrawEpoch()));
  RETURN_IF_ERROR(admission::Upgrade(*engine));
  return OpenReferences();
}

// A root that may not go on with its log still serves; its imports say why.
absl::Status Node::Parts::OpenReferences() {
  ASSIGN_OR_RETURN(references, ReferenceLog::Open(*engine, intake::NormalizeName));
  if (config.has_parent()) return absl::OkStatus();
  ASSIGN_OR_RETURN(signing_key, SigningKey::LoadOrMake(config.data_dir() + "/keys/signing.pem"));
  const lienthong::v1::Origin own = journal->origin(journal->own()).id.ToProto();
  const absl::Status status = references->SignUnsigned(*engine, own, *signing_key);
  if (status.code() != absl::StatusCode::kFailedPrecondition) return status;
  LogError("reference data cannot be changed here", {{"reason", MessageOf(status)}});
  return absl::OkStatus();
}

void Node::Parts::MakeServices() {
  metrics = std::make_unique<gateway::Metrics>(kVersion);
  Writer::Options options{.queue_records_max = config.limits().queue_records_max()};
  options.admission.is_root = !config.has_parent();
  options.admission.signing_key = signing_key;
  options.admission.check_rulebook = score::CheckRulebook;
  options.admission.reference_author_key = BytesFromHex(config.reference_author_key()).value_or("");
  writer =
      std::make_unique<Writer>(*engine, *journal, *references, clock, *metrics, std::move(options));
  intake = std::make_unique<intake::IntakeService>(*writer, clock);
  children = std::make_unique<uplink::UplinkService>(*journal, *writer);
  query = std::make_unique<query::QueryService>(*engine, *journal, clock,
                                                [this] { return writer->registry(); });
  score = std::make_unique<query::ScoreService>(*engine, *journal, clock,
                                                [this] { return writer->registry(); });
  report = std::make_unique<report::ReportService>(
      [this] { return ReportSource::Open(*engine, *journal, clock, writer->registry()); });
  catalogue = std::make_unique<query::CatalogueService>(*engine, clock,
                                                        [this] { return writer->registry(); });
  reference_service = std::make_unique<ReferenceService>(*writer, clock);
  if (config.has_parent()) {
    uplink::UplinkLink::Options link_options;
    link_options.address = config.parent().address();
    link_options.software = kVersion;
    link_options.stream_ms_max = int64_t{1000} * config.parent().stream_seconds_max();
    link = std::make_unique<uplink::UplinkLink>(*engine, *journal, clock, *writer, link_options);
  }
  if (link != nullptr) {
    children->SetRelay(
        [this](const auto& request, auto done) { link->FetchUnit(request, std::move(done)); });
  }
  admin = std::make_unique<AdminService>(AdminService::Parts{
      *engine, *journal, clock, *writer, *children, link.get(), config.parent().address(),
      signing_key.has_value() ? signing_key->public_key() : ""});
}

absl::Status Node::Parts::Serve() {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::channelz::experimental::InitChannelzService();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(config.listen(), grpc::InsecureServerCredentials(), &port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // The other half of the child's keepalive (uplink_link.cc): 20 s there.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  builder.SetMaxReceiveMessageSize(config.limits().message_bytes_max());
  builder.RegisterService(intake.get());
  builder.RegisterService(children.get());
  builder.RegisterService(query.get());
  builder.RegisterService(score.get());
  builder.RegisterService(report.get());
  builder.RegisterService(catalogue.get());
  builder.RegisterService(reference_service.get());
  builder.RegisterService(admin.get());
  server = builder.BuildAndStart();
  if (server == nullptr || port == 0)
    return FailedPrecondition("listen {}: cannot be bound; another program has it",
                              config.listen());
  grpc_address = WithPort(config.listen(), port);
  return absl::OkStatus();
}

gateway::HttpHandlers Node::Parts::WatchHandlers() {
  gateway::HttpHandlers handlers;
  handlers.ready = [this] {
    const absl::Status health = engine->health();
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
                     return engine->health().ok() && (link == nullptr || link->state().connected);
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
  RETURN_IF_ERROR(parts.OpenStores());
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
const std::string& Node::http_address() const { return parts_->http_address; }
const std::string& Node::metrics_address() const {
  static const std::string none;
  return parts_->metrics_door == nullptr ? none : parts_->metrics_door->address();
}
const std::string& Node::health_address() const { return parts_->health->address(); }

}  // namespace lienthong::node
