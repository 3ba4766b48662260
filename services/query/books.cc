#include "services/query/books.h"

#include "storage/base/calendar_date.h"
#include "storage/ledger/ledger.h"
#include "storage/records/records.h"

namespace lienthong::query {
namespace {

// Postings of `unit` from the start of the day of `as_of` up to it.
absl::StatusOr<Lines> ReadPartOfDay(const View& view, uint32_t unit, Instant as_of) {
  std::map<uint32_t, uint64_t> counts;
  const Instant start = StartOfDay(DayOf(as_of));
  RETURN_IF_ERROR(
      Records::ScanDay(view, unit, DayOf(as_of), [&](const std::string& dossier) -> absl::Status {
        ASSIGN_OR_RETURN(const auto record, Records::Read(view, dossier));
        if (!record.has_value())
          return DataLoss("index of unit {}: names a dossier that has no record", unit);
        ASSIGN_OR_RETURN(const auto postings, DecodePostings(record->postings()));
        for (const StoredPosting& posting : postings) {
          if (posting.unit == unit && posting.instant >= start && posting.instant <= as_of)
            ++counts[posting.line];
        }
        return absl::OkStatus();
      }));
  return Lines(counts.begin(), counts.end());
}

}  // namespace

absl::StatusOr<PeriodLines> ReadLines(const View& view, uint32_t unit, const Period& period) {
  PeriodLines lines;
  ASSIGN_OR_RETURN(lines.before, Ledger::Sum(view, unit, kFirstDay, period.from - 1));
  const Day last = DayOf(period.as_of);
  const bool day_is_over = period.as_of == EndOfDay(last);
  ASSIGN_OR_RETURN(lines.within,
                   Ledger::Sum(view, unit, period.from, day_is_over ? last : last - 1));
  if (day_is_over || last < period.from) return lines;
  ASSIGN_OR_RETURN(const Lines part, ReadPartOfDay(view, unit, period.as_of));
  AddLines(part, lines.within);
  return lines;
}

}  // namespace lienthong::query
