// One number at the beginning of a text: digits, what separates them, and the readings.
#pragma once

#include <optional>
#include <string_view>

#include "services/inspect/figures.h"

namespace lienthong::inspect {

// What digits and separators can mean. Which reading holds depends on the unit: "1.234" are
// 1234 dossiers, and 1,234 points.
struct Reading {
  Decimal value;
  Notation notation = Notation::kVietnamese;
};

struct Number {
  // Bytes that it takes.
  size_t size = 0;
  // As a count of things, and as a quantity with decimals. Nothing: it can be none.
  Reading count;
  Reading quantity;
};

// Reads the number with which `text` begins, if it begins with a digit and is not longer than
// kDigitsMax. `spaced` says whether "19 933" may be one number.
std::optional<Number> ReadNumber(std::string_view text, bool spaced);

}  // namespace lienthong::inspect
