// What one-stop software sends: the lives of dossiers, told as snapshots in the
// national form, out of order, repeated, corrected and sometimes deleted.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lienthong/v1/intake.pb.h"
#include "tests/simulation/basics.h"

namespace lienthong::simulation {

// A unit with a desk, and who writes for it.
struct Place {
  std::string code;
  std::string node;
};

// One dossier's life; each stage is the whole snapshot that a source sends then.
struct Life {
  std::vector<v1::SourceRecord> stages;
  size_t next = 0;
};

class Desk {
 public:
  // With `transfers`, dossiers are handed over to any of `places`, which must outlive
  // the desk, as must `random`.
  Desk(Place place, const std::vector<Place>& places, Random& random, bool transfers)
      : place_(std::move(place)), places_(places), random_(random), transfers_(transfers) {}

  // The next batch, of one to eight records.
  v1::SubmitRequest Batch(Instant now);
  // Takes part of the dossiers that `from` handed over to this place.
  void TakeOver(Desk& from);

 private:
  Life MakeLife(Instant now);
  const v1::SourceRecord& NextSnapshot(Instant now);

  const Place place_;
  const std::vector<Place>& places_;
  Random& random_;
  const bool transfers_;
  std::vector<Life> lives_;
  std::map<std::string, v1::SourceRecord> handed_over_;
  int born_ = 0;
};

}  // namespace lienthong::simulation
