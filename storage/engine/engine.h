// The one place that knows RocksDB: an ordered map from keys to values in six
// families, changed by atomic synced batches and read through snapshots.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/status.h"

namespace rocksdb {
class Env;
class DB;
class Snapshot;
class ColumnFamilyHandle;
}  // namespace rocksdb

namespace lienthong {

// See storage/DESIGN.md. The numbers are places in a table, not on disk.
enum class Family { kDefault = 0, kJournal = 1, kRecords = 2, kIndex = 3, kLedger = 4, kHistory = 5 };
inline constexpr int kFamilies = 6;

// Where a database lives. A memory disk outlives the engines opened on it, so that
// tests can close and open again.
class Disk {
 public:
  static std::shared_ptr<Disk> Real();
  static std::shared_ptr<Disk> Memory();
  ~Disk();

  rocksdb::Env* env() const { return env_; }

 protected:
  Disk(rocksdb::Env* env, std::unique_ptr<rocksdb::Env> owned);

 private:
  rocksdb::Env* env_;
  std::unique_ptr<rocksdb::Env> owned_;
};

// Changes that become visible and durable together.
class Batch {
 public:
  Batch();
  ~Batch();
  Batch(Batch&&) noexcept;

  void Put(Family family, std::string_view key, std::string_view value);
  void Delete(Family family, std::string_view key);
  bool empty() const;

 private:
  friend class Engine;
  struct Change;
  void Add(Family family, bool is_put, std::string_view key, std::string_view value);

  std::vector<Change> changes_;
  // Keys and values of all changes, one after the other.
  std::string bytes_;
};

class Engine;

// A consistent view of everything committed when it was taken. Cheap; do not keep
// one for minutes, it holds back compaction. Must not outlive its engine. Safe to
// use from one thread at a time.
class View {
 public:
  ~View();
  View(View&&) noexcept;

  // The value, nothing when the key is absent; DATA_LOSS on damaged bytes.
  absl::StatusOr<std::optional<std::string>> Get(Family family, std::string_view key) const;
  // The same for many keys, in their order.
  absl::StatusOr<std::vector<std::optional<std::string>>> MultiGet(
      Family family, const std::vector<std::string>& keys) const;
  // Calls `visit` for each key in [from, to) in order until it returns false or
  // fails. An empty `to` means the end of the family.
  absl::Status Scan(Family family, std::string_view from, std::string_view to,
                    const std::function<absl::StatusOr<bool>(std::string_view key,
                                                             std::string_view value)>& visit) const;
  // The last key below `bound` that is not below `from`, with its value.
  absl::StatusOr<std::optional<std::pair<std::string, std::string>>> Last(
      Family family, std::string_view from, std::string_view bound) const;

 private:
  friend class Engine;
  explicit View(const Engine& engine);

  const Engine* engine_;
  const rocksdb::Snapshot* snapshot_;
};

// An open database. All methods are safe to call from any thread; batches are
// committed by one writer at a time (storage/DESIGN.md).
class Engine {
 public:
  struct Options {
    std::string path;
    std::shared_ptr<Disk> disk = Disk::Real();
    uint64_t block_cache_bytes = 64 << 20;
    // For the simulation: nothing happens in the background, files are opened by one
    // thread.
    bool deterministic = false;
  };

  // Opens or creates. FAILED_PRECONDITION: another process holds the directory.
  // DATA_LOSS: damaged files. UNAVAILABLE, RESOURCE_EXHAUSTED: the disk.
  static absl::StatusOr<std::unique_ptr<Engine>> Open(const Options& options);
  ~Engine();

  View Snapshot() const { return View(*this); }
  // Writes `batch` and syncs the log. When it fails nothing of it is visible.
  absl::Status Commit(const Batch& batch);
  // OK while the store takes writes; else the error that stopped it.
  absl::Status health() const;
  // Bytes of all files.
  uint64_t SizeOnDisk() const;

 private:
  friend class View;
  // A change and its key, inside the batch.
  struct Located {
    const Batch::Change* change;
    std::string_view key;
  };

  Engine();
  // The changes by family and key, as memtables take them fastest.
  static std::vector<Located> InOrder(const Batch& batch);

  std::shared_ptr<Disk> disk_;
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
  struct Listener;
  std::shared_ptr<Listener> listener_;
};

// The least key above every key that begins with `prefix`; empty when there is none.
std::string PrefixEnd(std::string_view prefix);

}  // namespace lienthong
