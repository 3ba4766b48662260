// lienthong procedures: the catalogue of a unit on a day, and its counts.
#pragma once

#include <string>

#include "clients/cli/context.h"
#include "lienthong/v1/catalogue.pb.h"

namespace lienthong::cli {

struct ProceduresOptions {
  std::string unit;
  // yyyy-mm-dd; empty: today.
  std::string on;
};

ExitCode RunProcedures(const Context& context, const ProceduresOptions& options);

// For tests.
void PrintProcedures(const Context& context, const ProceduresOptions& options,
                     const v1::GetCatalogueResponse& response);

}  // namespace lienthong::cli
