#include "lienthong/client/client.h"

#include <grpcpp/support/client_interceptor.h>

#include <chrono>
#include <deque>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "lienthong/client/errors.h"
#include "src/stream.h"
#include "src/submission.h"

namespace lienthong::client {
namespace {

// Coverage of the whole country has some 10,000 rows of about 100 bytes.
constexpr int kAnswerBytesMax = 64 << 20;

// Adds the token to each call of a channel.
class TokenBearer final : public grpc::experimental::Interceptor {
 public:
  explicit TokenBearer(const std::string& token) : token_(token) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    using grpc::experimental::InterceptionHookPoints;
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_INITIAL_METADATA))
      methods->GetSendInitialMetadata()->emplace("authorization", "Bearer " + token_);
    methods->Proceed();
  }

 private:
  const std::string token_;
};

class TokenBearers final : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  explicit TokenBearers(std::string token) : token_(std::move(token)) {}

  grpc::experimental::Interceptor* CreateClientInterceptor(
      grpc::experimental::ClientRpcInfo*) override {
    return new TokenBearer(token_);
  }

 private:
  const std::string token_;
};

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> CredentialsOf(const Config& config) {
  if (config.ca.empty()) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  for (const auto& [key, path, bytes] : {std::tuple{"ca", &config.ca, &options.pem_root_certs},
                                         {"cert", &config.cert, &options.pem_cert_chain},
                                         {"key", &config.key, &options.pem_private_key}}) {
    if (path->empty()) continue;
    auto read = ReadBounded(key, *path);
    if (!read.ok()) return read.status();
    *bytes = *std::move(read);
  }
  return grpc::SslCredentials(options);
}

absl::StatusOr<std::string> TokenOf(const Config& config) {
  if (config.token_file.empty()) return config.token;
  auto text = ReadBounded("token_file", config.token_file);
  if (!text.ok()) return text.status();
  text->erase(text->find_last_not_of("\r\n ") + 1);
  if (text->empty())
    return absl::InvalidArgumentError("config, token_file: " + config.token_file + " is empty");
  return text;
}

grpc::ChannelArguments ArgumentsOf() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kAnswerBytesMax);
  // Nodes are spoken to directly: a proxy of the environment is for the web.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // gRPC's own pause between attempts grows to two minutes, longer than anybody waits for a
  // restarting node.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  return arguments;
}

void Sleep(absl::Duration pause) { std::this_thread::sleep_for(absl::ToChronoMilliseconds(pause)); }

// A submission across its streams: the source, and the window of batches under way, oldest first.
class Submitter {
 public:
  Submitter(std::shared_ptr<grpc::Channel> channel, const Config& config, Cutter cutter,
            const Client::OnResult& on_result)
      : channel_(std::move(channel)),
        stub_(v1::IntakeService::NewStub(channel_)),
        config_(config),
        cutter_(std::move(cutter)),
        on_result_(on_result),
        retry_(config.retry) {}

  absl::Status Run();

 private:
  // One stream: OK when all is acknowledged.
  absl::Status RunStream();
  bool Pull();
  absl::Status TakeAnswer(Stream& stream);

  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::IntakeService::Stub> stub_;
  const Config& config_;
  Cutter cutter_;
  const Client::OnResult& on_result_;
  Retry retry_;
  std::deque<Batch> window_;
  bool broken_off_ = false;
};

absl::Status Submitter::Run() {
  while (true) {
    const absl::Status status = RunStream();
    if (status.ok() || broken_off_) return status;
    const auto pause = retry_.Pause(status, absl::Now());
    if (!pause) return status;
    // Between calls nobody polls a connection that is being made, so wait for it here.
    Sleep(*pause);
    channel_->WaitForConnected(std::chrono::system_clock::now() +
                               absl::ToChronoMilliseconds(*pause));
  }
}

absl::Status Submitter::RunStream() {
  Stream stream(*stub_, config_.timeout);
  for (const Batch& batch : window_)
    if (!stream.Send(batch.request)) return FromGrpc(stream.End());
  while (true) {
    while (window_.size() < config_.window && Pull())
      if (!stream.Send(window_.back().request)) return FromGrpc(stream.End());
    if (window_.empty()) return absl::OkStatus();
    const absl::Status taken = TakeAnswer(stream);
    if (!taken.ok()) return taken;
  }
}

bool Submitter::Pull() {
  auto batch = cutter_.Next();
  if (batch) window_.push_back(*std::move(batch));
  return batch.has_value();
}

absl::Status Submitter::TakeAnswer(Stream& stream) {
  v1::SubmitStreamResponse answer;
  if (!stream.Receive(answer)) return FromGrpc(stream.End());
  const auto results = ResultsOf(window_.front(), answer.result());
  if (!results.ok()) return results.status();
  window_.pop_front();
  retry_.Progress();
  for (const Result& result : *results) {
    broken_off_ = !on_result_(result);
    if (broken_off_) return absl::CancelledError("submit: broken off");
  }
  return absl::OkStatus();
}

Submission WithArrival(Submission submission) {
  if (submission.arrival == 0) submission.arrival = absl::ToUnixSeconds(absl::Now());
  return submission;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Client>> Client::Open(const Config& config) {
  if (const absl::Status checked = config.Check(); !checked.ok()) return checked;
  auto credentials = CredentialsOf(config);
  if (!credentials.ok()) return credentials.status();
  auto token = TokenOf(config);
  if (!token.ok()) return token.status();
  std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>> bearers;
  if (!token->empty()) bearers.push_back(std::make_unique<TokenBearers>(*std::move(token)));
  return std::unique_ptr<Client>(
      new Client(config, grpc::experimental::CreateCustomChannelWithInterceptors(
                             config.node, *credentials, ArgumentsOf(), std::move(bearers))));
}

Client::Client(const Config& config, std::shared_ptr<grpc::Channel> channel)
    : config_(config), channel_(std::move(channel)) {}

absl::Status Client::Call(const Attempt& attempt) {
  Retry retry(config_.retry);
  while (true) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         absl::ToChronoMilliseconds(config_.timeout));
    const absl::Status status = FromGrpc(attempt(context));
    if (status.ok()) return status;
    const auto pause = retry.Pause(status, absl::Now());
    if (!pause) return status;
    Sleep(*pause);
  }
}

absl::StatusOr<std::vector<Result>> Client::Submit(const Submission& submission,
                                                   std::vector<v1::SourceRecord> records) {
  Batch batch{1, RequestOf(WithArrival(submission))};
  batch.request.set_complete_through(submission.complete_through);
  for (auto& record : records) *batch.request.add_records() = std::move(record);
  const auto stub = v1::IntakeService::NewStub(channel_);
  v1::SubmitResponse response;
  const absl::Status status = Call([&](grpc::ClientContext& context) {
    return stub->Submit(&context, batch.request, &response);
  });
  if (!status.ok()) return status;
  return ResultsOf(batch, response);
}

absl::Status Client::SubmitStream(const Submission& submission, const Next& next,
                                  const OnResult& on_result) {
  return Submitter(channel_, config_, Cutter(WithArrival(submission), next, config_.batch_records),
                   on_result)
      .Run();
}

// Asks `method` of a stub of `Service`.
#define LIENTHONG_ASK(Service, Method, request, Response)                                        \
  v1::Response response;                                                                         \
  const auto stub = v1::Service::NewStub(channel_);                                              \
  const absl::Status status = Call(                                                              \
      [&](grpc::ClientContext& context) { return stub->Method(&context, request, &response); }); \
  if (!status.ok()) return status;                                                               \
  return response

absl::StatusOr<v1::GetScoreResponse> Client::Score(const v1::GetScoreRequest& request) {
  LIENTHONG_ASK(QueryService, GetScore, request, GetScoreResponse);
}

absl::StatusOr<v1::GetScorecardResponse> Client::Scorecard(const v1::GetScorecardRequest& request) {
  LIENTHONG_ASK(ScoreService, GetScorecard, request, GetScorecardResponse);
}

absl::StatusOr<v1::GetCoverageResponse> Client::Coverage(const v1::GetCoverageRequest& request) {
  LIENTHONG_ASK(QueryService, GetCoverage, request, GetCoverageResponse);
}

absl::StatusOr<v1::GetDossierResponse> Client::Dossier(const std::string& id) {
  v1::GetDossierRequest request;
  request.set_id(id);
  LIENTHONG_ASK(QueryService, GetDossier, request, GetDossierResponse);
}

absl::StatusOr<v1::ListUnitsResponse> Client::Units(const std::string& below,
                                                    const std::string& day) {
  v1::ListUnitsRequest request;
  request.set_unit(below);
  request.set_tree_at(day);
  LIENTHONG_ASK(ReferenceService, ListUnits, request, ListUnitsResponse);
}

absl::StatusOr<v1::GetStatusResponse> Client::Status() {
  LIENTHONG_ASK(AdminService, GetStatus, v1::GetStatusRequest(), GetStatusResponse);
}

#undef LIENTHONG_ASK

}  // namespace lienthong::client
