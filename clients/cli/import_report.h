// What became of the files of an import.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "clients/cli/context.h"
#include "services/intake/reader.h"

namespace lienthong::cli {

// One file, or the sum of all.
struct FileReport {
  std::string file;
  uint64_t admitted = 0;
  uint64_t unchanged = 0;
  uint64_t parked = 0;
  // By the reader or by the node.
  uint64_t refused = 0;
  // Of these: by an earlier run of a first load; they are left out of the rate.
  uint64_t before = 0;
  // From the first record read to the last acknowledgement.
  int64_t started_ms = 0;
  int64_t finished_ms = 0;
  std::vector<intake::Reject> rejects;

  uint64_t records() const { return admitted + unchanged + parked + refused; }
  uint64_t records_per_second() const;
};

// The sum of `files`, without their rejects.
FileReport Total(const std::vector<FileReport>& files);

// Prints a row for each file and, when there are several, for all.
void PrintImport(const Context& context, const std::vector<FileReport>& files);

}  // namespace lienthong::cli
