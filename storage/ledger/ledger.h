// The books: how many movements of each line a unit had on a day, with the sums
// of months and years. Keys and packed cells: storage/DESIGN.md.
//
// The ledger knows nothing of what a line means (services/accounting/line.h).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "storage/base/clock.h"
#include "storage/engine/engine.h"

namespace lienthong {

// Lines with their counts, ascending, each count at least 1.
using Cell = std::vector<std::pair<uint32_t, uint64_t>>;

std::string EncodeCell(const Cell& cell);
// False when the bytes are no cell.
bool DecodeCell(std::string_view bytes, Cell& cell);

// Differences to the books, gathered over one commit.
class LedgerChanges {
 public:
  // Adds `count` (negative to take back) movements of `line`.
  void Add(uint32_t unit, Day day, uint32_t line, int64_t count);
  bool empty() const { return days_.empty(); }

 private:
  friend class Ledger;
  using Counts = std::map<uint32_t, int64_t>;
  std::map<std::pair<uint32_t, Day>, Counts> days_;
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
  // Every cell of a kind ('d', 'm' or 'y') in key order: (unit, period, cell).
  static absl::Status ScanCells(
      const View& view, char kind,
      const std::function<void(uint32_t unit, uint32_t period, const Cell& cell)>& visit);

 private:
  absl::Status Load(const std::vector<std::string>& keys);

  Engine& engine_;
  std::map<std::string, Cell> cache_;
};

}  // namespace lienthong
