// The check of a whole batch at the door: what is malformed is answered here, the
// rest goes on to admission.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lienthong/v1/intake.pb.h"
#include "storage/base/clock.h"

namespace lienthong::intake {

// Records of one call. As in the contract; about 1 MB, below gRPC's 4 MB for a message.
inline constexpr int kBatchRecordsMax = 4096;

// A batch taken apart.
struct Screened {
  // The batch with its well-formed records only, in order; it may have none.
  v1::SubmitRequest batch;
  // One result for each record of the call: OUTCOME_REFUSED, or still empty.
  v1::SubmitResponse response;
  // The place in `response` of each record of `batch`.
  std::vector<int> places;
};

// Checks the call, then every record by Validate. `now` is the arrival where the
// batch states none. INVALID_ARGUMENT: more than 4,096 records, or a bad source,
// reporting unit, arrival or complete_through.
absl::StatusOr<Screened> Screen(const v1::SubmitRequest& call, Instant now);

// Puts the results of admission into their places of `screened.response`.
// INTERNAL: there are more or fewer of them than records that went on.
absl::Status Merge(v1::SubmitResponse admitted, Screened& screened);

}  // namespace lienthong::intake
