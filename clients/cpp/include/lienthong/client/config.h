// How to reach a node: by hand, from the environment, or from a YAML file. The names are those of
// the command line `lienthong`: node, ca, cert, key, token, token_file.
//
//   auto config = lienthong::client::Config::FromEnvironment();   // LIENTHONG_NODE, LIENTHONG_CA,
//   ...
//
// Nothing is read or checked before Client::Open, which says which key cannot be used.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace lienthong::client {

struct Config {
  // HOST:PORT.
  std::string node = "127.0.0.1:7001";
  // PEM file of the authority that signed the node's certificate; empty: plaintext, for loopback
  // only.
  std::string ca;
  // PEM files of one's own certificate and its key, for mutual TLS.
  std::string cert;
  std::string key;
  // A bearer token, or the file that holds one. Refused where it would travel in the open.
  std::string token;
  std::string token_file;
  // How long to wait for an answer, also of a stream that is silent.
  absl::Duration timeout = absl::Seconds(30);
  // How long to repeat what is temporary, without progress; zero: never.
  absl::Duration retry = absl::Seconds(30);
  // Batches under way in a stream: hides the round trip, bounds what is sent again after a break.
  size_t window = 8;
  // Records of one batch, at most 4,096.
  size_t batch_records = 512;

  // From LIENTHONG_NODE, _CA, _CERT, _KEY, _TOKEN and _TOKEN_FILE.
  static Config FromEnvironment();

  // From a file with these names as keys, times as timeout_seconds and retry_seconds.
  // INVALID_ARGUMENT: no YAML, or an unknown key, or a value of another kind.
  static absl::StatusOr<Config> FromYaml(const std::string& path);

  // INVALID_ARGUMENT that names the key and what to do.
  absl::Status Check() const;
};

// The bytes of a file of at most 1 MiB. INVALID_ARGUMENT: it cannot be read, or is larger.
absl::StatusOr<std::string> ReadBounded(const std::string& key, const std::string& path);

}  // namespace lienthong::client
