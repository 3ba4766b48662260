#include "services/intake/screening.h"

#include <optional>
#include <string>
#include <utility>

#include "services/intake/observation_reader.h"
#include "services/intake/petition_reader.h"
#include "services/intake/validate.h"

namespace lienthong::intake {
namespace {

absl::Status CheckTime(std::string_view field, Instant instant, Instant now) {
  if (instant == 0) return absl::OkStatus();
  if (IsPlausibleInstant(instant) && instant - kFutureSecondsMax <= now) return absl::OkStatus();
  return InvalidArgument(
      "the batch, {}: outside the years 1990 to 2099, or more than 24 hours ahead", field);
}

absl::Status CheckSize(int records) {
  if (records <= kBatchRecordsMax) return absl::OkStatus();
  return InvalidArgument("the batch, records: {}, at most {} are allowed", records,
                         kBatchRecordsMax);
}

// What batches of dossiers and of petitions have in common.
template <typename Call>
absl::Status CheckHead(const Call& call, Instant now) {
  if (!IsSourceName(call.source())) {
    return InvalidArgument("the batch, source: must be 1 to {} of [a-z0-9._-]",
                           kSourceNameBytesMax);
  }
  if (call.reporting_unit().size() > kTextBytesMax || !IsUtf8(call.reporting_unit())) {
    return InvalidArgument("the batch, reporting_unit: must be UTF-8 of at most {} bytes",
                           kTextBytesMax);
  }
  return CheckTime("arrival", call.arrival(), now);
}

// History tells nothing of how far the source reports now.
absl::Status CheckMigrated(const v1::SubmitRequest& call) {
  if (!call.migrated() || call.complete_through() == 0) return absl::OkStatus();
  return InvalidArgument(
      "the batch, complete_through: not with a first load (migrated); send it with live records");
}

void CopyHead(const v1::SubmitRequest& call, v1::SubmitRequest& batch) {
  batch.set_source(call.source());
  batch.set_reporting_unit(call.reporting_unit());
  batch.set_arrival(call.arrival());
  batch.set_complete_through(call.complete_through());
  batch.set_migrated(call.migrated());
}

void Refuse(FieldError fault, v1::RecordResult& result) {
  result.set_outcome(v1::RecordResult::OUTCOME_REFUSED);
  result.set_field(std::move(fault.field));
  result.set_reason(std::move(fault.reason));
}

// Answers the next record; false when it is refused.
template <typename Batch>
bool TakeResult(std::optional<FieldError> fault, Batch& screened) {
  v1::RecordResult* result = screened.response.add_results();
  if (fault) {
    Refuse(*std::move(fault), *result);
    return false;
  }
  screened.places.push_back(screened.response.results_size() - 1);
  return true;
}

// Hands every good record to `keep`; the others are refused.
template <typename Records, typename Batch, typename Keep>
void ScreenRecords(const Records& records, Instant arrival, Batch& screened, Keep keep) {
  for (const auto& record : records) {
    if (TakeResult(Validate(record, arrival), screened)) keep(record);
  }
}

}  // namespace

absl::StatusOr<Screened> Screen(const v1::SubmitRequest& call, Instant now) {
  RETURN_IF_ERROR(CheckSize(call.records_size()));
  RETURN_IF_ERROR(CheckHead(call, now));
  RETURN_IF_ERROR(CheckTime("complete_through", call.complete_through(), now));
  RETURN_IF_ERROR(CheckMigrated(call));
  Screened screened;
  CopyHead(call, screened.batch);
  const Instant arrival = call.arrival() != 0 ? call.arrival() : now;
  for (const v1::SourceRecord& record : call.records()) {
    auto fault = Validate(record, arrival);
    if (!fault && call.migrated()) fault = ValidateHistory(record);
    if (!TakeResult(std::move(fault), screened)) continue;
    *screened.batch.add_records() = record;
  }
  return screened;
}

absl::StatusOr<ScreenedPetitions> Screen(const v1::SubmitPetitionsRequest& call, Instant now) {
  RETURN_IF_ERROR(CheckSize(call.petitions_size()));
  RETURN_IF_ERROR(CheckHead(call, now));
  ScreenedPetitions screened;
  screened.batch.set_source(call.source());
  screened.batch.set_reporting_unit(call.reporting_unit());
  screened.batch.set_arrival(call.arrival());
  ScreenRecords(
      call.petitions(), call.arrival() != 0 ? call.arrival() : now, screened,
      [&](const v1::PetitionRecord& record) { *screened.batch.add_petitions() = record; });
  return screened;
}

absl::StatusOr<ScreenedObservations> Screen(const v1::SubmitObservationsRequest& call,
                                            Instant now) {
  RETURN_IF_ERROR(CheckSize(call.observations_size()));
  ScreenedObservations screened;
  ScreenRecords(call.observations(), now, screened, [&](const v1::ObservationRecord& record) {
    *screened.batch.add_observations() = record;
  });
  return screened;
}

}  // namespace lienthong::intake
