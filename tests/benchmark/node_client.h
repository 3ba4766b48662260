// Connections to a node, for the load generator.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "lienthong/v1/admin.pb.h"
#include "tests/benchmark/updates.h"

namespace lienthong::benchmark {

// How to reach a node: `--node ADDRESS`; over TLS with `--ca`, the file of the authority, and
// `--token-file`, a token that may submit and read.
class Target {
 public:
  // `prefix` is put before each option's name: "parent-" for --parent-node and so on.
  explicit Target(const Arguments& arguments, const std::string& prefix = "");

  // A channel with a connection of its own.
  std::shared_ptr<grpc::Channel> Connect() const;
  // So many of them, connected.
  std::vector<std::shared_ptr<grpc::Channel>> ConnectAll(int64_t count) const;

 private:
  std::string address_;
  std::shared_ptr<grpc::ChannelCredentials> credentials_;
};

// The node's state; ends the program when it does not answer.
v1::GetStatusResponse StatusOf(const std::shared_ptr<grpc::Channel>& channel);

// The modes. Each prints lines of JSON.

// Imports the reference data: `--holder`, the node that may write for the units, and
// `--rulebook`, a file.
void Import(const Arguments& arguments);
// Updates from `--desks` desks, each with one batch in flight. With `--batch` 1, `--call`
// says how: "unary", a call for each, or "stream", one that is held open. Larger batches are
// always streamed. Stops at `--seconds`.
void Submit(const Arguments& arguments);
// Single updates at `--rate` a second, whether the ones before are answered or not; with
// --parent-node also when they are in the parent's books.
void Pace(const Arguments& arguments);
// Waits until `--parent-node` holds all that `--node` holds.
void AwaitParent(const Arguments& arguments);
// Asks `--count` times for figures: `--what` province, table, unit or scorecard.
void Ask(const Arguments& arguments);
// Prints the figures of some months, of the province and of every unit.
void PrintFigures(const Arguments& arguments);
// Opens `--streams` streams of children that stay silent, over `--connections`, and holds
// them until standard input ends.
void HoldStreams(const Arguments& arguments);

}  // namespace lienthong::benchmark
