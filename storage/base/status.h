// The error language of the whole program: absl::Status, built with fmt.
//
// A message reads "what, which key: why" in lower case and holds no citizen's
// data. The code says what the caller does next (CONTRIBUTING.md).
//
// Strings are std::string and std::string_view everywhere; Debian's Abseil has a
// string_view of its own that does not convert, so it stays inside this file.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace lienthong {

// Builds a status of `code` with a formatted message.
template <typename... Args>
absl::Status MakeStatus(absl::StatusCode code, fmt::format_string<Args...> format, Args&&... args) {
  return absl::Status(code, fmt::format(format, std::forward<Args>(args)...));
}

#define LIENTHONG_DEFINE_STATUS(Name, code)                                         \
  template <typename... Args>                                                       \
  absl::Status Name(fmt::format_string<Args...> format, Args&&... args) {           \
    return MakeStatus(absl::StatusCode::code, format, std::forward<Args>(args)...); \
  }

LIENTHONG_DEFINE_STATUS(InvalidArgument, kInvalidArgument)
LIENTHONG_DEFINE_STATUS(FailedPrecondition, kFailedPrecondition)
LIENTHONG_DEFINE_STATUS(OutOfRange, kOutOfRange)
LIENTHONG_DEFINE_STATUS(NotFound, kNotFound)
LIENTHONG_DEFINE_STATUS(PermissionDenied, kPermissionDenied)
LIENTHONG_DEFINE_STATUS(Unavailable, kUnavailable)
LIENTHONG_DEFINE_STATUS(ResourceExhausted, kResourceExhausted)
LIENTHONG_DEFINE_STATUS(DataLoss, kDataLoss)
LIENTHONG_DEFINE_STATUS(Internal, kInternal)

#undef LIENTHONG_DEFINE_STATUS

// The message of `status` as a std::string.
inline std::string MessageOf(const absl::Status& status) {
  return std::string(status.message().data(), status.message().size());
}

// The same status with `context` in front of its message.
inline absl::Status Annotate(const absl::Status& status, std::string_view context) {
  if (status.ok()) return status;
  return absl::Status(status.code(), fmt::format("{}: {}", context, MessageOf(status)));
}

}  // namespace lienthong

#define LIENTHONG_CONCAT_INNER(a, b) a##b
#define LIENTHONG_CONCAT(a, b) LIENTHONG_CONCAT_INNER(a, b)

// Returns the status of `expression` from the calling function unless it is OK.
#define RETURN_IF_ERROR(expression)                                \
  do {                                                             \
    absl::Status status_of_expression_ = (expression);             \
    if (!status_of_expression_.ok()) return status_of_expression_; \
  } while (false)

#define LIENTHONG_ASSIGN_OR_RETURN(result, declaration, expression) \
  auto result = (expression);                                       \
  if (!result.ok()) return std::move(result).status();              \
  declaration = *std::move(result)

// Declares or assigns from a StatusOr, or returns its status:
// ASSIGN_OR_RETURN(auto block, journal.Read(position));
#define ASSIGN_OR_RETURN(declaration, expression) \
  LIENTHONG_ASSIGN_OR_RETURN(LIENTHONG_CONCAT(result_, __LINE__), declaration, expression)
