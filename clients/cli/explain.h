// lienthong explain: why a figure differs between two moments of knowledge, by cause, unit
// and dossier. lienthong at-risk: what falls due next.
#pragma once

#include <optional>
#include <string>

#include "clients/cli/context.h"
#include "lienthong/v1/explain.pb.h"

namespace lienthong::cli {

// As typed; "" for what was not given.
struct ExplainOptions {
  std::string unit;
  std::string period;
  std::string period_calendar = "civil";
  std::string from;
  std::string to;
  std::string as_of;
  std::string known_before;
  std::string known_after;
  std::string rate = "dvcqg";
  std::string role = "handling";
  uint32_t dossiers = 20;
};

ExitCode RunExplain(const Context& context, const ExplainOptions& options);

// The request that `options` mean; nothing after saying on `context.err` what is wrong with
// them.
std::optional<v1::ExplainChangeRequest> MakeExplainRequest(const Context& context,
                                                           const ExplainOptions& options);

struct AtRiskOptions {
  std::string unit;
  std::string role = "handling";
  uint32_t days = 3;
  uint32_t dossiers = 20;
};

ExitCode RunAtRisk(const Context& context, const AtRiskOptions& options);

}  // namespace lienthong::cli
