// Looks up the words of one record: unit, procedure, status, channel, and whether
// this node may write for the unit. Pure.
#pragma once

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "lienthong/v1/fact.pb.h"
#include "services/admission/merge.h"
#include "storage/registry/registry.h"

namespace lienthong::admission {

// Well-formed, but it names what the registry does not know.
struct Missing {
  std::vector<v1::MissingReference> what;
  // The reporting unit; 0 when that is what is missing.
  uint32_t reporting_unit = 0;
};

using Resolved = std::variant<Update, Refusal, Missing>;

struct ResolveContext {
  const Registry& registry;
  // This node's name.
  const std::string& node;
  const std::string& source;
  // Of the batch; a record may name its own.
  const std::string& reporting_unit;
  Instant arrival;
  // Units of this node whose hand-over is not complete.
  const std::set<uint32_t>& awaited;
};

// `record` must outlive the update.
Resolved Resolve(const v1::SourceRecord& record, const ResolveContext& context);

// The unit that `word` (a code, a mapped word or a name) names on `day`; nothing
// when it is unknown or ambiguous.
std::optional<uint32_t> ResolveUnit(const Registry& registry, const std::string& source,
                                    const std::string& word, Day day);
// The same for a procedure; one named by its code need not hold on `day`.
std::optional<uint32_t> ResolveProcedure(const Registry& registry, const std::string& source,
                                         const std::string& word, Day day);

}  // namespace lienthong::admission
