#include "storage/engine/engine.h"

#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <mutex>

namespace lienthong {
namespace {

constexpr const char* kFamilyNames[kFamilies] = {"default", "journal", "records", "index",
                                                 "ledger",  "history"};

// Bounds what a restart replays; 64 MiB replay in well under a second.
constexpr uint64_t kWalBytesMax = 64 << 20;
constexpr size_t kMemtableBytes = 16 << 20;

// What RocksDB adds to a change in a batch: its kind, its family, two lengths.
constexpr size_t kChangeBytes = 8;

rocksdb::Slice ToSlice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// The one translation of RocksDB's errors.
absl::Status ToStatus(const rocksdb::Status& status, std::string_view what) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = status.ToString();
  if (status.IsCorruption()) return DataLoss("{}: {}", what, text);
  if (status.IsNoSpace()) return ResourceExhausted("{}: {}", what, text);
  if (status.IsNotFound()) return NotFound("{}: {}", what, text);
  if (status.IsInvalidArgument()) return FailedPrecondition("{}: {}", what, text);
  return Unavailable("{}: {}", what, text);
}

rocksdb::ColumnFamilyOptions FamilyOptions(const std::shared_ptr<rocksdb::Cache>& cache,
                                           bool deterministic) {
  rocksdb::ColumnFamilyOptions options;
  options.disable_auto_compactions = deterministic;
  options.write_buffer_size = kMemtableBytes;
  // A batch comes in order of keys (Commit), so the place of one is near that of the one before
  // it: where that was, one finger for each first byte, is where the search begins.
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewCappedPrefixTransform(1));
  options.compression = rocksdb::kLZ4Compression;
  options.bottommost_compression = rocksdb::kZSTD;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

rocksdb::DBOptions DatabaseOptions(const Engine::Options& options) {
  rocksdb::DBOptions result;
  result.create_if_missing = true;
  result.create_missing_column_families = true;
  result.env = options.disk->env();
  result.max_total_wal_size = kWalBytesMax;
  result.max_background_jobs = 2;
  result.keep_log_file_num = 2;
  result.max_log_file_size = 1 << 20;
  result.max_manifest_file_size = 16 << 20;
  result.stats_dump_period_sec = 0;
  result.stats_persist_period_sec = 0;
  if (options.deterministic) result.max_file_opening_threads = 1;
  return result;
}

rocksdb::WriteOptions SyncedWrite() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

}  // namespace

std::string PrefixEnd(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<uint8_t>(end.back()) == 0xff) end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<uint8_t>(end.back()) + 1);
  return end;
}

Disk::Disk(rocksdb::Env* env, std::unique_ptr<rocksdb::Env> owned)
    : env_(env), owned_(std::move(owned)) {}
Disk::~Disk() = default;

std::shared_ptr<Disk> Disk::Real() {
  return std::shared_ptr<Disk>(new Disk(rocksdb::Env::Default(), nullptr));
}

std::shared_ptr<Disk> Disk::Memory() {
  std::unique_ptr<rocksdb::Env> env(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  rocksdb::Env* const raw = env.get();
  return std::shared_ptr<Disk>(new Disk(raw, std::move(env)));
}

// Families are known to the engine only, so a batch keeps its changes until then. In one buffer:
// a commit has thousands, and two allocations for each were a tenth of all.
struct Batch::Change {
  Family family;
  bool is_put;
  size_t key_bytes;
  size_t value_bytes;
};

Batch::Batch() = default;
Batch::~Batch() = default;
Batch::Batch(Batch&&) noexcept = default;

void Batch::Add(Family family, bool is_put, std::string_view key, std::string_view value) {
  changes_.push_back({family, is_put, key.size(), value.size()});
  bytes_.append(key).append(value);
}

void Batch::Put(Family family, std::string_view key, std::string_view value) {
  Add(family, true, key, value);
}

void Batch::Delete(Family family, std::string_view key) { Add(family, false, key, {}); }

bool Batch::empty() const { return changes_.empty(); }

// Remembers the first error that turned the store read-only.
struct Engine::Listener : rocksdb::EventListener {
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* status) override {
    const std::lock_guard lock(mutex);
    if (error.ok()) error = ToStatus(*status, "store: read-only after an error");
  }
  void OnErrorRecoveryCompleted(rocksdb::Status) override {
    const std::lock_guard lock(mutex);
    error = absl::OkStatus();
  }

  std::mutex mutex;
  absl::Status error;
};

Engine::Engine() : listener_(std::make_shared<Listener>()) {}

absl::StatusOr<std::unique_ptr<Engine>> Engine::Open(const Options& options) {
  std::unique_ptr<Engine> engine(new Engine());
  engine->disk_ = options.disk;
  rocksdb::DBOptions db_options = DatabaseOptions(options);
  db_options.listeners.push_back(engine->listener_);
  const auto cache = rocksdb::NewLRUCache(options.block_cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const char* name : kFamilyNames)
    descriptors.emplace_back(name, FamilyOptions(cache, options.deterministic));
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::Open(db_options, options.path, descriptors, &engine->families_, &db);
  if (!status.ok() && status.ToString().find("lock") != std::string::npos) {
    return FailedPrecondition("data_dir {}: another process holds it ({})", options.path,
                              status.ToString());
  }
  RETURN_IF_ERROR(ToStatus(status, fmt::format("data_dir {}", options.path)));
  engine->db_.reset(db);
  return engine;
}

Engine::~Engine() {
  if (db_ == nullptr) return;
  rocksdb::CancelAllBackgroundWork(db_.get(), true);
  for (rocksdb::ColumnFamilyHandle* family : families_)
    db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  db_->Close().PermitUncheckedError();
}

// Of two changes of a key the later one wins, so those keep their order.
std::vector<Engine::Located> Engine::InOrder(const Batch& batch) {
  std::vector<Located> ordered;
  ordered.reserve(batch.changes_.size());
  const char* bytes = batch.bytes_.data();
  for (const Batch::Change& change : batch.changes_) {
    ordered.push_back({&change, {bytes, change.key_bytes}});
    bytes += change.key_bytes + change.value_bytes;
  }
  std::stable_sort(ordered.begin(), ordered.end(), [](const Located& a, const Located& b) {
    if (a.change->family != b.change->family) return a.change->family < b.change->family;
    return a.key < b.key;
  });
  return ordered;
}

absl::Status Engine::Commit(const Batch& batch) {
  rocksdb::WriteBatch writes(batch.bytes_.size() + kChangeBytes * batch.changes_.size());
  for (const auto& [change, key] : InOrder(batch)) {
    rocksdb::ColumnFamilyHandle* const family = families_[static_cast<int>(change->family)];
    const rocksdb::Slice value(key.data() + key.size(), change->value_bytes);
    const rocksdb::Status added = change->is_put ? writes.Put(family, ToSlice(key), value)
                                                 : writes.Delete(family, ToSlice(key));
    RETURN_IF_ERROR(ToStatus(added, "commit"));
  }
  return ToStatus(db_->Write(SyncedWrite(), &writes), "commit");
}

absl::Status Engine::health() const {
  const std::lock_guard lock(listener_->mutex);
  return listener_->error;
}

uint64_t Engine::SizeOnDisk() const {
  uint64_t sum = 0;
  for (rocksdb::ColumnFamilyHandle* family : families_) {
    uint64_t bytes = 0;
    if (db_->GetIntProperty(family, rocksdb::DB::Properties::kTotalSstFilesSize, &bytes))
      sum += bytes;
  }
  return sum;
}

View::View(const Engine& engine) : engine_(&engine), snapshot_(engine.db_->GetSnapshot()) {}

View::View(View&& other) noexcept : engine_(other.engine_), snapshot_(other.snapshot_) {
  other.snapshot_ = nullptr;
}

View::~View() {
  if (snapshot_ != nullptr) engine_->db_->ReleaseSnapshot(snapshot_);
}

absl::StatusOr<std::optional<std::string>> View::Get(Family family, std::string_view key) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  std::string value;
  const rocksdb::Status status = engine_->db_->Get(
      options, engine_->families_[static_cast<int>(family)], ToSlice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  RETURN_IF_ERROR(ToStatus(status, "read"));
  return std::optional<std::string>(std::move(value));
}

absl::StatusOr<std::vector<std::optional<std::string>>> View::MultiGet(
    Family family, const std::vector<std::string>& keys) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
  std::vector<rocksdb::PinnableSlice> values(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  engine_->db_->MultiGet(options, engine_->families_[static_cast<int>(family)], keys.size(),
                         slices.data(), values.data(), statuses.data());
  std::vector<std::optional<std::string>> result(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    if (statuses[i].IsNotFound()) continue;
    RETURN_IF_ERROR(ToStatus(statuses[i], "read"));
    result[i].emplace(values[i].data(), values[i].size());
  }
  return result;
}

absl::Status View::Scan(
    Family family, std::string_view from, std::string_view to,
    const std::function<absl::StatusOr<bool>(std::string_view key, std::string_view value)>& visit)
    const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  const rocksdb::Slice bound = ToSlice(to);
  if (!to.empty()) options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> iterator(
      engine_->db_->NewIterator(options, engine_->families_[static_cast<int>(family)]));
  for (iterator->Seek(ToSlice(from)); iterator->Valid(); iterator->Next()) {
    ASSIGN_OR_RETURN(const bool more, visit(ToView(iterator->key()), ToView(iterator->value())));
    if (!more) return absl::OkStatus();
  }
  return ToStatus(iterator->status(), "scan");
}

absl::StatusOr<std::optional<std::pair<std::string, std::string>>> View::Last(
    Family family, std::string_view from, std::string_view bound) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  const std::unique_ptr<rocksdb::Iterator> iterator(
      engine_->db_->NewIterator(options, engine_->families_[static_cast<int>(family)]));
  if (bound.empty()) {
    iterator->SeekToLast();
  } else {
    iterator->SeekForPrev(ToSlice(bound));
    if (iterator->Valid() && ToView(iterator->key()) == bound) iterator->Prev();
  }
  RETURN_IF_ERROR(ToStatus(iterator->status(), "seek"));
  if (!iterator->Valid() || ToView(iterator->key()) < from)
    return std::optional<std::pair<std::string, std::string>>();
  return std::optional(std::pair(iterator->key().ToString(), iterator->value().ToString()));
}

}  // namespace lienthong
