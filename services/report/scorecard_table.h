// The scores by group and indicator, what is computed beside what was observed.
#pragma once

#include <optional>
#include <set>

#include "lienthong/v1/report.pb.h"
#include "services/report/figure_set.h"

namespace lienthong::report {

// The table; its figures are used in `figures` and their places put into `used`. Columns for
// observations only where one is held. Nothing when no rulebook that fits holds.
std::optional<v1::ReportTable> ScorecardTable(const v1::ScorecardTemplate& table,
                                              FigureSet& figures, std::set<uint32_t>& used);

}  // namespace lienthong::report
