// Whose report it is, and of which period: read from its first blocks.
#pragma once

#include <string>

#include "services/inspect/document.h"

namespace lienthong::inspect {

struct Heading {
  // See period.h; "" when the report names none.
  std::string period;
  // "tỉnh Kon Tum", as it is printed; "" when none is named.
  std::string unit;
  // The first blocks in one line, for those who know the names of units.
  std::string text;
};

Heading ReadHeading(const Document& document);

}  // namespace lienthong::inspect
