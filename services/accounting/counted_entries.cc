#include "services/accounting/counted_entries.h"

#include "services/accounting/status.h"

namespace lienthong {
namespace {

constexpr int kNone = -1;

class Filter {
 public:
  explicit Filter(const v1::Dossier& dossier) : timeline_(dossier.timeline()) {}

  std::vector<int> Run() {
    for (int i = 0; i < timeline_.size(); ++i) Take(i);
    EndRun();
    return std::move(counted_);
  }

 private:
  void Take(int index) {
    const v1::TimelineEntry& entry = timeline_[index];
    const bool finished = cancellation_ != kNone || resolution_ != kNone;
    if (Resolves(entry.status())) {
      accepted_ = true;
      TakeEnd(index, resolution_);
    } else if (!accepted_) {
      TakeBeforeAcceptance(index);
    } else if (Cancels(entry.status())) {
      if (resolution_ == kNone) TakeEnd(index, cancellation_);
    } else if (!finished) {
      counted_.push_back(index);
    } else if (!entry.inferred() && entry.status() != v1::STATUS_REGISTERED) {
      EndRun();
      counted_.push_back(index);
    }
  }

  // A dossier refused at the desk comes back only by a stated entry.
  void TakeBeforeAcceptance(int index) {
    const v1::TimelineEntry& entry = timeline_[index];
    if (refused_ && entry.inferred()) return;
    refused_ = Cancels(entry.status());
    accepted_ = Opens(entry.status());
    counted_.push_back(index);
  }

  void TakeEnd(int index, int& held) const {
    if (held == kNone || Governs(timeline_[index], timeline_[held])) held = index;
  }

  // Whether `later` takes the place of `held`, an end of the same run and kind.
  static bool Governs(const v1::TimelineEntry& later, const v1::TimelineEntry& held) {
    const bool decides = later.status() == v1::STATUS_DECIDED;
    const bool decided = held.status() == v1::STATUS_DECIDED;
    if (decides != decided) return decides;
    return held.inferred() && !later.inferred();
  }

  void EndRun() {
    for (int* end : {&cancellation_, &resolution_}) {
      if (*end != kNone) counted_.push_back(*end);
      *end = kNone;
    }
  }

  const google::protobuf::RepeatedPtrField<v1::TimelineEntry>& timeline_;
  std::vector<int> counted_;
  bool accepted_ = false;
  bool refused_ = false;  // before acceptance
  // The ends that govern the present run.
  int cancellation_ = kNone;
  int resolution_ = kNone;
};

}  // namespace

std::vector<int> CountedEntries(const v1::Dossier& dossier) { return Filter(dossier).Run(); }

}  // namespace lienthong
