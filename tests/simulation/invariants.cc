#include "tests/simulation/invariants.h"

#include <map>
#include <set>

#include "services/accounting/line.h"
#include "services/admission/handover.h"
#include "services/admission/tenure.h"
#include "storage/base/calendar_date.h"
#include "storage/ledger/ledger.h"
#include "storage/progress/progress.h"
#include "storage/records/history.h"
#include "storage/records/records.h"

namespace lienthong::simulation {
namespace {

// (unit, period, procedure) -> line -> count.
using Books = std::map<std::tuple<uint32_t, uint32_t, uint32_t>, std::map<uint32_t, uint64_t>>;

absl::StatusOr<Books> ReadBooks(const View& view, char kind) {
  Books books;
  RETURN_IF_ERROR(Ledger::ScanCells(view, kind, [&](const CellPlace& place, const Cell& cell) {
    books[{place.unit, place.period, place.procedure}] = {cell.begin(), cell.end()};
  }));
  return books;
}

std::string Describe(const Books& expected, const Books& actual) {
  for (const Books* side : {&expected, &actual}) {
    for (const auto& [place, lines] : *side) {
      const auto a = expected.find(place), b = actual.find(place);
      if (a != expected.end() && b != actual.end() && a->second == b->second) continue;
      return fmt::format(
          "unit {} period {} procedure {}: the records give {} lines, the books hold {} lines or "
          "other counts",
          std::get<0>(place), std::get<1>(place), std::get<2>(place),
          a == expected.end() ? 0 : a->second.size(), b == actual.end() ? 0 : b->second.size());
    }
  }
  return "equal";
}

// By the date as people write it, apart from the ledger's own arithmetic.
uint32_t HalfByDate(Day day) {
  return static_cast<uint32_t>(2 * MonthOf(day)) +
         (std::stoi(FormatDate(day).substr(8)) >= 15 ? 1 : 0);
}

absl::Status CheckIndex(const View& view,
                        const std::map<std::pair<uint32_t, Day>, std::set<std::string>>& expected) {
  size_t entries = 0;
  RETURN_IF_ERROR(view.Scan(Family::kIndex, "", "",
                            [&](std::string_view, std::string_view) -> absl::StatusOr<bool> {
                              ++entries;
                              return true;
                            }));
  size_t wanted = 0;
  for (const auto& [place, dossiers] : expected) {
    std::set<std::string> found;
    RETURN_IF_ERROR(
        Records::ScanDay(view, place.first, place.second, [&](const std::string& dossier) {
          found.insert(dossier);
          return absl::OkStatus();
        }));
    if (found != dossiers)
      return DataLoss("the index of unit {} day {} names other dossiers", place.first,
                      place.second);
    wanted += dossiers.size();
  }
  if (entries != wanted)
    return DataLoss("the index has {} entries, the records give {}", entries, wanted);
  return absl::OkStatus();
}

using RecordMap = std::map<std::string, node::v1::Record>;

absl::StatusOr<RecordMap> ReadRecords(const View& view) {
  RecordMap records;
  RETURN_IF_ERROR(Records::ScanAll(view, [&](const node::v1::Record& record) {
    records[KeyOf(record)] = record;
    return absl::OkStatus();
  }));
  return records;
}

}  // namespace

absl::Status CheckChains(const Memory& memory) {
  const View view = memory.engine.Snapshot();
  const std::vector<OriginState> origins = memory.journal.origins();
  std::vector<std::pair<uint64_t, Hash>> walked;
  for (const OriginState& state : origins) {
    walked.emplace_back(0, FirstHash(kFactChain, state.id.node, state.id.epoch));
    if (!state.divergence.empty())
      return DataLoss("{} diverges: {}", state.id.ToString(), state.divergence);
    if (state.progress_sequence > state.sequence)
      return DataLoss("{}: its progress is ahead of its facts", state.id.ToString());
  }
  uint64_t position = 1;
  while (position <= memory.journal.position()) {
    ASSIGN_OR_RETURN(const auto stored, memory.journal.ReadBlock(view, position));
    if (!stored.has_value() || stored->first_position != position)
      return DataLoss("position {} is missing", position);
    for (const v1::Run& run : stored->block.runs()) {
      const auto number = memory.journal.Find(OriginId::From(run.origin()));
      if (!number.has_value()) return DataLoss("a run of an unknown origin at {}", position);
      auto& [sequence, hash] = walked[*number];
      if (run.first_sequence() != sequence + 1 || run.previous_hash() != BytesOf(hash)) {
        return DataLoss("{}: the run of fact {} does not follow fact {}",
                        origins[*number].id.ToString(), run.first_sequence(), sequence);
      }
      for (const std::string& fact : run.facts()) hash = NextHash(hash, fact);
      sequence += run.facts_size();
    }
    position += stored->facts();
  }
  for (size_t i = 0; i < origins.size(); ++i) {
    if (walked[i] == std::pair(origins[i].sequence, origins[i].hash)) continue;
    return DataLoss("{}: the journal ends at fact {}, the head says {}", origins[i].id.ToString(),
                    walked[i].first, origins[i].sequence);
  }
  return absl::OkStatus();
}

absl::Status CheckBooks(const Memory& memory) {
  const View view = memory.engine.Snapshot();
  Books days, months, years, halves, years_of_procedures;
  std::map<std::pair<uint32_t, Day>, std::set<std::string>> index;
  RETURN_IF_ERROR(Records::ScanAll(view, [&](const node::v1::Record& record) -> absl::Status {
    ASSIGN_OR_RETURN(const std::vector<StoredPosting> postings, DecodePostings(record.postings()));
    for (const StoredPosting& posting : postings) {
      const Day day = DayOf(posting.instant);
      ++days[{posting.unit, day, 0}][posting.line];
      ++months[{posting.unit, MonthOf(day), 0}][posting.line];
      ++years[{posting.unit, YearOf(day), 0}][posting.line];
      index[{posting.unit, day}].insert(KeyOf(record));
      if (!record.has_dossier()) continue;
      ++halves[{posting.unit, HalfByDate(day), record.dossier().procedure()}][posting.line];
      ++years_of_procedures[{posting.unit, YearOf(day), record.dossier().procedure()}]
                           [posting.line];
    }
    return absl::OkStatus();
  }));
  for (const auto& [kind, expected] : std::map<char, const Books*>{{'d', &days},
                                                                   {'m', &months},
                                                                   {'y', &years},
                                                                   {'h', &halves},
                                                                   {'g', &years_of_procedures}}) {
    ASSIGN_OR_RETURN(const Books actual, ReadBooks(view, kind));
    if (actual != *expected)
      return DataLoss("books '{}' differ from the records: {}", kind, Describe(*expected, actual));
  }
  return CheckIndex(view, index);
}

absl::Status CheckHistory(const Memory& memory) {
  const View view = memory.engine.Snapshot();
  ASSIGN_OR_RETURN(const Knowledge present, History::Present(view));
  if (present.position != memory.journal.position())
    return DataLoss("history ends at {}, the journal at {}", present.position,
                    memory.journal.position());
  std::map<std::tuple<uint32_t, uint32_t, uint32_t>, std::map<uint32_t, int64_t>> sums;
  const auto add = [&](const std::vector<StoredPosting>& postings, int64_t count) {
    for (const StoredPosting& posting : postings)
      sums[{posting.unit, DayOf(posting.instant), 0}][posting.line] += count;
  };
  RETURN_IF_ERROR(History::ScanAfter(view, {}, {.record = [&](const RecordChange& change) {
    add(change.taken, -1);
    add(change.posted, 1);
    return absl::OkStatus();
  }}));
  Books learned;
  for (const auto& [place, lines] : sums) {
    for (const auto& [line, count] : lines)
      if (count != 0) learned[place][line] = static_cast<uint64_t>(count);
  }
  ASSIGN_OR_RETURN(const Books books, ReadBooks(view, 'd'));
  if (books != learned)
    return DataLoss("books differ from the history: {}", Describe(learned, books));
  return absl::OkStatus();
}

absl::Status CheckBalances(const Memory& memory) {
  const View view = memory.engine.Snapshot();
  ASSIGN_OR_RETURN(const Books books, ReadBooks(view, 'd'));
  int64_t coins = 0;
  for (const uint8_t role : {kReceivingRole, kHandlingRole, kApplyingRole}) {
    // By unit, book and account.
    std::map<std::tuple<uint32_t, Book, Account>, int64_t> stock;
    for (const auto& [place, lines] : books) {
      for (const auto& [packed, count] : lines) {
        const Line line = Line::Unpack(packed);
        if ((line.roles & role) == 0 || line.from == line.to) continue;
        stock[{std::get<0>(place), line.book, line.from}] -= static_cast<int64_t>(count);
        stock[{std::get<0>(place), line.book, line.to}] += static_cast<int64_t>(count);
      }
      for (int i = 0; i < 2 * kAccounts; ++i) {
        const auto book = static_cast<Book>(i / kAccounts);
        const auto account = static_cast<Account>(i % kAccounts);
        const auto found = stock.find({std::get<0>(place), book, account});
        if (account < Account::kRegistered || found == stock.end() || found->second >= 0) continue;
        return DataLoss("unit {} holds {} coins in account {} of book {} after day {}",
                        std::get<0>(place), found->second, i % kAccounts, i / kAccounts,
                        std::get<1>(place));
      }
    }
    for (const auto& [place, count] : stock) {
      if (role == kHandlingRole && std::get<2>(place) >= Account::kRegistered) coins += count;
    }
  }
  ASSIGN_OR_RETURN(const RecordMap records, ReadRecords(view));
  int64_t posting = 0;
  for (const auto& [dossier, record] : records) posting += record.postings().empty() ? 0 : 1;
  if (coins != posting) return DataLoss("{} records post, the books hold {} coins", posting, coins);
  return absl::OkStatus();
}

namespace {

absl::Status CheckOrigins(const Memory& parent, const Memory& child) {
  for (const OriginState& below : child.journal.origins()) {
    const auto number = parent.journal.Find(below.id);
    const OriginState above = number.has_value() ? parent.journal.origin(*number) : OriginState();
    if (above.sequence != below.sequence) {
      return DataLoss("{} holds {} up to {}, {} up to {}", parent.name, below.id.ToString(),
                      above.sequence, child.name, below.sequence);
    }
    if (number.has_value() && above.hash != below.hash)
      return DataLoss("{} holds other facts of {}", parent.name, below.id.ToString());
  }
  if (parent.references.position().SerializeAsString() !=
      child.references.position().SerializeAsString()) {
    return DataLoss("{} holds reference data up to {}, {} up to {}", parent.name,
                    parent.references.position().sequence(), child.name,
                    child.references.position().sequence());
  }
  return absl::OkStatus();
}

absl::Status CheckSources(const Registry& registry, const View& above, const View& below) {
  ASSIGN_OR_RETURN(const auto sources, Progress::Sources(below));
  for (const SourceThrough& source : sources) {
    ASSIGN_OR_RETURN(const Instant through,
                     Progress::CompleteThrough(above, source.unit, source.source));
    // Another node may have written for the unit too; nobody is ahead of the one above.
    const auto* const grants = registry.GrantsByTerm(source.unit);
    const bool moved = grants != nullptr && grants->size() > 1;
    if (moved ? through < source.complete_through : through != source.complete_through)
      return DataLoss("source {} of unit {} is complete differently", source.source, source.unit);
  }
  return absl::OkStatus();
}

using ParkedFacts = std::set<std::pair<OriginId, uint64_t>>;

// Parked facts of origins that `child` knows.
absl::StatusOr<ParkedFacts> ReadParked(const Memory& memory, const View& view,
                                       const Memory& child) {
  ParkedFacts parked;
  RETURN_IF_ERROR(Progress::ScanParked(view, [&](const ParkedFact& fact) {
    const OriginId origin = memory.journal.origin(fact.origin).id;
    // Above both nodes it waits at the new one only.
    if (admission::HasGoneOn(*memory.references.registry(), fact.row)) return true;
    if (child.journal.Find(origin).has_value()) parked.emplace(origin, fact.sequence);
    return true;
  }));
  return parked;
}

absl::Status CheckParked(const Memory& parent, const View& upper, const Memory& child,
                         const View& lower) {
  ASSIGN_OR_RETURN(const ParkedFacts above, ReadParked(parent, upper, child));
  ASSIGN_OR_RETURN(const ParkedFacts below, ReadParked(child, lower, child));
  if (above == below) return absl::OkStatus();
  return DataLoss("{} parks {} facts, {} parks {} facts of the same origins", child.name,
                  below.size(), parent.name, above.size());
}

// Whether the unit is the node's to write for, its states included.
absl::StatusOr<bool> Holds(const Memory& node, const View& view, const Registry& registry,
                           uint32_t unit) {
  const auto tenures = admission::TenuresOf(registry, unit);
  if (tenures.empty() || tenures.back().node != node.name) return false;
  if (tenures.size() == 1) return true;
  return Progress::HasMilestone(view, Progress::Milestone::kTakenOver, unit,
                                tenures.back().first_term);
}

// Units in whose books only the child's origins write, at the parent too.
std::set<uint32_t> OwnUnits(const Memory& parent, const Memory& child, const RecordMap& above,
                            const RecordMap& below) {
  std::set<uint32_t> own, shared;
  const auto gather = [](const node::v1::Record& record, std::set<uint32_t>& units) {
    const auto postings = DecodePostings(record.postings());
    if (!postings.ok()) return;
    for (const StoredPosting& posting : *postings) units.insert(posting.unit);
  };
  for (const auto& [dossier, record] : above) {
    const bool is_childs =
        child.journal.Find(parent.journal.origin(record.origin()).id).has_value();
    gather(record, is_childs ? own : shared);
    const auto other = below.find(dossier);
    if (!is_childs && other != below.end()) gather(other->second, shared);
  }
  for (const uint32_t unit : shared) own.erase(unit);
  return own;
}

}  // namespace

absl::Status CheckParentHoldsChild(const Memory& parent, const Memory& child) {
  RETURN_IF_ERROR(CheckOrigins(parent, child));
  const View upper = parent.engine.Snapshot();
  const View lower = child.engine.Snapshot();
  RETURN_IF_ERROR(CheckSources(*parent.references.registry(), upper, lower));
  RETURN_IF_ERROR(CheckParked(parent, upper, child, lower));
  ASSIGN_OR_RETURN(const RecordMap above, ReadRecords(upper));
  ASSIGN_OR_RETURN(const RecordMap below, ReadRecords(lower));
  for (const auto& [dossier, record] : below) {
    const auto found = above.find(dossier);
    if (found == above.end())
      return DataLoss("{} knows record {}, {} does not", child.name, dossier, parent.name);
    const OriginId winner = parent.journal.origin(found->second.origin()).id;
    if (!child.journal.Find(winner).has_value()) continue;  // another origin's state is greater
    const bool same =
        winner == child.journal.origin(record.origin()).id &&
        found->second.sequence() == record.sequence() &&
        found->second.postings() == record.postings() &&
        found->second.dossier().SerializeAsString() == record.dossier().SerializeAsString() &&
        found->second.petition().SerializeAsString() == record.petition().SerializeAsString() &&
        found->second.observation().SerializeAsString() == record.observation().SerializeAsString();
    if (!same)
      return DataLoss("{} and {} hold different states of {}", parent.name, child.name, dossier);
  }
  ASSIGN_OR_RETURN(Books upper_books, ReadBooks(upper, 'd'));
  ASSIGN_OR_RETURN(Books lower_books, ReadBooks(lower, 'd'));
  const std::set<uint32_t> own = OwnUnits(parent, child, above, below);
  for (Books* books : {&upper_books, &lower_books}) {
    std::erase_if(*books,
                  [&](const auto& entry) { return !own.contains(std::get<0>(entry.first)); });
  }
  if (upper_books != lower_books)
    return DataLoss("books of {}'s units at {}: {}", child.name, parent.name,
                    Describe(lower_books, upper_books));
  return absl::OkStatus();
}

absl::Status CheckHolders(const Memory& root, const std::vector<Memory>& nodes) {
  const Registry& registry = *root.references.registry();
  ASSIGN_OR_RETURN(const RecordMap known, ReadRecords(root.engine.Snapshot()));
  for (const Memory& node : nodes) {
    const View view = node.engine.Snapshot();
    ASSIGN_OR_RETURN(const RecordMap held, ReadRecords(view));
    for (const auto& [key, record] : known) {
      const uint32_t unit =
          std::max(record.dossier().reporting_unit(), record.petition().reporting_unit());
      ASSIGN_OR_RETURN(const bool holds, Holds(node, view, registry, unit));
      if (holds && !held.contains(key))
        return DataLoss("{} took unit {} over without record {}", node.name, unit, key);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckNode(const Memory& memory, bool everything_is_mapped) {
  RETURN_IF_ERROR(Annotate(CheckChains(memory), memory.name));
  RETURN_IF_ERROR(Annotate(CheckBooks(memory), memory.name));
  RETURN_IF_ERROR(Annotate(CheckRecords(memory), memory.name));
  RETURN_IF_ERROR(Annotate(CheckBalances(memory), memory.name));
  RETURN_IF_ERROR(Annotate(CheckHistory(memory), memory.name));
  if (everything_is_mapped) RETURN_IF_ERROR(Annotate(CheckNothingParked(memory), memory.name));
  return absl::OkStatus();
}

}  // namespace lienthong::simulation
