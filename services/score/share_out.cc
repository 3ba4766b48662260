#include "services/score/share_out.h"

#include <fmt/format.h>

namespace lienthong::score {
namespace {

using Wide = __int128;

// Rounds half up, also below zero: -0.5 is 0.
int64_t Round(Wide numerator, Wide denominator) {
  const Wide twice = 2 * numerator + denominator;
  const Wide whole = twice / (2 * denominator);
  const bool below = twice % (2 * denominator) < 0;
  return static_cast<int64_t>(whole - (below ? 1 : 0));
}

std::string Hundredths(int64_t value) {
  const uint64_t size = value < 0 ? -static_cast<uint64_t>(value) : value;
  std::string text = fmt::format("{}{}.{:02}", value < 0 ? "-" : "", size / 100, size % 100);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// The running total on the way, in hundredths of a point.
class Way {
 public:
  Way(uint64_t factor, const Fraction& before, const RateDelta& all)
      : factor_(100 * static_cast<Wide>(factor)),
        n1_(before.numerator),
        d1_(before.denominator),
        d2_(d1_ + all.base) {}

  int64_t After(const RateDelta& sum) const {
    if (d1_ == 0 && d2_ == 0) return 0;
    if (d1_ == 0) return Round(factor_ * sum.in_time, d2_);
    if (d2_ == 0) return Round(factor_ * n1_ * (d1_ + sum.base), d1_ * d1_);
    return Round(factor_ * (n1_ * d2_ + sum.in_time * d1_ - n1_ * sum.base), d1_ * d2_);
  }

 private:
  const Wide factor_, n1_, d1_, d2_;
};

}  // namespace

RateDelta DeltaOf(const v1::Figures& posted, const v1::Figures& taken, v1::Rate rate) {
  // Unsigned sums wrap, and come right as signed differences.
  const auto minus = [](uint64_t a, uint64_t b) { return static_cast<int64_t>(a - b); };
  const auto late = [](const v1::Figures& f) { return f.open_overdue() + f.resolved_late(); };
  if (rate == v1::RATE_NOT_LATE) {
    return {minus(posted.in_hand() - late(posted), taken.in_hand() - late(taken)),
            minus(posted.in_hand(), taken.in_hand())};
  }
  const Fraction now = RateOf(posted, rate), then = RateOf(taken, rate);
  return {minus(now.numerator, then.numerator), minus(now.denominator, then.denominator)};
}

std::vector<std::string> ShareOut(uint64_t factor, const Fraction& before,
                                  const std::vector<RateDelta>& parts) {
  RateDelta all, sum;
  for (const RateDelta& part : parts) all.Add(part);
  const Way way(factor, before, all);
  std::vector<std::string> points;
  int64_t reached = way.After({});
  for (const RateDelta& part : parts) {
    sum.Add(part);
    const int64_t next = way.After(sum);
    points.push_back(Hundredths(next - reached));
    reached = next;
  }
  return points;
}

}  // namespace lienthong::score
