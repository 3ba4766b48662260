// The table of what each rpc asks of its caller. An rpc that is not in it is closed to
// everybody, and a test reads the protos and fails.
//
// A role is asked for here, before the request is read. Where the request names units, its
// handler asks for the scope, too (Door).
#pragma once

#include <string_view>
#include <vector>

#include "lienthong/v1/access.pb.h"

namespace lienthong::access {

struct Rule {
  enum class Who {
    // Anybody who reaches the port.
    kAnybody,
    // A node of this tree.
    kNode,
    // Whoever has one of `roles`.
    kRole,
  };

  std::string_view method;  // "/lienthong.v1.QueryService/GetScore"
  Who who = Who::kRole;
  std::vector<v1::Role> roles;
};

// Null: there is none, and the call is refused.
const Rule* FindRule(std::string_view method);
// The whole table.
const std::vector<Rule>& Rules();

}  // namespace lienthong::access
