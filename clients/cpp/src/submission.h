// What a submission does, without any I/O: batches, and when to try again. Not installed.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "lienthong/client/client.h"

namespace lienthong::client {

// What is sent at once, and where its records stood.
struct Batch {
  uint64_t first = 1;
  v1::SubmitRequest request;
};

// Cuts records into batches as they are asked for; the last one carries the word that the source
// is complete.
class Cutter {
 public:
  // `next` must outlive it.
  Cutter(Submission submission, const Client::Next& next, size_t records_max)
      : submission_(std::move(submission)), next_(next), records_max_(records_max) {}

  // Nothing at the end.
  std::optional<Batch> Next();

 private:
  bool Ask(v1::SourceRecord& record);

  const Submission submission_;
  const Client::Next& next_;
  const size_t records_max_;
  std::optional<v1::SourceRecord> ahead_;
  uint64_t number_ = 1;
  bool ended_ = false;
};

// A batch without records.
v1::SubmitRequest RequestOf(const Submission& submission);

// The results of `batch`, each in its place. INTERNAL: there are more or fewer than records.
absl::StatusOr<std::vector<Result>> ResultsOf(const Batch& batch,
                                              const v1::SubmitResponse& response);

// Knows when to try again; progress forgives what was before. Told the time.
class Retry {
 public:
  explicit Retry(absl::Duration limit) : limit_(limit) {}

  void Progress();
  // How long to wait before the next attempt; nothing: there is to be none.
  std::optional<absl::Duration> Pause(const absl::Status& error, absl::Time now);

 private:
  const absl::Duration limit_;
  std::optional<absl::Time> since_;
  absl::Duration backoff_ = absl::Milliseconds(100);
};

}  // namespace lienthong::client
