#include "services/accounting/movements.h"

#include <algorithm>
#include <tuple>

#include "services/accounting/walk.h"

namespace lienthong {
namespace {

// The order of entries at one instant.
int RankOf(v1::Status status) {
  switch (status) {
    case v1::STATUS_REGISTERED:
      return 1;
    case v1::STATUS_ACCEPTED:
      return 2;
    case v1::STATUS_SUPPLEMENT_REQUESTED:
    case v1::STATUS_PAYMENT_REQUESTED:
      return 3;
    case v1::STATUS_PROCESSING:
      return 4;
    case v1::STATUS_DECIDED:
      return 5;
    case v1::STATUS_RETURNED:
      return 6;
    default:
      return 7;
  }
}

auto EntryKey(const v1::TimelineEntry& e) {
  return std::make_tuple(e.instant(), RankOf(e.status()), e.status(), e.inferred(), e.supplement(),
                         e.unit());
}

auto PromiseKey(const v1::Promise& p) {
  return std::make_tuple(p.made(), p.inferred(), p.due(), p.includes_pause());
}

// Posts a move at every unit that counts it: the handling unit, and the receiving
// and applying ones, for which nothing moves.
void Spread(const v1::Dossier& dossier, const Move& move, std::vector<Posting>& postings) {
  const uint16_t flags = static_cast<uint16_t>(dossier.flags() & 0xfff);
  const auto post = [&](uint32_t unit, uint8_t roles) {
    postings.push_back({move.instant, unit, {move.from, move.to, move.not_stated, roles, flags}});
  };
  if (move.IsTransfer()) return post(move.unit, kHandlingRole);
  const std::pair<uint32_t, uint8_t> places[] = {{dossier.receiving_unit(), kReceivingRole},
                                                 {move.unit, kHandlingRole},
                                                 {dossier.applying_unit(), kApplyingRole}};
  uint8_t done = 0;
  for (const auto& [unit, role] : places) {
    if ((done & role) != 0) continue;
    uint8_t roles = 0;
    for (const auto& [other, other_role] : places) roles |= other == unit ? other_role : 0;
    done |= roles;
    post(unit, roles);
  }
}

}  // namespace

void SortTimeline(v1::Dossier& dossier) {
  std::sort(dossier.mutable_timeline()->begin(), dossier.mutable_timeline()->end(),
            [](const auto& a, const auto& b) { return EntryKey(a) < EntryKey(b); });
  if (dossier.promises_size() < 3) return;
  std::sort(dossier.mutable_promises()->begin() + 1, dossier.mutable_promises()->end(),
            [](const auto& a, const auto& b) { return PromiseKey(a) < PromiseKey(b); });
}

void ResolveDeadlines(const Calendar& calendar, const DatedRules& rules, v1::Dossier& dossier) {
  SortTimeline(dossier);
  Walk walk(dossier, &calendar, rules);
  walk.Run();
  bool provisional = false;
  for (v1::Promise& promise : *dossier.mutable_promises()) {
    promise.clear_effective();
    provisional |= calendar.IsProvisional(DayOf(promise.due()));
  }
  if (walk.promise() >= 0 && walk.effective() != kNever) {
    dossier.mutable_promises(walk.promise())->set_effective(walk.effective());
    provisional |= calendar.IsProvisional(DayOf(walk.effective()));
  }
  for (int i = 0; i < dossier.timeline_size(); ++i) {
    dossier.mutable_timeline(i)->set_judged_by(walk.judged_by()[i]);
    dossier.mutable_timeline(i)->set_over_limit(walk.over_limit()[i]);
  }
  dossier.set_accept_by(walk.accept_by());
  dossier.mutable_resolution()->set_rules(kRules);
  dossier.mutable_resolution()->set_calendar_provisional(provisional);
}

std::vector<Posting> PostingsOf(const v1::Dossier& dossier) {
  std::vector<Posting> postings;
  if (dossier.tombstone()) return postings;
  Walk walk(dossier, nullptr, {});
  walk.Run();
  for (const Move& move : walk.moves()) Spread(dossier, move, postings);
  std::stable_sort(postings.begin(), postings.end(),
                   [](const Posting& a, const Posting& b) { return a.instant < b.instant; });
  return postings;
}

}  // namespace lienthong
