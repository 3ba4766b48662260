// lienthong-node --config FILE
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "services/node/config.h"
#include "services/node/console.h"
#include "services/node/log.h"
#include "services/node/node.h"
#include "services/node/server_credentials.h"
#include "services/node/version.h"

namespace lienthong::node {
namespace {

// What is in memory and in files stays with this user. A core dump would hold keys; a debugger
// of the same user could read them. Sanitizers look into their own process in that way.
void KeepToOurselves() {
  umask(077);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  prctl(PR_SET_DUMPABLE, 0);
#endif
}

// Blocked before any thread starts, so that only WaitForEnd takes them.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

int WaitForEnd(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  return signal;
}

absl::Status WriteRuntimeFile(const v1::NodeConfig& config, const Node& node) {
  if (config.runtime_file().empty()) return absl::OkStatus();
  const std::string temporary = config.runtime_file() + ".tmp";
  {
    std::ofstream file(temporary);
    file << fmt::format(
        R"({{"node":"{}","grpc":"{}","plaintext":"{}","http":"{}","health":"{}","metrics":"{}",)"
        R"("pid":{}}})"
        "\n",
        config.node(), node.grpc_address(), node.plaintext_address(), node.http_address(),
        node.health_address(), node.metrics_address(), getpid());
    if (!file.flush())
      return FailedPrecondition("runtime_file {}: cannot be written", config.runtime_file());
  }
  std::error_code error;
  std::filesystem::rename(temporary, config.runtime_file(), error);
  if (error)
    return FailedPrecondition("runtime_file {}: {}", config.runtime_file(), error.message());
  return absl::OkStatus();
}

absl::Status RunNode(const v1::NodeConfig& config, const sigset_t& signals) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Node> node, Node::Start(config));
  RETURN_IF_ERROR(WriteRuntimeFile(config, *node));
  if (config.plaintext_on_loopback()) {
    LogWarn(config.require_tokens()
                ? "plaintext: this machine comes without TLS; tokens are required"
                : "plaintext: every program on this machine may do everything without TLS",
            {{"address", config.has_tls() ? node->plaintext_address() : node->grpc_address()}});
  }
  LogInfo("serving", {{"grpc", node->grpc_address()},
                      {"tls", config.has_tls()},
                      {"http", node->http_address()},
                      {"version", kVersion}});
  const int signal = WaitForEnd(signals);
  LogInfo("stopping", {{"signal", signal}});
  return absl::OkStatus();
}

// Prints the token, and nothing else, to standard output.
int MakeAdministrator(const v1::NodeConfig& config, const std::string& name) {
  const absl::StatusOr<std::string> token = NewAdministrator(config, name);
  if (!token.ok()) {
    fmt::print(stderr, "lienthong-node: {}\n", MessageOf(token.status()));
    return 1;
  }
  fmt::print("{}\n", *token);
  fmt::print(stderr, "lienthong-node: administrator \"{}\", valid for {} days; keep the token\n",
             name, kConsoleDays);
  return 0;
}

int Main(int argc, char** argv) {
  CLI::App app("Liên Thông node: takes in, keeps, counts and passes on dossier updates.");
  std::string path;
  app.add_option("--config", path,
                 "configuration file (YAML, see proto/lienthong/node/v1/config.proto)")
      ->required();
  std::string administrator;
  app.add_option("--new-administrator", administrator,
                 "with the node stopped: makes a token that may administer it, under this name, "
                 "prints it and ends; the first one, or when the last one is lost");
  app.set_version_flag("--version", kVersion);
  CLI11_PARSE(app, argc, argv);
  KeepToOurselves();
  RequireTls13();
  const sigset_t signals = BlockSignals();
  const absl::StatusOr<v1::NodeConfig> config = LoadConfig(path);
  if (!config.ok()) {
    fmt::print(stderr, "lienthong-node: {}\n", MessageOf(config.status()));
    return 2;
  }
  SetUpLog(config->log(), config->node());
  if (!administrator.empty()) return MakeAdministrator(*config, administrator);
  const absl::Status status = RunNode(*config, signals);
  if (!status.ok()) {
    LogError("cannot run", {{"reason", MessageOf(status)}});
    return 1;
  }
  LogInfo("stopped");
  return 0;
}

}  // namespace
}  // namespace lienthong::node

int main(int argc, char** argv) { return lienthong::node::Main(argc, argv); }
