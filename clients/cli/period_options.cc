#include "clients/cli/period_options.h"

#include <charconv>

namespace lienthong::cli {
namespace {

// Digits and nothing else.
std::optional<uint64_t> ParseNumber(const std::string& text) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::optional<Period> ReadPeriod(const Context& context, const PeriodOptions& options) {
  const auto& [period, calendar_name, from, to] = options;
  const auto calendar = ParsePeriodCalendar(calendar_name);
  if (!calendar) {
    FailUsage(context, messages::kChoice, "--period-calendar", "civil, statistical");
    return std::nullopt;
  }
  const bool by_dates = !from.empty() && !to.empty();
  const bool by_name = !period.empty() && from.empty() && to.empty();
  if (by_name) {
    const auto parsed = ParsePeriod(period, *calendar);
    if (!parsed) FailUsage(context, messages::kBadPeriod);
    return parsed;
  }
  if (!by_dates || !period.empty()) {
    FailUsage(context, messages::kPeriodNeeded);
    return std::nullopt;
  }
  const auto first = ParseDate(from);
  const auto last = ParseDate(to);
  if (!first || !last) {
    FailUsage(context, messages::kBadDate, first ? "--to" : "--from");
    return std::nullopt;
  }
  if (*last < *first) {
    FailUsage(context, messages::kDatesReversed);
    return std::nullopt;
  }
  return Period{*first, *last};
}

std::optional<v1::KnownAt> ReadKnownAt(const Context& context, const std::string& known_at) {
  v1::KnownAt known;
  if (const auto moment = ParseMoment(known_at)) {
    known.set_time(*moment);
    return known;
  }
  const size_t dot = known_at.find('.');
  const auto position = ParseNumber(known_at.substr(0, dot));
  const auto step = dot == std::string::npos ? 0 : ParseNumber(known_at.substr(dot + 1));
  if (!position || *position == 0 || !step || *step > UINT32_MAX) {
    FailUsage(context, messages::kBadKnownAt, "--known-at");
    return std::nullopt;
  }
  known.set_position(*position);
  if (dot != std::string::npos) known.set_step(static_cast<uint32_t>(*step));
  return known;
}

}  // namespace lienthong::cli
