// What requests to the books have in common: dates, the instant, the unit. Errors name the
// field.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "services/query/books.h"
#include "storage/base/status.h"
#include "storage/registry/registry.h"

namespace lienthong::query {

// A day of the form yyyy-mm-dd; INVALID_ARGUMENT names `field`.
absl::StatusOr<Day> RequireDate(const char* field, const std::string& text);

// The period [from, to]; `as_of` 0: the earlier of the end of `to` and `now`.
// INVALID_ARGUMENT: dates. OUT_OF_RANGE: `as_of` outside the period.
absl::StatusOr<Period> RequirePeriod(const std::string& from, const std::string& to, Instant as_of,
                                     Instant now);

// The unit with this code that exists on `day`; NOT_FOUND.
absl::StatusOr<uint32_t> RequireUnit(const Registry& registry, const std::string& code, Day day);

// `day` for a unit without a parent: it also answers for what has no unit on that day's
// tree (CoverageReader::Sum).
std::optional<Day> RootDay(const v1::Unit& unit, Day day);

}  // namespace lienthong::query
