// lienthong import: files of dossier updates into a node.
//
// Files are read one after the other and stream in batches; what a file's records
// became is known when its last batch is acknowledged, and its rejects are listed
// then. Repeating an import is safe: what a node already holds is "unchanged".
//
// With `history` it is the first load of an existing system: see SubmitRequest.migrated for
// what that means, import_position.h for how one that was killed goes on.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/context.h"

namespace lienthong::cli {

// Records of one batch. Commits of 512 and more differ little in speed, and a
// batch is what is sent again after a break.
inline constexpr size_t kBatchRecordsMax = 512;
// Bytes of one batch, unless its only record is larger: well below the 4 MiB that a
// gRPC server takes by default.
inline constexpr size_t kBatchBytesMax = size_t{1} << 20;

// As typed; "" for what was not given.
struct ImportOptions {
  // Code or name of the unit whose desk reports.
  std::string unit;
  // Name of the one-stop system.
  std::string source;
  // yyyyMMddHHmmss: when the records arrived; else when the import begins.
  std::string received_at;
  // yyyyMMddHHmmss: the source is complete through it. Told to the node with the last
  // batch, once everything before it is acknowledged, and only if no file was
  // unreadable and every record could at least be identified.
  std::string complete_through;
  double retry_seconds = 30;
  // A first load; `files` may name folders. Without the two instants above.
  bool history = false;
  std::vector<std::string> files;
  // A file of petitions, or of observations, in place of `files` (import_rows.h).
  std::string petitions;
  std::string observations;
};

ExitCode RunImport(const Context& context, const ImportOptions& options);

}  // namespace lienthong::cli
