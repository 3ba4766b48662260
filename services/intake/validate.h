// What makes one record well-formed. The node runs this check on every record,
// whatever way it came: gRPC, a JSON file, a CSV file.
//
// Well-formed is not the same as understood: an empty or unknown status, an
// unknown procedure and an unknown unit name pass here and are parked later.
// Reasons name no value of the record, since a value may be personal data that
// slipped into the wrong field.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lienthong/v1/intake.pb.h"
#include "storage/base/clock.h"

namespace lienthong::intake {

// A dossier code is a key: short, so that an index entry stays short.
inline constexpr size_t kDossierBytesMax = 64;
// Any other text that is kept. The longest official unit names have some 180 bytes.
inline constexpr size_t kTextBytesMax = 256;
// Supplement requests of one dossier. The law allows one; real data shows up to five.
inline constexpr int kSupplementsMax = 64;
// Longest name of a source.
inline constexpr size_t kSourceNameBytesMax = 32;
// How far a stated instant may lie after the arrival: clocks of one-stop systems
// are wrong by minutes, or by hours where their time zone is.
inline constexpr int64_t kFutureSecondsMax = kSecondsPerDay;

// What is wrong with a record: the national name of the field ("" for the record
// as a whole) and why, without the value.
struct FieldError {
  std::string field;
  std::string reason;

  bool operator==(const FieldError&) const = default;
};

// The first fault of `record`, or nothing. `arrival` is when it came from the
// source. Pure.
std::optional<FieldError> Validate(const v1::SourceRecord& record, Instant arrival);

// The fault of a well-formed record as part of a first load: one that states no instant
// cannot be dated, since its arrival says nothing. A deletion needs none.
std::optional<FieldError> ValidateHistory(const v1::SourceRecord& record);

// The fault of the dossier code `code` that stands in the field `field`, if any:
// 1 to 64 bytes of UTF-8 without control characters.
std::optional<FieldError> ValidateCode(std::string_view field, std::string_view code);

// True for 1 to 32 of [a-z0-9._-].
bool IsSourceName(std::string_view name);

// True when `text` is UTF-8.
bool IsUtf8(std::string_view text);

// True for an instant of the years 1990 to 2099, local time.
bool IsPlausibleInstant(Instant instant);

}  // namespace lienthong::intake
