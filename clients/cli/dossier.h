// lienthong dossier: one dossier as the books know it.
#pragma once

#include <string>

#include "clients/cli/context.h"
#include "lienthong/v1/query.pb.h"

namespace lienthong::cli {

ExitCode RunDossier(const Context& context, const std::string& code);

// Prints an answer in the chosen form; CSV has one row for each movement.
void PrintDossier(const Context& context, const v1::GetDossierResponse& response);

}  // namespace lienthong::cli
