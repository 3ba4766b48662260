#include "services/access/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace lienthong::access {
namespace {

// Of milliseconds; less than a call is ever worth.
constexpr double kRounding = 1e-6;

}  // namespace

int64_t RateLimiter::Take(const std::string& caller, double amount, int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  Bucket& bucket = Find(caller, now_ms);
  const double gained = static_cast<double>(now_ms - bucket.filled_ms) / 1000 * options_.per_second;
  // A clock that went back gives nothing.
  bucket.level = std::min(options_.burst, bucket.level + std::max(0.0, gained));
  bucket.filled_ms = now_ms;
  const double wanted = std::min(amount, options_.burst);
  if (bucket.level >= wanted) {
    bucket.level -= wanted;
    return 0;
  }
  const double seconds = (wanted - bucket.level) / options_.per_second;
  return std::max<int64_t>(1, std::llround(std::ceil(seconds * 1000 - kRounding)));
}

RateLimiter::Bucket& RateLimiter::Find(const std::string& caller, int64_t now_ms) {
  const auto known = buckets_.find(caller);
  if (known != buckets_.end()) return known->second;
  if (buckets_.size() >= kCallersMax) {
    buckets_.erase(std::min_element(buckets_.begin(), buckets_.end(), [](auto& a, auto& b) {
      return a.second.filled_ms < b.second.filled_ms;
    }));
  }
  return buckets_.emplace(caller, Bucket{options_.burst, now_ms}).first->second;
}

}  // namespace lienthong::access
