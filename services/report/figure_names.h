// The names of figures that templates may use; DESIGN.md has them in a table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lienthong/v1/observation.pb.h"
#include "lienthong/v1/query.pb.h"

namespace lienthong::report {

// What stands before the first "/".
enum class Family {
  kNone,  // no name of a figure
  kBooks,
  kRate,
  kCatalogue,
  kGroup,
  kIndicator,
  kTotal,
  kObserved,
  kAverage,
  kCoverage,
  kDerived,
};

// A name in its parts: "indicator/3.3/ratio" is kIndicator, "3.3", "ratio".
struct FigureName {
  Family family = Family::kNone;
  // Line of the books, definition of a rate, id of a group or indicator, definition of an
  // observation, ...
  std::string key;
  // "points", "max", "ratio", "late", ...; empty without.
  std::string part;
};

// kNone when `name` is the name of no figure. A derived name is one by its form only:
// whether the template defines it is for the caller to know.
FigureName ParseFigureName(std::string_view name);

// True for a whole number of things, which a sum or rate can be made of. Of observations
// nobody knows before they are read: true.
bool CanBeCount(const FigureName& name);

// Names to offer when one is wrong: all that are fixed.
const std::vector<std::string>& FixedFigureNames();

// The definition ids of rates with their enumeration, and what they say in Vietnamese.
struct RateName {
  std::string_view id;
  v1::Rate rate;
  std::string_view text;
};
const std::vector<RateName>& RateNames();

}  // namespace lienthong::report
