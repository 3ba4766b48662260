// One line on a terminal that says how far a long work is. Silent elsewhere.
#pragma once

#include <cstdint>
#include <string>

#include "clients/cli/context.h"

namespace lienthong::cli {

class ProgressBar {
 public:
  // `total` is in the same measure as `done` below. `context` must outlive it.
  ProgressBar(const Context& context, uint64_t total);
  // Wipes the line.
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // Leaves out of the rates what had been done before: `done` bytes, `records`.
  void Skip(uint64_t done, uint64_t records);
  // Draws, at most once a second: the share done, records so far, records and megabytes a
  // second, the time that is left at that rate, and what is worked on. `done` in bytes.
  void Show(uint64_t done, uint64_t records, const std::string& what);
  // Wipes the line and prints one with the whole: records, megabytes, time, rates.
  void Summarize(uint64_t done, uint64_t records);

 private:
  uint64_t elapsed_ms() const;
  uint64_t PerSecond(uint64_t amount) const { return amount * 1000 / elapsed_ms(); }
  std::string MegabytesPerSecond(uint64_t done) const;
  std::string Left(uint64_t done) const;

  const Context& context_;
  const uint64_t total_;
  const int64_t started_ms_;
  uint64_t done_before_ = 0;
  uint64_t records_before_ = 0;
  int64_t drawn_ms_ = 0;
};

// "0:07", "12:05", "1:02:05": seconds as a clock shows them.
std::string FormatDuration(uint64_t seconds);

// "1.9" megabytes of 10^6 bytes, with the decimal mark of the language.
std::string FormatMegabytes(Language language, uint64_t bytes);

// "[#####.....]  50 %", 20 places.
std::string Bar(uint64_t done, uint64_t total);

}  // namespace lienthong::cli
