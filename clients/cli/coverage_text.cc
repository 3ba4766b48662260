#include "clients/cli/coverage_text.h"

#include <fmt/ranges.h>

#include "clients/cli/messages.h"
#include "clients/cli/period.h"

namespace lienthong::cli {

bool IsComplete(const v1::Coverage& coverage) {
  return coverage.expected() > 0 && coverage.complete() == coverage.expected() &&
         coverage.uncovered_units() == 0 && coverage.parked() == 0;
}

std::string CoverageSentence(Language language, const v1::Coverage& coverage) {
  const std::string complete = FormatCount(language, coverage.complete());
  const std::string expected = FormatCount(language, coverage.expected());
  std::string text =
      IsComplete(coverage)
          ? Say(language, messages::kCoverageComplete, complete, expected)
          : Say(language, messages::kCoverageMissing, complete, expected,
                FormatCount(language, coverage.behind()), FormatCount(language, coverage.silent()));
  if (coverage.uncovered_units() > 0) {
    text += Say(language, messages::kCoverageUncovered,
                FormatCount(language, coverage.uncovered_units()));
  }
  if (coverage.parked() > 0) {
    text += Say(language, messages::kCoverageParked, FormatCount(language, coverage.parked()));
  }
  if (!coverage.provisional_years().empty()) {
    text += Say(language, messages::kCoverageProvisional,
                fmt::format("{}", fmt::join(coverage.provisional_years(), ", ")));
  }
  return text;
}

std::string CoverageCell(const v1::Coverage& coverage) {
  return fmt::format("{}/{}{}", coverage.complete(), coverage.expected(),
                     IsComplete(coverage) ? "" : " !");
}

Json CoverageJson(const v1::Coverage& coverage) {
  return {{"expected", coverage.expected()},
          {"complete", coverage.complete()},
          {"behind", coverage.behind()},
          {"silent", coverage.silent()},
          {"uncovered_units", coverage.uncovered_units()},
          {"parked", coverage.parked()},
          {"complete_through", MomentJson(coverage.complete_through())},
          {"provisional_years", coverage.provisional_years()}};
}

std::string MomentCell(Language language, int64_t instant) {
  return instant == 0 ? std::string(Say(language, messages::kNever)) : FormatInstant(instant);
}

Json MomentJson(int64_t instant) { return instant == 0 ? Json() : Json(FormatTimestamp(instant)); }

Json MomentMsJson(int64_t ms) { return ms == 0 ? Json() : Json(FormatTimestampMs(ms)); }

}  // namespace lienthong::cli
