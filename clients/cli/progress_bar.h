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

  // Draws, at most ten times a second: the share done, records so far and what is
  // worked on.
  void Show(uint64_t done, uint64_t records, const std::string& what);

 private:
  const Context& context_;
  const uint64_t total_;
  const int64_t started_ms_;
  int64_t drawn_ms_ = 0;
};

// "[#####.....]  50 %", 20 places.
std::string Bar(uint64_t done, uint64_t total);

}  // namespace lienthong::cli
