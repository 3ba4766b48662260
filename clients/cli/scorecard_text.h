// A scorecard for people: the unit's own card, then a line for each unit below it, what was
// read elsewhere, and how complete it is.
#pragma once

#include "clients/cli/context.h"
#include "lienthong/v1/score.pb.h"

namespace lienthong::cli {

void PrintScorecardTable(const Context& context, const v1::GetScorecardRequest& request,
                         const v1::GetScorecardResponse& response);

}  // namespace lienthong::cli
