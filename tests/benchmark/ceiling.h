// The modes of lienthong_bench_ceiling, and what they share.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <rocksdb/db.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/benchmark/measure.h"

namespace lienthong::benchmark {

void MeasureStream(const Arguments& arguments);
void MeasureUnary(const Arguments& arguments);
void MeasureStore(const Arguments& arguments);
void Serve(const Arguments& arguments);
void Send(const Arguments& arguments);
void HoldIdle(const Arguments& arguments);

// The method that bare servers answer to; they take any.
inline constexpr char kMethod[] = "/bench/Pass";

// A message: for each event a length byte, that many bytes of key, two bytes of length
// (little-endian) and that many bytes of value.
void AppendEvent(std::string_view key, std::string_view value, std::string& message);
// Calls `visit` for each event.
void VisitEvents(std::string_view message,
                 const std::function<void(std::string_view key, std::string_view value)>& visit);

grpc::ByteBuffer BufferOf(const std::string& bytes);
std::string BytesOf(const grpc::ByteBuffer& buffer);
// A channel with a connection of its own.
std::shared_ptr<grpc::Channel> ConnectTo(const std::string& address);

// A bare store: two families, journal and records, one counter.
class BareStore {
 public:
  explicit BareStore(const std::string& path);
  ~BareStore();

  // One synced batch of all `messages`.
  void Write(const std::vector<std::string>& messages);

 private:
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
  uint64_t position_ = 0;
};

// A server that answers every message of every stream with an empty one: at once, or through
// `take`, which calls its argument when the message is durable. `drain`, where there is one, ends
// a stream: it calls its argument when all that came before has been passed on.
class BareServer {
 public:
  using Take = std::function<void(std::string message, std::function<void()> done)>;
  using Drain = std::function<void(std::function<void()> done)>;

  BareServer(const std::string& address, Take take, Drain drain);
  ~BareServer();

  int port() const { return port_; }

 private:
  class Service;

  int port_ = 0;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace lienthong::benchmark
