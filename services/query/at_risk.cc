#include "services/query/at_risk.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "services/calendars/calendars.h"
#include "services/query/explain.h"
#include "services/query/known.h"
#include "services/query/requests.h"
#include "services/score/dossier_counts.h"
#include "services/score/rate.h"
#include "storage/base/calendar_date.h"
#include "storage/records/records.h"

namespace lienthong::query {
namespace {

constexpr uint32_t kWorkingDaysByDefault = 3;
constexpr uint32_t kDossiersByDefault = 100;
// Records read at once: enough to hide the cost of a call, some 200 KB of memory.
constexpr size_t kRecordsAtOnce = 1024;

struct Risk {
  std::string dossier;
  uint32_t unit = 0;
  uint32_t procedure = 0;
  Instant due = 0;
  uint64_t in_hand = 0;  // of its unit
};

// Gathers what passes into overdue in (from, to].
class Risks {
 public:
  Risks(Known& known, uint8_t role, Instant from, Instant to)
      : known_(known), role_(role), from_(from), to_(to) {
    const Day first = FirstDayOfMonth(MonthOf(DayOf(from)));
    month_ = {first, DayOf(from), from};
  }

  absl::Status AddUnit(uint32_t unit) {
    ASSIGN_OR_RETURN(const PeriodLines lines, known_.Lines(unit, month_));
    AddLines(lines.before, sum_.before);
    AddLines(lines.within, sum_.within);
    const size_t first = risks_.size();
    RETURN_IF_ERROR(Gather(unit));
    const uint64_t in_hand = FiguresOf(lines, role_, false).in_hand();
    for (size_t i = first; i < risks_.size(); ++i) risks_[i].in_hand = in_hand;
    return absl::OkStatus();
  }

  // Dearest for their units first, then the earliest.
  std::vector<Risk> Sorted() {
    std::sort(risks_.begin(), risks_.end(), [](const Risk& a, const Risk& b) {
      return std::tie(a.in_hand, a.due, a.dossier) < std::tie(b.in_hand, b.due, b.dossier);
    });
    return std::move(risks_);
  }
  uint64_t in_hand() const { return FiguresOf(sum_, role_, true).in_hand(); }

 private:
  absl::Status Gather(uint32_t unit) {
    std::set<std::string> keys;
    RETURN_IF_ERROR(Records::ScanDays(known_.view(), unit, DayOf(from_), DayOf(to_),
                                      [&](const std::string& key) {
                                        keys.insert(key);
                                        return absl::OkStatus();
                                      }));
    std::vector<std::string> some;
    for (const std::string& key : keys) {
      some.push_back(key);
      if (some.size() == kRecordsAtOnce) RETURN_IF_ERROR(Read(unit, some));
    }
    return Read(unit, some);
  }

  absl::Status Read(uint32_t unit, std::vector<std::string>& keys) {
    ASSIGN_OR_RETURN(const auto records, Records::ReadMany(known_.view(), keys));
    keys.clear();
    for (const auto& record : records) {
      if (!record.has_value())
        return DataLoss("index of unit {}: names a dossier that has no record", unit);
      if (!record->has_dossier()) continue;
      ASSIGN_OR_RETURN(const auto postings, DecodePostings(record->postings()));
      for (const StoredPosting& posting : postings) {
        if (posting.unit == unit && PassesInto(posting)) {
          risks_.push_back({record->dossier().id(), unit, record->dossier().procedure(),
                            posting.instant, 0});
        }
      }
    }
    return absl::OkStatus();
  }

  bool PassesInto(const StoredPosting& posting) const {
    const Line line = Line::Unpack(posting.line);
    return posting.instant > from_ && posting.instant <= to_ && (line.roles & role_) != 0 &&
           line.from == Account::kOpenInTime && line.to == Account::kOpenOverdue;
  }

  Known& known_;
  const uint8_t role_;
  const Instant from_, to_;
  Period month_;
  PeriodLines sum_;
  std::vector<Risk> risks_;
};

v1::ListAtRiskResponse::Row RowOf(const Registry& registry, Day day, const Risk& risk) {
  v1::ListAtRiskResponse::Row row;
  row.set_dossier(risk.dossier);
  const v1::Unit* const unit = registry.UnitAt(risk.unit, day);
  if (unit != nullptr) row.set_unit(unit->code());
  const v1::Procedure* const procedure = registry.ProcedureAt(risk.procedure, day);
  if (procedure != nullptr) row.set_procedure(procedure->code());
  row.set_due(risk.due);
  row.set_unit_points(score::Decimal(score::kTimelinessPointsMax, {1, risk.in_hand}));
  return row;
}

}  // namespace

absl::StatusOr<v1::ListAtRiskResponse> ListAtRisk(const View& view, const Journal& journal,
                                                  const Registry& registry,
                                                  const v1::ListAtRiskRequest& request,
                                                  int64_t now_ms) {
  if (request.working_days() > kWorkingDaysMax)
    return InvalidArgument("working_days: more than {}", kWorkingDaysMax);
  if (request.dossiers_max() > kExplainedDossiersMax)
    return InvalidArgument("dossiers_max: more than {}", kExplainedDossiersMax);
  const Instant now = now_ms / 1000;
  const Day today = DayOf(now);
  ASSIGN_OR_RETURN(const uint32_t unit, RequireUnit(registry, request.unit(), today));
  ASSIGN_OR_RETURN(Known known, Known::Open(view, journal, {}, now_ms));
  const Calendar calendar = CalendarOf(registry, unit);
  const auto days = static_cast<int32_t>(
      request.working_days() != 0 ? request.working_days() : kWorkingDaysByDefault);
  const Instant through = calendar.ComputedPromise(now, days);
  Risks risks(known, score::RoleBit(request.role()), now, through);
  for (const uint32_t part : registry.Subtree(unit, today)) RETURN_IF_ERROR(risks.AddUnit(part));
  const uint64_t in_hand = risks.in_hand();
  const std::vector<Risk> sorted = risks.Sorted();
  const size_t max = request.dossiers_max() != 0 ? request.dossiers_max() : kDossiersByDefault;
  v1::ListAtRiskResponse response;
  for (size_t i = 0; i < std::min(max, sorted.size()); ++i)
    *response.add_rows() = RowOf(registry, today, sorted[i]);
  response.set_left_out(sorted.size() - response.rows_size());
  response.set_dossiers(sorted.size());
  response.set_points(score::Decimal(score::kTimelinessPointsMax, {sorted.size(), in_hand}));
  response.set_through(through);
  response.set_calendar_provisional(!registry.ProvisionalYears(today, DayOf(through)).empty());
  *response.mutable_known() = known.Name();
  return response;
}

}  // namespace lienthong::query
