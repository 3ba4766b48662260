// lienthong scorecard: the points of a unit's subtree under a rulebook, group by group and
// indicator by indicator.
#pragma once

#include <optional>
#include <string>

#include "clients/cli/context.h"
#include "lienthong/v1/score.pb.h"

namespace lienthong::cli {

// As typed; "" for what was not given.
struct ScorecardOptions {
  std::string unit;
  std::string period;
  std::string period_calendar = "civil";
  std::string from;
  std::string to;
  std::string as_of;
  std::string known_at;
  std::string rulebook;
  bool children = false;
};

ExitCode RunScorecard(const Context& context, const ScorecardOptions& options);

// The request that `options` mean; nothing after saying on `context.err` what is wrong
// with them. A rulebook that is a file is read, checked and sent along.
std::optional<v1::GetScorecardRequest> MakeScorecardRequest(const Context& context,
                                                            const ScorecardOptions& options);

// Prints an answer in the chosen form.
void PrintScorecard(const Context& context, const v1::GetScorecardRequest& request,
                    const v1::GetScorecardResponse& response);

}  // namespace lienthong::cli
