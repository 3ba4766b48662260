#include "services/node/health_door.h"

#include <fmt/format.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/support/server_interceptor.h>

#include <chrono>
#include <string_view>
#include <vector>

namespace lienthong::node {
namespace {

constexpr char kReady[] = "ready";

// Probes ask every few seconds.
constexpr auto kInterval = std::chrono::milliseconds(500);

constexpr std::string_view kHealthPrefix = "/grpc.health.v1.Health/";

// gRPC's plugins put reflection and channelz into every server of the process; at this
// door they would tell anybody who is connected to the node.
class OnlyHealth final : public grpc::experimental::Interceptor {
 public:
  explicit OnlyHealth(grpc::experimental::ServerRpcInfo& info) : info_(info) {}

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    using grpc::experimental::InterceptionHookPoints;
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_INITIAL_METADATA) &&
        !std::string_view(info_.method()).starts_with(kHealthPrefix)) {
      info_.server_context()->TryCancel();
    }
    methods->Proceed();
  }

 private:
  grpc::experimental::ServerRpcInfo& info_;
};

class OnlyHealthFactory final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override {
    return new OnlyHealth(*info);
  }
};

std::unique_ptr<grpc::Server> StartServer(const std::string& address,
                                          grpc::CallbackGenericService& nothing, int& port) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // A question is the name of a service.
  builder.SetMaxReceiveMessageSize(1024);
  builder.RegisterCallbackGenericService(&nothing);
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> creators;
  creators.push_back(std::make_unique<OnlyHealthFactory>());
  builder.experimental().SetInterceptorCreators(std::move(creators));
  return builder.BuildAndStart();
}

}  // namespace

absl::StatusOr<std::unique_ptr<HealthDoor>> HealthDoor::Open(const std::string& address,
                                                             grpc::Server& main,
                                                             std::function<bool()> ready) {
  std::unique_ptr<HealthDoor> door(new HealthDoor(main, std::move(ready)));
  if (!address.empty()) {
    int port = 0;
    door->own_ = StartServer(address, door->nothing_, port);
    if (door->own_ == nullptr || port == 0)
      return FailedPrecondition("health {}: cannot be bound; another program has it", address);
    door->address_ = fmt::format("{}:{}", address.substr(0, address.rfind(':')), port);
  }
  door->Tell(door->ready_());
  door->thread_ = std::thread([raw = door.get()] { raw->Watch(); });
  return door;
}

HealthDoor::~HealthDoor() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  if (own_ != nullptr) own_->Shutdown(std::chrono::system_clock::now());
}

void HealthDoor::Watch() {
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, kInterval, [this] { return stopping_; })) {
    lock.unlock();
    Tell(ready_());
    lock.lock();
  }
}

void HealthDoor::Tell(bool ready) {
  for (grpc::Server* server : {&main_, own_.get()}) {
    if (server == nullptr) continue;
    if (auto* health = server->GetHealthCheckService()) health->SetServingStatus(kReady, ready);
  }
}

}  // namespace lienthong::node
