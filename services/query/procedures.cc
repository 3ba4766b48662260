#include "services/query/procedures.h"

#include <algorithm>

#include "storage/base/calendar_date.h"
#include "storage/ledger/ledger.h"
#include "storage/records/records.h"

namespace lienthong::query {
namespace {

// Records read at once: enough to hide the cost of a call, some 200 KB of memory.
constexpr size_t kRecordsAtOnce = 1024;

// A span of instants, both ends included; empty when `to` lies before `from`.
struct Span {
  Instant from;
  Instant to;
};

Instant StartOfHalf(int half) { return StartOfDay(FirstDayOfHalf(half)); }
Instant EndOfHalf(int half) { return StartOfHalf(half + 1) - 1; }

// Sums by procedure what one unit posted in a span.
class Summer {
 public:
  Summer(const View& view, ProcedureSums& sums) : view_(view), sums_(sums) {}

  absl::Status Add(uint32_t unit, const Span& span) {
    if (span.from > span.to) return absl::OkStatus();
    unit_ = unit;
    int first = HalfOf(DayOf(span.from)), last = HalfOf(DayOf(span.to));
    const Span before{StartOfHalf(first), span.from - 1}, after{span.to + 1, EndOfHalf(last)};
    if (first == last) return AddWithinHalf(first, span, before, after);
    const Span head{span.from, EndOfHalf(first)}, tail{StartOfHalf(last), span.to};
    RETURN_IF_ERROR(Count(head, before, first, 1));
    RETURN_IF_ERROR(Count(tail, after, last, -1));
    return Ledger::AddHalves(view_, unit_, first, last, sums_);
  }

 private:
  static int64_t DaysOf(const Span& span) {
    return span.from > span.to ? 0 : DayOf(span.to) - DayOf(span.from) + 1;
  }

  absl::Status AddWithinHalf(int half, const Span& span, const Span& before, const Span& after) {
    if (DaysOf(span) < DaysOf(before) + DaysOf(after)) return AddRecords(span, 1);
    RETURN_IF_ERROR(AddRecords(before, -1));
    RETURN_IF_ERROR(AddRecords(after, -1));
    return Ledger::AddHalves(view_, unit_, half, half, sums_);
  }

  // The half at an end of the span: what lies `inside` is added from the records and the
  // half is left out (by `step`), or it stays and what lies `outside` is taken away.
  absl::Status Count(const Span& inside, const Span& outside, int& half, int step) {
    if (DaysOf(outside) <= DaysOf(inside)) return AddRecords(outside, -1);
    half += step;
    return AddRecords(inside, 1);
  }

  absl::Status AddRecords(const Span& span, int64_t sign) {
    if (DaysOf(span) == 0) return absl::OkStatus();
    std::vector<std::string> dossiers;
    RETURN_IF_ERROR(Records::ScanDays(view_, unit_, DayOf(span.from), DayOf(span.to),
                                      [&](const std::string& dossier) {
                                        dossiers.push_back(dossier);
                                        return absl::OkStatus();
                                      }));
    std::sort(dossiers.begin(), dossiers.end());
    dossiers.erase(std::unique(dossiers.begin(), dossiers.end()), dossiers.end());
    for (size_t first = 0; first < dossiers.size(); first += kRecordsAtOnce) {
      const size_t end = std::min(first + kRecordsAtOnce, dossiers.size());
      RETURN_IF_ERROR(AddPostings({dossiers.begin() + first, dossiers.begin() + end}, span, sign));
    }
    return absl::OkStatus();
  }

  absl::Status AddPostings(const std::vector<std::string>& dossiers, const Span& span,
                           int64_t sign) {
    ASSIGN_OR_RETURN(const auto records, Records::ReadMany(view_, dossiers));
    for (const auto& record : records) {
      if (!record.has_value())
        return DataLoss("index of unit {}: names a dossier that has no record", unit_);
      if (!record->has_dossier()) continue;
      ASSIGN_OR_RETURN(const auto postings, DecodePostings(record->postings()));
      for (const StoredPosting& posting : postings) {
        if (posting.unit == unit_ && posting.instant >= span.from && posting.instant <= span.to)
          sums_[{record->dossier().procedure(), posting.line}] += sign;
      }
    }
    return absl::OkStatus();
  }

  const View& view_;
  ProcedureSums& sums_;
  uint32_t unit_ = 0;
};

absl::StatusOr<ProcedureFlows> Read(const View& view, const std::vector<uint32_t>& units,
                                    const Span& span) {
  ProcedureSums sums;
  Summer summer(view, sums);
  for (const uint32_t unit : units) RETURN_IF_ERROR(summer.Add(unit, span));
  ProcedureFlows flows;
  for (const auto& [place, count] : sums) {
    if (count < 0) return DataLoss("books of procedure {}: differ from the records", place.first);
    if (count > 0) flows[place.first].emplace_back(place.second, count);
  }
  for (auto& [procedure, lines] : flows) std::sort(lines.begin(), lines.end());
  return flows;
}

}  // namespace

absl::StatusOr<ProcedureFlows> ReadProcedureFlows(const View& view,
                                                  const std::vector<uint32_t>& units,
                                                  const Period& period) {
  return Read(view, units, {StartOfDay(period.from), period.as_of});
}

absl::StatusOr<ProcedureLines> ReadProcedureLines(const View& view,
                                                  const std::vector<uint32_t>& units,
                                                  const Period& period) {
  ASSIGN_OR_RETURN(ProcedureFlows before,
                   Read(view, units, {StartOfDay(kFirstDay), StartOfDay(period.from) - 1}));
  ASSIGN_OR_RETURN(ProcedureFlows within, ReadProcedureFlows(view, units, period));
  ProcedureLines lines;
  for (auto& [procedure, posted] : before) lines[procedure].before = std::move(posted);
  for (auto& [procedure, posted] : within) lines[procedure].within = std::move(posted);
  return lines;
}

}  // namespace lienthong::query
