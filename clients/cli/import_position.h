// How far a first load (lienthong import --history) has come with its files, so that one that
// was killed goes on where it was. Kept beside each file as FILE.position.json; it holds no
// word of a record but the codes of those that the node refused.
//
// A position counts for the same bytes (size and SHA-256), node, unit and source only: any
// other is as good as none. "The same node" is its name and epoch, not its address: a node
// that lost its disk has another epoch, and is told everything again. A position may lag behind
// what the node holds, never run ahead of it; what is sent twice then is "unchanged" there.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/context.h"
#include "clients/cli/import_report.h"
#include "services/intake/reader.h"

namespace lienthong::cli {

// Which load of which bytes.
struct LoadIdentity {
  uint64_t size = 0;
  std::string sha256;
  // Name and epoch: "h44-1/00000000000000a7".
  std::string node;
  std::string unit;
  std::string source;

  bool operator==(const LoadIdentity&) const = default;
};

// What became of the records up to a place.
struct LoadPosition {
  // The last record that is acknowledged, counted in the file from 1; 0: none.
  uint64_t record = 0;
  uint64_t admitted = 0;
  uint64_t unchanged = 0;
  uint64_t parked = 0;
  // Refused by the node, by their place; those that the reader refuses are found again by
  // reading. They are sent again by the next run, which may find them allowed.
  std::map<uint64_t, intake::Reject> refused;
};

// Where the position of `file` is kept.
std::string PositionPath(const std::string& file);

// The position of `file` for `identity`; the beginning when there is none, or when what is
// kept is of another load or cannot be read.
LoadPosition ReadPosition(const std::string& file, const LoadIdentity& identity);

// Puts it in place of the one before, also through a crash. False after saying why not.
bool WritePosition(const Context& context, const std::string& file, const LoadIdentity& identity,
                   const LoadPosition& position);

// The positions of the files of one load, numbered as the caller does. Written at most once a
// second, so that a slow disk does not set the pace, and when a file is closed.
class LoadPositions {
 public:
  // `identity`: node, unit and source. `context` must outlive it.
  LoadPositions(const Context& context, LoadIdentity identity)
      : context_(context), identity_(std::move(identity)) {}

  // Begins with `path`, and gives `report` what was acknowledged of it before. False after
  // saying that positions cannot be kept beside it.
  bool Open(size_t file, const std::string& path, std::string_view bytes, FileReport& report);
  // Whether the record at that place of an open file needs no sending.
  bool IsDone(size_t file, uint64_t record) const;
  // The records at `records` of `file` are acknowledged, and so are all before them; `refused`
  // of them were refused, and `report` says what became of all so far.
  bool Acknowledge(size_t file, std::span<const uint64_t> records,
                   std::span<const intake::Reject> refused, const FileReport& report);
  // Writes what is not written of the files before `end`, and closes them.
  bool CloseBefore(size_t end);

 private:
  struct File {
    std::string path;
    LoadIdentity identity;
    LoadPosition position;
    bool written = false;
  };
  bool Write(File& file);

  const Context& context_;
  const LoadIdentity identity_;
  std::map<size_t, File> open_;
  int64_t written_ms_ = 0;
};

}  // namespace lienthong::cli
