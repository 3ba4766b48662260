// Who below is silent: the last sign of life of each node whose silence means something.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "lienthong/v1/admin.pb.h"
#include "storage/registry/registry.h"

namespace lienthong::node {

// Milliseconds since 1970 UTC by node, over all its epochs: of nodes other than this one
// that hold facts here and are in charge of a unit or directly connected. A node that
// was abolished is silent for good, and nobody is to be called for it. 0: never.
std::map<std::string, int64_t> LastSigns(const lienthong::v1::GetStatusResponse& status,
                                         const Registry& registry);

}  // namespace lienthong::node
