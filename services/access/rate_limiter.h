// How much each of many callers may ask for: a bucket each, which fills with time.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace lienthong::access {

// Callers that are remembered at once. A node has some hundred; beyond them the one that
// waited longest is forgotten, which gives it a full bucket.
inline constexpr size_t kCallersMax = 8192;

// Thread-safe; told the time.
class RateLimiter {
 public:
  struct Options {
    // What a bucket gains in a second.
    double per_second = 0;
    // What it holds at most, and at first.
    double burst = 0;
  };

  explicit RateLimiter(Options options) : options_(options) {}

  // Takes `amount` for `caller` and returns 0, or takes nothing and returns the milliseconds
  // after which it will be there. An amount above the burst takes the whole bucket: it passes
  // when the bucket is full.
  int64_t Take(const std::string& caller, double amount, int64_t now_ms);

 private:
  struct Bucket {
    double level = 0;
    int64_t filled_ms = 0;
  };

  Bucket& Find(const std::string& caller, int64_t now_ms);

  const Options options_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace lienthong::access
