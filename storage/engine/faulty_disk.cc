#include "storage/engine/faulty_disk.h"

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <rocksdb/system_clock.h>

#include <algorithm>
#include <cstdarg>
#include <mutex>
#include <optional>
#include <random>

namespace lienthong {
namespace {

bool IsLog(const std::string& name) { return name.ends_with(".log"); }
std::string FolderOf(const std::string& name) { return name.substr(0, name.rfind('/')); }

// FNV-1a, because a run must be the same in every process.
uint64_t HashOf(const std::string& text) {
  uint64_t hash = 14695981039346656037u;
  for (const unsigned char c : text) hash = (hash ^ c) * 1099511628211u;
  return hash;
}

// Never sleeps: the engine's threads wait a second after an error, and in a test
// errors are the rule.
class ImpatientClock : public rocksdb::SystemClockWrapper {
 public:
  using SystemClockWrapper::SystemClockWrapper;

  const char* Name() const override { return "ImpatientClock"; }
  void SleepForMicroseconds(int) override {}
};

// Opening an engine tells all its options to its log, which nobody reads here.
class SilentLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
  size_t GetLogFileSize() const override { return 0; }
};

class ImpatientEnv : public rocksdb::EnvWrapper {
 public:
  explicit ImpatientEnv(std::unique_ptr<rocksdb::Env> env) : EnvWrapper(std::move(env)) {
    system_clock_ = std::make_shared<ImpatientClock>(system_clock_);
  }

  const char* Name() const override { return "ImpatientEnv"; }
  void SleepForMicroseconds(int) override {}
};

}  // namespace

// The memory file system with what was synced on top.
class FaultyDisk::Files : public rocksdb::FileSystemWrapper {
 public:
  Files(std::unique_ptr<rocksdb::Env> memory, uint64_t seed)
      : FileSystemWrapper(memory->GetFileSystem()), memory_(std::move(memory)), seed_(seed) {}

  const char* Name() const override { return "FaultyFiles"; }

  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* result,
                                       rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& name, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* result,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& name, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

  rocksdb::IOStatus NewLogger(const std::string&, const rocksdb::IOOptions&,
                              std::shared_ptr<rocksdb::Logger>* result,
                              rocksdb::IODebugContext*) override {
    *result = std::make_shared<SilentLogger>();
    return rocksdb::IOStatus::OK();
  }

  // Whether an operation on `name` may go on.
  rocksdb::IOStatus Check(const std::string& name);
  void MarkSynced(const std::string& name, uint64_t bytes);
  void MarkFolderSynced(const std::string& folder);
  void Restore();
  Contents Save() const;
  void Load(const Contents& contents);

  mutable std::mutex mutex_;  // guards what follows
  Trouble trouble_ = Trouble::kNone;
  bool powered_ = true;
  int log_operations_left_ = -1;
  bool ignore_log_syncs_ = false;

 private:
  struct State {
    uint64_t synced = 0;
  };

  void NoteName(const std::string& name);
  std::string Read(const std::string& name) const;
  void Write(const std::string& name, const std::string& bytes);
  void ForgetName(const std::string& name, const std::optional<std::string>& before);
  void ForgetBytes(const std::string& name, State& state);
  std::mt19937_64 RandomOf(const std::string& name) const {
    return std::mt19937_64(seed_ ^ HashOf(name) ^ restores_ << 40);
  }

  std::unique_ptr<rocksdb::Env> memory_;
  const uint64_t seed_;
  uint64_t restores_ = 0;
  std::map<std::string, State> files_;
  // Names whose folder was not synced since, with the bytes they had before.
  std::map<std::string, std::optional<std::string>> fresh_names_;
};

class FaultyDisk::WritableFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  WritableFile(Files& files, std::string name, std::unique_ptr<rocksdb::FSWritableFile> target)
      : FSWritableFileOwnerWrapper(std::move(target)), files_(files), name_(std::move(name)) {}

  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
    const rocksdb::IOStatus status = files_.Check(name_);
    if (status.ok()) return FSWritableFileOwnerWrapper::Append(data, options, debug);
    // A failing write leaves what the platter took; after a power cut, Restore decides.
    const size_t left = status.IsNoSpace() ? data.size() / 2 : data.size();
    if (status.IsNoSpace() || status.IsTimedOut()) {
      FSWritableFileOwnerWrapper::Append({data.data(), left}, options, debug)
          .PermitUncheckedError();
    }
    return Told(status);
  }
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo&,
                           rocksdb::IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                         rocksdb::IODebugContext* debug) override {
    const rocksdb::IOStatus status = files_.Check(name_);
    if (!status.ok()) return Told(status);
    files_.MarkSynced(name_, GetFileSize(options, debug));
    return rocksdb::IOStatus::OK();
  }
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* debug) override {
    return Sync(options, debug);
  }
  rocksdb::IOStatus RangeSync(uint64_t, uint64_t, const rocksdb::IOOptions&,
                              rocksdb::IODebugContext*) override {
    return rocksdb::IOStatus::OK();  // it promises nothing
  }

 private:
  // The moment of the power cut is told as an error like the ones after it.
  static rocksdb::IOStatus Told(const rocksdb::IOStatus& status) {
    return status.IsTimedOut() ? rocksdb::IOStatus::IOError("no power") : status;
  }

  Files& files_;
  const std::string name_;
};

class FaultyDisk::Directory : public rocksdb::FSDirectoryWrapper {
 public:
  Directory(Files& files, std::string name, std::unique_ptr<rocksdb::FSDirectory> target)
      : FSDirectoryWrapper(std::move(target)), files_(files), name_(std::move(name)) {}

  rocksdb::IOStatus Fsync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return Sync();
  }
  rocksdb::IOStatus FsyncWithDirOptions(const rocksdb::IOOptions&, rocksdb::IODebugContext*,
                                        const rocksdb::DirFsyncOptions&) override {
    return Sync();
  }

 private:
  rocksdb::IOStatus Sync() {
    const rocksdb::IOStatus status = files_.Check(name_);
    if (status.ok()) files_.MarkFolderSynced(name_);
    return status;
  }

  Files& files_;
  const std::string name_;
};

rocksdb::IOStatus FaultyDisk::Files::Check(const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (!powered_) return rocksdb::IOStatus::IOError("no power");
  if (IsLog(name) && log_operations_left_ > 0 && --log_operations_left_ == 0) {
    powered_ = false;
    return rocksdb::IOStatus::TimedOut("the power fails now");
  }
  if (trouble_ == Trouble::kNoSpace) return rocksdb::IOStatus::NoSpace("the disk is full");
  if (trouble_ == Trouble::kIoError) return rocksdb::IOStatus::IOError("the disk is broken");
  return rocksdb::IOStatus::OK();
}

void FaultyDisk::Files::MarkSynced(const std::string& name, uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  if (ignore_log_syncs_ && IsLog(name)) return;
  files_[name].synced = bytes;
}

void FaultyDisk::Files::MarkFolderSynced(const std::string& folder) {
  const std::lock_guard lock(mutex_);
  std::erase_if(fresh_names_, [&](const auto& entry) { return FolderOf(entry.first) == folder; });
}

void FaultyDisk::Files::NoteName(const std::string& name) {
  const bool known = files_.contains(name);
  fresh_names_.try_emplace(name, known ? std::optional(Read(name)) : std::nullopt);
}

rocksdb::IOStatus FaultyDisk::Files::NewWritableFile(
    const std::string& name, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* result, rocksdb::IODebugContext* debug) {
  rocksdb::IOStatus status = Check("");
  if (!status.ok()) return status;
  {
    const std::lock_guard lock(mutex_);
    NoteName(name);
    files_[name] = {};
  }
  std::unique_ptr<rocksdb::FSWritableFile> file;
  status = FileSystemWrapper::NewWritableFile(name, options, &file, debug);
  if (status.ok()) *result = std::make_unique<WritableFile>(*this, name, std::move(file));
  return status;
}

rocksdb::IOStatus FaultyDisk::Files::ReopenWritableFile(
    const std::string& name, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* result, rocksdb::IODebugContext* debug) {
  rocksdb::IOStatus status = Check("");
  if (!status.ok()) return status;
  std::unique_ptr<rocksdb::FSWritableFile> file;
  status = FileSystemWrapper::ReopenWritableFile(name, options, &file, debug);
  if (status.ok()) *result = std::make_unique<WritableFile>(*this, name, std::move(file));
  return status;
}

rocksdb::IOStatus FaultyDisk::Files::NewDirectory(const std::string& name,
                                                  const rocksdb::IOOptions& options,
                                                  std::unique_ptr<rocksdb::FSDirectory>* result,
                                                  rocksdb::IODebugContext* debug) {
  std::unique_ptr<rocksdb::FSDirectory> directory;
  const rocksdb::IOStatus status =
      FileSystemWrapper::NewDirectory(name, options, &directory, debug);
  if (status.ok()) *result = std::make_unique<Directory>(*this, name, std::move(directory));
  return status;
}

rocksdb::IOStatus FaultyDisk::Files::DeleteFile(const std::string& name,
                                                const rocksdb::IOOptions& options,
                                                rocksdb::IODebugContext* debug) {
  const std::lock_guard lock(mutex_);
  if (!powered_) return rocksdb::IOStatus::IOError("no power");
  files_.erase(name);
  fresh_names_.erase(name);
  return FileSystemWrapper::DeleteFile(name, options, debug);
}

rocksdb::IOStatus FaultyDisk::Files::RenameFile(const std::string& from, const std::string& to,
                                                const rocksdb::IOOptions& options,
                                                rocksdb::IODebugContext* debug) {
  const std::lock_guard lock(mutex_);
  if (!powered_) return rocksdb::IOStatus::IOError("no power");
  if (files_.contains(from)) {
    NoteName(to);
    files_[to] = files_[from];
    files_.erase(from);
    fresh_names_.erase(from);
  }
  return FileSystemWrapper::RenameFile(from, to, options, debug);
}

std::string FaultyDisk::Files::Read(const std::string& name) const {
  std::string bytes;
  rocksdb::ReadFileToString(target(), name, &bytes).PermitUncheckedError();
  return bytes;
}

void FaultyDisk::Files::Write(const std::string& name, const std::string& bytes) {
  rocksdb::WriteStringToFile(target(), bytes, name).PermitUncheckedError();
  files_[name] = {bytes.size()};
}

void FaultyDisk::Files::ForgetName(const std::string& name,
                                   const std::optional<std::string>& before) {
  if (RandomOf(name + "?")() % 2 == 0) return;
  if (before.has_value()) return Write(name, *before);
  FileSystemWrapper::DeleteFile(name, {}, nullptr).PermitUncheckedError();
  files_.erase(name);
}

void FaultyDisk::Files::ForgetBytes(const std::string& name, State& state) {
  std::string bytes = Read(name);
  if (bytes.size() <= state.synced) return;
  std::mt19937_64 random = RandomOf(name);
  const uint64_t kept = random() % (bytes.size() - state.synced + 1);
  bytes.resize(state.synced + kept);
  // Half of the time the last sector was allocated and never written.
  const uint64_t torn = random() % 2 == 0 ? 0 : random() % (kept + 1);
  std::fill(bytes.end() - static_cast<ptrdiff_t>(torn), bytes.end(), '\0');
  Write(name, bytes);
}

void FaultyDisk::Files::Restore() {
  const std::lock_guard lock(mutex_);
  ++restores_;
  for (const auto& [name, before] : fresh_names_) ForgetName(name, before);
  fresh_names_.clear();
  for (auto& [name, state] : files_) ForgetBytes(name, state);
  powered_ = true;
  log_operations_left_ = -1;
}

FaultyDisk::Contents FaultyDisk::Files::Save() const {
  const std::lock_guard lock(mutex_);
  Contents contents;
  for (const auto& [name, state] : files_) contents[name] = Read(name);
  return contents;
}

void FaultyDisk::Files::Load(const Contents& contents) {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, state] : files_)
    FileSystemWrapper::DeleteFile(name, {}, nullptr).PermitUncheckedError();
  files_.clear();
  fresh_names_.clear();
  for (const auto& [name, bytes] : contents) Write(name, bytes);
}

FaultyDisk::FaultyDisk(std::shared_ptr<Files> files, rocksdb::Env* env,
                       std::unique_ptr<rocksdb::Env> owned)
    : Disk(env, std::move(owned)), files_(std::move(files)) {}

FaultyDisk::~FaultyDisk() = default;

std::shared_ptr<FaultyDisk> FaultyDisk::Make(uint64_t seed) {
  std::unique_ptr<rocksdb::Env> memory(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  auto files = std::make_shared<Files>(std::move(memory), seed);
  auto env = std::make_unique<ImpatientEnv>(rocksdb::NewCompositeEnv(files));
  rocksdb::Env* const raw = env.get();
  return std::shared_ptr<FaultyDisk>(new FaultyDisk(std::move(files), raw, std::move(env)));
}

void FaultyDisk::SetTrouble(Trouble trouble) {
  const std::lock_guard lock(files_->mutex_);
  files_->trouble_ = trouble;
}

void FaultyDisk::CutPower() {
  const std::lock_guard lock(files_->mutex_);
  files_->powered_ = false;
}

void FaultyDisk::FailPowerAfter(int log_operations) {
  const std::lock_guard lock(files_->mutex_);
  files_->log_operations_left_ = log_operations;
}

bool FaultyDisk::powered() const {
  const std::lock_guard lock(files_->mutex_);
  return files_->powered_;
}

void FaultyDisk::Restore() { files_->Restore(); }

void FaultyDisk::IgnoreLogSyncs(bool ignore) {
  const std::lock_guard lock(files_->mutex_);
  files_->ignore_log_syncs_ = ignore;
}

FaultyDisk::Contents FaultyDisk::Save() const { return files_->Save(); }
void FaultyDisk::Load(const Contents& contents) { files_->Load(contents); }

}  // namespace lienthong
