// The node's door for machines that watch it: plain HTTP/1.1, GET and HEAD.
//
//   /metrics   200, the metrics in Prometheus' text format
//   /healthz   200 while the process lives
//   /readyz    200 "ready", or 503 with one reason a line
//
//   ASSIGN_OR_RETURN(auto server, HttpServer::Start("127.0.0.1:0", {ready, metrics}));
//   LogInfo("serving", {{"http", server->address()}});
//
// Any other path is 404, any other method on these 405 with Allow. A request with a
// body is 413, one with a longer header than HttpLimits permits 431, one that is not
// HTTP 400; after these four the connection ends. Every request and every wait has a
// bound in bytes and time; connections beyond the bound wait in the kernel's queue
// until one ends, so a flood delays a probe and never costs memory.
//
// No TLS and no identity check: the configuration keeps it on loopback addresses.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "storage/base/status.h"

namespace lienthong::gateway {

// Where answers come from. Both are called on the server's own thread, one call at a
// time, and must be quick: while one runs, nobody else is answered.
struct HttpHandlers {
  // Why the node cannot serve now, each reason a line for an operator; empty when it
  // can.
  std::function<std::vector<std::string>()> ready;
  // The metrics in Prometheus' text format.
  std::function<std::string()> metrics;
};

// Bounds, each with the reason for its default.
struct HttpLimits {
  // A probe, a scraper and a few people with curl need fewer than ten.
  size_t connections_max = 64;
  // A scraper's header is below 1 KiB; browsers with cookies stay below 8.
  size_t header_bytes_max = 8192;
  // From one answer to the end of the next request's header, so a client that sends
  // its header byte by byte loses its place too.
  absl::Duration idle_max = absl::Seconds(10);
};

// A running server. Thread-safe.
class HttpServer {
 public:
  // Listens on "HOST:PORT" ("[::1]:80" for IPv6; port 0 takes a free one) and serves
  // on a thread of its own until destroyed. INVALID_ARGUMENT for what is no address,
  // FAILED_PRECONDITION when another server has it or it is not this machine's.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const std::string& address,
                                                           HttpHandlers handlers,
                                                           HttpLimits limits = {});

  // Ends all connections and waits for the thread. A handler that is running is
  // waited for.
  ~HttpServer();

  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Where it listens, with the real port.
  const std::string& address() const { return address_; }

 private:
  class Listener;

  explicit HttpServer(std::unique_ptr<Listener> listener);

  std::unique_ptr<Listener> listener_;
  std::string address_;
  std::thread thread_;
};

}  // namespace lienthong::gateway
