// The check of a whole batch at the door: what is malformed is answered here, the
// rest goes on to admission.
#pragma once

#include <utility>
#include <vector>

#include "lienthong/v1/intake.pb.h"
#include "storage/base/clock.h"
#include "storage/base/status.h"

namespace lienthong::intake {

// Records of one call. As in the contract; about 1 MB, below gRPC's 4 MB for a message.
inline constexpr int kBatchRecordsMax = 4096;

// A batch taken apart.
template <typename Request, typename Response>
struct ScreenedBatch {
  // The batch with its well-formed records only, in order; it may have none.
  Request batch;
  // One result for each record of the call: OUTCOME_REFUSED, or still empty.
  Response response;
  // The place in `response` of each record of `batch`.
  std::vector<int> places;
};
using Screened = ScreenedBatch<v1::SubmitRequest, v1::SubmitResponse>;
using ScreenedPetitions = ScreenedBatch<v1::SubmitPetitionsRequest, v1::SubmitPetitionsResponse>;
using ScreenedObservations =
    ScreenedBatch<v1::SubmitObservationsRequest, v1::SubmitObservationsResponse>;

// Checks the call, then every record by Validate. `now` is the arrival where the
// batch states none. INVALID_ARGUMENT: more than 4,096 records, or a bad source,
// reporting unit, arrival or complete_through.
absl::StatusOr<Screened> Screen(const v1::SubmitRequest& call, Instant now);
absl::StatusOr<ScreenedPetitions> Screen(const v1::SubmitPetitionsRequest& call, Instant now);
absl::StatusOr<ScreenedObservations> Screen(const v1::SubmitObservationsRequest& call, Instant now);

// Puts the results of admission into their places of `screened.response`.
// INTERNAL: there are more or fewer of them than records that went on.
template <typename Request, typename Response>
absl::Status Merge(Response admitted, ScreenedBatch<Request, Response>& screened) {
  if (admitted.results_size() != static_cast<int>(screened.places.size())) {
    return Internal("admission: {} results for {} records", admitted.results_size(),
                    screened.places.size());
  }
  for (int i = 0; i < admitted.results_size(); ++i) {
    *screened.response.mutable_results(screened.places[static_cast<size_t>(i)]) =
        std::move(*admitted.mutable_results(i));
  }
  screened.response.set_durable_sequence(admitted.durable_sequence());
  return absl::OkStatus();
}

}  // namespace lienthong::intake
