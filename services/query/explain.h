// Why a figure differs between two moments of knowledge.
//
// Figures are sums over postings, so each fact that was learned in between has its share of
// the difference: what it posted less what it took back, at the units and in the period that
// are asked about. Facts whose share is nothing are passed over; the others are read with
// the state that counted before, and get one cause each (cause.h). So causes, units and
// dossiers each add up to the difference, by construction; an answer that does not is
// INTERNAL and is not given.
//
// Costs by what was learned since the earlier moment, and a read of the journal for each
// fact that changed the figure.
#pragma once

#include "lienthong/v1/explain.pb.h"
#include "storage/base/status.h"
#include "storage/engine/engine.h"
#include "storage/journal/journal.h"
#include "storage/registry/registry.h"

namespace lienthong::query {

// Dossiers in one answer; more are summed up.
inline constexpr uint32_t kExplainedDossiersMax = 10000;

absl::StatusOr<v1::ExplainChangeResponse> ExplainChange(const View& view, const Journal& journal,
                                                        const Registry& registry,
                                                        const v1::ExplainChangeRequest& request,
                                                        int64_t now_ms);

}  // namespace lienthong::query
