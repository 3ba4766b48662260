// What the desks for petitions send, and figures that somebody read: as dossiers,
// repeated, late and out of order (desk.h).
#pragma once

#include <string>
#include <vector>

#include "lienthong/v1/intake.pb.h"
#include "tests/simulation/desk.h"

namespace lienthong::simulation {

class PetitionDesk {
 public:
  // `places` and `random` must outlive the desk.
  PetitionDesk(Place place, const std::vector<Place>& places, Random& random)
      : place_(std::move(place)), places_(places), random_(random) {}

  // The next batch, of one to four petitions.
  v1::SubmitPetitionsRequest Petitions(Instant now);
  // Some figures of a month.
  v1::SubmitObservationsRequest Observations(Instant now);

 private:
  struct Life {
    std::vector<v1::PetitionRecord> stages;
    size_t next = 0;
  };

  Life MakeLife(Instant now);

  const Place place_;
  const std::vector<Place>& places_;
  Random& random_;
  std::vector<Life> lives_;
  int born_ = 0;
};

}  // namespace lienthong::simulation
