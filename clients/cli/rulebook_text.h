// How a rulebook is written for people and for machines.
#pragma once

#include <vector>

#include "clients/cli/context.h"
#include "clients/cli/json.h"
#include "services/score/formula.h"
#include "services/score/rulebook_diff.h"

namespace lienthong::cli {

// The same language, as services/score calls it.
score::Tongue TongueOf(Language language);

// A rulebook with each indicator's formula in words, in the chosen form.
void PrintRulebook(const Context& context, const v1::Rulebook& rulebook);

// What changed, in the chosen form.
void PrintDifferences(const Context& context, const v1::Rulebook& before, const v1::Rulebook& after,
                      const std::vector<score::Difference>& differences);

}  // namespace lienthong::cli
