#include <algorithm>
#include <set>

#include "services/score/fault_reasons.h"
#include "services/score/rulebook_check.h"
#include "storage/base/calendar_date.h"
#include "storage/base/status.h"

#include <fmt/format.h>

namespace lienthong::score {
namespace {

template <typename... Args>
Fault FaultOf(const v1::Rulebook& rulebook, const char* field, const reasons::Reason& reason,
              const Args&... args) {
  return {0, 0, fmt::format("{}.{}", rulebook.id(), field),
          fmt::format(fmt::runtime(reason.en), args...),
          fmt::format(fmt::runtime(reason.vi), args...)};
}

Day DayOrFirst(const std::string& text) { return ParseDate(text).value_or(kFirstDay); }

// How `next` follows `before`.
void CheckPair(const v1::Rulebook& before, const v1::Rulebook& next, std::vector<Fault>& faults) {
  if (before.valid_from() == next.valid_from()) {
    faults.push_back(FaultOf(next, "valid_from", reasons::kSameStart, before.id()));
    return;
  }
  const Day begin = DayOrFirst(next.valid_from());
  if (before.valid_to().empty()) {
    faults.push_back(
        FaultOf(next, "valid_from", reasons::kStillHolds, before.id(), FormatDate(begin - 1)));
    return;
  }
  const Day end = DayOrFirst(before.valid_to());
  if (begin <= end)
    faults.push_back(
        FaultOf(next, "valid_from", reasons::kOverlap, before.id(), before.valid_to()));
  if (begin > end + 1)
    faults.push_back(FaultOf(next, "valid_from", reasons::kGap, before.id(), before.valid_to()));
}

}  // namespace

std::vector<Fault> FindGaps(const std::vector<v1::Rulebook>& rulebooks) {
  std::vector<Fault> faults;
  std::set<std::string> ids;
  std::vector<const v1::Rulebook*> sorted;
  for (const v1::Rulebook& rulebook : rulebooks) {
    if (!ids.insert(rulebook.id()).second)
      faults.push_back(FaultOf(rulebook, "id", reasons::kTwice, rulebook.id()));
    sorted.push_back(&rulebook);
  }
  if (!faults.empty()) return faults;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
    return a->valid_from() < b->valid_from();  // yyyy-mm-dd
  });
  for (size_t i = 1; i < sorted.size(); ++i) CheckPair(*sorted[i - 1], *sorted[i], faults);
  return faults;
}

absl::Status CheckSuccession(const std::vector<v1::Rulebook>& rulebooks) {
  const std::vector<Fault> faults = FindGaps(rulebooks);
  if (faults.empty()) return absl::OkStatus();
  return InvalidArgument("rulebook, {}: {}", faults.front().field, faults.front().reason);
}

bool HoldsOn(const v1::Rulebook& rulebook, int day) {
  const auto from = ParseDate(rulebook.valid_from());
  const auto to = ParseDate(rulebook.valid_to());
  return from.has_value() && *from <= day && (!to.has_value() || day <= *to);
}

}  // namespace lienthong::score
