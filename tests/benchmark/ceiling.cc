// The limit of this machine: the same bytes through bare gRPC streams and bare synced
// batches of RocksDB, with nothing in between. lienthong_bench_ceiling MODE [--name value]...
//
//   stream   messages of --batch events of 190 bytes through a bidirectional stream, no store
//   unary    calls with one such event, --in-flight at once, no store
//   store    --batch events in a synced batch: one journal value, a record each, one counter
//   serve    takes messages of events, writes each drained queue as one such batch, answers;
//            with --parent it passes them on, and ends a stream when the parent has them
//   send     the load for it: the workload's records, --streams with one batch in flight each
//   idle     opens --streams silent streams over --connections and holds them
#include "tests/benchmark/ceiling.h"

namespace lienthong::benchmark {
namespace {

using Mode = void (*)(const Arguments&);

const std::map<std::string, Mode> kModes = {
    {"stream", MeasureStream}, {"unary", MeasureUnary}, {"store", MeasureStore},
    {"serve", Serve},          {"send", Send},          {"idle", HoldIdle}};

}  // namespace
}  // namespace lienthong::benchmark

int main(int argc, char** argv) {
  const lienthong::benchmark::Arguments arguments(argc, argv);
  const auto mode = lienthong::benchmark::kModes.find(arguments.mode());
  if (mode == lienthong::benchmark::kModes.end())
    lienthong::benchmark::Fail("no such mode: " + arguments.mode());
  mode->second(arguments);
  return 0;
}
