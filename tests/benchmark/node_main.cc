// The load generator for a node: lienthong_bench_node MODE [--name value]...
#include "tests/benchmark/node_client.h"

namespace lienthong::benchmark {
namespace {

using Mode = void (*)(const Arguments&);

const std::map<std::string, Mode> kModes = {
    {"import", Import}, {"submit", Submit},        {"pace", Pace},          {"await", AwaitParent},
    {"ask", Ask},       {"figures", PrintFigures}, {"streams", HoldStreams}};

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
