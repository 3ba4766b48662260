#include "services/node/config.h"

#include <arpa/inet.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>

#include "services/node/yaml_reader.h"
#include "storage/base/hash.h"
#include "storage/base/peer_name.h"
#include "storage/base/signing.h"

namespace lienthong::node {
namespace {

// Keys that must be given; one of a nested message only when that message is.
constexpr std::string_view kRequired[] = {
    "node", "data_dir", "listen", "parent.address", "tls.certificate", "tls.key", "tls.ca"};

void RequireKeys(const Keys& keys, Faults& faults) {
  for (const std::string_view path : kRequired) {
    const size_t dot = path.rfind('.');
    const std::string_view owner = dot == std::string_view::npos ? "" : path.substr(0, dot);
    if (!owner.empty() && !keys.Accepted(owner)) continue;
    if (keys.Find(path) != nullptr) continue;
    faults.Add(owner.empty() ? 1 : keys.Find(owner)->line, path, "missing");
  }
}

struct Address {
  std::string host;
  uint16_t port = 0;
};

// Reads "HOST:PORT", with an IPv6 host in brackets.
std::optional<Address> SplitAddress(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find_first_of(":[] /") != std::string_view::npos) {
    return std::nullopt;
  }
  Address address{std::string(host)};
  if (!IsWholeNumber(port) || port.front() == '-') return std::nullopt;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (error != std::errc() || host.empty()) return std::nullopt;
  return address;
}

bool IsLoopback(const std::string& host) {
  if (host == "localhost") return true;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

enum class AddressUse { kListen, kListenAnywhere, kCall };

Refusal CheckAddress(const std::string& text, AddressUse use, bool tls) {
  const std::optional<Address> address = SplitAddress(text);
  if (!address) return "expected HOST:PORT, an IPv6 host in brackets";
  if (!tls && use != AddressUse::kListenAnywhere && !IsLoopback(address->host)) {
    return fmt::format("needs TLS, which it does not have: {} a loopback address",
                       use == AddressUse::kListen ? "listen on" : "call");
  }
  if (use == AddressUse::kCall && address->port == 0) return "port 0 cannot be called";
  return std::nullopt;
}

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Whether both name the same socket; port 0 is a new one each time.
bool SameAddress(const std::string& a, const std::string& b) {
  return a == b && !a.ends_with(":0");
}

// Checks the meaning of what was read. A key that is absent or was refused for its
// type is not judged again.
class ConfigCheck {
 public:
  ConfigCheck(const v1::NodeConfig& config, const Keys& keys, Faults& faults)
      : config_(config), keys_(keys), faults_(faults) {}

  void Run() {
    Expect("node", IsNodeName(config_.node()), "expected 1 to 63 of a-z, 0-9 and -");
    Expect("data_dir", !config_.data_dir().empty(), "must not be empty");
    Expect("log.level",
           IsOneOf(config_.log().level(), {"", "trace", "debug", "info", "warn", "error"}),
           "expected trace, debug, info, warn or error");
    Expect("log.format", IsOneOf(config_.log().format(), {"", "json", "text"}),
           "expected json or text");
    // gRPC takes the limit as an int, in which a larger one means "none".
    Expect("limits.message_bytes_max",
           config_.limits().message_bytes_max() <= std::numeric_limits<int32_t>::max(),
           "out of range: 0 to 2147483647");
    CheckPlaintext();
    CheckAddresses();
    CheckAuthorKey();
  }

 private:
  void CheckPlaintext() {
    const bool tls = config_.has_tls();
    const bool opens = !config_.listen_plaintext().empty();
    if (!tls && keys_.Find("plaintext_on_loopback") == nullptr)
      faults_.Add(1, "plaintext_on_loopback", "missing; without \"tls\" it must be true");
    Expect("plaintext_on_loopback", tls || config_.plaintext_on_loopback(),
           "must be true where there is no \"tls\"");
    Expect("plaintext_on_loopback", !tls || opens || !config_.plaintext_on_loopback(),
           "beside \"tls\" it opens nothing without \"listen_plaintext\"");
    Expect("listen_plaintext", tls, "without \"tls\" the address is \"listen\"");
    Expect("listen_plaintext", config_.plaintext_on_loopback(),
           "needs \"plaintext_on_loopback: true\"");
    if (tls && config_.has_parent() && !IsNodeName(config_.parent().node())) {
      faults_.Add(LineOf(keys_.Find("parent.node") == nullptr ? "parent" : "parent.node"),
                  "parent.node",
                  "with \"tls\" expected the parent's name, which its certificate names");
    }
  }

  void CheckAddresses() {
    Report("listen", CheckAddress(config_.listen(), AddressUse::kListen, config_.has_tls()));
    if (!config_.listen_plaintext().empty()) {
      Report("listen_plaintext",
             CheckAddress(config_.listen_plaintext(), AddressUse::kListen, false));
      Expect("listen_plaintext", !SameAddress(config_.listen_plaintext(), config_.listen()),
             "the same as \"listen\"");
    }
    if (!config_.http().empty()) {
      Report("http", CheckAddress(config_.http(), AddressUse::kListen, false));
      Expect("http", !SameAddress(config_.http(), config_.listen()), "the same as \"listen\"");
    }
    CheckWatched("health", config_.health(), {config_.listen(), config_.http()});
    CheckWatched("metrics", config_.metrics(),
                 {config_.listen(), config_.http(), config_.health()});
    const std::string& parent = config_.parent().address();
    Report("parent.address", CheckAddress(parent, AddressUse::kCall, config_.has_tls()));
    Expect("parent.address", !SameAddress(parent, config_.listen()),
           "the same as \"listen\": a node is not its own parent");
  }

  // An address for those who watch the node, which others may not have.
  void CheckWatched(std::string_view key, const std::string& address,
                    std::initializer_list<std::string> others) {
    if (address.empty()) return;
    Report(key, CheckAddress(address, AddressUse::kListenAnywhere, false));
    for (const std::string& other : others) {
      Expect(key, !SameAddress(address, other), "the same as another address of this node");
    }
  }

  void CheckAuthorKey() {
    const std::string& key = config_.reference_author_key();
    const std::optional<std::string> bytes = BytesFromHex(key);
    Expect("reference_author_key",
           key.empty() || (bytes.has_value() && bytes->size() == kPublicKeyBytes),
           "expected 64 hexadecimal digits, as `lienthong status` at the root shows them");
    Expect("reference_author_key", key.empty() || config_.has_parent(),
           "not at the root, which signs with its own key");
  }

  int LineOf(std::string_view key) const {
    return keys_.Find(key) == nullptr ? 1 : keys_.Find(key)->line;
  }

  void Report(std::string_view key, const Refusal& refusal) {
    if (refusal && keys_.Accepted(key)) faults_.Add(keys_.Find(key)->line, key, *refusal);
  }

  void Expect(std::string_view key, bool holds, std::string_view otherwise) {
    if (!holds) Report(key, std::string(otherwise));
  }

  const v1::NodeConfig& config_;
  const Keys& keys_;
  Faults& faults_;
};
}  // namespace

absl::StatusOr<v1::NodeConfig> LoadConfig(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string yaml(kConfigBytesMax + 1, '\0');
  if (file) file.read(yaml.data(), static_cast<std::streamsize>(yaml.size()));
  if (!file.is_open() || file.bad()) {
    const int error = errno;
    const auto code =
        error == ENOENT ? absl::StatusCode::kNotFound : absl::StatusCode::kFailedPrecondition;
    return MakeStatus(code, "{}: cannot be read: {}", path, std::strerror(error));
  }
  yaml.resize(static_cast<size_t>(file.gcount()));
  return ParseConfig(yaml, path);
}

absl::StatusOr<v1::NodeConfig> ParseConfig(std::string_view yaml, std::string_view file_name) {
  v1::NodeConfig config;
  Keys keys;
  Faults faults(file_name);
  RETURN_IF_ERROR(ReadYaml(yaml, config, keys, faults));
  RequireKeys(keys, faults);
  ConfigCheck(config, keys, faults).Run();
  RETURN_IF_ERROR(faults.ToStatus());
  ApplyDefaults(config);
  return config;
}

void ApplyDefaults(v1::NodeConfig& config) {
  if (config.has_parent() && config.parent().stream_seconds_max() == 0) {
    config.mutable_parent()->set_stream_seconds_max(3600);
  }
  if (config.has_tls() && config.tls().connection_seconds_max() == 0) {
    config.mutable_tls()->set_connection_seconds_max(3600);
  }
  v1::LogConfig& log = *config.mutable_log();
  if (log.level().empty()) log.set_level("info");
  if (log.format().empty()) log.set_format("json");
  v1::LimitsConfig& limits = *config.mutable_limits();
  if (limits.queue_records_max() == 0) limits.set_queue_records_max(65536);
  if (limits.message_bytes_max() == 0) limits.set_message_bytes_max(4 << 20);
  if (limits.calls_per_second_max() == 0) limits.set_calls_per_second_max(2000);
  if (limits.block_cache_bytes() == 0) limits.set_block_cache_bytes(64 << 20);
  if (limits.disk_reserve_bytes() == 0) limits.set_disk_reserve_bytes(512 << 20);
}

}  // namespace lienthong::node
