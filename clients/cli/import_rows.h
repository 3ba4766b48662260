// lienthong import --petitions and --observations: small files, sent batch by batch, one
// call after the other. As for dossiers, repeating an import is safe, one bad row never sinks
// the others, and what is refused is listed in FILE.rejects.csv.
#pragma once

#include "clients/cli/import.h"

namespace lienthong::cli {

// Sends `options.petitions` for `options.unit`, from `options.source`.
ExitCode RunImportPetitions(const Context& context, const ImportOptions& options);

// Sends `options.observations`; each row names its unit and its source.
ExitCode RunImportObservations(const Context& context, const ImportOptions& options);

}  // namespace lienthong::cli
