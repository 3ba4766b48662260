// Keys of the journal and of the table of origins (storage/DESIGN.md).
#pragma once

#include <string>

#include "storage/base/bytes.h"

namespace lienthong::journal_keys {

inline constexpr char kIdentity[] = "i";
// Format of a directory (Identity.format). 2 added the books by procedure, 3 the history
// of the records; how an older one becomes the present one: services/admission/upgrade.h.
inline constexpr uint32_t kFormat = 3;
inline constexpr char kBlockVersion = 1;
// A row of the sparse index is due for sequences kSparse * k + 1.
inline constexpr uint64_t kSparse = 256;

inline std::string Block(uint64_t position) {
  std::string key;
  PutBigEndian64(key, position);
  return key;
}

inline std::string Origin(uint32_t origin) {
  std::string key = "o";
  PutBigEndian32(key, origin);
  return key;
}

inline std::string Sparse(uint32_t origin, uint64_t sequence) {
  std::string key = "q";
  PutBigEndian32(key, origin);
  PutBigEndian64(key, sequence);
  return key;
}

}  // namespace lienthong::journal_keys
