// Real nodes for these tests: clients/testing/testbed.py as a child process.
#pragma once

#include <cstdio>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>

namespace lienthong::client {

// Ends its nodes when it is destroyed. Thread-safe.
class Testbed {
 public:
  Testbed();
  ~Testbed();

  // Sends a command about a node and gives its answer; throws what went wrong.
  nlohmann::json On(const std::string& command, const std::string& name);
  std::string Node(const std::string& name) { return On("node", name).at("address"); }

 private:
  std::mutex mutex_;
  pid_t child_ = 0;
  FILE* in_ = nullptr;
  FILE* out_ = nullptr;
};

// The contents of a file of tests/vectors.
nlohmann::json Vectors(const std::string& name);

// The bytes of hexadecimal digits, and back.
std::string FromHex(const std::string& digits);
std::string ToHex(const std::string& bytes);

}  // namespace lienthong::client
