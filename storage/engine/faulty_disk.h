// A memory disk that fails as real ones do: it forgets what was not synced when
// the power goes, tears the last write, fills up, and breaks.
//
// The life of a crash: CutPower (or the power fails by itself, FailPowerAfter),
// then the engine is destroyed, then Restore brings the disk back as a restarted
// machine would find it, then an engine opens on it again. What is kept depends
// on the seed, the number of restores and the file's name alone, so that threads
// of the engine do not change the outcome.
//
// Not modelled: synced bytes that rot, deleted files that come back, and empty
// directories that vanish. Safe to use from any thread.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "storage/engine/engine.h"

namespace lienthong {

class FaultyDisk final : public Disk {
 public:
  enum class Trouble { kNone, kNoSpace, kIoError };
  // Every file with its bytes.
  using Contents = std::map<std::string, std::string>;

  static std::shared_ptr<FaultyDisk> Make(uint64_t seed);
  ~FaultyDisk();

  // From now on writes, syncs and new files fail, until kNone. A failing write may
  // leave half of its bytes.
  void SetTrouble(Trouble trouble);
  // Every operation fails and nothing reaches the disk any more.
  void CutPower();
  // The power fails at the n-th write or sync of the engine's log from now on; 1 is
  // the next one.
  void FailPowerAfter(int log_operations);
  bool powered() const;
  // Forgets what was not synced, for every file a random part of it, and switches
  // on. No engine may be open.
  void Restore();

  // A lie: syncs of the log say OK and do nothing.
  void IgnoreLogSyncs(bool ignore);

  // A backup, and putting it back. No engine may be open for the latter.
  Contents Save() const;
  void Load(const Contents& contents);

 private:
  class Files;
  class WritableFile;
  class Directory;
  FaultyDisk(std::shared_ptr<Files> files, rocksdb::Env* env, std::unique_ptr<rocksdb::Env> owned);

  std::shared_ptr<Files> files_;
};

}  // namespace lienthong
