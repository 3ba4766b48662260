// lienthong map suggest: what the words may mean for which records wait.
#pragma once

#include <cstdint>
#include <string>

#include "clients/cli/context.h"
#include "lienthong/v1/catalogue.pb.h"

namespace lienthong::cli {

struct SuggestOptions {
  // Only the words of this source; empty: of all.
  std::string source;
  // Candidates shown for a word; 0: the node's own choice.
  uint32_t candidates = 0;
};

// As CSV the rows that `map import` takes, each word with its nearest candidate, or with
// none for a person to fill in.
ExitCode RunMapSuggest(const Context& context, const SuggestOptions& options);

// For tests.
void PrintSuggestions(const Context& context, const v1::SuggestMappingsResponse& response);

}  // namespace lienthong::cli
