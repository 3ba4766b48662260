// What the node program does for whoever sits at its machine, with the node stopped.
#pragma once

#include <string>

#include "lienthong/node/v1/config.pb.h"
#include "storage/base/status.h"

namespace lienthong::node {

// Makes a token with the role administer for kConsoleDays and returns it: the first one of a
// new node, or the way back in when the last administrator is lost. Written with its audit fact
// into the node's directory, which is made when there is none. FAILED_PRECONDITION: the node
// runs.
absl::StatusOr<std::string> NewAdministrator(const v1::NodeConfig& config, const std::string& name);

// Long enough to make a proper one, too short to live on.
inline constexpr uint32_t kConsoleDays = 7;

}  // namespace lienthong::node
