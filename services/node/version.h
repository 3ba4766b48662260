// The version of the software, as the build names it.
#pragma once

namespace lienthong::node {

inline constexpr char kVersion[] = LIENTHONG_VERSION;

}  // namespace lienthong::node
