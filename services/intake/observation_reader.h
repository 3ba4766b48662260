// Files of observations: figures that were read somewhere, CSV or JSON. Columns, English
// (Vietnamese), in any order:
//
//   unit (DonVi)            code of the unit it is about; required
//   definition (ChiTieu)    what was read (observation.proto); required
//   from (TuNgay)           first day, yyyy-mm-dd; required
//   to (DenNgay)            last day, yyyy-mm-dd; required
//   value (GiaTri)          decimal with a point: 7.7; required
//   measure (DonViTinh)     count, percent or points; required
//   source (Nguon)          where it was read; required
//   as_of (ThoiDiem)        when it stood so there (rows.h); required
//   withdrawn (RutLai)      1: taken back
#pragma once

#include "services/intake/rows.h"
#include "services/intake/validate.h"

namespace lienthong::intake {

// Longest definition and source, as in observation.proto.
inline constexpr size_t kObservationTextBytesMax = 96;
// Digits of a value and, of those, behind the point, as in rulebooks.
inline constexpr size_t kValueDigitsMax = 15;
inline constexpr size_t kValueDecimalsMax = 6;

using OnObservation =
    absl::FunctionRef<absl::Status(uint64_t number, v1::ObservationRecord record)>;

// As ReadRows; a value that is none is a fault of its row. A reject's code is the unit.
absl::Status ReadObservations(std::string_view bytes, OnObservation on_observation,
                              OnReject on_reject);

// The first fault of `record`, or nothing; fields are named as the English columns. Pure.
std::optional<FieldError> Validate(const v1::ObservationRecord& record, Instant now);

}  // namespace lienthong::intake
