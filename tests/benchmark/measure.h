// What the programs of the comparison share: words of a command line, clocks, percentiles,
// and one line of JSON for each thing measured. `run` starts them and reads the lines.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace lienthong::benchmark {

using Json = nlohmann::ordered_json;

// `--name value` pairs after the mode. Ends the program with a sentence on anything else.
class Arguments {
 public:
  Arguments(int argc, char** argv);

  const std::string& mode() const { return mode_; }
  // Required ones end the program when they are absent.
  std::string Text(const std::string& name) const;
  std::string Text(const std::string& name, const std::string& otherwise) const;
  int64_t Number(const std::string& name) const;
  int64_t Number(const std::string& name, int64_t otherwise) const;

 private:
  std::string mode_;
  std::map<std::string, std::string> values_;
};

// Seconds of a clock that only goes forward.
double Now();
// Processor time of this process, user and system, in seconds.
double CpuSeconds();
// Ends the program: what a measurement needs has failed, so there is no measurement.
[[noreturn]] void Fail(const std::string& what);

// Times in seconds.
class Latencies {
 public:
  void Add(double seconds) { seconds_.push_back(seconds); }
  void Add(const Latencies& other);
  size_t count() const { return seconds_.size(); }
  // {"n", "p50_ms", "p99_ms", "max_ms"}; nulls when there are none.
  Json Summary() const;

 private:
  std::vector<double> seconds_;
};

// Time and processor time from construction to Summary.
class Stopwatch {
 public:
  Stopwatch() : start_(Now()), cpu_(CpuSeconds()) {}

  double seconds() const { return Now() - start_; }
  // {"updates", "seconds", "rate", "client_cpu_us"}: the last one is the load generator's own
  // cost of an update.
  Json Summary(uint64_t updates) const;

 private:
  const double start_;
  const double cpu_;
};

// Writes `result` as one line.
void Print(const Json& result);

}  // namespace lienthong::benchmark
