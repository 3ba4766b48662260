#include "tests/benchmark/workload.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "fmt/format.h"

namespace lienthong::benchmark {
namespace {

constexpr int64_t kHour = 3600;
constexpr double kLargeUnitShare = 0.15;
// Of the updates; 3 % together.
constexpr double kLateShare = 0.015;
constexpr double kRepeatShare = 0.015;
// Arrivals are sorted an hour at a time.
constexpr int64_t kBucketSeconds = kHour;

// SplitMix64: a few nanoseconds a number, and any start will do.
class Random {
 public:
  explicit Random(uint64_t state) : state_(state) {}

  uint64_t Next() {
    uint64_t mixed = state_ += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }
  // In [0, 1).
  double Share() { return static_cast<double>(Next() >> 11) * 0x1p-53; }
  bool Chance(double share) { return Share() < share; }
  // In [from, to].
  int64_t Between(int64_t from, int64_t to) {
    return from + static_cast<int64_t>(Next() % static_cast<uint64_t>(to - from + 1));
  }

 private:
  uint64_t state_;
};

// Cumulative shares of `count` things of which the n-th weighs 1 / n^exponent.
std::vector<double> Zipf(int count, double exponent, double total) {
  std::vector<double> shares(count);
  double sum = 0;
  for (int i = 0; i < count; ++i) shares[i] = sum += std::pow(i + 1, -exponent);
  for (double& share : shares) share *= total / sum;
  return shares;
}

int Pick(const std::vector<double>& shares, double at) {
  const auto found = std::upper_bound(shares.begin(), shares.end(), at);
  return static_cast<int>(std::min<ptrdiff_t>(found - shares.begin(), shares.size() - 1));
}

std::vector<double> UnitShares() {
  std::vector<double> shares = Zipf(kUnits - 1, 0.8, 1 - kLargeUnitShare);
  for (double& share : shares) share += kLargeUnitShare;
  shares.insert(shares.begin(), kLargeUnitShare);
  return shares;
}

// Most is filed from Monday to Friday, some on Saturday.
double WeightOf(int day) { return day % 7 < 5 ? 1 : day % 7 == 5 ? 0.25 : 0; }

std::vector<uint32_t> FirstOfDays(uint32_t dossiers) {
  double total = 0;
  for (int day = 0; day < kDays; ++day) total += WeightOf(day);
  std::vector<uint32_t> first;
  double sum = 0;
  for (int day = 0; day < kDays; ++day) {
    first.push_back(static_cast<uint32_t>(sum / total * dossiers));
    sum += WeightOf(day);
  }
  return first;
}

int64_t StartOfDayAt(int64_t instant) {
  return kStart + (instant - kStart) / kDaySeconds * kDaySeconds;
}

// One dossier's life, step by step.
class Life {
 public:
  Life(Update first, int days_promised, Random& random)
      : state_(first), days_promised_(days_promised), random_(random) {}

  std::vector<Update> Run() {
    const bool paid = (state_.flags & kFeeDue) != 0 && random_.Chance(0.5);
    const bool digitised = random_.Chance(0.8);
    Step(2, 0);
    state_.flags |= (digitised ? kDigitised : 0) | (paid ? kPaidOnline : 0);
    Step(4, random_.Between(60, 4 * kHour));
    if (days_promised_ >= 5 && random_.Chance(0.3)) Supplement();
    if (random_.Chance(0.5)) Step(4, random_.Between(600, 12 * kHour));
    if (random_.Chance(0.02)) {
      Withdraw();
    } else {
      Decide();
    }
    return std::move(updates_);
  }

 private:
  void Step(int status, int64_t after) {
    state_.at += after;
    state_.status = static_cast<uint8_t>(status);
    state_.revision = static_cast<uint8_t>(updates_.size() + 1);
    updates_.push_back(state_);
  }

  // Requested and received before the due instant, so that nothing of it is late.
  void Supplement() {
    const int64_t request = random_.Between(kHour, 2 * kDaySeconds);
    const int64_t room = state_.promised - state_.at - request - kHour;
    const int64_t wait = random_.Between(kHour, std::min(8 * kDaySeconds, room));
    state_.requested = state_.at + request;
    Step(5, request);
    state_.received = state_.at + wait;
    state_.promised_after = state_.promised + (wait / kDaySeconds + 1) * kDaySeconds;
    Step(4, wait);
  }

  void Withdraw() {
    state_.finished = state_.at + random_.Between(kHour, 3 * kDaySeconds);
    Step(7, state_.finished - state_.at);
  }

  void Decide() {
    state_.finished = FinishInstant();
    if (random_.Chance(0.7)) state_.flags |= kElectronicResult;
    Step(9, state_.finished - state_.at);
    state_.returned = state_.at + random_.Between(300, 3 * kDaySeconds);
    Step(10, state_.returned - state_.at);
  }

  // 4 % late; of the rest seven in ten before the day of the promise.
  int64_t FinishInstant() {
    const int64_t soonest = state_.at + 300, due = state_.due();
    if (random_.Chance(0.04))
      return std::max(soonest, due) + random_.Between(kHour, 14 * kDaySeconds);
    const int64_t due_day = StartOfDayAt(due);
    if (random_.Chance(0.7) && due_day > soonest + kHour)
      return random_.Between(soonest, due_day - 1);
    const int64_t opening = std::max(soonest, due_day + 7 * kHour);
    return opening < due ? random_.Between(opening, due) : soonest;
  }

  Update state_;
  const int days_promised_;
  Random& random_;
  std::vector<Update> updates_;
};

// Updates that wait for their hour.
class Arrivals {
 public:
  void Add(const Update& update) { buckets_[update.arrival / kBucketSeconds].push_back(update); }

  // Hands on all hours that end by `until`; false when `visit` wants no more.
  bool HandOn(int64_t until, const std::function<bool(const Update&)>& visit) {
    while (!buckets_.empty() && (buckets_.begin()->first + 1) * kBucketSeconds <= until) {
      std::vector<Update> hour = std::move(buckets_.begin()->second);
      buckets_.erase(buckets_.begin());
      std::stable_sort(hour.begin(), hour.end(),
                       [](const Update& a, const Update& b) { return a.arrival < b.arrival; });
      for (const Update& update : hour) {
        if (!visit(update)) return false;
      }
    }
    return true;
  }

 private:
  std::map<int64_t, std::vector<Update>> buckets_;
};

}  // namespace

std::string CodeOf(const Update& update) {
  const int64_t day = (update.accepted - kStart) / kDaySeconds;
  return fmt::format("H44.{:03}-{:06}-{:07}", update.unit + 1, 230000 + day, update.dossier);
}

std::string UnitCode(int unit) { return fmt::format("H44.{:03}", unit + 1); }

std::string ProcedureCode(int procedure) { return fmt::format("1.{:06}", procedure + 1); }

bool HasFee(int procedure) { return procedure % 9 < 4; }

Workload::Workload(uint32_t dossiers, uint64_t seed)
    : dossiers_(dossiers),
      seed_(seed),
      units_(UnitShares()),
      procedures_(Zipf(kProcedures, 0.9, 1)),
      first_of_day_(FirstOfDays(dossiers)) {}

int Workload::DayOf(uint32_t number) const {
  return static_cast<int>(std::upper_bound(first_of_day_.begin(), first_of_day_.end(), number) -
                          first_of_day_.begin()) -
         1;
}

std::vector<Update> Workload::Dossier(uint32_t number) const {
  Random random(seed_ * 0x100000001b3 + number * 0xd1342543de82ef95);
  const int day = DayOf(number);
  const uint32_t first = first_of_day_[day];
  const uint32_t end = day + 1 < kDays ? first_of_day_[day + 1] : dossiers_;
  Update update;
  update.dossier = number;
  // From 07:00 to 18:00, ascending with the number.
  const double through_the_day = (number - first + random.Share()) / (end - first);
  update.accepted =
      kStart + day * kDaySeconds + 7 * kHour + static_cast<int64_t>(through_the_day * 11 * kHour);
  update.at = update.accepted;
  update.unit = static_cast<uint16_t>(Pick(units_, random.Share()));
  update.procedure = static_cast<uint16_t>(Pick(procedures_, random.Share()));
  const int days_promised = 1 + update.procedure * 7 % 25;
  update.promised = StartOfDayAt(update.accepted) + days_promised * kDaySeconds + 17 * kHour;
  update.channel = random.Chance(0.6) ? 2 : random.Chance(0.9) ? 1 : 3;
  update.flags = (update.channel == 2 ? kOnline : 0) | (HasFee(update.procedure) ? kFeeDue : 0) |
                 (random.Chance(0.2) ? kReused : 0);
  std::vector<Update> updates = Life(update, days_promised, random).Run();
  for (Update& step : updates) step.arrival = step.at + random.Between(1, 30);
  return updates;
}

void Workload::Stream(const std::function<bool(const Update&)>& visit) const {
  Arrivals arrivals;
  for (uint32_t number = 0; number < dossiers_; ++number) {
    Random random(~seed_ ^ (number * 0x9e3779b97f4a7c15));
    for (Update update : Dossier(number)) {
      if (update.revision == 1 && !arrivals.HandOn(update.accepted, visit)) return;
      if (random.Chance(kLateShare)) update.arrival += random.Between(kHour, 3 * kDaySeconds);
      arrivals.Add(update);
      if (!random.Chance(kRepeatShare)) continue;
      update.arrival += random.Between(60, kDaySeconds);
      arrivals.Add(update);
    }
  }
  arrivals.HandOn(std::numeric_limits<int64_t>::max(), visit);
}

}  // namespace lienthong::benchmark
