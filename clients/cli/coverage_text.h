// How a coverage is written, beside a figure and by itself.
#pragma once

#include <string>

#include "clients/cli/json.h"
#include "clients/cli/language.h"
#include "lienthong/v1/query.pb.h"

namespace lienthong::cli {

// True when every expected source is complete, every unit has one, and nothing is
// parked: the only case in which a figure is final.
bool IsComplete(const v1::Coverage& coverage);

// "coverage: complete, 163 of 163 sources", or what is missing.
std::string CoverageSentence(Language language, const v1::Coverage& coverage);

// "163/163" for a cell; with "!" when it is not complete.
std::string CoverageCell(const v1::Coverage& coverage);

Json CoverageJson(const v1::Coverage& coverage);

// A time for people, or "never" for 0.
std::string MomentCell(Language language, int64_t instant);

// A time for machines, null for 0.
Json MomentJson(int64_t instant);
Json MomentMsJson(int64_t ms);

}  // namespace lienthong::cli
