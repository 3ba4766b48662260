#include "services/query/explain.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "services/accounting/figures.h"
#include "services/query/cause.h"
#include "services/query/known.h"
#include "services/query/requests.h"
#include "services/score/dossier_counts.h"
#include "services/score/share_out.h"

namespace lienthong::query {
namespace {

using score::RateDelta;

constexpr uint32_t kDossiersByDefault = 100;

// What a dossier's facts of one cause came to.
struct Share {
  v1::Dossier after;
  uint64_t position = 0;
  RateDelta delta;
};

// Sums up what each fact between two moments changed.
class ChangeExplainer {
 public:
  ChangeExplainer(const View& view, const Journal& journal, const v1::ExplainChangeRequest& request,
                  const Period& period, std::vector<uint32_t> units, Instant moment)
      : view_(view),
        journal_(journal),
        request_(request),
        period_(period),
        units_(units.begin(), units.end()),
        moment_(moment) {}

  absl::Status Take(const RecordChange& change) {
    if (change.kind != RecordChange::Kind::kDossier) return absl::OkStatus();
    std::map<uint32_t, Parts> parts;
    Gather(change.taken, &Parts::taken, parts);
    Gather(change.posted, &Parts::posted, parts);
    RateDelta sum;
    for (const auto& [unit, of_unit] : parts) {
      const RateDelta delta = score::DeltaOf(FiguresOfPart(of_unit.posted),
                                             FiguresOfPart(of_unit.taken), request_.rate());
      units_changed_[unit].Add(delta);
      sum.Add(delta);
    }
    // What only moves from unit to unit changes their rows, and needs no dossier.
    return sum.empty() ? absl::OkStatus() : Attribute(change, sum);
  }

  const std::map<uint32_t, RateDelta>& units() const { return units_changed_; }
  const std::map<v1::Cause, std::map<std::string, Share>>& causes() const { return causes_; }

 private:
  struct Parts {
    std::vector<StoredPosting> taken;
    std::vector<StoredPosting> posted;
  };

  void Gather(const std::vector<StoredPosting>& postings,
              std::vector<StoredPosting> Parts::*which, std::map<uint32_t, Parts>& parts) const {
    for (const StoredPosting& posting : postings) {
      if (posting.instant <= period_.as_of && units_.contains(posting.unit))
        (parts[posting.unit].*which).push_back(posting);
    }
  }

  v1::Figures FiguresOfPart(const std::vector<StoredPosting>& postings) const {
    std::map<uint32_t, uint64_t> before, within;
    for (const StoredPosting& posting : postings)
      ++(posting.instant < StartOfDay(period_.from) ? before : within)[posting.line];
    return FiguresOf({{before.begin(), before.end()}, {within.begin(), within.end()}},
                     score::RoleBit(request_.role()), false);
  }

  absl::StatusOr<v1::Dossier> Read(const StateRef& state) const {
    ASSIGN_OR_RETURN(const std::string bytes,
                     journal_.ReadFact(view_, state.origin, state.sequence));
    v1::Fact fact;
    if (!fact.ParseFromString(bytes) || !fact.has_dossier())
      return DataLoss("history: names a fact that is no dossier");
    return fact.dossier();
  }

  // The first instant at which the dossier stands otherwise.
  static Instant FirstOf(const RecordChange& change) {
    Instant first = std::numeric_limits<Instant>::max();
    for (const auto* postings : {&change.taken, &change.posted}) {
      if (!postings->empty()) first = std::min(first, postings->front().instant);
    }
    return first;
  }

  absl::Status Attribute(const RecordChange& change, const RateDelta& delta) {
    Change told;
    ASSIGN_OR_RETURN(told.after, Read(change.state));
    if (change.before.has_value()) {
      ASSIGN_OR_RETURN(told.before, Read(*change.before));
      told.other_origin = change.before->origin != change.state.origin;
    }
    ASSIGN_OR_RETURN(const uint64_t position,
                     journal_.Locate(view_, change.state.origin, change.state.sequence));
    told.let_in = position < change.position;
    told.first = FirstOf(change);
    Share& share = causes_[CauseOf(told, moment_)][told.after.id()];
    share.delta.Add(delta);
    share.position = change.position;
    share.after = std::move(told.after);
    return absl::OkStatus();
  }

  const View& view_;
  const Journal& journal_;
  const v1::ExplainChangeRequest& request_;
  const Period period_;
  const std::set<uint32_t> units_;
  const Instant moment_;
  std::map<uint32_t, RateDelta> units_changed_;
  std::map<v1::Cause, std::map<std::string, Share>> causes_;
};

absl::StatusOr<score::Fraction> RateAt(Known& known, const std::vector<uint32_t>& units,
                                       const Period& period,
                                       const v1::ExplainChangeRequest& request,
                                       v1::RateValue& value) {
  PeriodLines sum;
  for (const uint32_t unit : units) {
    ASSIGN_OR_RETURN(const PeriodLines lines, known.Lines(unit, period));
    AddLines(lines.before, sum.before);
    AddLines(lines.within, sum.within);
  }
  const v1::Figures figures = FiguresOf(sum, score::RoleBit(request.role()), units.size() > 1);
  const score::Fraction rate = score::RateOf(figures, request.rate());
  value.set_in_time(static_cast<int64_t>(rate.numerator));
  value.set_base(static_cast<int64_t>(rate.denominator));
  value.set_ratio(score::Decimal(100, rate));
  value.set_points(score::Decimal(score::kTimelinessPointsMax, rate));
  *value.mutable_known() = known.Name();
  return rate;
}

absl::StatusOr<uint64_t> CountSince(const View& view, const Knowledge& known) {
  uint64_t count = 0;
  RETURN_IF_ERROR(History::ScanAfter(view, known, {.record = [&](const RecordChange&) {
    ++count;
    return absl::OkStatus();
  }}));
  return count;
}

// Shows every change of a record after `first` and not after `last`: what came after `last`
// is the tail of what came after `first`.
absl::Status ScanBetween(const View& view, const Known& first, const Known& last,
                         const std::function<absl::Status(const RecordChange&)>& visit) {
  ASSIGN_OR_RETURN(const uint64_t all, CountSince(view, first.knowledge()));
  ASSIGN_OR_RETURN(const uint64_t tail, CountSince(view, last.knowledge()));
  uint64_t left = all - tail;
  return History::ScanAfter(view, first.knowledge(), {.record = [&](const RecordChange& change) {
    return left == 0 ? absl::OkStatus() : (--left, visit(change));
  }});
}

void PutCounts(const RateDelta& delta, v1::RateChange& change) {
  change.set_in_time(delta.in_time);
  change.set_base(delta.base);
}

// Puts what rows come to into them, points included, so that they add up.
template <typename Rows>
void PutPoints(const score::Fraction& before, const std::vector<RateDelta>& deltas, Rows& rows) {
  const auto points = score::ShareOut(score::kTimelinessPointsMax, before, deltas);
  for (size_t i = 0; i < deltas.size(); ++i) {
    PutCounts(deltas[i], *rows[static_cast<int>(i)].mutable_change());
    rows[static_cast<int>(i)].mutable_change()->set_points(points[i]);
  }
}

void PutCauses(const score::Fraction& before, const ChangeExplainer& explainer,
               v1::ExplainChangeResponse& response) {
  std::vector<RateDelta> deltas;
  for (const auto& [cause, dossiers] : explainer.causes()) {
    v1::ExplainChangeResponse::CauseRow& row = *response.add_causes();
    row.set_cause(cause);
    row.set_dossiers(dossiers.size());
    RateDelta& sum = deltas.emplace_back();
    for (const auto& [id, share] : dossiers) sum.Add(share.delta);
  }
  PutPoints(before, deltas, *response.mutable_causes());
}

void PutUnits(const score::Fraction& before, const ChangeExplainer& explainer,
              const Registry& registry, Day day, v1::ExplainChangeResponse& response) {
  std::map<std::string, std::pair<const v1::Unit*, RateDelta>> by_code;
  for (const auto& [unit, delta] : explainer.units()) {
    const v1::Unit* const described = registry.UnitAt(unit, day);
    if (described != nullptr && !delta.empty()) by_code[described->code()] = {described, delta};
  }
  std::vector<RateDelta> deltas;
  for (const auto& [code, unit] : by_code) {
    v1::ExplainChangeResponse::UnitRow& row = *response.add_units();
    row.set_unit(code);
    row.set_name(unit.first->name());
    deltas.push_back(unit.second);
  }
  PutPoints(before, deltas, *response.mutable_units());
}

uint64_t WeightOf(const v1::ExplainChangeResponse::DossierRow& row) {
  return static_cast<uint64_t>(std::abs(row.in_time()) + std::abs(row.base() - row.in_time()));
}

// Those that changed it most first; of equals by code and cause, so that an answer is the
// same each time.
void PutDossiers(const ChangeExplainer& explainer, const Registry& registry, Day day, size_t max,
                 v1::ExplainChangeResponse& response) {
  std::vector<v1::ExplainChangeResponse::DossierRow> rows;
  for (const auto& [cause, dossiers] : explainer.causes()) {
    for (const auto& [id, share] : dossiers) {
      if (share.delta.empty()) continue;
      auto& row = rows.emplace_back();
      row.set_dossier(id);
      row.set_cause(cause);
      row.set_in_time(share.delta.in_time);
      row.set_base(share.delta.base);
      row.set_position(share.position);
      const v1::Unit* const unit = registry.UnitAt(share.after.handling_unit(), day);
      if (unit != nullptr) row.set_unit(unit->code());
      const v1::Procedure* const procedure = registry.ProcedureAt(share.after.procedure(), day);
      if (procedure != nullptr) row.set_procedure(procedure->code());
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return WeightOf(a) > WeightOf(b); });
  RateDelta left_out;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (i < max) {
      *response.add_dossiers() = std::move(rows[i]);
    } else {
      left_out.Add({rows[i].in_time(), rows[i].base()});
      response.set_dossiers_left_out(response.dossiers_left_out() + 1);
    }
  }
  PutCounts(left_out, *response.mutable_left_out());
}

// The promise of this service, looked at before an answer is given.
template <typename Rows>
absl::Status CheckSum(const Rows& rows, const RateDelta& difference, const char* what) {
  RateDelta sum;
  for (const auto& row : rows) sum.Add({row.change().in_time(), row.change().base()});
  if (sum == difference) return absl::OkStatus();
  return Internal("explanation: {} come to {} of {}, the difference is {} of {}", what, sum.in_time,
                  sum.base, difference.in_time, difference.base);
}

bool LiesAfter(const Knowledge& a, const Knowledge& b) {
  return a.position > b.position || (a.position == b.position && a.step > b.step);
}

}  // namespace

absl::StatusOr<v1::ExplainChangeResponse> ExplainChange(const View& view, const Journal& journal,
                                                        const Registry& registry,
                                                        const v1::ExplainChangeRequest& request,
                                                        int64_t now_ms) {
  if (request.before().time() == 0 && request.before().position() == 0)
    return InvalidArgument("before: required: what is the figure compared with?");
  if (request.dossiers_max() > kExplainedDossiersMax)
    return InvalidArgument("dossiers_max: more than {}", kExplainedDossiersMax);
  ASSIGN_OR_RETURN(Known first, Known::Open(view, journal, request.before(), now_ms));
  ASSIGN_OR_RETURN(Known last, Known::Open(view, journal, request.after(), now_ms));
  if (LiesAfter(first.knowledge(), last.knowledge()))
    return InvalidArgument("before: lies after `after`");
  ASSIGN_OR_RETURN(const Period period, RequirePeriod(request.from(), request.to(),
                                                      request.as_of(), first.now()));
  ASSIGN_OR_RETURN(const uint32_t unit, RequireUnit(registry, request.unit(), period.to));
  const std::vector<uint32_t> units = registry.Subtree(unit, period.to);
  v1::ExplainChangeResponse response;
  response.set_as_of(period.as_of);
  ASSIGN_OR_RETURN(const score::Fraction before,
                   RateAt(first, units, period, request, *response.mutable_before()));
  RETURN_IF_ERROR(RateAt(last, units, period, request, *response.mutable_after()).status());
  ChangeExplainer explainer(view, journal, request, period, units, first.now());
  RETURN_IF_ERROR(ScanBetween(view, first, last,
                              [&](const RecordChange& change) { return explainer.Take(change); }));
  PutCauses(before, explainer, response);
  PutUnits(before, explainer, registry, period.to, response);
  const uint32_t max = request.dossiers_max() != 0 ? request.dossiers_max() : kDossiersByDefault;
  PutDossiers(explainer, registry, period.to, max, response);
  const RateDelta difference{response.after().in_time() - response.before().in_time(),
                             response.after().base() - response.before().base()};
  RETURN_IF_ERROR(CheckSum(response.causes(), difference, "causes"));
  RETURN_IF_ERROR(CheckSum(response.units(), difference, "units"));
  return response;
}

}  // namespace lienthong::query
