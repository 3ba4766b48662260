#include "services/intake/screening.h"

#include <string>
#include <utility>

#include "services/intake/validate.h"
#include "storage/base/status.h"

namespace lienthong::intake {
namespace {

absl::Status CheckTime(std::string_view field, Instant instant, Instant now) {
  if (instant == 0) return absl::OkStatus();
  if (IsPlausibleInstant(instant) && instant - kFutureSecondsMax <= now) return absl::OkStatus();
  return InvalidArgument(
      "the batch, {}: outside the years 1990 to 2099, or more than 24 hours ahead", field);
}

absl::Status CheckCall(const v1::SubmitRequest& call, Instant now) {
  if (call.records_size() > kBatchRecordsMax) {
    return InvalidArgument("the batch, records: {}, at most {} are allowed", call.records_size(),
                           kBatchRecordsMax);
  }
  if (!IsSourceName(call.source())) {
    return InvalidArgument("the batch, source: must be 1 to {} of [a-z0-9._-]",
                           kSourceNameBytesMax);
  }
  if (call.reporting_unit().size() > kTextBytesMax || !IsUtf8(call.reporting_unit())) {
    return InvalidArgument("the batch, reporting_unit: must be UTF-8 of at most {} bytes",
                           kTextBytesMax);
  }
  RETURN_IF_ERROR(CheckTime("arrival", call.arrival(), now));
  return CheckTime("complete_through", call.complete_through(), now);
}

void CopyHead(const v1::SubmitRequest& call, v1::SubmitRequest& batch) {
  batch.set_source(call.source());
  batch.set_reporting_unit(call.reporting_unit());
  batch.set_arrival(call.arrival());
  batch.set_complete_through(call.complete_through());
}

void Refuse(FieldError fault, v1::RecordResult& result) {
  result.set_outcome(v1::RecordResult::OUTCOME_REFUSED);
  result.set_field(std::move(fault.field));
  result.set_reason(std::move(fault.reason));
}

}  // namespace

absl::StatusOr<Screened> Screen(const v1::SubmitRequest& call, Instant now) {
  RETURN_IF_ERROR(CheckCall(call, now));
  const Instant arrival = call.arrival() != 0 ? call.arrival() : now;
  Screened screened;
  CopyHead(call, screened.batch);
  for (const v1::SourceRecord& record : call.records()) {
    v1::RecordResult* result = screened.response.add_results();
    if (auto fault = Validate(record, arrival)) {
      Refuse(*std::move(fault), *result);
      continue;
    }
    screened.places.push_back(screened.response.results_size() - 1);
    *screened.batch.add_records() = record;
  }
  return screened;
}

absl::Status Merge(v1::SubmitResponse admitted, Screened& screened) {
  if (admitted.results_size() != static_cast<int>(screened.places.size())) {
    return Internal("admission: {} results for {} records", admitted.results_size(),
                    screened.places.size());
  }
  for (int i = 0; i < admitted.results_size(); ++i) {
    v1::RecordResult* place =
        screened.response.mutable_results(screened.places[static_cast<size_t>(i)]);
    *place = std::move(*admitted.mutable_results(i));
  }
  screened.response.set_durable_sequence(admitted.durable_sequence());
  return absl::OkStatus();
}

}  // namespace lienthong::intake
