// Reads a published report and checks its arithmetic: the face of this folder.
//
//   const Inspection found = Inspect(bytes);
//   if (found.refused) ...                       // what the file is, instead of a report
//   for (const Check& check : found.checks.checks) ...
//
// Pure: bytes in, findings out; no file, no clock, no node, the same answer every time. What the
// findings mean in words, in two languages, is the business of whoever shows them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/inspect/checks.h"
#include "services/inspect/claims.h"
#include "services/inspect/reading.h"

namespace lienthong::inspect {

struct Inspection {
  std::optional<NoReport> refused;
  Format format = Format::kText;
  // The first lines of the report, for those who know the names of units.
  std::string heading;
  Claims claims;
  Checks checks;
};

// Any bytes are safe. Refuses what is no report, a text without a recognised figure included.
Inspection Inspect(std::string_view bytes);

// Whether any check failed.
bool HasFindings(const Inspection& inspection);

}  // namespace lienthong::inspect
