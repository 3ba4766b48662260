// A document as plain text in UTF-8, lines of at most 100 columns but for tables.
#pragma once

#include <string>

#include "services/report/document.h"

namespace lienthong::report {

// Notes stand as [1] behind their sentence and in a list at the end. Columns of a table
// with numbers are headed by them; the headings stand in a list above it.
std::string WriteText(const Document& document);

}  // namespace lienthong::report
