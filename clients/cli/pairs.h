// "name: value" lines for people, values aligned; empty values are left out.
#pragma once

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "clients/cli/table.h"

namespace lienthong::cli {

inline void PrintPairs(std::ostream& out,
                       const std::vector<std::pair<std::string_view, std::string>>& pairs) {
  size_t width = 0;
  for (const auto& [name, value] : pairs) {
    if (!value.empty()) width = std::max(width, DisplayWidth(name));
  }
  for (const auto& [name, value] : pairs) {
    if (value.empty()) continue;
    out << name << ": " << std::string(width - DisplayWidth(name), ' ') << value << '\n';
  }
}

}  // namespace lienthong::cli
