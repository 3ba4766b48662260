// Dossiers of a set of units over a period, read off the lines of the books.
//
//   new       from outside or registered into hand or a finish
//   received  new + reopened + moved in - moved out; may be below 0
//   resolved  gross flow into the resolved accounts
//   in hand   by where they ended: gross flow into resolved and cancelled accounts plus
//             the stocks of open and paused ones at the end; the sum of it is
//             carried over + received, by construction
//
// Judged by the account: early, on the day, in time and without a promise count as in
// time. Flags stand on the line; they have no date of their own, so what entered and
// what left an account carry the same ones.
#pragma once

#include <cstdint>
#include <map>

#include "lienthong/v1/rulebook.pb.h"
#include "services/accounting/figures.h"
#include "services/score/counts.h"

namespace lienthong::score {

// The bit of a role on a line; UNSPECIFIED is handling.
uint8_t RoleBit(v1::UnitRole role);

// Flags that no dossier wire carries (rulebook.proto, DossierCount).
inline constexpr v1::Flag kStatedElsewhere[] = {v1::FLAG_COMPLAINED, v1::FLAG_SYNCHRONISED};

// Counts the dossiers of `lines`. `stated`: the flags, as bits of a line, that some
// dossier of the asked subtree carries, in whatever period; a flag of kStatedElsewhere that
// is not among them is unheard.
Counted CountDossiers(const PeriodLines& lines, const v1::DossierCount& count, v1::UnitRole role,
                      uint16_t stated);

// How many of the procedures have a positive count of such dossiers. `lines`: those of
// the whole set of units, by procedure; `among` says which procedures are asked for.
Counted CountProcedures(const std::map<uint32_t, PeriodLines>& lines, const v1::DossierCount& count,
                        v1::UnitRole role, const std::set<uint32_t>& among, uint16_t stated);

}  // namespace lienthong::score
