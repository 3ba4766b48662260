// lienthong version.
#pragma once

#include "clients/cli/context.h"

namespace lienthong::cli {

ExitCode RunVersion(const Context& context);

}  // namespace lienthong::cli
