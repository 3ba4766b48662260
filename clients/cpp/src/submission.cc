#include "src/submission.h"

#include <algorithm>
#include <utility>

#include "lienthong/client/errors.h"

namespace lienthong::client {
namespace {

// Bytes of a batch, unless its only record is larger: well below the 4 MiB that a node takes.
constexpr size_t kBatchBytesMax = size_t{1} << 20;
constexpr absl::Duration kBackoffMin = absl::Milliseconds(100);
constexpr absl::Duration kBackoffMax = absl::Seconds(5);

}  // namespace

v1::SubmitRequest RequestOf(const Submission& submission) {
  v1::SubmitRequest request;
  request.set_source(submission.source);
  request.set_reporting_unit(submission.unit);
  request.set_arrival(submission.arrival);
  request.set_migrated(submission.migrated);
  return request;
}

bool Cutter::Ask(v1::SourceRecord& record) {
  if (ahead_) {
    record = *std::exchange(ahead_, std::nullopt);
    return true;
  }
  return next_(record);
}

std::optional<Batch> Cutter::Next() {
  if (ended_) return std::nullopt;
  Batch batch{number_, RequestOf(submission_)};
  size_t bytes = 0;
  v1::SourceRecord record;
  while (Ask(record)) {
    const size_t size = record.ByteSizeLong();
    const auto count = static_cast<size_t>(batch.request.records_size());
    if (count == records_max_ || (count > 0 && bytes + size > kBatchBytesMax)) {
      ahead_ = std::move(record);
      number_ += count;
      return batch;
    }
    *batch.request.add_records() = std::exchange(record, {});
    bytes += size;
  }
  ended_ = true;
  batch.request.set_complete_through(submission_.complete_through);
  if (batch.request.records().empty() && submission_.complete_through == 0) return std::nullopt;
  return batch;
}

absl::StatusOr<std::vector<Result>> ResultsOf(const Batch& batch,
                                              const v1::SubmitResponse& response) {
  if (response.results_size() != batch.request.records_size())
    return absl::InternalError("the node answered another number of records");
  std::vector<Result> results;
  for (int i = 0; i < response.results_size(); ++i) {
    results.push_back(
        {batch.first + static_cast<uint64_t>(i), batch.request.records(i), response.results(i)});
  }
  return results;
}

void Retry::Progress() {
  since_.reset();
  backoff_ = kBackoffMin;
}

std::optional<absl::Duration> Retry::Pause(const absl::Status& error, absl::Time now) {
  if (!IsTemporary(error)) return std::nullopt;
  if (!since_) since_ = now;
  const absl::Duration left = *since_ + limit_ - now;
  if (left <= absl::ZeroDuration()) return std::nullopt;
  const absl::Duration asked = DetailsOf(error).retry_after.value_or(absl::ZeroDuration());
  const absl::Duration pause = std::max(backoff_, asked);
  backoff_ = std::min(backoff_ * 2, kBackoffMax);
  return std::min(pause, left);
}

}  // namespace lienthong::client
