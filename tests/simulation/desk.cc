#include "tests/simulation/desk.h"

#include <algorithm>

namespace lienthong::simulation {
namespace {

constexpr size_t kLivesMax = 30;

// Tells a life step by step.
class Teller {
 public:
  Teller(Random& random, const std::string& id, Instant now)
      : random_(random), at_(now - random.Between(0, 6) * kSecondsPerDay) {
    record_.set_dossier(id);
    record_.set_procedure(fmt::format("1.00{}", random.Below(4)));
    record_.set_channel(random.Chance(10) ? "zalo" : random.Chance(50) ? "2" : "");
    if (random.Chance(30)) record_.set_flags(1u << 3 | (random.Chance(50) ? 1u << 5 : 0));
    numbered_ = random.Chance(10);
  }

  Life Tell(const std::string& transfer_to) {
    if (random_.Chance(40)) Register();
    Accept();
    if (random_.Chance(60)) Process();
    if (random_.Chance(30)) Supplement();
    if (!transfer_to.empty()) Transfer(transfer_to);
    if (random_.Chance(90)) Finish();
    if (random_.Chance(20)) Reopen();
    if (random_.Chance(15)) Correct();
    if (random_.Chance(5)) Delete();
    return std::move(life_);
  }

 private:
  // Some minutes to some days later.
  Instant Later() {
    return at_ +=
           random_.Chance(50) ? random_.Between(60, 7200) : random_.Between(1, 4) * kSecondsPerDay;
  }

  void Add(const std::string& status) {
    record_.set_status(status);
    if (numbered_) record_.set_revision(record_.revision() + 1);
    life_.stages.push_back(record_);
    record_.clear_reopens();
    record_.clear_status_time();
  }

  void Register() {
    record_.set_submitted(at_);
    Add("1");
  }

  void Accept() {
    record_.set_accepted(Later());
    if (random_.Chance(80)) {
      record_.mutable_promised()->set_instant(at_ + random_.Between(1, 8) * kSecondsPerDay);
      record_.mutable_promised()->set_day_only(random_.Chance(50));
    }
    Add("2");
  }

  void Process() {
    if (random_.Chance(50)) record_.set_status_time(Later());
    Add(random_.Chance(20) ? "đang thẩm định" : "4");
  }

  void Supplement() {
    v1::Supplement& supplement = *record_.add_supplements();
    supplement.set_id(fmt::format("bs-{}", record_.supplements_size()));
    supplement.set_requested(Later());
    Add("5");
    if (random_.Chance(30)) return;
    supplement.set_received(Later());
    if (record_.has_promised() && random_.Chance(50)) {
      *supplement.mutable_promised_before() = record_.promised();
      supplement.mutable_promised_after()->set_instant(at_ + 5 * kSecondsPerDay);
      record_.mutable_promised()->set_instant(at_ + 5 * kSecondsPerDay);
    }
    Add("4");
  }

  void Transfer(const std::string& unit) {
    record_.set_handling_unit(unit);
    record_.set_status_time(Later());
    Add("4");
  }

  void Finish() {
    const int how = random_.Below(10);
    Later();
    if (how == 0) {
      record_.set_finished(at_);
      Add("7");
    } else if (how <= 2) {
      Add("9");  // no instant: only its arrival is known
    } else {
      record_.set_finished(at_);
      Add("9");
      if (random_.Chance(60)) {
        record_.set_returned(Later());
        Add("10");
      }
    }
  }

  void Reopen() {
    record_.clear_finished();
    record_.clear_returned();
    record_.set_reopens(random_.Chance(50));
    record_.set_status_time(Later());
    Add("4");
    Finish();
  }

  void Correct() {
    record_.set_accepted(record_.accepted() - 3600);
    record_.set_procedure(fmt::format("1.00{}", random_.Below(4)));
    Add(record_.status());
  }

  void Delete() {
    record_.set_tombstone(true);
    Add(record_.status());
  }

  Random& random_;
  v1::SourceRecord record_;
  Life life_;
  Instant at_;
  bool numbered_ = false;
};

}  // namespace

Life Desk::MakeLife(Instant now) {
  Teller teller(random_, fmt::format("{}-{:04}", place_.code, ++born_), now);
  std::string to;
  if (transfers_ && random_.Chance(25)) to = random_.Pick(places_).code;
  Life life = teller.Tell(to == place_.code ? "" : to);
  for (const v1::SourceRecord& stage : life.stages) {
    if (!stage.handling_unit().empty()) handed_over_[stage.dossier()] = stage;
  }
  return life;
}

// Mostly the next stage, else any up to it, or one after it.
const v1::SourceRecord& Desk::NextSnapshot(Instant now) {
  const bool is_new = lives_.empty() || (lives_.size() < kLivesMax && random_.Chance(25));
  if (is_new) lives_.push_back(MakeLife(now));
  Life& life = is_new ? lives_.back() : random_.Pick(lives_);
  const size_t last = life.stages.size() - 1;
  if (random_.Chance(25))
    return life.stages[random_.Below(static_cast<int>(std::min(life.next, last)) + 1)];
  if (random_.Chance(10)) life.next = std::min(life.next + 1, last);
  const size_t place = std::min(life.next, last);
  life.next = place + 1;
  return life.stages[place];
}

void Desk::TakeOver(Desk& from) {
  for (const auto& [dossier, stage] : from.handed_over_) {
    if (stage.handling_unit() != place_.code || !random_.Chance(50)) continue;
    Life life;
    life.stages.push_back(stage);
    life.stages.back().set_receiving_unit(from.place_.code);
    life.stages.push_back(life.stages.back());
    life.stages.back().set_status("9");
    life.stages.back().set_finished(stage.status_time() + random_.Between(600, 200000));
    for (v1::SourceRecord& told : life.stages) told.clear_revision();
    lives_.push_back(std::move(life));
  }
}

v1::SubmitRequest Desk::Batch(Instant now) {
  v1::SubmitRequest request;
  request.set_source("igate");
  request.set_reporting_unit(place_.code);
  if (random_.Chance(20)) request.set_arrival(now - random_.Between(0, 3 * kSecondsPerDay));
  for (int left = random_.Chance(50) ? 1 : 1 + random_.Below(8); left > 0; --left)
    *request.add_records() = NextSnapshot(now);
  if (random_.Chance(20)) request.set_complete_through(now - random_.Between(0, 3600));
  return request;
}

}  // namespace lienthong::simulation
