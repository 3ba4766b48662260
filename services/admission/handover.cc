#include "services/admission/handover.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "services/admission/commit.h"
#include "services/admission/missing.h"
#include "services/admission/tenure.h"

namespace lienthong::admission {
namespace {

using Milestone = Progress::Milestone;

// Records looked at for one page: some milliseconds, whatever the books hold.
constexpr size_t kScannedMax = 4096;

// Bytes of states in one page, well below the largest message.
constexpr size_t kPageBytesMax = 256 << 10;

// Looks milestones up: of a commit in progress, or of a view.
using HasMilestone =
    std::function<absl::StatusOr<bool>(Milestone milestone, uint32_t unit, uint32_t term)>;

// Whether this node knows an origin of `node`.
bool KnowsNode(const std::vector<OriginState>& origins, const std::string& node) {
  return std::any_of(origins.begin(), origins.end(),
                     [&](const OriginState& origin) { return origin.id.node == node; });
}

// Whether every state that the tenures before the last one wrote is held here: they were
// released, and the release lies behind them in the same chain. Of a node that is lost
// holds what there is, which is where its facts went.
absl::StatusOr<bool> HoldsStates(uint32_t unit, const std::vector<Tenure>& tenures,
                                 const HasMilestone& has, const std::vector<OriginState>& origins,
                                 bool is_root) {
  for (size_t i = 0; i + 1 < tenures.size(); ++i) {
    ASSIGN_OR_RETURN(const bool released, has(Milestone::kReleased, unit, tenures[i].last_term));
    if (released) continue;
    const bool lost = tenures[i + 1].without_release;
    if (!lost || !(is_root || KnowsNode(origins, tenures[i].node))) return false;
  }
  return true;
}

v1::FetchUnitRequest Request(const std::string& node, uint32_t unit, uint32_t term) {
  v1::FetchUnitRequest request;
  request.set_node(node);
  request.set_unit(unit);
  request.set_term(term);
  return request;
}

// One unit's steps in a commit of this node.
class Handover {
 public:
  Handover(CommitContext& context, uint32_t unit)
      : context_(context), unit_(unit), tenures_(TenuresOf(context.transaction.registry(), unit)) {}

  absl::Status Run(std::vector<v1::FetchUnitRequest>& wanted) {
    RETURN_IF_ERROR(WriteReleases());
    if (!context_.awaited.contains(unit_)) return absl::OkStatus();
    const HasMilestone has = [this](Milestone milestone, uint32_t unit, uint32_t term) {
      return context_.transaction.HasMilestone(milestone, unit, term);
    };
    ASSIGN_OR_RETURN(const bool held, HoldsStates(unit_, tenures_, has, context_.journal.origins(),
                                                  context_.options.is_root));
    if (held) return TakeOver();
    if (!context_.options.is_root)
      wanted.push_back(Request(context_.node, unit_, tenures_.back().first_term));
    return absl::OkStatus();
  }

  // Ends the hand-over: the unit is this node's.
  absl::Status TakeOver() {
    ASSIGN_OR_RETURN(const bool complete, ParkWaiting());
    if (!complete) return absl::OkStatus();
    v1::Fact fact;
    fact.mutable_takeover()->set_unit(unit_);
    fact.mutable_takeover()->set_term(tenures_.back().first_term);
    RETURN_IF_ERROR(AppendOwn(context_, std::move(fact)).status());
    context_.awaited.erase(unit_);
    return absl::OkStatus();
  }

  // Lets a record wait here, as it waited at another node.
  absl::Status ParkAgain(const v1::Parked& parked) {
    v1::Fact fact;
    *fact.mutable_parked() = parked;
    fact.mutable_parked()->set_term(tenures_.back().first_term);
    const std::string key = KeyOf(parked);
    const std::string print = Progress::PrintOf(fact.parked());
    ASSIGN_OR_RETURN(const LastParked last, context_.transaction.ReadLastParked(key));
    ASSIGN_OR_RETURN(const auto row, context_.transaction.FindParked(context_.own, last.sequence));
    const bool waits_already =
        last.print == print && row.has_value() && row->term() == tenures_.back().first_term;
    if (waits_already) return absl::OkStatus();
    ASSIGN_OR_RETURN(const uint64_t sequence, AppendOwn(context_, std::move(fact)));
    context_.transaction.SetLastParked(key, {sequence, print});
    return absl::OkStatus();
  }

 private:
  // Of every tenure of this node that has ended.
  absl::Status WriteReleases() {
    for (size_t i = 0; i + 1 < tenures_.size(); ++i) {
      if (tenures_[i].node != context_.node) continue;
      ASSIGN_OR_RETURN(
          const bool released,
          context_.transaction.HasMilestone(Milestone::kReleased, unit_, tenures_[i].last_term));
      if (released) continue;
      v1::Fact fact;
      fact.mutable_release()->set_unit(unit_);
      fact.mutable_release()->set_term(tenures_[i].last_term);
      RETURN_IF_ERROR(AppendOwn(context_, std::move(fact)).status());
    }
    return absl::OkStatus();
  }

  // Records that wait here under earlier tenures, whoever parked them. False: something of
  // the unit is not in order yet, so a later commit has to try again.
  absl::StatusOr<bool> ParkWaiting() {
    std::vector<ParkedFact> waiting;
    bool complete = true;
    RETURN_IF_ERROR(context_.transaction.ScanParked([&](const ParkedFact& row) -> absl::Status {
      const bool goes_along = !row.row.record() || row.row.term() < tenures_.back().first_term;
      if (row.row.unit() != unit_ || !goes_along) return absl::OkStatus();
      // Of this very commit, or not folded yet.
      complete &= row.row.record() && !context_.transaction.DecidesParked(row.origin, row.sequence);
      waiting.push_back(row);
      return absl::OkStatus();
    }));
    if (!complete) return false;
    for (const ParkedFact& row : waiting) {
      ASSIGN_OR_RETURN(
          const std::string bytes,
          context_.journal.ReadFact(context_.transaction.view(), row.origin, row.sequence));
      v1::Fact fact;
      if (fact.ParseFromString(bytes)) RETURN_IF_ERROR(ParkAgain(fact.parked()));
    }
    return true;
  }

  CommitContext& context_;
  const uint32_t unit_;
  const std::vector<Tenure> tenures_;
};

// Admits the states of one page.
class Takeover {
 public:
  Takeover(CommitContext& context, TakeoverWork& work) : context_(context), work_(work) {}

  absl::Status Run() {
    const uint32_t unit = work_.request.unit();
    const std::vector<Tenure> tenures = TenuresOf(context_.transaction.registry(), unit);
    const bool ours = !tenures.empty() && tenures.back().node == context_.node &&
                      tenures.back().first_term == work_.request.term();
    if (!ours) return FailedPrecondition("unit #{}: it is another node's by now", unit);
    if (!context_.awaited.contains(unit)) return absl::OkStatus();
    raise_ = tenures.back().without_release ? 1 : 0;
    RETURN_IF_ERROR(Check());
    for (const v1::Dossier& dossier : work_.page.dossiers()) RETURN_IF_ERROR(Admit(dossier));
    for (const v1::Petition& petition : work_.page.petitions()) RETURN_IF_ERROR(Admit(petition));
    Handover handover(context_, unit);
    for (const v1::Parked& parked : work_.page.parked())
      RETURN_IF_ERROR(handover.ParkAgain(parked));
    return work_.page.complete() ? handover.TakeOver() : absl::OkStatus();
  }

 private:
  absl::Status Check() const {
    for (const v1::Dossier& dossier : work_.page.dossiers()) {
      if (dossier.reporting_unit() != work_.request.unit() || !IsCountable(dossier))
        return InvalidArgument("hand-over: a state of the page is none of the unit, or unreadable");
    }
    for (const v1::Petition& petition : work_.page.petitions()) {
      if (petition.reporting_unit() != work_.request.unit() || !IsCountable(petition))
        return InvalidArgument("hand-over: a state of the page is none of the unit, or unreadable");
    }
    for (const v1::Parked& parked : work_.page.parked()) {
      if (parked.reporting_unit() != work_.request.unit() || parked.missing().empty())
        return InvalidArgument("hand-over: a waiting record of the page is none of the unit");
    }
    return absl::OkStatus();
  }

  absl::Status Admit(const v1::Dossier& dossier) {
    ASSIGN_OR_RETURN(const node::v1::Record* known, context_.transaction.Find(dossier.id()));
    v1::Fact fact;
    return Write(dossier, known, known == nullptr ? nullptr : &known->dossier(), fact,
                 *fact.mutable_dossier());
  }

  absl::Status Admit(const v1::Petition& petition) {
    ASSIGN_OR_RETURN(const node::v1::Record* known,
                     context_.transaction.Find(PetitionKey(petition.id())));
    v1::Fact fact;
    return Write(petition, known, known == nullptr ? nullptr : &known->petition(), fact,
                 *fact.mutable_petition());
  }

  // `state` as a fact of this node, unless it was fetched before; `held`: the state known here.
  template <typename State>
  absl::Status Write(const State& state, const node::v1::Record* known, const State* held,
                     v1::Fact& fact, State& body) {
    body = state;
    body.set_ownership_term(state.ownership_term() + raise_);
    body.clear_unparks();
    const bool fetched_before =
        known != nullptr && known->origin() == context_.own && !IsOlder(*held, body);
    return fetched_before ? absl::OkStatus() : AppendOwn(context_, std::move(fact)).status();
  }

  template <typename State>
  static bool IsOlder(const State& held, const State& offered) {
    const auto age = [](const State& state) {
      return std::tuple(state.ownership_term(), state.revision(), state.event_time());
    };
    return age(held) < age(offered);
  }

  CommitContext& context_;
  TakeoverWork& work_;
  // Of the ownership term: what a lost node may still send must not win.
  uint32_t raise_ = 0;
};

// Gathers a page for `request`.
class UnitReader {
 public:
  UnitReader(const View& view, const Journal& journal, const v1::FetchUnitRequest& request)
      : view_(view), journal_(journal), request_(request) {}

  absl::StatusOr<v1::FetchUnitResponse> Run() {
    bool ended = true;
    RETURN_IF_ERROR(Records::ScanAfter(
        view_, request_.after(),
        [&](const std::string& key, const node::v1::Record& record) -> absl::StatusOr<bool> {
          page_.set_last(key);
          Take(record);
          ended = ++scanned_ < kScannedMax && bytes_ < kPageBytesMax;
          return ended;
        }));
    page_.set_complete(ended);
    if (ended) RETURN_IF_ERROR(AddParked());
    return std::move(page_);
  }

 private:
  void Take(const node::v1::Record& record) {
    if (record.dossier().reporting_unit() == request_.unit()) {
      *page_.add_dossiers() = record.dossier();
      bytes_ += record.dossier().ByteSizeLong();
    } else if (record.petition().reporting_unit() == request_.unit()) {
      *page_.add_petitions() = record.petition();
      bytes_ += record.petition().ByteSizeLong();
    }
  }

  absl::Status AddParked() {
    std::vector<ParkedFact> rows;
    RETURN_IF_ERROR(Progress::ScanParked(view_, [&](const ParkedFact& row) {
      const bool goes_along = !row.row.record() || row.row.term() < request_.term();
      if (row.row.unit() == request_.unit() && goes_along) rows.push_back(row);
      return true;
    }));
    for (const ParkedFact& row : rows) {
      ASSIGN_OR_RETURN(const std::string bytes, journal_.ReadFact(view_, row.origin, row.sequence));
      v1::Fact fact;
      if (fact.ParseFromString(bytes) && fact.has_parked()) {
        *page_.add_parked() = fact.parked();
      } else {
        return Unavailable("unit #{}: a fact of it waits outside the books here", request_.unit());
      }
    }
    return absl::OkStatus();
  }

  const View& view_;
  const Journal& journal_;
  const v1::FetchUnitRequest& request_;
  v1::FetchUnitResponse page_;
  size_t scanned_ = 0;
  size_t bytes_ = 0;
};

}  // namespace

absl::StatusOr<std::set<uint32_t>> FindAwaited(const Transaction& transaction,
                                               const std::string& node) {
  std::set<uint32_t> awaited;
  const Registry& registry = transaction.registry();
  for (const uint32_t unit : registry.UnitsEverGranted(node)) {
    const std::vector<Tenure> tenures = TenuresOf(registry, unit);
    if (tenures.size() < 2 || tenures.back().node != node) continue;
    ASSIGN_OR_RETURN(const bool taken_over, transaction.HasMilestone(Milestone::kTakenOver, unit,
                                                                     tenures.back().first_term));
    if (!taken_over) awaited.insert(unit);
  }
  return awaited;
}

absl::Status FoldTakeover(CommitContext& context, const v1::Takeover& takeover) {
  context.transaction.SetMilestone(Milestone::kTakenOver, takeover.unit(), takeover.term());
  std::vector<ParkedFact> gone;
  RETURN_IF_ERROR(context.transaction.ScanParked([&](const ParkedFact& row) -> absl::Status {
    const bool concerned = row.row.unit() == takeover.unit() && row.row.record();
    // What a node without a grant let wait is in nobody's page: it goes on waiting for one.
    const bool goes_along = MissingGrant(context, row.origin, takeover.unit()).empty();
    if (concerned && goes_along && row.row.term() < takeover.term()) gone.push_back(row);
    return absl::OkStatus();
  }));
  for (const ParkedFact& row : gone) context.transaction.Unpark(row.origin, row.sequence);
  return absl::OkStatus();
}

absl::Status Perform(CommitContext& context, HandoverWork& work) {
  for (const uint32_t unit : context.transaction.registry().UnitsEverGranted(context.node))
    RETURN_IF_ERROR(Handover(context, unit).Run(work.wanted));
  return absl::OkStatus();
}

absl::Status Perform(CommitContext& context, TakeoverWork& work) {
  return Takeover(context, work).Run();
}

bool HasGoneOn(const Registry& registry, const node::v1::ParkedRow& row) {
  const std::vector<Tenure> tenures = TenuresOf(registry, row.unit());
  return row.record() && tenures.size() > 1 && row.term() < tenures.back().first_term;
}

absl::StatusOr<std::vector<v1::HandoverStatus>> ReadHandovers(const View& view,
                                                              const Journal& journal,
                                                              const Registry& registry,
                                                              bool is_root, Day today) {
  std::vector<v1::HandoverStatus> handovers;
  const std::vector<OriginState> origins = journal.origins();
  for (const uint32_t unit : registry.UnitsGranted()) {
    const std::vector<Tenure> tenures = TenuresOf(registry, unit);
    if (tenures.size() < 2) continue;
    const Tenure& from = tenures[tenures.size() - 2];
    const Tenure& to = tenures.back();
    ASSIGN_OR_RETURN(const bool done,
                     Progress::HasMilestone(view, Milestone::kTakenOver, unit, to.first_term));
    // A node that is not above the new one never hears of the takeover.
    if (done || !(is_root || KnowsNode(origins, to.node))) continue;
    ASSIGN_OR_RETURN(const bool released,
                     Progress::HasMilestone(view, Milestone::kReleased, unit, from.last_term));
    v1::HandoverStatus& status = handovers.emplace_back();
    const v1::Unit* const described = registry.UnitAt(unit, today);
    status.set_unit(described == nullptr ? fmt::format("#{}", unit) : described->code());
    status.set_from(from.node);
    status.set_to(to.node);
    status.set_released(released || to.without_release);
  }
  return handovers;
}

absl::StatusOr<v1::FetchUnitResponse> ReadUnit(const View& view, const Journal& journal,
                                               const Registry& registry, bool is_root,
                                               const v1::FetchUnitRequest& request) {
  const std::vector<Tenure> tenures = TenuresOf(registry, request.unit());
  if (tenures.size() < 2 || tenures.back().node != request.node() ||
      tenures.back().first_term != request.term()) {
    return FailedPrecondition("unit #{}: \"{}\" has nothing to take over with term {}",
                              request.unit(), request.node(), request.term());
  }
  const HasMilestone has = [&](Milestone milestone, uint32_t unit, uint32_t term) {
    return Progress::HasMilestone(view, milestone, unit, term);
  };
  ASSIGN_OR_RETURN(const bool held,
                   HoldsStates(request.unit(), tenures, has, journal.origins(), is_root));
  if (!held)
    return Unavailable("unit #{}: not released yet, as far as is known here", request.unit());
  return UnitReader(view, journal, request).Run();
}

}  // namespace lienthong::admission
