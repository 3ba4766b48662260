#include "services/query/coverage.h"

#include <algorithm>
#include <set>

#include "storage/progress/progress.h"

namespace lienthong::query {
namespace {

Instant Earlier(Instant source, int64_t node_ms) {
  return std::min(source, static_cast<Instant>(node_ms / 1000));
}

}  // namespace

absl::StatusOr<CoverageReader> CoverageReader::Open(Known& known, const Journal& journal,
                                                    const Registry& registry) {
  const int64_t now_ms = known.knowledge().time_ms;
  CoverageReader reader(registry);
  ASSIGN_OR_RETURN(const auto sources, Progress::Sources(known.view()));
  for (const SourceThrough& source : sources)
    reader.through_[{source.unit, source.source}] = source.complete_through;
  const std::vector<OriginState> origins = journal.origins();
  for (uint32_t i = 0; i < origins.size(); ++i) {
    int64_t& progress = reader.progress_ms_[origins[i].id.node];
    const int64_t own_ms = i == journal.own() ? now_ms : origins[i].progress_ms;
    progress = std::max(progress, known.is_present() ? own_ms : std::min(own_ms, now_ms));
  }
  RETURN_IF_ERROR(Progress::ScanParked(known.view(), [&](const ParkedFact& fact) {
    ++reader.parked_[fact.row.unit()];
    for (const v1::MissingReference& missing : fact.row.missing()) {
      ++reader.reasons_[fact.row.unit()][missing.SerializeAsString()];
    }
    return true;
  }));
  if (!known.is_present()) RETURN_IF_ERROR(reader.TakeBack(known));
  return reader;
}

absl::Status CoverageReader::TakeBack(Known& known) {
  ASSIGN_OR_RETURN(const Known::Sources* const sources, known.ChangedSources());
  for (const auto& [source, through] : *sources) {
    if (through == 0) {
      through_.erase(source);
    } else {
      through_[source] = through;
    }
  }
  ASSIGN_OR_RETURN(const auto* const parked, known.ParkedSince());
  for (const auto& [unit, count] : *parked) {
    const int64_t then = static_cast<int64_t>(parked_[unit]) - count;
    if (then < 0) return DataLoss("history of unit {}: differs from what is parked", unit);
    if (then == 0) {
      parked_.erase(unit);
    } else {
      parked_[unit] = static_cast<uint64_t>(then);
    }
  }
  reasons_.clear();
  return absl::OkStatus();
}

v1::SourceCoverage CoverageReader::Read(uint32_t unit, const v1::Unit& described,
                                        const v1::Grant* grant, const std::string& source,
                                        const Expected& expected) const {
  v1::SourceCoverage coverage;
  coverage.set_unit(described.code());
  if (const auto parked = parked_.find(unit); parked != parked_.end())
    coverage.set_parked(parked->second);
  coverage.set_state(v1::SourceCoverage::STATE_UNCOVERED);
  if (grant == nullptr) return coverage;
  coverage.set_source(source);
  coverage.set_node(grant->node());
  if (const auto known = through_.find({unit, source}); known != through_.end())
    coverage.set_complete_through(known->second);
  if (const auto node = progress_ms_.find(grant->node()); node != progress_ms_.end())
    coverage.set_node_progress_ms(node->second);
  coverage.set_go_live(GoLiveOf(*grant));
  const Instant complete = Earlier(coverage.complete_through(), coverage.node_progress_ms());
  coverage.set_state(coverage.go_live() > expected.day  ? v1::SourceCoverage::STATE_NOT_YET_LIVE
                     : coverage.complete_through() == 0 ? v1::SourceCoverage::STATE_SILENT
                     : complete >= expected.through     ? v1::SourceCoverage::STATE_COMPLETE
                                                        : v1::SourceCoverage::STATE_BEHIND);
  return coverage;
}

std::vector<v1::SourceCoverage> CoverageReader::Sources(const std::vector<uint32_t>& units, Day day,
                                                        Instant through) const {
  std::vector<v1::SourceCoverage> sources;
  const Expected expected{day, through};
  for (const uint32_t unit : units) {
    const v1::Unit* const described = registry_->UnitAt(unit, day);
    if (described == nullptr) continue;
    // Before its first grant a unit is one that is not yet live.
    const v1::Grant* grant = registry_->GrantAt(unit, day);
    if (grant == nullptr) grant = registry_->FirstGrant(unit);
    const bool has_source = grant != nullptr && !grant->sources().empty();
    // A unit that only has others below it owes no report of its own; one that reported
    // all the same has records that wait for its grant.
    const bool only_a_parent = !registry_->Children(unit, day).empty() && !parked_.contains(unit);
    if (!has_source && only_a_parent) continue;
    if (!has_source) {
      sources.push_back(Read(unit, *described, nullptr, "", expected));
      continue;
    }
    for (const std::string& source : grant->sources())
      sources.push_back(Read(unit, *described, grant, source, expected));
  }
  return sources;
}

v1::Coverage CoverageReader::Sum(const std::vector<v1::SourceCoverage>& sources,
                                 std::optional<Day> root_day) const {
  v1::Coverage sum;
  std::map<std::string, uint64_t> parked;  // once a unit, whatever its sources
  std::set<std::string> not_covered;
  Instant earliest = INT64_MAX;
  for (const v1::SourceCoverage& source : sources) {
    parked[source.unit()] = source.parked();
    if (source.state() == v1::SourceCoverage::STATE_UNCOVERED ||
        source.state() == v1::SourceCoverage::STATE_NOT_YET_LIVE) {
      not_covered.insert(source.unit());
      continue;
    }
    sum.set_expected(sum.expected() + 1);
    if (source.state() == v1::SourceCoverage::STATE_COMPLETE) sum.set_complete(sum.complete() + 1);
    if (source.state() == v1::SourceCoverage::STATE_BEHIND) sum.set_behind(sum.behind() + 1);
    if (source.state() == v1::SourceCoverage::STATE_SILENT) sum.set_silent(sum.silent() + 1);
    earliest = std::min(earliest, Earlier(source.complete_through(), source.node_progress_ms()));
  }
  sum.set_uncovered_units(static_cast<uint32_t>(not_covered.size()));
  sum.set_complete_through(sum.expected() == 0 || sum.silent() > 0 ? 0 : earliest);
  uint64_t records = 0;
  for (const auto& [unit, count] : parked) records += count;
  for (const auto& [unit, count] : parked_) {
    if (IsHomeless(unit, root_day)) records += count;
  }
  sum.set_parked(records);
  return sum;
}

v1::Coverage CoverageReader::SumOf(const std::vector<v1::SourceCoverage>& sources,
                                   std::optional<Day> root_day, Day from, Instant as_of) const {
  v1::Coverage sum = Sum(sources, root_day);
  for (const int year : registry_->ProvisionalYears(from, DayOf(as_of)))
    sum.add_provisional_years(year);
  return sum;
}

std::vector<v1::ParkedReason> CoverageReader::Reasons(const std::vector<uint32_t>& units,
                                                      std::optional<Day> root_day,
                                                      size_t reasons_max) const {
  std::map<std::string, uint64_t> sum;
  for (const auto& [unit, counts] : reasons_) {
    const bool named = std::find(units.begin(), units.end(), unit) != units.end();
    if (!named && !IsHomeless(unit, root_day)) continue;
    for (const auto& [missing, count] : counts) sum[missing] += count;
  }
  std::vector<v1::ParkedReason> reasons;
  for (const auto& [missing, count] : sum) {
    v1::ParkedReason& reason = reasons.emplace_back();
    if (!reason.mutable_missing()->ParseFromString(missing)) reason.clear_missing();
    reason.set_records(count);
  }
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const auto& a, const auto& b) { return a.records() > b.records(); });
  if (reasons.size() > reasons_max) reasons.resize(reasons_max);
  return reasons;
}

bool CoverageReader::IsHomeless(uint32_t unit, std::optional<Day> root_day) const {
  return root_day.has_value() && registry_->UnitAt(unit, *root_day) == nullptr;
}

}  // namespace lienthong::query
