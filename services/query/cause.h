// Why a fact changed a figure: from the state that counted before and the one that counts
// since. Pure.
#pragma once

#include <optional>

#include "lienthong/v1/dossier.pb.h"
#include "lienthong/v1/explain.pb.h"
#include "storage/base/clock.h"

namespace lienthong::query {

// A dossier's change, as far as its cause goes.
struct Change {
  // Absent: the dossier was not known.
  std::optional<v1::Dossier> before;
  v1::Dossier after;
  // Another origin's state counted before.
  bool other_origin = false;
  // The fact had been here before, waiting.
  bool let_in = false;
  // The first instant at which its postings differ.
  Instant first = 0;
};

// The cause of a change that was learned after `moment`. Every change has exactly one:
// where several fit, the one that says most. What happened after the moment is no delay.
v1::Cause CauseOf(const Change& change, Instant moment);

}  // namespace lienthong::query
