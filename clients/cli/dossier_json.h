// The machine-readable form of one dossier.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/json.h"
#include "lienthong/v1/query.pb.h"

namespace lienthong::cli {

// The code of the unit with internal id `id`: "" for 0, "#id" where the answer does
// not name it.
std::string UnitCode(const v1::GetDossierResponse& response, uint32_t id);

// The words of the roles in which a movement counts.
std::vector<std::string> RoleWords(uint32_t roles);

// One movement.
Json MovementJson(const v1::GetDossierResponse& response, const v1::Movement& movement);

// Everything.
Json DossierJson(const v1::GetDossierResponse& response);

}  // namespace lienthong::cli
