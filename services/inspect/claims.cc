#include "services/inspect/claims.h"

#include <algorithm>

#include "services/inspect/claim_reader.h"
#include "services/inspect/heading.h"
#include "services/inspect/table_reader.h"

namespace lienthong::inspect {

std::optional<Claims> ReadClaims(const Document& document) {
  Claims claims;
  const Heading heading = ReadHeading(document);
  claims.period = heading.period;
  claims.unit = heading.unit;
  ClaimReader reader(claims);
  size_t tables = 0;
  Legend legend;
  for (size_t i = 0; i < document.blocks.size(); ++i) {
    const Block& block = document.blocks[i];
    if (block.kind == Block::Kind::kTable) {
      ReadTable(block.table, ++tables, i + 1, legend, claims, reader);
    } else {
      ReadLegend(block.text, legend);
      reader.Read(block, i + 1);
    }
    if (claims.claims.size() > kClaimsMax) return std::nullopt;
  }
  return claims;
}

}  // namespace lienthong::inspect
