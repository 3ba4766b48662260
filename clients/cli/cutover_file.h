// The old system's own totals, as people export them: CSV with one line for each unit and
// month, comma or semicolon. The whole file is checked before any node is asked.
//
// Columns stand in any order, under their English or Vietnamese name; which figures a file
// has is its own affair, but at least one. An empty cell is not compared.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/period.h"
#include "clients/cli/reference_files.h"
#include "lienthong/v1/ledger.pb.h"

namespace lienthong::cli {

// A figure of a unit and month, and what the books say to it.
struct CutoverFigure {
  const char* name;
  const char* vietnamese;
  // Of the month, so that months can be added; else a stock at one of its ends.
  bool flow;
  int64_t (*count)(const v1::Figures& figures);
};

inline constexpr size_t kCutoverFigures = 9;
extern const std::array<CutoverFigure, kCutoverFigures> kCutoverFigureList;

// Lines of a file; each costs a question of about a millisecond.
inline constexpr size_t kCutoverLinesMax = 100'000;

// One unit and month.
struct CutoverLine {
  size_t line = 0;
  std::string unit;
  // "2026-08".
  std::string month;
  Period period;
  // In the order of kCutoverFigureList.
  std::array<std::optional<int64_t>, kCutoverFigures> figures;
};

// What a file holds: all lines, or what is wrong with it.
struct CutoverFile {
  std::vector<CutoverLine> lines;
  std::vector<Problem> problems;
};

// Reads `text`, named `file` in problems.
CutoverFile ReadCutoverFile(const std::string& file, std::string_view text, Language language);

}  // namespace lienthong::cli
