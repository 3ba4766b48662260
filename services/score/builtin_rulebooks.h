// The rulebooks that come with the program, as their files read
// (services/score/rulebooks). They are compiled in, so `lienthong rulebook show 766-2026`
// works on any machine; a node uses them only once they are in its reference log.
#pragma once

#include <string_view>
#include <vector>

namespace lienthong::score {

struct BuiltinRulebook {
  std::string_view id;
  // The textproto; passes ReadRulebook without a fault (rulebook_check_test.cc).
  std::string_view text;
};

// By id, which is by age.
const std::vector<BuiltinRulebook>& BuiltinRulebooks();

}  // namespace lienthong::score
