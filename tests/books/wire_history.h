// What one-stop systems of a small province send over two months, from a seed: snapshots
// of dossiers that are repeated, late, out of order, corrected, handed on, deleted, and
// told in words that are only understood later.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "lienthong/v1/intake.pb.h"
#include "services/admission/admission_testing.h"

namespace lienthong::books {

// An update of a dossier, or of a petition where there is one, as it arrives at a desk.
struct Arrival {
  Instant at = 0;
  std::string source;
  std::string reporting_unit;
  v1::SourceRecord record;
  std::optional<v1::PetitionRecord> petition;

  // Of the record that it is about.
  std::string Key() const {
    return petition.has_value() ? PetitionKey(petition->petition()) : record.dossier();
  }
};

// Draws from one seed.
class Random {
 public:
  explicit Random(uint64_t seed) : rng_(seed) {}

  // In [low, high].
  int64_t Pick(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(rng_() % static_cast<uint64_t>(high - low + 1));
  }
  bool Percent(int chance) { return Pick(1, 100) <= chance; }
  template <typename T>
  const T& OneOf(const std::vector<T>& values) {
    return values[Pick(0, static_cast<int64_t>(values.size()) - 1)];
  }

 private:
  std::mt19937_64 rng_;
};

// Units H44 and H44.1 to H44.4: h44-1 writes for the first three communes, h44-2 for the
// fourth.
admission::Rows ReferenceData();
// What the words are that nobody understood at first.
admission::Rows LateReferenceData();

// Everything that arrives about `dossiers` dossiers, and a fourth as many petitions, at the
// desks of `units`, in the order of arrival. Those of equal number are the same in all
// histories.
std::vector<Arrival> WireHistory(Random& random, int dossiers,
                                 const std::vector<std::string>& units);

}  // namespace lienthong::books
