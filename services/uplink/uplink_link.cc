#include "services/uplink/uplink_link.h"

#include <algorithm>
#include <chrono>
#include <random>

namespace lienthong::uplink {
namespace {

constexpr int kMessageBytesMax = 4 << 20;

// Keepalive of both sides belongs together: services/node permits one ping in 10 s, so
// that 20 s here is never too many.
constexpr int kKeepaliveMs = 20'000;

// First and longest wait before another try, with jitter, so that 150 offices do
// not come back at the same second.
constexpr int kBackoffFirstMs = 100;
constexpr int kBackoffMaxMs = 5'000;

// How long a new stream waits for the connection; Stop may have to wait for it too.
constexpr auto kConnectPatience = std::chrono::milliseconds(500);

// How long a page of a unit may take, and how long after a failure the next is asked for:
// the release that it waits for may be days away.
constexpr auto kFetchPatience = std::chrono::seconds(30);
constexpr int kFetchAgainMs = 2'000;

// How long a connection may take to come up; gRPC reads its "minimum backoff" as that.
constexpr int kConnectMs = 5'000;

std::shared_ptr<grpc::Channel> MakeChannel(
    const std::string& address, const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  arguments.SetMaxSendMessageSize(kMessageBytesMax);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  // Also while the window is closed and nothing else is sent.
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectMs);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kBackoffFirstMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kBackoffMaxMs);
  // A renewed certificate must not find the connection that the old one made.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(address, credentials, arguments);
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

}  // namespace

// What ends a stream from outside. Shared, because the node answers a reference run when
// its stream, and perhaps the link, is gone.
struct UplinkLink::Line {
  grpc::ClientContext context;
  std::mutex mutex;
  absl::Status error;  // the first one, guarded
  // The node refused reference data: more of it would only be refused too, and facts must
  // not wait for that. The next stream tries again.
  bool references_refused = false;  // guarded

  void Break(const absl::Status& why) {
    {
      const std::lock_guard lock(mutex);
      if (error.ok()) error = why;
    }
    context.TryCancel();
  }

  void RefuseReferences() {
    const std::lock_guard lock(mutex);
    references_refused = true;
  }

  bool refuses_references() {
    const std::lock_guard lock(mutex);
    return references_refused;
  }

  absl::Status Error() {
    const std::lock_guard lock(mutex);
    return error;
  }
};

// One stream. The sender has a mutex of its own, so that whoever notifies the link never
// waits for a block to be read and packed. Taken before the link's mutex, never after.
struct UplinkLink::Stream {
  Stream(const Engine& engine, const Journal& journal, const Sender::Options& options)
      : sender(engine, journal, options) {}

  const std::shared_ptr<Line> line = std::make_shared<Line>();
  std::unique_ptr<grpc::ClientReaderWriter<v1::ReplicateRequest, v1::ReplicateResponse>> wire;
  std::mutex mutex;
  Sender sender;
};

// The page under way. Shared, because gRPC and the node answer when the link may be gone.
struct UplinkLink::Fetch {
  std::mutex mutex;
  bool busy = false;
  bool failed = false;  // the last one; the next waits for a while
  int64_t next_ms = 0;

  void End(const absl::Status& status) {
    const std::lock_guard lock(mutex);
    busy = false;
    failed = !status.ok();
  }
};

UplinkLink::UplinkLink(const Engine& engine, const Journal& journal, const Clock& clock,
                       ChildNode& node, Options options)
    : engine_(engine),
      journal_(journal),
      clock_(clock),
      node_(node),
      options_(std::move(options)),
      fetch_(std::make_shared<Fetch>()) {
  thread_ = std::thread([this] { Run(); });
}

void UplinkLink::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (line_ != nullptr) line_->context.TryCancel();
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void UplinkLink::Notify() {
  {
    const std::lock_guard lock(mutex_);
    ++wakes_;
  }
  changed_.notify_all();
}

UplinkLink::State UplinkLink::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

// A stream that brought nothing through counts as a failure even if it was connected: a
// parent whose disk is full is not asked ten times a second.
void UplinkLink::Run() {
  int failures = 0;
  while (true) {
    const absl::Status status = RunStream();
    {
      const std::lock_guard lock(mutex_);
      line_ = nullptr;
      state_.connected = false;
      if (stopping_) return;
      failures = status.ok() || stream_useful_ ? 0 : failures + 1;
      if (!status.ok()) state_.last_error = Explain(status);
    }
    Pause(failures);
  }
}

std::string UplinkLink::Explain(const absl::Status& status) const {
  const std::string trouble = options_.trouble ? options_.trouble() : std::string();
  return trouble.empty() ? MessageOf(status) : fmt::format("{}; {}", trouble, MessageOf(status));
}

void UplinkLink::Pause(int failures) {
  thread_local std::minstd_rand random(std::random_device{}());
  const int base = std::min(kBackoffMaxMs, kBackoffFirstMs << std::min(failures, 6));
  const int wait_ms = base / 2 + static_cast<int>(random() % (base / 2 + 1));
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(wait_ms), [this] { return stopping_; });
}

absl::Status UplinkLink::RunStream() {
  Stream stream(engine_, journal_, options_.sender);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return absl::OkStatus();
    line_ = stream.line;
    stream_broken_ = false;
    stream_useful_ = false;
  }
  const v1::ReplicateRequest hello =
      stream.sender.Hello(node_.reference_position(), options_.software);
  // Between streams nobody polls a connection that is being made, but for gRPC's own look
  // every five seconds.
  grpc::Channel& channel = Channel();
  if (channel.GetState(true) != GRPC_CHANNEL_READY) {
    channel.WaitForConnected(std::chrono::system_clock::now() + kConnectPatience);
  }
  stream.wire = Stub()->Replicate(&stream.line->context);
  const bool greeted = stream.wire->Write(hello);
  std::thread reader([&] { Read(stream); });
  if (greeted) {
    const absl::Status status = Write(stream);
    if (!status.ok()) stream.line->Break(status);
    stream.wire->WritesDone();
  }
  reader.join();
  const absl::Status finished = FromGrpc(stream.wire->Finish());
  const absl::Status error = stream.line->Error();
  return error.ok() ? finished : error;
}

grpc::Channel& UplinkLink::Channel() {
  Security security;
  if (options_.security) {
    security = options_.security();
  } else {
    security.credentials = grpc::InsecureChannelCredentials();
  }
  if (channel_ != nullptr && security.generation == generation_) return *channel_;
  generation_ = security.generation;
  channel_ = MakeChannel(options_.address, security.credentials);
  const std::lock_guard lock(mutex_);
  stub_ = v1::UplinkService::NewStub(channel_);
  return *channel_;
}

std::shared_ptr<v1::UplinkService::Stub> UplinkLink::Stub() const {
  const std::lock_guard lock(mutex_);
  return stub_;
}

absl::Status UplinkLink::Write(Stream& stream) {
  const int64_t end_ms = clock_.NowMs() + options_.stream_ms_max;
  uint64_t seen = 0;
  for (int64_t now_ms = clock_.NowMs(); now_ms < end_ms && GoOn(seen); now_ms = clock_.NowMs()) {
    StepFetch(now_ms);
    std::unique_lock lock(stream.mutex);
    ASSIGN_OR_RETURN(const auto request, stream.sender.Next(now_ms));
    const bool ready = stream.sender.ready();
    Note(stream.sender);
    lock.unlock();
    if (!request.has_value()) {
      if (!ready) WaitForWork(seen);
      continue;
    }
    if (!stream.wire->Write(*request)) return absl::OkStatus();  // the reader learns why
    const std::lock_guard counting(mutex_);
    state_.sent_bytes += request->block().payload().size();
  }
  return absl::OkStatus();
}

void UplinkLink::StepFetch(int64_t now_ms) {
  const std::optional<v1::FetchUnitRequest> request = node_.NextFetch();
  if (!request.has_value()) return;
  {
    const std::lock_guard lock(fetch_->mutex);
    if (fetch_->busy || (fetch_->failed && now_ms < fetch_->next_ms)) return;
    fetch_->busy = true;
    fetch_->next_ms = now_ms + kFetchAgainMs;
  }
  FetchUnit(*request, [&node = node_, fetch = fetch_,
                       request = *request](absl::StatusOr<v1::FetchUnitResponse> page) {
    if (!page.ok()) return fetch->End(page.status());
    node.TakeUnit(request, *std::move(page),
                  [fetch](const absl::Status& status) { fetch->End(status); });
  });
}

void UplinkLink::FetchUnit(const v1::FetchUnitRequest& request,
                           std::function<void(absl::StatusOr<v1::FetchUnitResponse>)> done) {
  struct Call {
    std::shared_ptr<v1::UplinkService::Stub> stub;
    grpc::ClientContext context;
    v1::FetchUnitRequest request;
    v1::FetchUnitResponse response;
  };
  const auto call = std::make_shared<Call>();
  call->stub = Stub();
  if (call->stub == nullptr) return done(Unavailable("the parent: there was no line yet"));
  call->request = request;
  call->context.set_deadline(std::chrono::system_clock::now() + kFetchPatience);
  call->stub->async()->FetchUnit(&call->context, &call->request, &call->response,
                                 [call, done = std::move(done)](const grpc::Status& status) {
                                   if (!status.ok()) return done(FromGrpc(status));
                                   done(std::move(call->response));
                                 });
}

// Read before the sender is asked: a wake-up after that is not lost.
bool UplinkLink::GoOn(uint64_t& seen) const {
  const std::lock_guard lock(mutex_);
  seen = wakes_;
  return !stopping_ && !stream_broken_;
}

void UplinkLink::WaitForWork(uint64_t seen) {
  std::unique_lock lock(mutex_);
  // The time-out is the resolution of signs of life and age, not a poll for data.
  changed_.wait_for(lock, std::chrono::milliseconds(1000),
                    [&] { return stopping_ || stream_broken_ || wakes_ != seen; });
}

void UplinkLink::Read(Stream& stream) {
  v1::ReplicateResponse message;
  while (stream.wire->Read(&message)) {
    const absl::Status status = TakeMessage(std::move(message), stream);
    if (status.ok()) continue;
    stream.line->Break(status);
    break;
  }
  {
    const std::lock_guard lock(mutex_);
    stream_broken_ = true;
  }
  changed_.notify_all();
}

absl::Status UplinkLink::TakeMessage(v1::ReplicateResponse message, Stream& stream) {
  {
    const std::lock_guard lock(stream.mutex);
    RETURN_IF_ERROR(stream.sender.Take(message));
    Note(stream.sender);
  }
  {
    const std::lock_guard lock(mutex_);
    stream_useful_ = stream_useful_ || message.has_ack();
    ++wakes_;
  }
  changed_.notify_all();
  if (message.has_ack() && !message.ack().positions().empty()) {
    node_.Acknowledge(std::move(*message.mutable_ack()));
  }
  if (!message.has_reference() || stream.line->refuses_references()) return absl::OkStatus();
  node_.TakeReference(std::move(*message.mutable_reference()),
                      [line = stream.line](const absl::Status& status) {
                        if (status.code() == absl::StatusCode::kFailedPrecondition)
                          return line->RefuseReferences();
                        // The next hello says where this node really is.
                        if (!status.ok()) line->Break(status);
                      });
  return absl::OkStatus();
}

void UplinkLink::Note(const Sender& sender) {
  const uint64_t backlog = sender.behind();
  const std::string stopped = sender.stopped().empty() ? "" : sender.stopped().begin()->second;
  const std::lock_guard lock(mutex_);
  state_.connected = sender.resumed();
  state_.backlog = backlog;
  if (state_.stopped.size() != sender.stopped().size()) state_.stopped = sender.stopped();
  if (state_.connected) state_.last_error = stopped;
}

}  // namespace lienthong::uplink
