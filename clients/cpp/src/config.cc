#include "lienthong/client/config.h"

#include <yaml-cpp/yaml.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace lienthong::client {
namespace {

constexpr size_t kFileBytesMax = 1 << 20;
// As the node's bound (intake.proto).
constexpr size_t kBatchRecordsMax = 4096;

absl::Status Wrong(const std::string& key, const std::string& why) {
  return absl::InvalidArgumentError("config, " + key + ": " + why);
}

std::string* TextOf(Config& config, const std::string& key) {
  if (key == "node") return &config.node;
  if (key == "ca") return &config.ca;
  if (key == "cert") return &config.cert;
  if (key == "key") return &config.key;
  if (key == "token") return &config.token;
  if (key == "token_file") return &config.token_file;
  return nullptr;
}

// False: there is no such key.
bool TakeNumber(Config& config, const std::string& key, double value) {
  const size_t count = value < 0 ? 0 : static_cast<size_t>(value);
  if (key == "timeout_seconds") return config.timeout = absl::Seconds(value), true;
  if (key == "retry_seconds") return config.retry = absl::Seconds(value), true;
  if (key == "window") return config.window = count, true;
  if (key == "batch_records") return config.batch_records = count, true;
  return false;
}

absl::Status Take(Config& config, const std::string& key, const YAML::Node& value) {
  if (!value.IsScalar()) return Wrong(key, "must be a single value");
  if (std::string* text = TextOf(config, key)) return *text = value.Scalar(), absl::OkStatus();
  double number = 0;
  const bool is_number = YAML::convert<double>::decode(value, number);
  if (!TakeNumber(config, key, number)) return Wrong(key, "no such key");
  return is_number ? absl::OkStatus() : Wrong(key, "must be a number");
}

bool IsOnThisMachine(const std::string& node) {
  return node.rfind("127.", 0) == 0 || node.rfind("localhost:", 0) == 0 ||
         node.rfind("[::1]:", 0) == 0;
}

}  // namespace

absl::StatusOr<std::string> ReadBounded(const std::string& key, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Wrong(key, path + ": cannot be read");
  std::string bytes(kFileBytesMax + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<size_t>(file.gcount()));
  if (bytes.size() > kFileBytesMax) return Wrong(key, path + ": larger than 1 MiB");
  return bytes;
}

Config Config::FromEnvironment() {
  Config config;
  for (const auto& [key, name] : {std::pair{"node", "LIENTHONG_NODE"},
                                  {"ca", "LIENTHONG_CA"},
                                  {"cert", "LIENTHONG_CERT"},
                                  {"key", "LIENTHONG_KEY"},
                                  {"token", "LIENTHONG_TOKEN"},
                                  {"token_file", "LIENTHONG_TOKEN_FILE"}}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') *TextOf(config, key) = value;
  }
  return config;
}

absl::StatusOr<Config> Config::FromYaml(const std::string& path) {
  auto text = ReadBounded("file", path);
  if (!text.ok()) return text.status();
  try {
    const YAML::Node root = YAML::Load(*text);
    if (!root.IsMap() && !root.IsNull()) return Wrong(path, "must be keys and values");
    Config config;
    for (const auto& entry : root) {
      const absl::Status taken = Take(config, entry.first.as<std::string>(), entry.second);
      if (!taken.ok()) return taken;
    }
    return config;
  } catch (const YAML::Exception& error) {
    return Wrong(path, std::string("no YAML: ") + error.what());
  }
}

absl::Status Config::Check() const {
  if (node.find(':') == std::string::npos) return Wrong("node", "must be HOST:PORT");
  if (timeout <= absl::ZeroDuration()) return Wrong("timeout", "must be above 0");
  if (retry < absl::ZeroDuration()) return Wrong("retry", "must be 0 or more");
  if (window < 1) return Wrong("window", "must be at least 1");
  if (batch_records < 1 || batch_records > kBatchRecordsMax)
    return Wrong("batch_records", "must be 1 to 4096");
  if (cert.empty() != key.empty()) return Wrong("cert, key", "one needs the other");
  if (!cert.empty() && ca.empty()) return Wrong("ca", "needed with cert");
  if (!token.empty() && !token_file.empty()) return Wrong("token, token_file", "give one of them");
  const bool bears = !token.empty() || !token_file.empty();
  if (bears && ca.empty() && !IsOnThisMachine(node))
    return Wrong("token", "would travel in the open; set ca, or speak to a node of this machine");
  return absl::OkStatus();
}

}  // namespace lienthong::client
