#include "storage/ledger/ledger.h"

#include <algorithm>

#include "storage/base/bytes.h"
#include "storage/base/calendar_date.h"
#include "storage/base/hash.h"

namespace lienthong {
namespace {

constexpr char kCellVersion = 1;

// Cells of one generation. The days of a month of some 180 units are a few thousand, their
// procedures some 50,000; a cell takes 100 to 300 bytes, so both generations at most 40 MB.
constexpr size_t kYoungCellsMax = 65536;

constexpr int kHalvesOfAYear = 24;

std::string KeyOf(char kind, uint32_t unit, uint32_t period) {
  std::string key(1, kind);
  PutBigEndian32(key, unit);
  PutBigEndian32(key, period);
  return key;
}

bool IsByProcedure(char kind) { return kind == 'h' || kind == 'g'; }

std::string KeyOf(char kind, const CellPlace& place) {
  std::string key = KeyOf(kind, place.unit, place.period);
  if (IsByProcedure(kind)) PutBigEndian32(key, place.procedure);
  return key;
}

// False when `key` is no key of a cell.
bool ReadKey(std::string_view key, CellPlace& place) {
  if (key.empty()) return false;
  const char kind = key.front();
  key.remove_prefix(1);
  return GetBigEndian32(key, place.unit) && GetBigEndian32(key, place.period) &&
         (!IsByProcedure(kind) || GetBigEndian32(key, place.procedure)) && key.empty();
}

// Adds `cell` to `sums`. Cells of one unit have nearly the same lines, so that mostly counts
// only grow in place; a tree of lines was a third of what a question cost.
void AddCell(const Cell& cell, Cell& sums) {
  Cell absent;
  auto place = sums.begin();
  for (const auto& [line, count] : cell) {
    while (place != sums.end() && place->first < line) ++place;
    if (place != sums.end() && place->first == line) {
      place->second += count;
    } else {
      absent.emplace_back(line, count);
    }
  }
  if (absent.empty()) return;
  const auto known = static_cast<ptrdiff_t>(sums.size());
  sums.insert(sums.end(), absent.begin(), absent.end());
  std::inplace_merge(sums.begin(), sums.begin() + known, sums.end());
}

// Adds every cell of `kind` with a period in [from, to] to `sums`.
absl::Status AddRange(const View& view, char kind, uint32_t unit, uint32_t from, uint32_t to,
                      Cell& sums) {
  if (from > to) return absl::OkStatus();
  Cell cell;
  return view.Scan(Family::kLedger, KeyOf(kind, unit, from), KeyOf(kind, unit, to + 1),
                   [&](std::string_view, std::string_view value) -> absl::StatusOr<bool> {
                     if (!DecodeCell(value, cell))
                       return DataLoss("ledger cell of unit {}: cannot be read", unit);
                     AddCell(cell, sums);
                     return true;
                   });
}

// Whole years, whole months of the rest, days of the rest.
absl::Status AddDays(const View& view, uint32_t unit, Day from, Day to, Cell& sums) {
  return AddRange(view, 'd', unit, from, to, sums);
}

absl::Status AddMonths(const View& view, uint32_t unit, Day from, Day to, Cell& sums) {
  const int first = MonthOf(from) + (from == FirstDayOfMonth(MonthOf(from)) ? 0 : 1);
  const int last = MonthOf(to) - (to == FirstDayOfMonth(MonthOf(to) + 1) - 1 ? 0 : 1);
  if (first > last) return AddDays(view, unit, from, to, sums);
  RETURN_IF_ERROR(AddDays(view, unit, from, FirstDayOfMonth(first) - 1, sums));
  RETURN_IF_ERROR(AddRange(view, 'm', unit, first, last, sums));
  return AddDays(view, unit, FirstDayOfMonth(last + 1), to, sums);
}

absl::Status AddYears(const View& view, uint32_t unit, Day from, Day to, Cell& sums) {
  const int first = YearOf(from) + (from == FirstDayOfYear(YearOf(from)) ? 0 : 1);
  const int last = YearOf(to) - (to == FirstDayOfYear(YearOf(to) + 1) - 1 ? 0 : 1);
  if (first > last) return AddMonths(view, unit, from, to, sums);
  if (from < FirstDayOfYear(first))
    RETURN_IF_ERROR(AddMonths(view, unit, from, FirstDayOfYear(first) - 1, sums));
  RETURN_IF_ERROR(AddRange(view, 'y', unit, first, last, sums));
  if (FirstDayOfYear(last + 1) > to) return absl::OkStatus();
  return AddMonths(view, unit, FirstDayOfYear(last + 1), to, sums);
}

// Adds every cell by procedure of `kind` with a period in [from, to] to `sums`.
absl::Status AddProcedures(const View& view, char kind, uint32_t unit, uint32_t from, uint32_t to,
                           ProcedureSums& sums) {
  if (from > to) return absl::OkStatus();
  return view.Scan(Family::kLedger, KeyOf(kind, unit, from), KeyOf(kind, unit, to + 1),
                   [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                     CellPlace place;
                     Cell cell;
                     if (!ReadKey(key, place) || !DecodeCell(value, cell))
                       return DataLoss("ledger cell {}: cannot be read", ToHex(key));
                     for (const auto& [line, count] : cell)
                       sums[{place.procedure, line}] += static_cast<int64_t>(count);
                     return true;
                   });
}

// The lines of one cell with what they change by, ascending.
using Deltas = std::vector<std::pair<uint32_t, int64_t>>;

// Merges `deltas` into `cell`; false when a count would fall below zero.
bool AddTo(const Deltas& deltas, Cell& cell) {
  Cell merged;
  merged.reserve(cell.size() + deltas.size());
  auto old = cell.begin();
  for (const auto& [line, delta] : deltas) {
    while (old != cell.end() && old->first < line) merged.push_back(*old++);
    int64_t count = delta;
    if (old != cell.end() && old->first == line) count += static_cast<int64_t>((old++)->second);
    if (count < 0) return false;
    if (count > 0) merged.emplace_back(line, count);
  }
  merged.insert(merged.end(), old, cell.end());
  cell = std::move(merged);
  return true;
}

}  // namespace

std::string EncodeCell(const Cell& cell) {
  std::string bytes(1, kCellVersion);
  uint32_t previous = 0;
  for (const auto& [line, count] : cell) {
    PutVarint(bytes, line - previous);
    PutVarint(bytes, count);
    previous = line;
  }
  return bytes;
}

bool DecodeCell(std::string_view bytes, Cell& cell) {
  cell.clear();
  if (bytes.empty() || bytes[0] != kCellVersion) return false;
  bytes.remove_prefix(1);
  uint64_t line = 0;
  while (!bytes.empty()) {
    uint64_t delta = 0, count = 0;
    if (!GetVarint(bytes, delta) || !GetVarint(bytes, count) || count == 0 || delta > UINT32_MAX)
      return false;
    if (!cell.empty() && delta == 0) return false;
    line += delta;
    if (line > UINT32_MAX) return false;
    cell.emplace_back(static_cast<uint32_t>(line), count);
  }
  return true;
}

void LedgerChanges::Add(const LedgerPlace& place, uint32_t line, int64_t count) {
  days_[{place.unit, static_cast<uint32_t>(place.day), line}] += count;
  AddByProcedure(place, line, count);
}

void LedgerChanges::AddByProcedure(const LedgerPlace& place, uint32_t line, int64_t count) {
  if (place.procedure == 0) return;
  const auto half = static_cast<uint32_t>(HalfOf(place.day));
  halves_[{place.unit, half, place.procedure, line}] += count;
}

Ledger::CellChanges Ledger::Spread(const LedgerChanges& changes) {
  CellChanges cells;
  for (const auto& [place, count] : changes.days_) {
    const auto [unit, day, line] = place;
    if (count == 0) continue;
    cells[{'d', unit, day, 0, line}] += count;
    cells[{'m', unit, static_cast<uint32_t>(MonthOf(static_cast<Day>(day))), 0, line}] += count;
    cells[{'y', unit, static_cast<uint32_t>(YearOf(static_cast<Day>(day))), 0, line}] += count;
  }
  for (const auto& [place, count] : changes.halves_) {
    const auto [unit, half, procedure, line] = place;
    if (count == 0) continue;
    cells[{'h', unit, half, procedure, line}] += count;
    cells[{'g', unit, 1970 + half / kHalvesOfAYear, procedure, line}] += count;
  }
  return cells;
}

absl::Status Ledger::Stage(const LedgerChanges& changes, Batch& batch) {
  std::vector<std::string> keys;
  std::vector<Deltas> deltas;
  std::array<uint32_t, 4> last{};
  for (const auto& [place, count] : Spread(changes)) {
    if (count == 0) continue;
    const auto [kind, unit, period, procedure, line] = place;
    const std::array<uint32_t, 4> cell = {kind, unit, period, procedure};
    if (cell != last) {
      keys.push_back(KeyOf(static_cast<char>(kind), {unit, period, procedure}));
      deltas.emplace_back();
      last = cell;
    }
    deltas.back().emplace_back(line, count);
  }
  RETURN_IF_ERROR(Load(keys));
  for (size_t i = 0; i < keys.size(); ++i) {
    Cell& cell = young_.find(keys[i])->second;
    if (!AddTo(deltas[i], cell))
      return Internal("ledger cell {}: a count would fall below zero", ToHex(keys[i]));
    if (cell.empty()) {
      batch.Delete(Family::kLedger, keys[i]);
    } else {
      batch.Put(Family::kLedger, keys[i], EncodeCell(cell));
    }
  }
  return absl::OkStatus();
}

void Ledger::Finish(bool committed) {
  if (!committed) {
    young_.clear();
    old_.clear();
  } else if (young_.size() > kYoungCellsMax) {
    old_ = std::exchange(young_, {});
  }
}

// Brings the cells of `keys` among the young ones.
absl::Status Ledger::Load(const std::vector<std::string>& keys) {
  std::vector<std::string> absent;
  for (const std::string& key : keys) {
    if (young_.contains(key)) continue;
    if (const auto old = old_.find(key); old != old_.end()) {
      young_[key] = std::move(old->second);
      old_.erase(old);
    } else {
      absent.push_back(key);
    }
  }
  if (absent.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto values, engine_.Snapshot().MultiGet(Family::kLedger, absent));
  for (size_t i = 0; i < absent.size(); ++i) {
    Cell cell;
    if (values[i].has_value() && !DecodeCell(*values[i], cell))
      return DataLoss("ledger cell {}: cannot be read", ToHex(absent[i]));
    young_[absent[i]] = std::move(cell);
  }
  return absl::OkStatus();
}

absl::StatusOr<Cell> Ledger::Sum(const View& view, uint32_t unit, Day from, Day to) {
  Cell sums;
  from = std::max(from, kFirstDay);
  to = std::min(to, kLastDay);
  if (from <= to) RETURN_IF_ERROR(AddYears(view, unit, from, to, sums));
  return sums;
}

absl::Status Ledger::AddHalves(const View& view, uint32_t unit, int first, int last,
                               ProcedureSums& sums) {
  const int first_year = (first + kHalvesOfAYear - 1) / kHalvesOfAYear;
  const int end_year = (last + 1) / kHalvesOfAYear;  // the first one that is not whole
  if (first_year >= end_year) return AddProcedures(view, 'h', unit, first, last, sums);
  const int begin = first_year * kHalvesOfAYear, end = end_year * kHalvesOfAYear;
  if (first < begin) RETURN_IF_ERROR(AddProcedures(view, 'h', unit, first, begin - 1, sums));
  RETURN_IF_ERROR(AddProcedures(view, 'g', unit, 1970 + first_year, 1970 + end_year - 1, sums));
  return AddProcedures(view, 'h', unit, end, last, sums);
}

absl::Status Ledger::ScanCells(
    const View& view, char kind,
    const std::function<void(const CellPlace& place, const Cell& cell)>& visit) {
  const std::string prefix(1, kind);
  return view.Scan(Family::kLedger, prefix, PrefixEnd(prefix),
                   [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                     CellPlace place;
                     Cell cell;
                     if (!ReadKey(key, place) || !DecodeCell(value, cell))
                       return DataLoss("ledger cell {}: cannot be read", ToHex(key));
                     visit(place, cell);
                     return true;
                   });
}

}  // namespace lienthong
