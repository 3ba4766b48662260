#include "clients/cli/period_options.h"

namespace lienthong::cli {

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

}  // namespace lienthong::cli
