// Nasty dossiers from a seed: repeats, reopenings, inferred entries, several
// promises, pauses, second supplements, transfers, and instants where they hurt:
// at the effective instant and a second beside it, at midnight, at closing time, on
// days on which no office opens. Between June and October 2026, units 1 to 5.

#pragma once

#include <random>

#include "oracle.h"

namespace oracle {

struct RandomOptions {
  int units = 5;
  int entries_max = 10;
  // Also shapes that a careful reader may count in two ways: acceptance inferred
  // or missing, a return after a refusal at the desk, a promise due before it is
  // made, an inferred finish corrected by a stated one, transfers on inferred
  // repeats and on acceptance, a supplement whose id is learned later.
  bool unsettled = false;
};

// 07:30-11:30 and 13:00-17:00; 1 and 2 September 2026 are holidays, Saturday
// 22 August 2026 is worked.
Calendar ExampleCalendar();

// The same generator state gives the same dossier.
Dossier RandomDossier(std::mt19937_64& rng, const Calendar& calendar,
                      const RandomOptions& options = {});

}  // namespace oracle
