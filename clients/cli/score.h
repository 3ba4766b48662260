// lienthong score: figures and points of a unit's subtree over a period.
#pragma once

#include <optional>
#include <string>

#include "clients/cli/context.h"
#include "lienthong/v1/query.pb.h"

namespace lienthong::cli {

// As typed; "" for what was not given.
struct ScoreOptions {
  std::string unit;
  std::string period;
  std::string period_calendar = "civil";
  std::string from;
  std::string to;
  std::string as_of;
  std::string known_at;
  std::string rate = "dvcqg";
  std::string role = "handling";
  bool children = false;
};

ExitCode RunScore(const Context& context, const ScoreOptions& options);

// The request that `options` mean; nothing after saying on `context.err` what is
// wrong with them.
std::optional<v1::GetScoreRequest> MakeScoreRequest(const Context& context,
                                                    const ScoreOptions& options);

// Prints an answer in the chosen form.
void PrintScore(const Context& context, const v1::GetScoreRequest& request,
                const v1::GetScoreResponse& response);

}  // namespace lienthong::cli
