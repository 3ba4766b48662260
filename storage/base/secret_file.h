// Files that only their owner may read: keys, tokens, passphrases.
#pragma once

#include <string>
#include <string_view>

#include "storage/base/status.h"

namespace lienthong {

// Larger than any key or certificate bundle of ours; what is larger is something else.
inline constexpr size_t kSecretFileBytesMax = 1 << 20;

// Puts `content` at `path`, durable, mode 0600: into a file beside it first, which then takes
// the place of what was there, so that a reader sees the old one or the new one. Makes the
// folder, mode 0700. FAILED_PRECONDITION names the step that failed.
absl::Status WriteSecretFile(const std::string& path, std::string_view content);

// The whole of `path`. NOT_FOUND: there is no such file. FAILED_PRECONDITION: it is no
// regular file, larger than kSecretFileBytesMax, or others may read or write it. A file of
// root's that a process which is not root reads through its own group is its own: so do
// clusters mount secrets.
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

}  // namespace lienthong
