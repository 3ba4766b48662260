// Files, whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "clients/cli/context.h"

namespace lienthong::cli {

// A month of the largest office has some 200 MB; more is better split, since a file
// is read whole.
inline constexpr size_t kFileBytesMax = size_t{1} << 30;

// The bytes of `path`; nothing after saying on `context.err` why not.
std::optional<std::string> ReadWholeFile(const Context& context, const std::string& path);

// Puts `bytes` in place of `path` so that a reader sees the old file or the whole new
// one, also after a crash. False after saying why not.
bool WriteWholeFile(const Context& context, const std::string& path, std::string_view bytes);

}  // namespace lienthong::cli
