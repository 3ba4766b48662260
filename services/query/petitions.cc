#include "services/query/petitions.h"

#include "storage/records/records.h"

namespace lienthong::query {
namespace {

// Counts the petitions that `unit` received in the period, as they stand at its instant.
class Cohort {
 public:
  // `changed`: those that the records tell as they are known only now.
  Cohort(const View& view, const Known::Petitions& changed, uint32_t unit, const Period& period)
      : view_(view), changed_(changed), unit_(unit), period_(period) {}

  absl::Status Count(PetitionFigures& figures) {
    for (const auto& [key, postings] : changed_) {
      const bool is_here = !postings.empty() && postings.front().unit == unit_;
      const Day day = is_here ? DayOf(postings.front().instant) : 0;
      if (is_here && day >= period_.from && day <= DayOf(period_.as_of))
        CountPetition(Until(postings), figures);
    }
    for (Day day = period_.from; day <= DayOf(period_.as_of); ++day) {
      std::vector<std::string> keys;
      RETURN_IF_ERROR(Records::ScanPetitions(view_, unit_, day, [&](const std::string& key) {
        if (!changed_.contains(key)) keys.push_back(key);
        return absl::OkStatus();
      }));
      if (!keys.empty()) RETURN_IF_ERROR(CountDay(day, keys, figures));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status CountDay(Day day, const std::vector<std::string>& keys, PetitionFigures& figures) {
    ASSIGN_OR_RETURN(const auto records, Records::ReadMany(view_, keys));
    for (const auto& record : records) {
      if (!record.has_value())
        return DataLoss("index of unit {}: names a petition that has no record", unit_);
      ASSIGN_OR_RETURN(const auto postings, DecodePostings(record->postings()));
      if (!postings.empty() && DayOf(postings.front().instant) == day)
        CountPetition(Until(postings), figures);
    }
    return absl::OkStatus();
  }

  std::vector<Line> Until(const std::vector<StoredPosting>& postings) const {
    std::vector<Line> lines;
    for (const StoredPosting& posting : postings) {
      if (posting.instant <= period_.as_of) lines.push_back(Line::Unpack(posting.line));
    }
    return lines;
  }

  const View& view_;
  const Known::Petitions& changed_;
  const uint32_t unit_;
  const Period& period_;
};

}  // namespace

absl::StatusOr<PetitionFigures> ReadPetitionFigures(Known& known,
                                                    const std::vector<uint32_t>& units,
                                                    const Period& period) {
  PeriodLines sum;
  PetitionFigures cohort;
  ASSIGN_OR_RETURN(const Known::Petitions* const changed, known.ChangedPetitions());
  for (const uint32_t unit : units) {
    ASSIGN_OR_RETURN(const PeriodLines lines, known.Lines(unit, period));
    if (PetitionFiguresOf(lines).received > 0)
      RETURN_IF_ERROR(Cohort(known.view(), *changed, unit, period).Count(cohort));
    AddLines(lines.before, sum.before);
    AddLines(lines.within, sum.within);
  }
  PetitionFigures figures = PetitionFiguresOf(sum);
  figures.in_time = cohort.in_time;
  figures.overdue = cohort.overdue;
  figures.handled = cohort.handled;
  figures.satisfied = cohort.satisfied;
  figures.dissatisfied = cohort.dissatisfied;
  if (figures.in_time + figures.overdue != figures.received)
    return DataLoss("books of petitions: differ from the records");
  return figures;
}

}  // namespace lienthong::query
