// Reads what a hand-over needs from a node's memory, for the writer and for children that
// ask (HANDOVER.md).
#pragma once

#include <string>
#include <vector>

#include "lienthong/node/v1/store.pb.h"
#include "lienthong/v1/admin.pb.h"
#include "lienthong/v1/handover.pb.h"
#include "storage/base/status.h"
#include "storage/engine/engine.h"
#include "storage/journal/journal.h"
#include "storage/registry/registry.h"

namespace lienthong::admission {

// A page of the states of a unit, for the node that has to write for it.
// FAILED_PRECONDITION: the request is not that of the tenure in force. UNAVAILABLE: the states are
// not complete here (yet): a release is missing, or something of the unit waits
// outside the books. Reads a bounded number of records; a page may be empty.
absl::StatusOr<v1::FetchUnitResponse> ReadUnit(const View& view, const Journal& journal,
                                               const Registry& registry, bool is_root,
                                               const v1::FetchUnitRequest& request);

// Whether a record that waits goes along, or went, with its unit to a later tenure.
bool HasGoneOn(const Registry& registry, const node::v1::ParkedRow& row);

// The hand-overs to this node and to those below it that are not complete, by unit. Units
// go by their code on `today`.
absl::StatusOr<std::vector<v1::HandoverStatus>> ReadHandovers(const View& view,
                                                              const Journal& journal,
                                                              const Registry& registry,
                                                              bool is_root, Day today);

}  // namespace lienthong::admission
