// What check-report shows: the inspection of a file and, if a node was asked, its books.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "lienthong/v1/query.pb.h"
#include "services/inspect/inspect.h"

namespace lienthong::cli {

// A figure of the report beside the same one in the books.
struct BookRow {
  enum class Outcome { kEqual, kDifferent, kNotHeld };

  // Index of the claim.
  size_t claim = 0;
  Outcome outcome = Outcome::kNotHeld;
  // What the books hold, and by which definition ("in_hand", "rate dvcqg"); empty: nothing.
  std::optional<inspect::Decimal> held;
  std::string definition;
};

struct BookComparison {
  std::string node;
  std::string unit;
  std::string name;
  std::string from;
  std::string to;
  v1::Coverage coverage;
  std::vector<BookRow> rows;
};

struct CheckedReport {
  std::string file;
  inspect::Inspection inspection;
  std::optional<BookComparison> books;
};

// A check failed, or a figure differs from the books.
inline bool HasFindings(const CheckedReport& report) {
  const auto differs = [](const BookRow& row) {
    return row.outcome == BookRow::Outcome::kDifferent;
  };
  return inspect::HasFindings(report.inspection) ||
         (report.books &&
          std::any_of(report.books->rows.begin(), report.books->rows.end(), differs));
}

}  // namespace lienthong::cli
