// How complete the books are: for each expected (unit, source), the earlier of the
// source's own word and its node's sign of life. Absence is never zero.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lienthong/v1/query.pb.h"
#include "services/query/known.h"
#include "storage/base/clock.h"
#include "storage/engine/engine.h"
#include "storage/journal/journal.h"
#include "storage/registry/registry.h"

namespace lienthong::query {

// Everything coverage is made of, read once.
class CoverageReader {
 public:
  // As it was known; the moment of `known` is this node's own sign of life. `registry` must
  // outlive the reader.
  static absl::StatusOr<CoverageReader> Open(Known& known, const Journal& journal,
                                             const Registry& registry);

  // The expected sources of `units` (on `day`'s tree, under its grants), each complete
  // `through` or not, or not yet live.
  std::vector<v1::SourceCoverage> Sources(const std::vector<uint32_t>& units, Day day,
                                          Instant through) const;
  // Their sum. `root_day`: also the parked records whose unit does not stand on that
  // day's tree, which the root shows, because nobody else would.
  v1::Coverage Sum(const std::vector<v1::SourceCoverage>& sources,
                   std::optional<Day> root_day) const;
  // The same for the figures of a period that begins on `from`, as of an instant: with the
  // years of it whose working days are not decided.
  v1::Coverage SumOf(const std::vector<v1::SourceCoverage>& sources, std::optional<Day> root_day,
                     Day from, Instant as_of) const;
  // What the parked records of `units` wait for, most frequent first; `root_day` as above.
  // Empty for an earlier position: it is not held.
  std::vector<v1::ParkedReason> Reasons(const std::vector<uint32_t>& units,
                                        std::optional<Day> root_day, size_t reasons_max) const;

 private:
  CoverageReader(const Registry& registry) : registry_(&registry) {}
  // Takes back what was learned since.
  absl::Status TakeBack(Known& known);
  // What is expected on `day`, and through when it is to be complete.
  struct Expected {
    Day day;
    Instant through;
  };
  v1::SourceCoverage Read(uint32_t unit, const v1::Unit& described, const v1::Grant* grant,
                          const std::string& source, const Expected& expected) const;
  // Whether `unit` does not stand on the tree of `root_day`, when that is asked.
  bool IsHomeless(uint32_t unit, std::optional<Day> root_day) const;

  const Registry* registry_;
  std::map<std::pair<uint32_t, std::string>, Instant> through_;
  std::map<std::string, int64_t> progress_ms_;                   // by node
  std::map<uint32_t, uint64_t> parked_;                          // by unit
  std::map<uint32_t, std::map<std::string, uint64_t>> reasons_;  // by unit and what is missing
};

}  // namespace lienthong::query
