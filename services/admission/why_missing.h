// Why a word is not enough, in the words of MissingReference.detail: "ambiguous: H44.13,
// H44.27", "expired on 2025-07-01", "valid from 2026-01-01"; empty: unknown. Pure.
#pragma once

#include <optional>
#include <string>

#include "storage/registry/registry.h"

namespace lienthong::admission {

std::string WhyNoUnit(const Registry& registry, const std::string& word, Day day);
// `id`: what the word names, when it names one procedure that does not hold on `day`.
std::string WhyNoProcedure(const Registry& registry, std::optional<uint32_t> id,
                           const std::string& word, Day day);

}  // namespace lienthong::admission
