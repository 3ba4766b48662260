#include "tests/books/moment.h"

#include <algorithm>

namespace lienthong::books {
namespace {

using query::Period;

// Counts of lines, in the form of the books.
Lines LinesOf(const std::map<uint32_t, uint64_t>& counts) { return {counts.begin(), counts.end()}; }

struct Counts {
  std::map<uint32_t, uint64_t> before;
  std::map<uint32_t, uint64_t> within;

  void Add(const StoredPosting& posting, const Period& period) {
    if (posting.instant > period.as_of) return;
    ++(posting.instant < StartOfDay(period.from) ? before : within)[posting.line];
  }
  PeriodLines Read() const { return {LinesOf(before), LinesOf(within)}; }
};

bool Holds(const std::vector<uint32_t>& units, uint32_t unit) {
  return std::find(units.begin(), units.end(), unit) != units.end();
}

}  // namespace

Moment Moment::Of(const admission::TestNode& node, int64_t now_ms) {
  Moment moment;
  const View view = node.view();
  moment.name = query::Known::Open(view, node.journal(), {}, now_ms)->Name();
  EXPECT_TRUE(Records::ScanAll(view, [&](const node::v1::Record& record) {
                if (record.has_observation()) {
                  moment.observations[KeyOf(record)] = record.observation().SerializeAsString();
                  return absl::OkStatus();
                }
                moment.records[KeyOf(record)] = {record.has_petition(),
                                                 record.dossier().procedure(),
                                                 *DecodePostings(record.postings())};
                return absl::OkStatus();
              }).ok());
  const auto sources = Progress::Sources(view);
  EXPECT_TRUE(sources.ok());
  for (const SourceThrough& source : *sources)
    moment.sources[{source.unit, source.source}] = source.complete_through;
  for (const ParkedFact& fact : node.Parked()) ++moment.parked[fact.row.unit()];
  return moment;
}

PeriodLines Moment::Lines(uint32_t unit, const Period& period) const {
  Counts counts;
  for (const auto& [key, record] : records) {
    for (const StoredPosting& posting : record.postings) {
      if (posting.unit == unit) counts.Add(posting, period);
    }
  }
  return counts.Read();
}

query::ProcedureLines Moment::Procedures(const std::vector<uint32_t>& units,
                                         const Period& period) const {
  std::map<uint32_t, Counts> counts;
  for (const auto& [key, record] : records) {
    for (const StoredPosting& posting : record.postings) {
      if (!record.is_petition && Holds(units, posting.unit))
        counts[record.procedure].Add(posting, period);
    }
  }
  query::ProcedureLines lines;
  for (const auto& [procedure, of_one] : counts) {
    if (!of_one.before.empty() || !of_one.within.empty()) lines[procedure] = of_one.Read();
  }
  return lines;
}

PetitionFigures Moment::Petitions(const std::vector<uint32_t>& units, const Period& period) const {
  Counts counts;
  PetitionFigures cohort;
  for (const auto& [key, record] : records) {
    if (!record.is_petition || record.postings.empty()) continue;
    if (!Holds(units, record.postings.front().unit)) continue;
    std::vector<Line> until;
    for (const StoredPosting& posting : record.postings) {
      counts.Add(posting, period);
      if (posting.instant <= period.as_of) until.push_back(Line::Unpack(posting.line));
    }
    const Instant received = record.postings.front().instant;
    if (received >= StartOfDay(period.from) && received <= period.as_of)
      CountPetition(until, cohort);
  }
  PetitionFigures figures = PetitionFiguresOf(counts.Read());
  figures.in_time = cohort.in_time;
  figures.overdue = cohort.overdue;
  figures.handled = cohort.handled;
  figures.satisfied = cohort.satisfied;
  figures.dissatisfied = cohort.dissatisfied;
  return figures;
}

std::set<uint32_t> Moment::LinesEver(uint32_t unit) const {
  std::set<uint32_t> lines;
  for (const auto& [key, record] : records) {
    for (const StoredPosting& posting : record.postings) {
      if (posting.unit == unit) lines.insert(posting.line);
    }
  }
  return lines;
}

}  // namespace lienthong::books
