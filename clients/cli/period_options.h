// What several commands read from their options: the period, and words of the contract.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "clients/cli/context.h"
#include "clients/cli/messages.h"
#include "clients/cli/period.h"
#include "clients/cli/words.h"
#include "lienthong/v1/query.pb.h"

namespace lienthong::cli {

// The options of a period, as typed.
struct PeriodOptions {
  const std::string& period;
  const std::string& calendar;
  const std::string& from;
  const std::string& to;
};

// The period of --period in the calendar of --period-calendar, or of --from and --to;
// nothing after saying on `context.err` what is wrong.
std::optional<Period> ReadPeriod(const Context& context, const PeriodOptions& options);

// What --known-at means: a moment, or a position of the node's journal as answers name it,
// "1234" or "1234.2" with its step. "": the present. Nothing likewise.
std::optional<v1::KnownAt> ReadKnownAt(const Context& context, const std::string& known_at);

// Puts --as-of and --known-at into a request; false likewise.
template <typename Request>
bool ReadMoments(const Context& context, const std::string& as_of, const std::string& known_at,
                 Request& request) {
  if (!as_of.empty()) {
    const auto moment = ParseMoment(as_of);
    if (!moment) return FailUsage(context, messages::kBadMoment, "--as-of"), false;
    request.set_as_of(*moment);
  }
  if (known_at.empty()) return true;
  const auto known = ReadKnownAt(context, known_at);
  if (known) *request.mutable_known() = *known;
  return known.has_value();
}

// The value of an option that is one of the words of an enumeration; nothing likewise.
template <typename Enum>
std::optional<Enum> ReadWord(const Context& context, std::string_view option,
                             const std::string& word) {
  const auto value = ParseOptionWord<Enum>(word);
  if (!value) {
    const auto words = OptionWords(*google::protobuf::GetEnumDescriptor<Enum>());
    FailUsage(context, messages::kChoice, option, fmt::format("{}", fmt::join(words, ", ")));
  }
  return value;
}

}  // namespace lienthong::cli
