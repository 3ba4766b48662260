// Who may say something about a unit without being the one that handles its dossiers:
// the holder of its grant, or of the grant of a unit above it. A province's office writes
// petitions and observations about its communes this way. Pure.
#pragma once

#include <string>

#include "storage/registry/registry.h"

namespace lienthong::admission {

// Whether `node` holds the grant in force of `unit` or of one above it on the tree of `day`.
// Asked where a record enters.
bool MayWriteAbout(const Registry& registry, const std::string& node, uint32_t unit, Day day);

// Whether `node` ever held the grant of `unit` or of one that ever stood above it. Asked of
// facts from below: what held once holds for ever, so facts count whatever the order in
// which they and the reference data arrive.
bool MayEverWriteAbout(const Registry& registry, const std::string& node, uint32_t unit);

}  // namespace lienthong::admission
