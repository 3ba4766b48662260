// What a node knew at one moment, written down as it was: every record's postings, what
// sources had said, what was parked. And the figures that follow from them, by brute force.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/accounting/petitions.h"
#include "services/admission/admission_testing.h"
#include "services/query/known.h"

namespace lienthong::books {

struct Moment {
  struct Posted {
    bool is_petition = false;
    uint32_t procedure = 0;
    std::vector<StoredPosting> postings;
  };

  // As the node names it.
  v1::KnownAt name;
  // By key.
  std::map<std::string, Posted> records;
  std::map<std::string, std::string> observations;  // by key, serialized
  std::map<std::pair<uint32_t, std::string>, Instant> sources;
  std::map<uint32_t, uint64_t> parked;  // by unit

  static Moment Of(const admission::TestNode& node, int64_t now_ms);

  // What the books of these units must say.
  PeriodLines Lines(uint32_t unit, const query::Period& period) const;
  query::ProcedureLines Procedures(const std::vector<uint32_t>& units,
                                   const query::Period& period) const;
  PetitionFigures Petitions(const std::vector<uint32_t>& units, const query::Period& period) const;
  std::set<uint32_t> LinesEver(uint32_t unit) const;
};

}  // namespace lienthong::books
