#include "services/gateway/http_server.h"

#include <fmt/ranges.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <limits>
#include <optional>
#include <set>
#include <utility>

namespace lienthong::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

using Response = http::response<http::string_body>;

// Read and thrown away after the last answer, so that closing does not reset the
// connection before the client has read that answer.
constexpr size_t kDrainBytesMax = 64 << 10;

// When the process is out of file descriptors, for one to come back.
constexpr std::chrono::milliseconds kAcceptRetry(100);

Response Answer(http::status status, std::string body,
                std::string_view type = "text/plain; charset=utf-8") {
  Response response(status, 11);
  response.set(http::field::content_type, beast::string_view(type.data(), type.size()));
  response.set(http::field::cache_control, "no-store");
  response.body() = std::move(body);
  return response;
}

Response AnswerReady(const HttpHandlers& handlers) {
  const std::vector<std::string> reasons = handlers.ready();
  if (reasons.empty()) return Answer(http::status::ok, "ready\n");
  return Answer(http::status::service_unavailable, fmt::format("{}\n", fmt::join(reasons, "\n")));
}

Response AnswerPath(beast::string_view path, const HttpHandlers& handlers) {
  if (path == "/healthz") return Answer(http::status::ok, "alive\n");
  if (path == "/readyz") return AnswerReady(handlers);
  return Answer(http::status::ok, handlers.metrics(), "text/plain; version=0.0.4; charset=utf-8");
}

bool IsKnown(beast::string_view path) {
  return path == "/metrics" || path == "/healthz" || path == "/readyz";
}

// The answer to a request whose header is complete; its body is never read.
template <typename Parser>
Response AnswerRequest(const Parser& parser, const HttpHandlers& handlers) {
  const auto& request = parser.get();
  const bool has_body = parser.chunked() || parser.content_length().value_or(0) > 0;
  const beast::string_view path = request.target().substr(0, request.target().find('?'));
  Response response;
  if (!IsKnown(path)) {
    response = Answer(http::status::not_found, "not found; see /metrics, /healthz, /readyz\n");
  } else if (request.method() != http::verb::get && request.method() != http::verb::head) {
    response = Answer(http::status::method_not_allowed, "only GET and HEAD\n");
    response.set(http::field::allow, "GET, HEAD");
  } else if (has_body) {
    response = Answer(http::status::payload_too_large, "no body is read here\n");
  } else {
    response = AnswerPath(path, handlers);
  }
  const bool rest_is_known = !has_body && response.result() != http::status::method_not_allowed;
  response.version(request.version());
  response.keep_alive(request.keep_alive() && rest_is_known);
  return response;
}

// The answer to what is no request; none when the client is gone.
std::optional<Response> AnswerBroken(error_code error) {
  if (error == http::error::end_of_stream || error == beast::error::timeout) return std::nullopt;
  std::optional<Response> response;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    response = Answer(http::status::request_header_fields_too_large, "header too long\n");
  } else if (error.category() == http::make_error_code(http::error::bad_method).category()) {
    response = Answer(http::status::bad_request, fmt::format("not HTTP: {}\n", error.message()));
  }
  if (response) response->keep_alive(false);
  return response;
}

// One client. Each pending operation shares in owning it: asio calls back after the
// operation, and the last of them ends the connection.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // `handlers` must outlive it.
  Connection(tcp::socket socket, const HttpHandlers& handlers, const HttpLimits& limits,
             std::function<void(Connection*)> on_end)
      : stream_(std::move(socket)),
        handlers_(handlers),
        limits_(limits),
        // Room for a header that is too long to be seen as one.
        buffer_(2 * limits.header_bytes_max),
        on_end_(std::move(on_end)) {}

  ~Connection() { on_end_(this); }

  void ReadRequest() {
    parser_.emplace();
    parser_->header_limit(static_cast<uint32_t>(limits_.header_bytes_max));
    // AnswerRequest refuses bodies, and says so. (No limit, boost::none, is taken for
    // less than any length by Beast 1.74.)
    parser_->body_limit(std::numeric_limits<uint64_t>::max());
    stream_.expires_after(absl::ToChronoMilliseconds(limits_.idle_max));
    http::async_read_header(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](error_code error, size_t) { self->OnRequest(error); });
  }

  // Fails all pending operations.
  void Close() { stream_.close(); }

 private:
  void OnRequest(error_code error) {
    std::optional<Response> response =
        error ? AnswerBroken(error) : AnswerRequest(*parser_, handlers_);
    if (!response) return;
    const bool head = !error && parser_->get().method() == http::verb::head;
    response->prepare_payload();
    if (head) response->body().clear();  // and keeps the length of the body it stands for
    Write(*std::move(response));
  }

  void Write(Response response) {
    response_ = std::move(response);
    stream_.expires_after(absl::ToChronoMilliseconds(limits_.idle_max));
    http::async_write(stream_, response_, [self = shared_from_this()](error_code error, size_t) {
      self->OnWritten(error);
    });
  }

  void OnWritten(error_code error) {
    if (error) return;
    if (response_.keep_alive()) return ReadRequest();
    stream_.socket().shutdown(tcp::socket::shutdown_send, error);
    Drain(kDrainBytesMax);
  }

  // Reads until the client closes too, at most `left` bytes and within the time that
  // the answer left over.
  void Drain(size_t left) {
    stream_.async_read_some(asio::buffer(discarded_),
                            [self = shared_from_this(), left](error_code error, size_t read) {
                              if (!error && read < left) self->Drain(left - read);
                            });
  }

  beast::tcp_stream stream_;
  const HttpHandlers& handlers_;
  const HttpLimits limits_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::empty_body>> parser_;
  Response response_;
  std::array<char, 1024> discarded_;
  std::function<void(Connection*)> on_end_;
};

absl::StatusOr<tcp::endpoint> Resolve(asio::io_context& io, const std::string& address) {
  const size_t colon = address.rfind(':');
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const std::string port = colon == std::string::npos ? "" : address.substr(colon + 1);
  if (host.empty() || port.empty()) {
    return InvalidArgument("http address \"{}\": expected HOST:PORT", address);
  }
  error_code error;
  const auto found = tcp::resolver(io).resolve(host, port, tcp::resolver::numeric_service, error);
  if (error || found.empty()) {
    return InvalidArgument("http address \"{}\": {}", address, error.message());
  }
  return found.begin()->endpoint();
}

std::string ToString(const tcp::endpoint& endpoint) {
  const std::string host = endpoint.address().to_string();
  return endpoint.address().is_v6() ? fmt::format("[{}]:{}", host, endpoint.port())
                                    : fmt::format("{}:{}", host, endpoint.port());
}

absl::Status ListenStatus(error_code error, const std::string& address) {
  if (!error) return absl::OkStatus();
  if (error == asio::error::address_in_use) {
    return FailedPrecondition("http address {}: another server listens there", address);
  }
  return FailedPrecondition("http address {}: cannot listen: {}", address, error.message());
}

}  // namespace

// The listening socket and its connections. Everything but Listen, Run and Stop
// happens on the thread that runs it.
class HttpServer::Listener {
 public:
  Listener(HttpHandlers handlers, HttpLimits limits)
      : handlers_(std::move(handlers)), limits_(limits), acceptor_(io_), retry_(io_) {}

  absl::Status Listen(const std::string& address) {
    ASSIGN_OR_RETURN(const tcp::endpoint endpoint, Resolve(io_, address));
    error_code error;
    acceptor_.open(endpoint.protocol(), error);
    // Lets a restarted node have its port while old connections linger; two listeners
    // at once would need SO_REUSEPORT, which stays off.
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(tcp::acceptor::max_listen_connections, error);
    return ListenStatus(error, address);
  }

  std::string address() const { return ToString(acceptor_.local_endpoint()); }

  // Serves until stopped.
  void Run() {
    AcceptMore();
    io_.run();
  }

  // Has Run return soon. From any thread.
  void Stop() {
    asio::post(io_, [this] {
      stopping_ = true;
      acceptor_.close();
      retry_.cancel();
      for (Connection* connection : connections_) connection->Close();
    });
  }

 private:
  // Accepts the next client unless that is under way or there are enough.
  void AcceptMore() {
    if (accepting_ || stopping_ || connections_.size() >= limits_.connections_max) return;
    accepting_ = true;
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
      accepting_ = false;
      if (error) return RetryLater();
      Begin(std::move(socket));
      AcceptMore();
    });
  }

  void Begin(tcp::socket socket) {
    if (stopping_) return;
    const auto connection = std::make_shared<Connection>(std::move(socket), handlers_, limits_,
                                                         [this](Connection* ended) {
                                                           connections_.erase(ended);
                                                           AcceptMore();
                                                         });
    connections_.insert(connection.get());
    connection->ReadRequest();
  }

  void RetryLater() {
    if (stopping_) return;
    retry_.expires_after(kAcceptRetry);
    retry_.async_wait([this](error_code error) {
      if (!error) AcceptMore();
    });
  }

  const HttpHandlers handlers_;
  const HttpLimits limits_;
  std::set<Connection*> connections_;
  bool accepting_ = false;
  bool stopping_ = false;
  asio::io_context io_{1};
  tcp::acceptor acceptor_;
  asio::steady_timer retry_;
};

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const std::string& address,
                                                              HttpHandlers handlers,
                                                              HttpLimits limits) {
  auto listener = std::make_unique<Listener>(std::move(handlers), limits);
  RETURN_IF_ERROR(listener->Listen(address));
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(listener)));
}

HttpServer::HttpServer(std::unique_ptr<Listener> listener)
    : listener_(std::move(listener)),
      address_(listener_->address()),
      thread_([this] { listener_->Run(); }) {}

HttpServer::~HttpServer() {
  listener_->Stop();
  thread_.join();
}

}  // namespace lienthong::gateway
