#include "services/gateway/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <iostream>
#include <list>
#include <random>

namespace lienthong::gateway {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using ::testing::HasSubstr;

using Response = http::response<http::string_body>;

// A client that sends what it is told, HTTP or not.
class Client {
 public:
  explicit Client(const std::string& address) : socket_(io_) {
    const size_t colon = address.rfind(':');
    std::string host = address.substr(0, colon);
    if (host.front() == '[') host = host.substr(1, host.size() - 2);
    const auto port = static_cast<uint16_t>(std::stoi(address.substr(colon + 1)));
    socket_.connect({asio::ip::make_address(host), port});
  }

  // The server may have hung up, so a failure to send is no failure.
  void Send(std::string_view bytes) {
    error_code ignored;
    asio::write(socket_, asio::buffer(bytes.data(), bytes.size()), ignored);
  }

  void FinishSending() {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
  }

  Response Receive(bool to_head = false) {
    http::response_parser<http::string_body> parser;
    parser.skip(to_head);
    http::read(socket_, buffer_, parser);
    return parser.release();
  }

  // Everything until the server closes.
  std::string ReceiveAll() {
    std::string bytes;
    error_code error;
    asio::read(socket_, asio::dynamic_buffer(bytes), error);
    return bytes;
  }

  Response Ask(std::string_view method, std::string_view path) {
    Send(fmt::format("{} {} HTTP/1.1\r\nHost: x\r\n\r\n", method, path));
    return Receive(method == "HEAD");
  }

  bool HasReceivedSomething() { return socket_.available() > 0; }

 private:
  asio::io_context io_;
  tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
};

class HttpServerTest : public testing::Test {
 protected:
  std::unique_ptr<HttpServer> StartServer(HttpLimits limits = {}) {
    HttpHandlers handlers;
    handlers.ready = [this] { return reasons_; };
    handlers.metrics = [] { return "lienthong_commits_total 7\n"; };
    auto server = HttpServer::Start("127.0.0.1:0", handlers, limits);
    EXPECT_TRUE(server.ok()) << server.status();
    return *std::move(server);
  }

  std::vector<std::string> reasons_;
};

TEST_F(HttpServerTest, ServesMetrics) {
  const auto server = StartServer();

  const Response response = Client(server->address()).Ask("GET", "/metrics?x=1");

  EXPECT_EQ(response.result_int(), 200u);
  EXPECT_EQ(response.body(), "lienthong_commits_total 7\n");
  EXPECT_EQ(response[http::field::content_type], "text/plain; version=0.0.4; charset=utf-8");
}

TEST_F(HttpServerTest, IsAliveEvenWhenNotReady) {
  reasons_ = {"store: read-only", "parent: never reached"};
  const auto server = StartServer();
  Client client(server->address());

  EXPECT_EQ(client.Ask("GET", "/healthz").result_int(), 200u);
  const Response response = client.Ask("GET", "/readyz");

  EXPECT_EQ(response.result_int(), 503u);
  EXPECT_EQ(response.body(), "store: read-only\nparent: never reached\n");
}

TEST_F(HttpServerTest, IsReadyWithoutReasonsAgainst) {
  const auto server = StartServer();

  const Response response = Client(server->address()).Ask("GET", "/readyz");

  EXPECT_EQ(response.result_int(), 200u);
  EXPECT_EQ(response.body(), "ready\n");
}

TEST_F(HttpServerTest, AnswersHeadWithoutTheBody) {
  const auto server = StartServer();
  Client client(server->address());

  const Response response = client.Ask("HEAD", "/metrics");

  EXPECT_EQ(response.result_int(), 200u);
  EXPECT_EQ(response[http::field::content_length], "26");
  EXPECT_EQ(client.Ask("GET", "/healthz").body(), "alive\n");
}

TEST_F(HttpServerTest, RefusesPathsAndMethodsItDoesNotHave) {
  const auto server = StartServer();

  for (const char* path : {"/", "/metrics/", "/../etc/passwd", "*", "//healthz", "/%00"}) {
    EXPECT_EQ(Client(server->address()).Ask("GET", path).result_int(), 404u) << path;
  }
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "BREW"}) {
    const Response response = Client(server->address()).Ask(method, "/metrics");
    EXPECT_EQ(response.result_int(), 405u) << method;
    EXPECT_EQ(response[http::field::allow], "GET, HEAD");
  }
}

TEST_F(HttpServerTest, ReadsNoBody) {
  const auto server = StartServer();
  const std::string get = "GET /healthz HTTP/1.1\r\nHost: x\r\n";
  const std::string post = "POST /healthz HTTP/1.1\r\nHost: x\r\n";
  const std::string large = "Content-Length: 9999999999\r\n\r\n" + std::string(4000, 'x');

  const std::vector<std::pair<std::string, unsigned>> cases = {
      {get + large, 413},
      {get + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 413},
      {get + "Content-Length: 0\r\n\r\n", 200},
      {post + large, 405},
      {get + "Content-Length: x\r\n\r\n", 400}};
  for (const auto& [request, status] : cases) {
    Client client(server->address());
    client.Send(request);
    EXPECT_EQ(client.Receive().result_int(), status) << request.substr(0, 60);
  }
}

TEST_F(HttpServerTest, AnswersRequestsSentAhead) {
  const auto server = StartServer();
  Client client(server->address());

  client.Send(
      "GET /healthz HTTP/1.1\r\n\r\nGET /none HTTP/1.1\r\n\r\n"
      "GET /readyz HTTP/1.1\r\nConnection: close\r\n\r\n");

  EXPECT_EQ(client.Receive().body(), "alive\n");
  EXPECT_EQ(client.Receive().result_int(), 404u);
  EXPECT_EQ(client.Receive().body(), "ready\n");
  EXPECT_EQ(client.ReceiveAll(), "");
}

TEST_F(HttpServerTest, BoundsTheHeader) {
  const auto server = StartServer();

  for (const size_t size : {8192u, 20000u, 100000u}) {
    Client client(server->address());
    client.Send("GET /healthz HTTP/1.1\r\nX: " + std::string(size, 'x') + "\r\n\r\n");
    EXPECT_EQ(client.Receive().result_int(), 431u) << size;
  }
  Client client(server->address());
  client.Send("GET /healthz HTTP/1.1\r\nX: " + std::string(7000, 'x') + "\r\n\r\n");
  EXPECT_EQ(client.Receive().result_int(), 200u);
}

TEST_F(HttpServerTest, SurvivesGarbage) {
  const auto server = StartServer();
  const unsigned seed = std::random_device()();
  std::cout << "seed " << seed << std::endl;
  std::mt19937 random(seed);

  for (int round = 0; round < 200; ++round) {
    std::string bytes = round % 2 == 0 ? "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n" : "";
    for (unsigned edits = random() % 20; edits > 0; --edits) {
      bytes.insert(random() % (bytes.size() + 1), 1, static_cast<char>(random()));
    }
    Client client(server->address());
    client.Send(bytes);
    client.FinishSending();
    const std::string answer = client.ReceiveAll();
    EXPECT_TRUE(answer.empty() || answer.starts_with("HTTP/1.")) << answer;
  }

  Client tls(server->address());
  tls.Send("\x16\x03\x01\x02\x00\x01");
  EXPECT_EQ(tls.Receive().result_int(), 400u);
  EXPECT_EQ(Client(server->address()).Ask("GET", "/healthz").result_int(), 200u);
}

TEST_F(HttpServerTest, ServesAHundredClientsAtOnce) {
  const auto server = StartServer();
  std::list<Client> clients;

  for (int i = 0; i < 100; ++i) {
    clients.emplace_back(server->address());
    clients.back().Send("GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n");
  }

  for (; !clients.empty(); clients.pop_front()) {
    EXPECT_EQ(clients.front().Receive().result_int(), 200u);
  }
}

TEST_F(HttpServerTest, HasClientsBeyondTheBoundWait) {
  HttpLimits limits;
  limits.connections_max = 1;
  const auto server = StartServer(limits);
  auto first = std::make_unique<Client>(server->address());
  EXPECT_EQ(first->Ask("GET", "/healthz").result_int(), 200u);

  Client second(server->address());
  second.Send("GET /healthz HTTP/1.1\r\n\r\n");
  EXPECT_EQ(first->Ask("GET", "/healthz").result_int(), 200u);
  EXPECT_FALSE(second.HasReceivedSomething());
  first.reset();

  EXPECT_EQ(second.Receive().result_int(), 200u);
}

TEST_F(HttpServerTest, HangsUpOnIdleAndSlowClients) {
  HttpLimits limits;
  limits.idle_max = absl::Milliseconds(20);
  const auto server = StartServer(limits);
  Client idle(server->address());
  Client slow(server->address());

  slow.Send("GET /healthz HT");

  EXPECT_EQ(idle.ReceiveAll(), "");
  EXPECT_EQ(slow.ReceiveAll(), "");
}

TEST_F(HttpServerTest, EndsOpenConnectionsWhenDestroyed) {
  auto server = StartServer();
  Client idle(server->address());
  Client busy(server->address());
  busy.Ask("GET", "/healthz");

  server.reset();

  EXPECT_EQ(busy.ReceiveAll(), "");
  EXPECT_EQ(idle.ReceiveAll(), "");
}

TEST_F(HttpServerTest, RefusesASecondServerOnOnePort) {
  const auto server = StartServer();

  const auto second = HttpServer::Start(server->address(), {});

  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(MessageOf(second.status()),
            "http address " + server->address() + ": another server listens there");
}

TEST_F(HttpServerTest, ReusesThePortOfAServerThatEnded) {
  auto server = StartServer();
  const std::string address = server->address();
  Client client(address);
  client.Ask("GET", "/healthz");
  server.reset();

  const auto next = HttpServer::Start(address, {});

  EXPECT_TRUE(next.ok()) << next.status();
}

TEST_F(HttpServerTest, TellsAddressesItCannotHave) {
  for (const char* address :
       {"", "x", "127.0.0.1", ":80", "127.0.0.1:", "[]:80", "127.0.0.1:http", "[::1"}) {
    EXPECT_EQ(HttpServer::Start(address, {}).status().code(), absl::StatusCode::kInvalidArgument)
        << address;
  }
  // TEST-NET-1 belongs to no machine.
  const auto foreign = HttpServer::Start("192.0.2.1:0", {});
  EXPECT_EQ(foreign.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(MessageOf(foreign.status()), HasSubstr("192.0.2.1:0: cannot listen"));
}

TEST_F(HttpServerTest, SpeaksIpv6WhereTheMachineDoes) {
  const auto server = HttpServer::Start("[::1]:0", {});
  if (!server.ok()) GTEST_SKIP() << server.status();

  EXPECT_THAT((*server)->address(), testing::StartsWith("[::1]:"));
  EXPECT_EQ(Client((*server)->address()).Ask("GET", "/healthz").result_int(), 200u);
}

}  // namespace
}  // namespace lienthong::gateway
