// What the tests of this folder share: files of testdata, and findings in one line each.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "services/inspect/inspect.h"

namespace lienthong::inspect {

// Tests run at the root of the repository.
inline std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

inline std::string ReadTestFile(const std::string& name) {
  return ReadFile("services/inspect/testdata/" + name);
}

inline const char* NameOf(Rule rule) {
  constexpr const char* kNames[] = {"parts",       "flow",       "levels",     "column", "share",
                                    "rate",        "score rate", "complement", "range",  "maximum",
                                    "total score", "twice",      "notation"};
  return kNames[static_cast<size_t>(rule)];
}

inline const char* NameOf(Verdict verdict) {
  constexpr const char* kNames[] = {"holds", "error", "doubtful"};
  return kNames[static_cast<size_t>(verdict)];
}

// "error parts: 30.412 | 20.114 10.188 120 | expected 30422 | difference -10".
inline std::string Summary(const Inspection& inspection, const Check& check) {
  std::string text = std::string(NameOf(check.verdict)) + " " + NameOf(check.rule) + ":";
  for (size_t i = 0; i < check.claims.size(); ++i) {
    text += (i == 1 ? " | " : " ") + inspection.claims.claims[check.claims[i]].figure.text;
  }
  if (check.expected) text += " | expected " + ToString(*check.expected);
  if (check.range)
    text += " | " + ToString(check.range->low) + " to " + ToString(check.range->high);
  if (check.difference) text += " | difference " + ToString(*check.difference);
  return text;
}

// What is found, in order.
inline std::vector<std::string> Findings(const Inspection& inspection) {
  std::vector<std::string> findings;
  for (const Check& check : inspection.checks.checks) {
    if (check.verdict != Verdict::kHolds) findings.push_back(Summary(inspection, check));
  }
  return findings;
}

// What holds, without the ranges.
inline std::vector<std::string> Holding(const Inspection& inspection) {
  std::vector<std::string> holding;
  for (const Check& check : inspection.checks.checks) {
    if (check.verdict != Verdict::kHolds || check.rule == Rule::kRange) continue;
    holding.push_back(Summary(inspection, check));
  }
  return holding;
}

}  // namespace lienthong::inspect
