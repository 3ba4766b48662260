// The cells of a row of reference data: each is checked as it is read, and the first
// fault of a row is kept.
#pragma once

#include <optional>
#include <string>

#include "lienthong/v1/reference.pb.h"
#include "storage/registry/registry.h"

namespace lienthong::admission {

// What is wrong with a row, by its column.
struct RowFault {
  std::string field;
  std::string reason;
};

// Reads one row after another against the registry as the rows before left it, which must
// outlive it. Values of cells at fault are placeholders: look at `fault` before using any.
class RowFields {
 public:
  explicit RowFields(const Registry& registry) : registry_(registry) {}

  const Registry& registry() const { return registry_; }
  const std::optional<RowFault>& fault() const { return fault_; }
  // Notes a fault; the first one stands.
  void Fail(const std::string& field, const std::string& reason);

  // A text that has to be there, of at most 512 bytes or `bytes_max`.
  const std::string& Text(const std::string& field, const std::string& value,
                          size_t bytes_max = kTextBytesMax);
  // One that may be absent.
  const std::string& OptionalText(const std::string& field, const std::string& value,
                                  size_t bytes_max = kTextBytesMax);
  // "yyyy-mm-dd"; 0 when it is absent and may be.
  Day Date(const std::string& field, const std::string& value, bool required = false);
  // "1", or "0" or nothing.
  bool Flag(const std::string& field, const std::string& value);
  // The unit of that code, whatever the day.
  uint32_t UnitId(const std::string& field, const std::string& code);

  static constexpr size_t kTextBytesMax = 512;

 private:
  const Registry& registry_;
  std::optional<RowFault> fault_;
};

}  // namespace lienthong::admission
