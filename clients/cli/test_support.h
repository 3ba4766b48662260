// What the tests of this folder share: a world without a terminal or a real clock,
// files of their own, and a node in the same process.
#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>

#include "clients/cli/context.h"

namespace lienthong::cli {

class FakeClock : public Clock {
 public:
  int64_t NowMs() const override { return now_ms; }

  int64_t now_ms = 1788224400000;  // 2026-09-01 08:00:00 local
};

// A context whose output is kept, and whose sleep moves the clock.
struct TestWorld {
  FakeClock clock;
  int sleeps = 0;
  std::ostringstream out;
  std::ostringstream err;
  Context context{.language = Language::kEnglish,
                  .timeout = absl::Seconds(60),
                  .out = out,
                  .err = err,
                  .clock = clock,
                  .sleep = [this](absl::Duration wait) {
                    ++sleeps;
                    clock.now_ms += absl::ToInt64Milliseconds(wait);
                  }};
};

// A directory that goes with the object.
class TestDirectory {
 public:
  TestDirectory() {
    std::string name = testing::TempDir() + "lienthong-cli-XXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~TestDirectory() { std::filesystem::remove_all(path_); }
  TestDirectory(const TestDirectory&) = delete;
  TestDirectory& operator=(const TestDirectory&) = delete;

  std::string Path(const std::string& name) const { return path_ + "/" + name; }

  std::string Write(const std::string& name, std::string_view text) const {
    std::ofstream(Path(name), std::ios::binary) << text;
    return Path(name);
  }

  // The text of a file, "(absent)" when there is none.
  std::string Read(const std::string& name) const {
    std::ifstream file(Path(name), std::ios::binary);
    if (!file) return "(absent)";
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

 private:
  std::string path_;
};

// Serves `services`, which must outlive it, on a free port of the loopback.
class TestNode {
 public:
  explicit TestNode(grpc::Service& service) : TestNode({&service}) {}
  TestNode(std::initializer_list<grpc::Service*> services) {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    for (grpc::Service* service : services) builder.RegisterService(service);
    server_ = builder.BuildAndStart();
    address_ = "127.0.0.1:" + std::to_string(port);
  }

  const std::string& address() const { return address_; }

 private:
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace lienthong::cli
