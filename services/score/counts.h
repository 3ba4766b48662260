// Where the counts of a rulebook come from. The evaluator knows rules and arithmetic;
// the books, the catalogue and the portal's figures are behind this interface, so that
// it is pure and a test can hand it any numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "lienthong/v1/rulebook.pb.h"
#include "lienthong/v1/score.pb.h"
#include "storage/base/clock.h"

namespace lienthong::score {

// What a count came to.
struct Counted {
  // Nothing: not known. May be below 0 only for dossiers received (more moved out than
  // came in); the evaluator stops a whole count at 0.
  std::optional<int64_t> value;
  // What was read elsewhere to get there.
  std::vector<v1::ObservedFigure> observed;
  // Flags that were asked for and that nobody has stated (rulebook.proto, DossierCount).
  std::set<v1::Flag> unheard;
};

// The counts of one unit's subtree over one period. Each call may read a store, and
// fails as that does. A count of a checked rulebook is never malformed.
class Counts {
 public:
  virtual ~Counts() = default;

  virtual absl::StatusOr<Counted> Dossiers(const v1::DossierCount& count, v1::UnitRole role) = 0;
  virtual absl::StatusOr<Counted> Procedures(const v1::ProcedureCount& count,
                                             v1::UnitRole role) = 0;
  virtual absl::StatusOr<Counted> Catalogue(const v1::CatalogueCount& count) = 0;
  virtual absl::StatusOr<Counted> Petitions(const v1::PetitionCount& count) = 0;
  virtual absl::StatusOr<Counted> Observation(const std::string& definition) = 0;
  // The same unit over the calendar year before the one in which the period ends; it
  // lives as long as these counts.
  virtual absl::StatusOr<Counts*> LastYear() = 0;
  // How many whole months the period has (WholeMonths below); 0: it is not made of them.
  virtual int Months() const = 0;
};

// The months of [from, to] when it is made of whole ones, from any day of one to the
// day before the same of another (1 to 31 August: 1; 15 July to 14 August: 1), at most
// 12; else 0.
int WholeMonths(Day from, Day to);

}  // namespace lienthong::score
