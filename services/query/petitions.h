// The petitions of a set of units over a period.
//
// What is carried over, handled and open comes from the books; of those received in the
// period, how they stand at the instant comes from their records, found through the index of
// the days of the period, since no cell tells when a petition that was handled had been
// received. Units that received none are not looked at.
#pragma once

#include <vector>

#include "services/accounting/petitions.h"
#include "services/query/known.h"

namespace lienthong::query {

// DATA_LOSS: bytes that cannot be read, or books that differ from the records.
absl::StatusOr<PetitionFigures> ReadPetitionFigures(Known& known,
                                                    const std::vector<uint32_t>& units,
                                                    const Period& period);

}  // namespace lienthong::query
