#include "tests/benchmark/measure.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace lienthong::benchmark {
namespace {

double SecondsOf(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

}  // namespace

Arguments::Arguments(int argc, char** argv) {
  if (argc < 2) Fail("usage: MODE [--name value]...");
  mode_ = argv[1];
  for (int i = 2; i < argc; i += 2) {
    const std::string name = argv[i];
    if (!name.starts_with("--") || i + 1 == argc) Fail("expected --name value at " + name);
    values_[name.substr(2)] = argv[i + 1];
  }
}

std::string Arguments::Text(const std::string& name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) Fail("--" + name + " is missing");
  return found->second;
}

std::string Arguments::Text(const std::string& name, const std::string& otherwise) const {
  const auto found = values_.find(name);
  return found == values_.end() ? otherwise : found->second;
}

int64_t Arguments::Number(const std::string& name) const {
  const std::string text = Text(name);
  char* end = nullptr;
  const int64_t number = std::strtoll(text.c_str(), &end, 10);
  if (text.empty() || *end != '\0') Fail("--" + name + ": expected a number");
  return number;
}

int64_t Arguments::Number(const std::string& name, int64_t otherwise) const {
  return values_.contains(name) ? Number(name) : otherwise;
}

double Now() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return SecondsOf(usage.ru_utime) + SecondsOf(usage.ru_stime);
}

void Fail(const std::string& what) {
  std::fprintf(stderr, "benchmark: %s\n", what.c_str());
  std::_Exit(1);
}

void Latencies::Add(const Latencies& other) {
  seconds_.insert(seconds_.end(), other.seconds_.begin(), other.seconds_.end());
}

Json Latencies::Summary() const {
  if (seconds_.empty()) return {{"n", 0}, {"p50_ms", nullptr}, {"p99_ms", nullptr}};
  std::vector<double> sorted = seconds_;
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&](double share) {
    return 1e3 * sorted[static_cast<size_t>(share * static_cast<double>(sorted.size() - 1))];
  };
  return {{"n", sorted.size()}, {"p50_ms", at(0.5)}, {"p99_ms", at(0.99)}, {"max_ms", at(1)}};
}

Json Stopwatch::Summary(uint64_t updates) const {
  const double elapsed = seconds(), count = static_cast<double>(updates);
  return {{"updates", updates},
          {"seconds", elapsed},
          {"rate", count / elapsed},
          {"client_cpu_us", updates == 0 ? 0 : 1e6 * (CpuSeconds() - cpu_) / count}};
}

void Print(const Json& result) {
  std::printf("%s\n", result.dump().c_str());
  std::fflush(stdout);
}

}  // namespace lienthong::benchmark
