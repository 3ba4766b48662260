#include "tests/benchmark/updates.h"

namespace lienthong::benchmark {

std::vector<Update> TakeUpdates(const Arguments& arguments) {
  const int64_t first = arguments.Number("skip", 0);
  const int64_t end = first + arguments.Number("updates");
  std::vector<Update> updates;
  updates.reserve(end - first);
  int64_t number = 0;
  const auto dossiers = static_cast<uint32_t>(arguments.Number("dossiers"));
  Workload(dossiers, arguments.Number("seed", 1)).Stream([&](const Update& update) {
    if (number++ >= first) updates.push_back(update);
    return number < end;
  });
  return updates;
}

}  // namespace lienthong::benchmark
