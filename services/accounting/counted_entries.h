// Which entries of a timeline count. What is told twice is counted once, and of
// several ends of one run one governs:
//  - a decision (9) governs over a hand-over (10), even when it is later; of two
//    of a kind the first, but a stated one over an inferred one;
//  - a cancellation (3, 7, 8) after a resolution (9, 10) is ignored, a resolution
//    after a cancellation follows it;
//  - what comes after an end and is inferred is a late repeat; a stated entry
//    reopens, and another run begins.
#pragma once

#include <vector>

#include "lienthong/v1/dossier.pb.h"

namespace lienthong {

// Places in the timeline of `dossier`, ascending. Sort the timeline first.
std::vector<int> CountedEntries(const v1::Dossier& dossier);

}  // namespace lienthong
