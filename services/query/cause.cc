#include "services/query/cause.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

namespace lienthong::query {
namespace {

using Entry = std::tuple<Instant, int, uint32_t, bool, uint32_t>;
using Promised = std::tuple<Instant, Instant, bool>;

std::set<Entry> EntriesOf(const v1::Dossier& dossier) {
  std::set<Entry> entries;
  for (const v1::TimelineEntry& entry : dossier.timeline())
    entries.emplace(entry.instant(), entry.status(), entry.unit(), entry.inferred(),
                    entry.supplement());
  return entries;
}

std::set<Promised> PromisesOf(const v1::Dossier& dossier) {
  std::set<Promised> promises;
  for (const v1::Promise& promise : dossier.promises())
    promises.emplace(promise.made(), promise.due(), promise.includes_pause());
  return promises;
}

template <typename T>
std::set<T> Less(const std::set<T>& from, const std::set<T>& what) {
  std::set<T> left;
  std::set_difference(from.begin(), from.end(), what.begin(), what.end(),
                      std::inserter(left, left.end()));
  return left;
}

bool IsFinish(const Entry& entry) {
  switch (std::get<1>(entry)) {
    case v1::STATUS_REFUSED:
    case v1::STATUS_WITHDRAWN:
    case v1::STATUS_STOPPED:
    case v1::STATUS_DECIDED:
    case v1::STATUS_RETURNED:
      return true;
    default:
      return false;
  }
}

bool IsAnotherUnit(const v1::Dossier& before, const v1::Dossier& after) {
  return before.handling_unit() != after.handling_unit() ||
         before.receiving_unit() != after.receiving_unit() ||
         before.applying_unit() != after.applying_unit();
}

// Of a dossier that was known.
v1::Cause CauseOfUpdate(const v1::Dossier& before, const v1::Dossier& after, Instant moment) {
  const std::set<Entry> then = EntriesOf(before), now = EntriesOf(after);
  if (!Less(then, now).empty()) return v1::CAUSE_CORRECTION;
  const std::set<Entry> added = Less(now, then);
  const bool happened_since = !added.empty() && std::get<0>(*added.begin()) > moment;
  if (happened_since) return v1::CAUSE_HAPPENED_SINCE;
  if (std::any_of(added.begin(), added.end(), IsFinish)) return v1::CAUSE_LATE_COMPLETION;
  if (IsAnotherUnit(before, after)) return v1::CAUSE_UNIT_CHANGE;
  const std::set<Promised> promised = Less(PromisesOf(after), PromisesOf(before));
  const bool promised_since = !promised.empty() && std::get<0>(*promised.begin()) > moment;
  if (promised_since) return v1::CAUSE_HAPPENED_SINCE;
  if (PromisesOf(after) != PromisesOf(before)) return v1::CAUSE_PROMISE;
  return added.empty() ? v1::CAUSE_CORRECTION : v1::CAUSE_LATE_STEP;
}

}  // namespace

v1::Cause CauseOf(const Change& change, Instant moment) {
  if (change.after.tombstone()) return v1::CAUSE_DELETION;
  if (change.let_in || change.after.unparks() != 0) return v1::CAUSE_LET_IN;
  if (!change.before.has_value())
    return change.first > moment ? v1::CAUSE_HAPPENED_SINCE : v1::CAUSE_LATE_ARRIVAL;
  if (change.other_origin) return v1::CAUSE_OWNER;
  // Told again after it had been deleted.
  if (change.before->tombstone()) return v1::CAUSE_CORRECTION;
  return CauseOfUpdate(*change.before, change.after, moment);
}

}  // namespace lienthong::query
