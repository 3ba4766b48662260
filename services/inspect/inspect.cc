#include "services/inspect/inspect.h"

#include <algorithm>
#include <utility>

#include "services/inspect/heading.h"

namespace lienthong::inspect {

Inspection Inspect(std::string_view bytes) {
  Inspection found;
  const Reading reading = ReadDocument(bytes);
  found.format = reading.format;
  found.refused = reading.refused;
  if (found.refused) return found;
  auto claims = ReadClaims(reading.document);
  if (!claims) {
    found.refused = NoReport::kTooMuchText;
    return found;
  }
  const bool any =
      std::any_of(claims->claims.begin(), claims->claims.end(),
                  [](const Claim& claim) { return claim.measure != Measure::kUnknown; });
  if (!any) {
    found.refused = NoReport::kNoFigures;
    return found;
  }
  found.heading = ReadHeading(reading.document).text;
  found.claims = *std::move(claims);
  found.checks = CheckClaims(found.claims);
  return found;
}

bool HasFindings(const Inspection& inspection) {
  const auto& checks = inspection.checks.checks;
  return std::any_of(checks.begin(), checks.end(),
                     [](const Check& check) { return check.verdict != Verdict::kHolds; });
}

}  // namespace lienthong::inspect
