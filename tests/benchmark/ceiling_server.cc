// Bare gRPC: bytes in, bytes out.
#include <grpcpp/generic/async_generic_service.h>

#include <atomic>
#include <mutex>

#include "tests/benchmark/ceiling.h"

namespace lienthong::benchmark {
namespace {

constexpr int kMessageBytesMax = 64 << 20;

// One stream, one message at a time: read, taken, answered. Deletes itself when gRPC has
// done with it.
class Stream final : public grpc::ServerGenericBidiReactor {
 public:
  Stream(const BareServer::Take& take, const BareServer::Drain& drain)
      : take_(take), drain_(drain) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return End();
    if (!take_) return Answer();
    take_(BytesOf(request_), [this] { Answer(); });
  }
  void OnWriteDone(bool ok) override {
    if (ok) return StartRead(&request_);
    Finish(grpc::Status::CANCELLED);
  }
  void OnDone() override { delete this; }

 private:
  void Answer() { StartWrite(&response_); }
  void End() {
    if (!drain_) return Finish(grpc::Status::OK);
    drain_([this] { Finish(grpc::Status::OK); });
  }

  const BareServer::Take& take_;
  const BareServer::Drain& drain_;
  grpc::ByteBuffer request_;
  const grpc::ByteBuffer response_ = BufferOf("k");
};

}  // namespace

class BareServer::Service final : public grpc::CallbackGenericService {
 public:
  Service(Take take, Drain drain) : take_(std::move(take)), drain_(std::move(drain)) {}

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
    return new Stream(take_, drain_);
  }

 private:
  const Take take_;
  const Drain drain_;
};

BareServer::BareServer(const std::string& address, Take take, Drain drain)
    : service_(std::make_unique<Service>(std::move(take), std::move(drain))) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port_);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(kMessageBytesMax);
  builder.RegisterCallbackGenericService(service_.get());
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port_ == 0) Fail(address + ": cannot be bound");
}

BareServer::~BareServer() {
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
}

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) Fail("a message cannot be read");
  std::string bytes;
  bytes.reserve(buffer.Length());
  for (const grpc::Slice& slice : slices)
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

std::shared_ptr<grpc::Channel> ConnectTo(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetMaxReceiveMessageSize(kMessageBytesMax);
  auto channel = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(20)))
    Fail(address + ": no connection");
  return channel;
}

}  // namespace lienthong::benchmark
