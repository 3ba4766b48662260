// lienthong reference export, lienthong map list: reference data in force as the files
// that an import takes.
#pragma once

#include <string>

#include "clients/cli/context.h"
#include "lienthong/v1/catalogue.pb.h"

namespace lienthong::cli {

struct ExportOptions {
  // units, procedures, grants, mappings, calendar or observations.
  std::string kind;
  // Of mappings: only those of this source and of any source.
  std::string source;
};

// CSV, or JSON when that is asked for; a table for people only for mappings.
ExitCode RunReferenceExport(const Context& context, const ExportOptions& options);
ExitCode RunMapList(const Context& context, const std::string& source);

// For tests.
void PrintRows(const Context& context, v1::ListReferenceRequest::Kind kind,
               const v1::ListReferenceResponse& response);

}  // namespace lienthong::cli
