#include "storage/ledger/ledger.h"

#include <algorithm>

#include "storage/base/bytes.h"
#include "storage/base/calendar_date.h"
#include "storage/base/hash.h"

namespace lienthong {
namespace {

constexpr char kCellVersion = 1;

// Some 180 units with a year of days; a cell takes a few hundred bytes.
constexpr size_t kCachedCellsMax = 65536;

std::string KeyOf(char kind, uint32_t unit, uint32_t period) {
  std::string key(1, kind);
  PutBigEndian32(key, unit);
  PutBigEndian32(key, period);
  return key;
}

using Sums = std::map<uint32_t, uint64_t>;

// Adds every cell of `kind` with a period in [from, to] to `sums`.
absl::Status AddRange(const View& view, char kind, uint32_t unit, uint32_t from, uint32_t to,
                      Sums& sums) {
  if (from > to) return absl::OkStatus();
  return view.Scan(Family::kLedger, KeyOf(kind, unit, from), KeyOf(kind, unit, to + 1),
                   [&](std::string_view, std::string_view value) -> absl::StatusOr<bool> {
                     Cell cell;
                     if (!DecodeCell(value, cell))
                       return DataLoss("ledger cell of unit {}: cannot be read", unit);
                     for (const auto& [line, count] : cell) sums[line] += count;
                     return true;
                   });
}

// Whole years, whole months of the rest, days of the rest.
absl::Status AddDays(const View& view, uint32_t unit, Day from, Day to, Sums& sums) {
  return AddRange(view, 'd', unit, from, to, sums);
}

absl::Status AddMonths(const View& view, uint32_t unit, Day from, Day to, Sums& sums) {
  const int first = MonthOf(from) + (from == FirstDayOfMonth(MonthOf(from)) ? 0 : 1);
  const int last = MonthOf(to) - (to == FirstDayOfMonth(MonthOf(to) + 1) - 1 ? 0 : 1);
  if (first > last) return AddDays(view, unit, from, to, sums);
  RETURN_IF_ERROR(AddDays(view, unit, from, FirstDayOfMonth(first) - 1, sums));
  RETURN_IF_ERROR(AddRange(view, 'm', unit, first, last, sums));
  return AddDays(view, unit, FirstDayOfMonth(last + 1), to, sums);
}

absl::Status AddYears(const View& view, uint32_t unit, Day from, Day to, Sums& sums) {
  const int first = YearOf(from) + (from == FirstDayOfYear(YearOf(from)) ? 0 : 1);
  const int last = YearOf(to) - (to == FirstDayOfYear(YearOf(to) + 1) - 1 ? 0 : 1);
  if (first > last) return AddMonths(view, unit, from, to, sums);
  if (from < FirstDayOfYear(first))
    RETURN_IF_ERROR(AddMonths(view, unit, from, FirstDayOfYear(first) - 1, sums));
  RETURN_IF_ERROR(AddRange(view, 'y', unit, first, last, sums));
  if (FirstDayOfYear(last + 1) > to) return absl::OkStatus();
  return AddMonths(view, unit, FirstDayOfYear(last + 1), to, sums);
}

// Merges `deltas` into `cell`; false when a count would fall below zero.
bool AddTo(const std::map<uint32_t, int64_t>& deltas, Cell& cell) {
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

void LedgerChanges::Add(uint32_t unit, Day day, uint32_t line, int64_t count) {
  days_[{unit, day}][line] += count;
}

absl::Status Ledger::Stage(const LedgerChanges& changes, Batch& batch) {
  std::map<std::string, LedgerChanges::Counts> cells;
  for (const auto& [place, counts] : changes.days_) {
    const auto& [unit, day] = place;
    const uint32_t month = MonthOf(day);
    const uint32_t year = YearOf(day);
    for (const auto& [line, count] : counts) {
      if (count == 0) continue;
      cells[KeyOf('d', unit, day)][line] += count;
      cells[KeyOf('m', unit, month)][line] += count;
      cells[KeyOf('y', unit, year)][line] += count;
    }
  }
  std::vector<std::string> keys;
  for (const auto& [key, counts] : cells) keys.push_back(key);
  RETURN_IF_ERROR(Load(keys));
  for (const auto& [key, counts] : cells) {
    Cell& cell = cache_[key];
    if (!AddTo(counts, cell))
      return Internal("ledger cell {}: a count would fall below zero", ToHex(key));
    if (cell.empty()) {
      batch.Delete(Family::kLedger, key);
    } else {
      batch.Put(Family::kLedger, key, EncodeCell(cell));
    }
  }
  return absl::OkStatus();
}

void Ledger::Finish(bool committed) {
  if (!committed || cache_.size() > kCachedCellsMax) cache_.clear();
}

absl::Status Ledger::Load(const std::vector<std::string>& keys) {
  std::vector<std::string> absent;
  for (const std::string& key : keys) {
    if (!cache_.contains(key)) absent.push_back(key);
  }
  if (absent.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto values, engine_.Snapshot().MultiGet(Family::kLedger, absent));
  for (size_t i = 0; i < absent.size(); ++i) {
    Cell cell;
    if (values[i].has_value() && !DecodeCell(*values[i], cell))
      return DataLoss("ledger cell {}: cannot be read", ToHex(absent[i]));
    cache_[absent[i]] = std::move(cell);
  }
  return absl::OkStatus();
}

absl::StatusOr<Cell> Ledger::Sum(const View& view, uint32_t unit, Day from, Day to) {
  Sums sums;
  from = std::max(from, kFirstDay);
  to = std::min(to, kLastDay);
  if (from <= to) RETURN_IF_ERROR(AddYears(view, unit, from, to, sums));
  return Cell(sums.begin(), sums.end());
}

absl::Status Ledger::ScanCells(
    const View& view, char kind,
    const std::function<void(uint32_t unit, uint32_t period, const Cell& cell)>& visit) {
  const std::string prefix(1, kind);
  return view.Scan(Family::kLedger, prefix, PrefixEnd(prefix),
                   [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
                     uint32_t unit = 0, period = 0;
                     Cell cell;
                     const std::string name = ToHex(key);
                     key.remove_prefix(1);
                     if (!GetBigEndian32(key, unit) || !GetBigEndian32(key, period) ||
                         !DecodeCell(value, cell)) {
                       return DataLoss("ledger cell {}: cannot be read", name);
                     }
                     visit(unit, period, cell);
                     return true;
                   });
}

}  // namespace lienthong
