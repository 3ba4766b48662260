// The books: how many movements of each line a unit had on a day, with the sums
// of months and years; and, for lines of dossiers, how many of them each procedure
// had in a half-month, with the sums of years. Keys and packed cells: storage/DESIGN.md.
//
// The ledger knows nothing of what a line means (services/accounting/line.h).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "storage/base/clock.h"
#include "storage/engine/engine.h"

namespace lienthong {

// Lines with their counts, ascending, each count at least 1.
using Cell = std::vector<std::pair<uint32_t, uint64_t>>;

std::string EncodeCell(const Cell& cell);
// False when the bytes are no cell.
bool DecodeCell(std::string_view bytes, Cell& cell);

// Where a movement is counted.
struct LedgerPlace {
  uint32_t unit = 0;
  Day day = 0;
  // Of the dossier; 0: the line is of no dossier and not counted by procedure.
  uint32_t procedure = 0;
};

// Which cell: the period is a day, month, year or half as its kind says; the procedure is
// 0 but in cells by procedure.
struct CellPlace {
  uint32_t unit = 0;
  uint32_t period = 0;
  uint32_t procedure = 0;
};

// (procedure, line) -> count; below zero only in between.
using ProcedureSums = absl::flat_hash_map<std::pair<uint32_t, uint32_t>, int64_t>;

// Differences to the books, gathered over one commit, so that what many facts do to
// one cell is one change.
class LedgerChanges {
 public:
  // Adds `count` (negative to take back) movements of `line`.
  void Add(const LedgerPlace& place, uint32_t line, int64_t count);
  // The part of Add that counts by procedure, for books that have the rest.
  void AddByProcedure(const LedgerPlace& place, uint32_t line, int64_t count);
  bool empty() const { return days_.empty(); }

 private:
  friend class Ledger;
  // (unit, day, line) and (unit, half, procedure, line).
  absl::btree_map<std::array<uint32_t, 3>, int64_t> days_;
  absl::btree_map<std::array<uint32_t, 4>, int64_t> halves_;
};

// Writes for the one writer, with a bounded cache of the cells it touched last.
// Reads go through a View and are safe from any thread.
class Ledger {
 public:
  // `engine` must outlive the ledger.
  explicit Ledger(Engine& engine) : engine_(engine) {}

  // Adds the new absolute values of every cell touched to `batch`. INTERNAL: a
  // count would fall below zero, so something was taken back that was never
  // posted; the batch must not be committed.
  absl::Status Stage(const LedgerChanges& changes, Batch& batch);
  // Tells what became of the last staged batch: the cache keeps or drops it.
  void Finish(bool committed);

  // Sum of the cells of `unit` over [from, to].
  static absl::StatusOr<Cell> Sum(const View& view, uint32_t unit, Day from, Day to);
  // Adds what each procedure had at `unit` in the half-months [first, last] to `sums`;
  // whole years come from their own cells.
  static absl::Status AddHalves(const View& view, uint32_t unit, int first, int last,
                                ProcedureSums& sums);
  // Every cell of a kind ('d', 'm', 'y', 'h' or 'g') in key order.
  static absl::Status ScanCells(
      const View& view, char kind,
      const std::function<void(const CellPlace& place, const Cell& cell)>& visit);

 private:
  // Lines to add to cells: (kind, unit, period, procedure, line), in the order of keys.
  using CellChanges = absl::btree_map<std::array<uint32_t, 5>, int64_t>;
  using Cells = absl::flat_hash_map<std::string, Cell>;

  static CellChanges Spread(const LedgerChanges& changes);
  absl::Status Load(const std::vector<std::string>& keys);

  Engine& engine_;
  // Cells touched last, in two generations: when the young one is full it becomes the
  // old one, and what nobody touched since is dropped.
  Cells young_;
  Cells old_;
};

}  // namespace lienthong
