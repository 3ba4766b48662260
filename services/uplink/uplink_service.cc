#include "services/uplink/uplink_service.h"

#include <algorithm>
#include <deque>
#include <optional>

#include "services/access/wire_status.h"

namespace lienthong::uplink {
namespace {

// Blocks of one child in the queue of admission; the next is read when one is done.
constexpr int kBlocksInFlightMax = 4;

// Signs of life likewise: a child has one for each of its origins.
constexpr int kProgressInFlightMax = 1024;

// Answers that the child has not taken yet; a child that does not read is not read.
constexpr size_t kAnswersMax = 64;

// Origins that one child may report as stopped, and how long a reason may be.
constexpr size_t kStoppedMax = 1000;
constexpr size_t kReasonBytesMax = 256;

// Streams of one node at once: the present one, and those before it whose end nobody told.
constexpr int kStreamsMax = 4;

// After this long the keepalive has found out about those.
constexpr int64_t kStreamsRetryMs = 30'000;

grpc::Status ToGrpc(const absl::Status& status) {
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), MessageOf(status),
                      access::DetailsOf(status));
}

}  // namespace

// One stream. gRPC calls the On... methods, admission answers from its own thread, and
// whoever changes reference data calls in too; `mutex_` orders them.
//
// Lives until gRPC is done with the stream and no commit will call it back: shared with
// the answers that are under way, which may come when the service is gone.
class UplinkService::Session final
    : public grpc::ServerBidiReactor<v1::ReplicateRequest, v1::ReplicateResponse>,
      public std::enable_shared_from_this<Session> {
 public:
  // `peer` is the node that the caller's certificate names; empty: it has none.
  Session(UplinkService& service, std::string peer)
      : service_(service), peer_(std::move(peer)), receiver_(service.journal_) {}

  void Start() {
    self_ = shared_from_this();
    Advance([] {});
  }

  void OnReadDone(bool ok) override {
    Advance([&] {
      reading_ = false;
      if (!ok) half_closed_ = true;
      if (ok && !end_.has_value()) EndOnError(Take());
    });
  }

  void OnWriteDone(bool ok) override {
    Advance([&] {
      writing_ = false;
      if (!ok) EndOnError(Unavailable("replicate: the child is gone"));
    });
  }

  void OnCancel() override { End(absl::CancelledError("replicate: cancelled")); }

  void OnDone() override {
    std::shared_ptr<Session> self;  // may be the last one, so it outlives the lock
    const std::lock_guard lock(mutex_);
    if (receiver_.hello().has_value()) service_.NoteStreams(receiver_.hello()->node(), -1);
    self = std::move(self_);
  }

  void SendReferences() {
    Advance([&] { references_wanted_ = receiver_.hello().has_value(); });
  }

  void End(const absl::Status& why) {
    Advance([&] { EndOnError(why); });
  }

 private:
  // Changes the state, then starts whatever has become possible. Finish can run OnDone,
  // so it comes last and without the lock; nothing touches `this` after it.
  template <typename Change>
  void Advance(Change change) {
    std::optional<grpc::Status> last;
    {
      const std::lock_guard lock(mutex_);
      change();
      StepReferences();
      StepWrite();
      StepRead();
      last = StepFinish();
    }
    if (last.has_value()) Finish(*last);
  }

  void EndOnError(const absl::Status& status) {
    if (!status.ok() && !end_.has_value()) end_ = status;
  }

  absl::Status Take() {
    if (!receiver_.hello().has_value()) return TakeHello();
    if (request_.has_block()) return TakeBlock();
    if (request_.has_progress()) return TakeProgress();
    if (request_.has_divergence()) return TakeDivergence();
    return InvalidArgument("replicate: a second hello, or an empty message");
  }

  absl::Status TakeHello() {
    if (request_.has_hello()) RETURN_IF_ERROR(service_.CheckHello(peer_, request_.hello()));
    ASSIGN_OR_RETURN(v1::ReplicateResponse response, receiver_.TakeHello(request_));
    reference_ = receiver_.hello()->reference();
    references_wanted_ = true;
    service_.NoteStreams(receiver_.hello()->node(), 1);
    service_.NoteStopped(receiver_.hello()->node(), nullptr);
    queue_.push_back(std::move(response));
    return absl::OkStatus();
  }

  absl::Status TakeBlock() {
    ASSIGN_OR_RETURN(v1::Block block, receiver_.TakeBlock(request_.block()));
    ++blocks_in_flight_;
    service_.node_.TakeBlock(std::move(block),
                             [self = shared_from_this(), bytes = request_.block().payload().size()](
                                 absl::StatusOr<BlockResult> result) {
                               self->Advance([&] { self->Answer(result, bytes); });
                             });
    return absl::OkStatus();
  }

  void Answer(const absl::StatusOr<BlockResult>& result, size_t bytes) {
    --blocks_in_flight_;
    if (end_.has_value()) return;
    if (!result.ok()) return EndOnError(result.status());
    service_.NoteFacts(receiver_.hello()->node(), result->admitted);
    for (v1::ReplicateResponse& response : receiver_.Answer(*result, bytes)) {
      queue_.push_back(std::move(response));
    }
  }

  absl::Status TakeDivergence() {
    service_.NoteStopped(receiver_.hello()->node(), &request_.divergence());
    return absl::OkStatus();
  }

  absl::Status TakeProgress() {
    RETURN_IF_ERROR(receiver_.CheckProgress(request_.progress()));
    ++progress_in_flight_;
    service_.node_.TakeProgress(request_.progress(), [self = shared_from_this()] {
      self->Advance([&] { --self->progress_in_flight_; });
    });
    return absl::OkStatus();
  }

  // A run at a time, when the one before has gone: a thousand children would hold as many
  // copies of the log otherwise.
  void StepReferences() {
    if (!references_wanted_ || end_.has_value() || half_closed_ || !queue_.empty()) return;
    absl::StatusOr<v1::ReferenceRun> run = service_.node_.ReadReference(reference_);
    if (!run.ok()) return EndOnError(run.status());
    references_wanted_ = !run->entries().empty();
    if (!references_wanted_) return;
    MoveReference(*run);
    *queue_.emplace_back().mutable_reference() = *std::move(run);
  }

  // The child's position once it has `run`.
  void MoveReference(const v1::ReferenceRun& run) {
    *reference_.mutable_author() = run.author();
    reference_.set_sequence(run.first_sequence() + run.entries_size() - 1);
    Hash hash;
    if (!HashFromBytes(run.previous_hash(), hash)) return;
    for (const std::string& entry : run.entries()) hash = NextHash(hash, entry);
    reference_.set_hash(std::string(BytesOf(hash)));
  }

  void StepWrite() {
    if (end_.has_value() || writing_ || queue_.empty()) return;
    writing_ = true;
    response_ = std::move(queue_.front());
    queue_.pop_front();
    StartWrite(&response_);
  }

  void StepRead() {
    if (end_.has_value() || half_closed_ || reading_) return;
    if (blocks_in_flight_ >= kBlocksInFlightMax || progress_in_flight_ >= kProgressInFlightMax)
      return;
    if (queue_.size() >= kAnswersMax) return;
    reading_ = true;
    StartRead(&request_);
  }

  // After the child's half-close the stream ends once everything is answered.
  std::optional<grpc::Status> StepFinish() {
    if (finished_ || writing_) return std::nullopt;
    const bool answered = blocks_in_flight_ == 0 && progress_in_flight_ == 0 && queue_.empty();
    if (!end_.has_value() && half_closed_ && answered) end_ = absl::OkStatus();
    if (!end_.has_value()) return std::nullopt;
    finished_ = true;
    return ToGrpc(*end_);
  }

  UplinkService& service_;
  const std::string peer_;
  std::shared_ptr<Session> self_;
  std::mutex mutex_;  // guards everything below
  Receiver receiver_;
  // What the child will hold once it has everything queued.
  v1::ReferencePosition reference_;
  bool references_wanted_ = false;
  v1::ReplicateRequest request_;
  v1::ReplicateResponse response_;
  std::deque<v1::ReplicateResponse> queue_;
  int blocks_in_flight_ = 0;
  int progress_in_flight_ = 0;
  bool reading_ = false;
  bool writing_ = false;
  bool half_closed_ = false;
  // How the stream ends, once that is settled; Finish was called.
  std::optional<absl::Status> end_;
  bool finished_ = false;
};

grpc::ServerBidiReactor<v1::ReplicateRequest, v1::ReplicateResponse>* UplinkService::Replicate(
    grpc::CallbackServerContext* context) {
  const absl::StatusOr<std::string> peer =
      options_.node_of ? options_.node_of(*context) : std::string();
  auto session = std::make_shared<Session>(*this, peer.value_or(std::string()));
  bool stopping = false;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(sessions_, [](const std::weak_ptr<Session>& other) { return other.expired(); });
    sessions_.push_back(session);
    stopping = stopping_;
  }
  session->Start();
  if (!peer.ok()) session->End(peer.status());
  if (stopping) session->End(Unavailable("replicate: this node is shutting down"));
  return session.get();
}

// The common ancestor of the old and the new holder has the states; it may stand above.
grpc::ServerUnaryReactor* UplinkService::FetchUnit(grpc::CallbackServerContext* context,
                                                   const v1::FetchUnitRequest* request,
                                                   v1::FetchUnitResponse* response) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const absl::Status checked = CheckFetch(*context, *request);
  absl::StatusOr<v1::FetchUnitResponse> page =
      checked.ok() ? node_.ReadUnit(*request) : absl::StatusOr<v1::FetchUnitResponse>(checked);
  const auto answer = [reactor, response](absl::StatusOr<v1::FetchUnitResponse> result) {
    if (result.ok()) *response = *std::move(result);
    reactor->Finish(ToGrpc(result.status()));
  };
  if (checked.ok() && absl::IsUnavailable(page.status()) && relay_) {
    relay_(*request, answer);
  } else {
    answer(std::move(page));
  }
  return reactor;
}

absl::Status UplinkService::CheckHello(const std::string& peer, const v1::Hello& hello) {
  const std::string& node = hello.node().node();
  if (!peer.empty() && peer != node) {
    const absl::Status status = PermissionDenied(
        "replicate: the certificate names node \"{}\", the hello \"{}\"", peer, node);
    if (options_.refused) options_.refused("impostor", "node " + peer, MessageOf(status));
    return status;
  }
  const std::lock_guard lock(mutex_);
  const auto child = children_.find(OriginId::From(hello.node()));
  if (child == children_.end() || child->second.streams < kStreamsMax) return absl::OkStatus();
  const absl::Status status =
      ResourceExhausted("replicate: node \"{}\" has {} streams already", node, kStreamsMax);
  if (options_.refused) options_.refused("streams", "node " + node, MessageOf(status));
  return access::WithRetry(access::WithReason(status, "STREAMS_TOO_MANY"), kStreamsRetryMs);
}

absl::Status UplinkService::CheckFetch(const grpc::ServerContextBase& context,
                                       const v1::FetchUnitRequest& request) {
  if (!options_.node_of) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string peer, options_.node_of(context));
  if (peer.empty() || peer == request.node()) return absl::OkStatus();
  if (!options_.may_carry || options_.may_carry(peer, request)) return absl::OkStatus();
  const absl::Status status = PermissionDenied(
      "fetch: node \"{}\" asks for \"{}\" and never held a grant of the unit or of one above it",
      peer, request.node());
  if (options_.refused) options_.refused("impostor", "node " + peer, MessageOf(status));
  return status;
}

void UplinkService::NotifyReferences() {
  for (const auto& session : Sessions()) session->SendReferences();
}

void UplinkService::EndStreams() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  for (const auto& session : Sessions()) {
    session->End(Unavailable("replicate: this node is shutting down"));
  }
}

std::vector<std::shared_ptr<UplinkService::Session>> UplinkService::Sessions() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Session>> sessions;
  for (const std::weak_ptr<Session>& weak : sessions_) {
    if (auto session = weak.lock()) sessions.push_back(std::move(session));
  }
  return sessions;
}

void UplinkService::NoteStreams(const v1::Origin& node, int more) {
  const std::lock_guard lock(mutex_);
  Child& child = children_[OriginId::From(node)];
  *child.status.mutable_node() = node;
  child.streams += more;
  child.status.set_connected(child.streams > 0);
}

void UplinkService::NoteStopped(const v1::Origin& node, const v1::Divergence* divergence) {
  const std::lock_guard lock(mutex_);
  std::map<OriginId, std::string>& stopped = children_[OriginId::From(node)].stopped;
  if (divergence == nullptr) return stopped.clear();
  if (stopped.size() == kStoppedMax) return;
  std::string reason = divergence->reason();
  if (reason.size() > kReasonBytesMax) reason = "a reason too long to show";
  stopped[OriginId::From(divergence->held().origin())] =
      fmt::format("{} says: {}", node.node(), reason);
}

std::map<OriginId, std::string> UplinkService::stopped() const {
  const std::lock_guard lock(mutex_);
  std::map<OriginId, std::string> all;
  for (const auto& [id, child] : children_) all.insert(child.stopped.begin(), child.stopped.end());
  return all;
}

void UplinkService::NoteFacts(const v1::Origin& node, uint64_t facts) {
  const std::lock_guard lock(mutex_);
  v1::ChildStatus& status = children_[OriginId::From(node)].status;
  status.set_facts(status.facts() + facts);
}

std::vector<v1::ChildStatus> UplinkService::children() const {
  const std::lock_guard lock(mutex_);
  std::vector<v1::ChildStatus> result;
  for (const auto& [id, child] : children_) result.push_back(child.status);
  return result;
}

int UplinkService::connected() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(std::count_if(children_.begin(), children_.end(), [](const auto& child) {
    return child.second.streams > 0;
  }));
}

}  // namespace lienthong::uplink
