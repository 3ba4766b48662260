// Brings a directory that an older version wrote to the format of this one.
//
//   1 -> 2   the books by procedure are made of the records
//   2 -> 3   the history of the records begins
//
// What was known before that is not held, and asking for it says so: the journal has the
// facts, but not when those that were parked came into the books.
//
// Run after Journal::Open, which refuses a newer format and another node's directory, and
// before anything else is written. It may be cut off at any point: the format is raised
// last, and until then the next start does it again from the beginning. Takes some 10 s
// for a million records, once.
#pragma once

#include "storage/engine/engine.h"
#include "storage/journal/journal.h"

namespace lienthong::admission {

// DATA_LOSS: a record that cannot be read. UNAVAILABLE, RESOURCE_EXHAUSTED: the disk.
absl::Status Upgrade(Engine& engine, const Journal& journal);

}  // namespace lienthong::admission
