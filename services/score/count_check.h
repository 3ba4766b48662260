// Checks what an indicator counts: part of FindFaults.
#pragma once

#include <string>
#include <vector>

#include "lienthong/v1/rulebook.pb.h"
#include "services/score/rulebook_places.h"

namespace lienthong::score {

// Whether `text` can be the definition of an observation.
bool IsDefinition(std::string_view text);

// Adds to `faults` what is wrong with a count that stands at `place`.
void CheckCount(const v1::Count& count, const Place& place, std::vector<Fault>& faults);

}  // namespace lienthong::score
