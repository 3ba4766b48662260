// How origins and hashes are written: an epoch as 16 hexadecimal digits.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace lienthong::cli {

inline std::string EpochHex(uint64_t epoch) { return fmt::format("{:016x}", epoch); }

inline std::string BytesHex(std::string_view bytes) {
  std::string hex;
  for (const char c : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return hex;
}

}  // namespace lienthong::cli
