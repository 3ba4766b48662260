// lienthong status: what one node holds and how it stands with its neighbours.
#pragma once

#include "clients/cli/context.h"
#include "lienthong/v1/admin.pb.h"

namespace lienthong::cli {

ExitCode RunStatus(const Context& context);

// Prints an answer in the chosen form; CSV has one row for each origin.
void PrintStatus(const Context& context, const v1::GetStatusResponse& response);

}  // namespace lienthong::cli
